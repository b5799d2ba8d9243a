"""Files to take along, named after what is in them: several of them lie in one folder of downloads."""

import unicodedata
from urllib.parse import quote

from starlette.responses import Response

_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))  # by some file system
_MAX_NAME_LENGTH, _KEPT_END = 80, 30
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""By the suffix of a file's name."""


def attachment(content: bytes | str, title: str, suffix: str) -> Response:
    """A response that a browser stores as a file. title: of any letters. suffix: one of MEDIA_TYPES.

    The name stands there twice (RFC 6266 4.3): in ASCII for what is old, and as it is.
    """
    name = file_name(title)
    ascii_name = _in_ascii(name)
    names = f"filename=\"{ascii_name}.{suffix}\"; filename*=UTF-8''{quote(name, safe='')}.{suffix}"
    return Response(content, media_type=MEDIA_TYPES[suffix], headers={"Content-Disposition": f"attachment; {names}"})


def _in_ascii(name: str) -> str:
    """The name in letters of ASCII; longer than it by the dots of an ellipsis, so it is not shortened once more."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip(" .-") or "careered"


def file_name(title: str) -> str:
    """The title as every file system takes it, without suffix; "careered" where nothing of it is left."""
    printable = "".join(character for character in " ".join(title.split()) if character.isprintable())
    return _shortened(printable.replace(": ", ", ").translate(_FORBIDDEN)).strip(" .-") or "careered"


def _shortened(name: str) -> str:
    """A name that is too long loses its middle: what the file is and its day stand at the end, after the class."""
    if len(name) <= _MAX_NAME_LENGTH:
        return name
    return f"{name[: _MAX_NAME_LENGTH - _KEPT_END - 1].rstrip()}…{name[-_KEPT_END:]}"
