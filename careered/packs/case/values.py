"""Single values of a CFPackage: each check says what is wrong with one, in words that follow “is”; else nothing."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
EXTENDED = re.compile(r"ext:[A-Za-z0-9._-]+")
ASSOCIATION_TYPES = (
    *("exactMatchOf", "exemplar", "hasSkillLevel", "isChildOf", "isPartOf", "isPeerOf"),
    *("isRelatedTo", "isTranslationOf", "precedes", "replacedBy"),
)
TARGET_TYPES = ("CASE",)
VERSIONS = ("1.0", "1.1")


def _string(value: Any) -> str:
    return "" if isinstance(value, str) else "not a text"


def _text(value: Any) -> str:
    return _string(value) or ("" if value.strip() else "empty")


def _shaped(pattern: re.Pattern[str], name: str) -> Callable[[Any], str]:
    return lambda value: _text(value) or ("" if pattern.fullmatch(value) else f"no {name}")


def _moment(value: Any) -> str:
    wrong = _shaped(MOMENT, "date and time with a time zone")(value)
    return wrong or _real(datetime.fromisoformat, value)


def _day(value: Any) -> str:
    return _shaped(DAY, "date")(value) or _real(date.fromisoformat, value)


def _real(read: Callable[[str], object], value: str) -> str:
    try:
        read(value)
    except ValueError:
        return "no day or time that there is"
    return ""


def _uri(value: Any) -> str:
    wrong = _text(value)
    if wrong:
        return wrong
    try:
        parts = urlsplit(value)
    except ValueError:
        return "no address"
    written = value.isprintable() and " " not in value
    return "" if written and parts.scheme and (parts.netloc or parts.path) else "no address"


def _word(words: tuple[str, ...], name: str, *, extended: bool = False) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        known = value in words or (extended and isinstance(value, str) and EXTENDED.fullmatch(value))
        return _string(value) or ("" if known else f"no {name}")

    return check


def _number(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) else "not a whole number"


def _object(value: Any) -> str:
    return "" if isinstance(value, dict) else "not keys with values"


VALUES: dict[str, Callable[[Any], str]] = {
    "string": _string,
    "text": _text,
    "uuid": _shaped(UUID, "UUID"),
    "uri": _uri,
    "moment": _moment,
    "day": _day,
    "number": _number,
    "object": _object,
    "type of association": _word(ASSOCIATION_TYPES, "type of association", extended=True),
    "type of target": _word(TARGET_TYPES, "type of target", extended=True),
    "version of CASE": _word(VERSIONS, "version of CASE that is read here"),
}
"""By kind of value, as rules.py names it: its check."""
