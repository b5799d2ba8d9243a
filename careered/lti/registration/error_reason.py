"""The reason in a platform's error response to a registration. Pure functions."""

from careered.lti.strict_json import parse_object

MAX_REASON_LENGTH = 200
_REASON_KEYS = ("error_description", "message", "error", "errors")


def read_reason(body: bytes) -> str:
    """One line of up to MAX_REASON_LENGTH characters from JSON or plain text; "" for HTML. Untrusted: escape it."""
    text = body.decode(errors="replace").strip()
    if text.startswith("<"):
        return ""
    reason = _reason_in_json(body) if text.startswith("{") else text
    return "".join(character for character in reason[: 2 * MAX_REASON_LENGTH] if character.isprintable())[
        :MAX_REASON_LENGTH
    ]


def _reason_in_json(body: bytes) -> str:
    """The text of an error document (RFC 7591, 3.2.2), or of a platform's own nested list."""
    try:
        return _first_text([parse_object(body)])
    except ValueError:
        return ""


def _first_text(values: list[object]) -> str:
    for value in values:
        inner = [value[name] for name in _REASON_KEYS if name in value] if isinstance(value, dict) else value
        text = inner if isinstance(inner, str) else _first_text(inner) if isinstance(inner, list) else ""
        if text:
            return text
    return ""
