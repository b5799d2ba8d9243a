"""What a report proposes as a mark where the country has no numbers: by the pack's own scale. Staff decide."""

from collections.abc import Sequence

from careered.packs.models import Pack

REACHED_STATES = frozenset({"done", "confirmed"})


def suggest_grade(pack: Pack, states: Sequence[str], lang: str) -> str:
    """The proposal for a pupil, or for one requirement (one state), such as "S (suoritettu)"; "" for none."""
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
