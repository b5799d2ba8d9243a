"""Why a platform did not take a registration, in its own words. Plain Python."""

from careered.lti.strict_json import parse_object

LONGEST = 200
_NAMES = ("error_description", "message", "error", "errors")


def reason_in(body: bytes) -> str:
    """One short line out of JSON or plain text; pages of HTML say nothing. It is the platform's: escape it."""
    text = body.decode(errors="replace").strip()
    if text.startswith("<"):
        return ""
    found = _described(body) if text.startswith("{") else text
    return "".join(one for one in found[: 2 * LONGEST] if one.isprintable())[:LONGEST]


def _described(body: bytes) -> str:
    """What an error document says (RFC 7591, 3.2.2), or a platform's own kind of list."""
    try:
        return _first_text([parse_object(body)])
    except ValueError:
        return ""


def _first_text(found: list[object]) -> str:
    for one in found:
        inner = [one[name] for name in _NAMES if name in one] if isinstance(one, dict) else one
        text = inner if isinstance(inner, str) else _first_text(inner) if isinstance(inner, list) else ""
        if text:
            return text
    return ""
