"""Pictures of packs. They hold nothing about anybody, so no session is needed, and a version never changes."""

from starlette.requests import Request
from starlette.responses import Response

from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.storable_text import is_storable_id
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.static import CACHE_FOREVER

# Opened by itself, a picture may use its own style and nothing else.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


async def serve_picture(request: Request) -> Response:
    """GET /pictures/{pack}/{version}/{name}: the SVG, to be kept for ever."""
    picture = (await pack_in_path(request)).pictures.get(request.path_params["name"])
    if picture is None:
        raise RequestError("not_found")
    headers = {"Cache-Control": CACHE_FOREVER, "Content-Security-Policy": _POLICY}
    return Response(picture, media_type="image/svg+xml", headers=headers)


async def pack_in_path(request: Request) -> Pack:
    """The version of a pack that an address names. Raises `not_found`, also for parts that are no ids."""
    if not all(map(is_storable_id, request.path_params.values())):
        raise RequestError("not_found")
    app_state: AppState = request.app.state.careered
    pack_id, version = request.path_params["pack"], request.path_params["version"]

    def load() -> Pack | None:
        with app_state.database.reading() as db:
            return app_state.get(PackStore).pack(db, pack_id, version)

    pack = await app_state.in_thread(load)
    if pack is None:
        raise RequestError("not_found")
    return pack
