"""Where a platform wants people to be sent back to, without the secrets that it puts there."""

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from careered.lti.urls import usable_url

_SESSION_KEY = "sesskey"  # of the person's session in Moodle: whoever has it acts in their name
_MOODLE_RETURN = re.compile(r"(?P<moodle>[^?#]*)/mod/lti/return\.php\?(?:[^#]*&)?course=(?P<course>[0-9]+)(?:[&#].*)?")
_CANVAS_RETURN = re.compile(r"(?P<place>/(?:courses|accounts|users)/\d+)/external_content/.*")


def course_address(value: object) -> str:
    """The return_url of a launch (CORE 5.4.4) without a session key; "" where it is no usable web URL.

    Moodle's own page refuses to lead back without the key; the page of the course, which it leads to, asks for none.
    Canvas names a page that waits to be closed by the page around it: in a tab of its own it leads nowhere.
    """
    if (url := usable_url(value)) is None:
        return ""
    if "%" not in url and _SESSION_KEY not in url.lower() and "/external_content/" not in url:
        return url  # nearly every address; "%" may hide a key
    address = _without_key(url)
    return "" if _SESSION_KEY in unquote(address).lower() else address


def _without_key(url: str) -> str:
    """The way back without the parameter of the session key; it may stand elsewhere, too."""
    if returns := _MOODLE_RETURN.fullmatch(url):
        return f"{returns['moodle']}/course/view.php?id={returns['course']}"
    parts = urlsplit(url)
    if canvas := _CANVAS_RETURN.fullmatch(parts.path):
        return f"{parts.scheme}://{parts.netloc}{canvas['place']}"
    query = dict(parse_qsl(parts.query))
    if query.pop(_SESSION_KEY, None) is None:
        return url
    if parts.path.endswith("/mod/lti/return.php"):
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
