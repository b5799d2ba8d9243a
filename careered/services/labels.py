"""Labels of the service directory, as message ids."""

from collections.abc import Mapping

from careered.i18n_marker import _

CHANNELS: Mapping[str, str] = {
    "web": _("Website"),
    "phone": _("Phone"),
    "sms": _("Text message"),
    "email": _("Email"),
    "chat": _("Chat"),
    "social": _("Social media"),
    "visit": _("In person"),
    "webinar": _("Online meeting"),
}
PURPOSES: Mapping[str, str] = {
    "information": _("Finding information"),
    "communication": _("Asking someone"),
    "workspace": _("Working on your own plans"),
    "co-careering": _("Finding out together"),
}
OPEN_UNTIL = _("%(channel)s: open now, until %(when)s")
OPENS_AT = _("%(channel)s: closed now, opens %(when)s")
CLOSED_NOW = _("%(channel)s: closed now")
CHECKED = _("Numbers and opening hours were last checked on %(day)s.")
HOURS_UNKNOWN = _("We do not know when you will get an answer.")
HOURS_UNKNOWN_SEE_PAGE = _("We do not know when you will get an answer. The service's own page may tell you.")
HOURS = _("%(channel)s: %(hours)s")
ANSWERS_IN = _("Answers in %(languages)s.")
ANONYMOUS = _("You can use these without saying who you are: %(channels)s.")
READING_PAGES = _("the service's web pages")
