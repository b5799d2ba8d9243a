"""Checks of single values of a CFPackage. Each returns the fault, as words that follow “is”; empty if valid."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
EXTENDED = re.compile(r"ext:[A-Za-z0-9._-]+")
ASSOCIATION_TYPES = (
    *("exactMatchOf", "exemplar", "hasSkillLevel", "isChildOf", "isPartOf", "isPeerOf"),
    *("isRelatedTo", "isTranslationOf", "precedes", "replacedBy"),
)
TARGET_TYPES = ("CASE",)
VERSIONS = ("1.0", "1.1")
NOT_TEXT, NOT_WHOLE, NOT_OBJECT = "not a text", "not a whole number", "not keys with values"
WRONG_TYPES = frozenset({NOT_TEXT, NOT_WHOLE, NOT_OBJECT})
"""The faults of a value that has another type of JSON."""


def _check_string(value: Any) -> str:
    return "" if isinstance(value, str) else NOT_TEXT


def _check_text(value: Any) -> str:
    return _check_string(value) or ("" if value.strip() else "empty")


def _matching(pattern: re.Pattern[str], name: str) -> Callable[[Any], str]:
    return lambda value: _check_text(value) or ("" if pattern.fullmatch(value) else f"not a {name}")


def _check_date_time(value: Any) -> str:
    complaint = _matching(DATE_TIME, "date and time with a time zone")(value)
    return complaint or _check_exists(datetime.fromisoformat, value)


def _check_date(value: Any) -> str:
    return _matching(DATE, "date")(value) or _check_exists(date.fromisoformat, value)


def _check_exists(parse: Callable[[str], object], value: str) -> str:
    try:
        parse(value)
    except ValueError:
        return "not a real day or time"
    return ""


def _check_uri(value: Any) -> str:
    complaint = _check_text(value)
    if complaint:
        return complaint
    try:
        parts = urlsplit(value)
    except ValueError:
        return "not an address"
    is_printable = value.isprintable() and " " not in value
    return "" if is_printable and parts.scheme and (parts.netloc or parts.path) else "not an address"


def _one_of(allowed: tuple[str, ...], name: str, *, extended: bool = False) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        is_known = value in allowed or (extended and isinstance(value, str) and EXTENDED.fullmatch(value))
        return _check_string(value) or ("" if is_known else f"not a {name}")

    return check


def _check_number(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) else NOT_WHOLE


def _check_object(value: Any) -> str:
    return "" if isinstance(value, dict) else NOT_OBJECT


VALUE_CHECKS: dict[str, Callable[[Any], str]] = {
    "string": _check_string,
    "text": _check_text,
    "uuid": _matching(UUID, "UUID"),
    "uri": _check_uri,
    "moment": _check_date_time,
    "day": _check_date,
    "number": _check_number,
    "object": _check_object,
    "type of association": _one_of(ASSOCIATION_TYPES, "type of association", extended=True),
    "type of target": _one_of(TARGET_TYPES, "type of target", extended=True),
    "version of CASE": _one_of(VERSIONS, "version of CASE that is read here"),
}
"""The check by type of value, as named in validation.FIELD_RULES."""
