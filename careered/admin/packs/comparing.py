"""What the current version of a pack changed against an earlier one that is still kept."""

from starlette.responses import Response

from careered.packs import store
from careered.packs.compare import compare
from careered.packs.compare_words import describe, plain
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_comparison(ask: Ask) -> Response:
    """GET /admin/packs/{id}/since/{version}."""
    shelf, pack_id = ask.house.get(store.Shelf), ask.path["id"]
    before, current = shelf.pack(ask.db, pack_id, ask.path["version"]), shelf.pack(ask.db, pack_id)
    if before is None or current is None or "+" in ask.path["version"]:
        raise Refused("not_found")
    return ask.render(
        "admin/pack_since.html",
        title=plain(current.title.in_language(ask.lang, current.default_language)),
        before=before,
        current=current,
        changes=describe(compare(before, current), ask.lang, current.default_language),
    )
