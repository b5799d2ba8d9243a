"""Suggested grade of a report, on the pack's grade scale (for countries without numbers). Staff decide."""

from collections.abc import Sequence

from careered.packs.models import Pack
from careered.progress.completion import REACHED_STATES


def suggest_grade(pack: Pack, states: Sequence[str], lang: str) -> str:
    """The grade suggested for the states of a pupil, or of one requirement, such as "S (suoritettu)"; "" for none."""
    grade_keys = pack.marks.proposes
    if grade_keys is None or not states:
        return ""
    counted = [state for state in states if state != "exempt"]
    if not counted:
        return _grade_text(pack, grade_keys.exempt, lang)
    return _grade_text(pack, grade_keys.done if set(counted) <= REACHED_STATES else grade_keys.missing, lang)


def _grade_text(pack: Pack, key: str | None, lang: str) -> str:
    meaning = pack.marks.scale.get(key or "")
    return f"{key} ({meaning.in_language(lang, pack.default_language)})" if meaning else ""
