"""Read a posted form with files (multipart): up to a size, in memory, only on routes that accept uploads."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from careered.storable_text import storable
from careered.web.errors import RequestError
from careered.web.forms import Form, is_length_within
from careered.web.request_headers import header, sent_header

MAX_FILES, MAX_FIELDS = 600, 20


@dataclass(frozen=True)
class Upload:
    """The fields, and the files as (name sent by the browser, bytes); files without a name are left out."""

    form: Form
    files: Sequence[tuple[str, bytes]]


def is_multipart(request: Request) -> bool:
    """Whether a form with files was posted."""
    return header(request, "content-type").split(";")[0].strip().lower() == "multipart/form-data"


async def read_upload(request: Request, max_bytes: int) -> Upload:
    """The posted fields and files. Raises RequestError too_large (before reading, if possible) or unsupported_media."""
    if header(request, "content-encoding"):
        raise RequestError("unsupported_media")
    if not is_multipart(request):
        raise RequestError("unsupported_media")
    if not is_length_within(sent_header(request, "content-length"), max_bytes):
        raise RequestError("too_large")
    return await _parse_multipart(request, max_bytes)


async def _parse_multipart(request: Request, max_bytes: int) -> Upload:
    parser = MultiPartParser(
        request.headers, _limited_stream(request, max_bytes), max_files=MAX_FILES, max_fields=MAX_FIELDS
    )
    parser.spool_max_size = max_bytes  # nothing is written to disk
    try:
        parts = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise RequestError("unsupported_media") from error
    form: dict[str, list[str]] = {}
    files = []
    for name, value in parts.multi_items():
        if isinstance(value, UploadFile):
            files.append((storable(value.filename or ""), await value.read()))
        else:
            form.setdefault(storable(name), []).append(storable(value))
    await parts.close()
    return Upload(form, [(name, content) for name, content in files if name])


async def _limited_stream(request: Request, max_bytes: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > max_bytes:
            raise RequestError("too_large")
        yield part
