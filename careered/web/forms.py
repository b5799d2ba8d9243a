"""Reading a request's body: urlencoded forms only, up to a size, decoded strictly.

No multipart (nothing is uploaded by pupils), no compressed bodies (a gzip bomb never unpacks), no JSON.
"""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from careered.web.refusals import Refused

Form = Mapping[str, list[str]]
LARGEST_BODY = 512 * 1024
MOST_FIELDS = 300


async def read_form(request: Request) -> Form:
    """The posted fields with every value, in order. Refuses by too_large and unsupported_media."""
    if request.headers.get("content-encoding"):
        raise Refused("unsupported_media")
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Refused("unsupported_media")
    return _fields(await _body(request))


async def _body(request: Request) -> bytes:
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise Refused("too_large")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_BODY:
            raise Refused("too_large")
        parts.append(part)
    return b"".join(parts)


def _fields(body: bytes) -> Form:
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as unreadable:
        raise Refused("unsupported_media") from unreadable
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def first(form: Mapping[str, list[str]], name: str) -> str:
    """The first value of a field, or empty."""
    return (form.get(name) or [""])[0]
