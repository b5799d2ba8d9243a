"""Read a request's body: urlencoded forms only, up to a size, decoded strictly.

No multipart (nothing is uploaded by pupils), no compressed bodies (a gzip bomb never unpacks), no JSON.
"""

from collections.abc import Mapping
from urllib.parse import unquote

from starlette.requests import Request

from careered.storable_text import storable
from careered.web.errors import RequestError
from careered.web.request_headers import header

Form = Mapping[str, list[str]]
MAX_BODY_BYTES = 512 * 1024
MAX_FIELDS = 300


async def read_form(request: Request) -> Form:
    """The posted fields with every value, in order, storable. Raises RequestError too_large or unsupported_media."""
    if header(request, "content-encoding"):
        raise RequestError("unsupported_media")
    if header(request, "content-type").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise RequestError("unsupported_media")
    return _fields(await _body(request))


async def _body(request: Request) -> bytes:
    if not is_length_within(header(request, "content-length") or "0", MAX_BODY_BYTES):
        raise RequestError("too_large")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise RequestError("too_large")
        parts.append(part)
    return b"".join(parts)


def is_length_within(length: str, max_bytes: int) -> bool:
    """Whether a Content-Length is a number, and not above max_bytes."""
    return length.isascii() and length.isdigit() and len(length) < 16 and int(length) <= max_bytes


def _fields(body: bytes) -> Form:
    """As `parse_qsl` reads them, which calls five functions for each, escaped or not."""
    form: dict[str, list[str]] = {}
    try:
        text = body.decode("ascii").replace("%3A", ":").replace("%2F", "/")  # most escapes are those of addresses
        if text.count("&") >= MAX_FIELDS:
            raise RequestError("unsupported_media")
        for name, _, value in (pair.partition("=") for pair in text.replace("+", " ").split("&") if pair):
            form.setdefault(_decoded(name), []).append(_decoded(value))
    except ValueError as error:
        raise RequestError("unsupported_media") from error
    return form


def _decoded(text: str) -> str:
    return storable(unquote(text, errors="strict") if "%" in text else text)


def first_value(form: Mapping[str, list[str]], name: str) -> str:
    """The first value of a field, or empty."""
    return (form.get(name) or [""])[0]
