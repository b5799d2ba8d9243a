"""What the current version of a pack changed against an earlier one that is still kept."""

from starlette.responses import Response

from careered.packs import store
from careered.packs.compare import compare
from careered.packs.compare_text import describe_changes, without_soft_hyphens
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_comparison(req: PageRequest) -> Response:
    """GET /admin/packs/{id}/since/{version}."""
    pack_store, pack_id = req.state.get(store.PackStore), req.path_params["id"]
    previous, current = pack_store.pack(req.db, pack_id, req.path_params["version"]), pack_store.pack(req.db, pack_id)
    if previous is None or current is None or "+" in req.path_params["version"]:
        raise RequestError("not_found")
    return req.render(
        "admin/pack_changes.html",
        title=without_soft_hyphens(current.title.in_language(req.lang, current.default_language)),
        previous=previous,
        current=current,
        changes=describe_changes(compare(previous, current), req.lang, current.default_language),
    )
