"""Annotated types of single values in a pack: ids, languages, versions, days of the year, URLs.

Each raises a pydantic error whose type is a code of `careered.packs.problems`.
"""

import re
import zoneinfo
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")
MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
PHONE = re.compile(r"\+?\d[\d ]{2,20}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PUBLIC_SUFFIX = re.compile(r"xn--[a-z0-9-]+|[^\W\d_]{2,}")
PRIVATE_SUFFIXES = ("local", "localhost", "internal", "intranet", "lan", "home", "corp", "test", "invalid")


class PackModel(BaseModel):
    """The base class of all pack models: frozen, strict types, unknown keys rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _matching(pattern: re.Pattern[str], code: str, example: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise PydanticCustomError(code, "“{value}” is not written like {like}", {"value": value, "like": example})
        return value

    return AfterValidator(check)


def _check_timezone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise PydanticCustomError("unknown_timezone", "there is no time zone “{value}”", {"value": value}) from None
    return value


def _check_https_url(value: str) -> str:
    return _check_url(value, ("https",))


def _check_web_url(value: str) -> str:
    return _check_url(value, ("https", "http"))


def _check_url(value: str, schemes: tuple[str, ...]) -> str:
    fault = url_fault(value, schemes)
    if fault:
        raise PydanticCustomError("bad_url", "“{value}” {fault}", {"value": value, "fault": fault})
    return value


def _check_phone(value: str) -> str:
    if not PHONE.fullmatch(value):
        raise PydanticCustomError("bad_value", "“{value}” is not a telephone number", {"value": value})
    return value


def url_fault(value: str, schemes: tuple[str, ...] = ("https",)) -> str:
    """The fault of a URL, as words that follow the value; empty for a public URL with one of the schemes."""
    if not value.isprintable() or any(character in value for character in ' \\"<>'):
        return "holds characters that do not belong in an address"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in schemes:
        return f"does not begin with {schemes[0]}://"
    return _host_fault(parts, port)


def _host_fault(parts: SplitResult, port: int | None) -> str:
    if "@" in parts.netloc:
        return "holds a user name"
    labels = (parts.hostname or "").rstrip(".").split(".")
    if not all(labels):
        return "names no host"
    if len(labels) < 2 or labels[-1] in PRIVATE_SUFFIXES or not PUBLIC_SUFFIX.fullmatch(labels[-1]):
        return "is not an address on the public web"
    return "has an odd port" if port not in (None, 80, 443) else ""


def _as_tuple(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


Phone = Annotated[str, AfterValidator(_check_phone)]
NonEmptyText = Annotated[str, Field(min_length=1, pattern=r"\S")]
Id = Annotated[str, _matching(ID, "bad_id", "an id (letters, digits, - _ .; at most 64)")]
Language = Annotated[str, _matching(LANGUAGE, "bad_language", "a language code such as “sv”")]
Version = Annotated[str, _matching(VERSION, "bad_version", "a version such as “1.0.0”")]
MonthDay = Annotated[str, _matching(MONTH_DAY, "wrong_type", "a month and day such as “07-31”")]
Country = Annotated[str, _matching(re.compile(r"[A-Z]{2}"), "bad_country", "two capital letters (ISO 3166)")]
Timezone = Annotated[str, AfterValidator(_check_timezone)]
HttpsUrl = Annotated[str, AfterValidator(_check_https_url)]
WebUrl = Annotated[str, AfterValidator(_check_web_url)]
_ONE_OR_MANY = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
IdList = Annotated[tuple[Id, ...], BeforeValidator(_as_tuple), WithJsonSchema(_ONE_OR_MANY)]
