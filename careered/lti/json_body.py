"""JSON of a response, read by its bytes: labels of encodings are often wrong (RFC 8259 8.1: JSON is UTF-8)."""

import json
import re

from careered.storable_text import whole_characters_in_json

_CHARSET = re.compile(r"""charset\s*=\s*["']?((?:iso-?8859|latin|windows-125|cp125)[\w-]*)""", re.IGNORECASE)


class NotJson(ValueError):
    """A body that is no JSON."""


def decode_json(body: bytes, content_type: str = "") -> object:
    """The JSON value of a body, None for an empty one. Raises NotJson for anything else.

    Bytes that are UTF-8, UTF-16 or UTF-32 are read as that, with a byte order mark or without, whatever the content
    type says. Its charset counts only for others, and only one of the alphabets that were used before Unicode.
    """
    text = _decode_text(body, content_type).strip()
    try:
        return whole_characters_in_json(json.loads(text)) if text else None
    except (ValueError, RecursionError) as error:
        raise NotJson from error


def _decode_text(body: bytes, content_type: str) -> str:
    encoding = json.detect_encoding(body)
    try:
        return body.decode(encoding, "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return _decode_other(body, content_type, encoding)


def _decode_other(body: bytes, content_type: str, encoding: str) -> str:
    """One broken character in a name must not cost the whole list: it becomes U+FFFD."""
    label = _CHARSET.search(content_type)
    try:
        return body.decode(label[1] if label else encoding, "replace")
    except LookupError:
        return body.decode(encoding, "replace")
