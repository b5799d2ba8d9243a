"""Where the list of pupils comes from, how old it is, and what it means when the platform's new one is of no use."""

from careered.dashboard.words import (
    ROSTER,
    ROSTER_BAD,
    ROSTER_NEVER,
    ROSTER_NO_MORE,
    ROSTER_SHUT_OUT,
    ROSTER_USELESS,
    ROSTER_WAITING,
)
from careered.roster.read import ClassRoom
from careered.web.i18n import translations
from careered.web.time_format import format_recent


def roster_words(room: ClassRoom, zone: str, lang: str) -> str:
    """One sentence about the list, or two."""
    at = format_recent(room.roster_at, lang, zone) if room.roster_at else ""
    say = translations(lang).gettext
    return " ".join(say(one) % {"platform": room.platform_name, "when": at} for one in _messages(room))


def _messages(room: ClassRoom) -> list[str]:
    """A platform that answered with rubbish was not silent, and nothing is kept where there was nothing."""
    had, problem = room.roster_at is not None, room.roster_problem
    if room.roster_due is not None:
        return [ROSTER_WAITING]
    if room.roster_state == "refused":
        first = ROSTER_NO_MORE if had else ROSTER["refused"]
        return [first, ROSTER_SHUT_OUT] if problem == "token_refused" else [first]
    if room.roster_state == "failed" and problem in ROSTER_BAD:
        return [ROSTER["fresh"], ROSTER_BAD[problem]] if had else [ROSTER_USELESS]
    if room.roster_state == "failed" and not had:
        return [ROSTER_NEVER]
    return [ROSTER.get(room.roster_state, ROSTER["unknown"])]
