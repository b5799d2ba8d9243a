"""What a report proposes as a mark where the country has no numbers: by the pack's own scale. Staff decide."""

from collections.abc import Sequence

from careered.packs.models import Pack

REACHED = frozenset({"done", "confirmed"})


def proposal(pack: Pack, states: Sequence[str], lang: str) -> str:
    """The proposal for a pupil, or for one requirement (one state), such as "S (suoritettu)"; "" for none."""
    wanted = pack.marks.proposes
    if wanted is None or not states:
        return ""
    counted = [state for state in states if state != "exempt"]
    if not counted:
        return _words(pack, wanted.exempt, lang)
    return _words(pack, wanted.done if set(counted) <= REACHED else wanted.missing, lang)


def _words(pack: Pack, key: str | None, lang: str) -> str:
    word = pack.marks.scale.get(key or "")
    return f"{key} ({word.in_language(lang, pack.default_language)})" if word else ""
