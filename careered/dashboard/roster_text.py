"""The sentence about the list of members: its source, its age, and the error of the latest fetch."""

from careered.dashboard.labels import (
    ROSTER_CLIENT_REJECTED,
    ROSTER_ERRORS,
    ROSTER_NEVER_ANSWERED,
    ROSTER_STATES,
    ROSTER_UNUSABLE,
    ROSTER_WAITING,
    ROSTER_WITHDRAWN,
)
from careered.roster.classes import ClassInfo
from careered.web.i18n import translations
from careered.web.time_format import format_recent


def roster_text(class_info: ClassInfo, timezone: str, lang: str) -> str:
    """One or two sentences in the reader's language, with times in `timezone` (IANA name)."""
    fetched_at = format_recent(class_info.roster_updated_at, lang, timezone) if class_info.roster_updated_at else ""
    gettext = translations(lang).gettext
    return " ".join(
        gettext(message) % {"platform": class_info.platform_name, "when": fetched_at}
        for message in _messages(class_info)
    )


def _messages(class_info: ClassInfo) -> list[str]:
    """Message ids. An unusable answer is not reported as silence, and no list is called kept where there was none."""
    has_list, problem = class_info.roster_updated_at is not None, class_info.roster_error
    if class_info.is_roster_due:
        return [ROSTER_WAITING]
    if class_info.roster_state == "refused":
        message = ROSTER_WITHDRAWN if has_list else ROSTER_STATES["refused"]
        return [message, ROSTER_CLIENT_REJECTED] if problem == "token_refused" else [message]
    if class_info.roster_state == "failed" and problem in ROSTER_ERRORS:
        return [ROSTER_STATES["fresh"], ROSTER_ERRORS[problem]] if has_list else [ROSTER_UNUSABLE]
    if class_info.roster_state == "failed" and not has_list:
        return [ROSTER_NEVER_ANSWERED]
    return [ROSTER_STATES.get(class_info.roster_state, ROSTER_STATES["unknown"])]
