"""Static files under URLs with a digest of their content, so that browsers may cache them for ever.

Read and compressed once, on first use. Names are looked up in a table, so there is no path traversal.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from careered.web.errors import RequestError
from careered.web.request_headers import header

STATIC_DIR = Path(__file__).parent / "static"
ACTIVITIES_DIR = Path(__file__).parent.parent / "lessons" / "activities"
"""Where activities of cards keep templates, styles and scripts beside their code."""
ACTIVITY_PREFIX = "activity-"
CACHE_FOREVER, CACHE_A_DAY = "public, max-age=31536000, immutable", "public, max-age=86400"
LOGO_PATH = "/logo.png"


@dataclass(frozen=True)
class Asset:
    """One file: its bytes, plain and gzipped, and its media type. digest: the first 12 hex digits of its SHA-256."""

    plain: bytes
    gzipped: bytes
    media_type: str
    digest: str


@cache
def assets() -> Mapping[str, Asset]:
    """All static files by name; those of an activity (style.css, script.js) as `activity-<kind>.css` and `.js`."""
    files = {path.name: path for path in STATIC_DIR.iterdir() if path.is_file()}
    for pattern in ("*/style.css", "*/script.js"):
        files |= {f"{ACTIVITY_PREFIX}{path.parent.name}{path.suffix}": path for path in ACTIVITIES_DIR.glob(pattern)}
    return {name: _read(path) for name, path in sorted(files.items())}


def _read(path: Path) -> Asset:
    plain = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(plain, gzip.compress(plain, mtime=0), media_type, hashlib.sha256(plain).hexdigest()[:12])


@cache
def static_url(name: str) -> str:
    """The URL of a file. Raises KeyError for an unknown name."""
    return f"/static/{assets()[name].digest}/{name}"


async def serve_asset(request: Request) -> Response:
    """GET /static/{digest}/{name}."""
    asset = assets().get(request.path_params["name"])
    if asset is None or asset.digest != request.path_params["digest"]:
        raise RequestError("not_found")
    headers = {"Cache-Control": CACHE_FOREVER, "Vary": "Accept-Encoding"}
    if "gzip" in header(request, "accept-encoding"):
        return Response(asset.gzipped, media_type=asset.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(asset.plain, media_type=asset.media_type, headers=headers)


async def serve_logo(_request: Request) -> Response:
    """GET /logo.png: an address that stays, for platforms to keep."""
    logo = assets()["logo.png"]
    return Response(logo.plain, media_type=logo.media_type, headers={"Cache-Control": CACHE_A_DAY})
