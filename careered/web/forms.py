"""Read a request's query, and its body: urlencoded forms only, up to a size, decoded strictly.

No multipart (nothing is uploaded by pupils), no compressed bodies (a gzip bomb never unpacks), no JSON.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from starlette.requests import Request

from careered.storable_text import storable
from careered.web.errors import RequestError
from careered.web.request_headers import header, sent_header

Form = Mapping[str, list[str]]
MAX_BODY_BYTES = 512 * 1024
MAX_FIELDS = 300
_QUERY = "careered.query"


async def read_form(request: Request) -> Form:
    """The posted fields with every value, in order, storable. Raises RequestError too_large or unsupported_media."""
    if header(request, "content-encoding"):
        raise RequestError("unsupported_media")
    if header(request, "content-type").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise RequestError("unsupported_media")
    return _fields(await _body(request))


async def _body(request: Request) -> bytes:
    if not is_length_within(sent_header(request, "content-length"), MAX_BODY_BYTES):
        raise RequestError("too_large")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise RequestError("too_large")
        parts.append(part)
    return b"".join(parts)


def is_length_within(length: str | None, max_bytes: int) -> bool:
    """Whether a Content-Length is a number, and not above max_bytes; None: the request has none."""
    if length is None:
        return True
    return length.isascii() and length.isdigit() and len(length) < 16 and int(length) <= max_bytes


def _fields(body: bytes) -> Form:
    form: dict[str, list[str]] = {}
    try:
        text = body.decode("ascii").replace("%3A", ":").replace("%2F", "/")  # most escapes are those of addresses
        if text.count("&") >= MAX_FIELDS:
            raise RequestError("unsupported_media")
        for name, value in _pairs(text, errors="strict"):
            form.setdefault(storable(name), []).append(storable(value))
    except ValueError as error:
        raise RequestError("unsupported_media") from error
    return form


def read_query(request: Request) -> Mapping[str, str]:
    """The values of the address by name, of several the last, as they were sent: storable they are not yet."""
    scope = request.scope
    if _QUERY not in scope:
        scope[_QUERY] = dict(_pairs(scope.get("query_string", b"").decode("latin-1"), errors="replace"))
    query: Mapping[str, str] = scope[_QUERY]
    return query


def _pairs(text: str, errors: str) -> Iterator[tuple[str, str]]:
    """Names and values as `parse_qsl` has them, which calls five functions for each, escaped or not."""
    for pair in filter(None, text.replace("+", " ").split("&")):
        name, _, value = pair.partition("=")
        yield _decoded(name, errors), _decoded(value, errors)


def _decoded(text: str, errors: str) -> str:
    return unquote(text, errors=errors) if "%" in text else text


def first_value(form: Mapping[str, list[str]], name: str) -> str:
    """The first value of a field, or empty."""
    return (form.get(name) or [""])[0]
