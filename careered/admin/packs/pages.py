"""Pages about packs: the list, the preview of an uploaded one, and the yes that loads it."""

from starlette.responses import Response

from careered.admin.packs import overlays, rights, shelf_list
from careered.packs import drafts, store
from careered.packs.compare import compare
from careered.packs.compare_words import describe
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.progress.effect_words import describe_effects
from careered.progress.effects import effects
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_packs(ask: Ask) -> Response:
    """GET /admin/packs: what is loaded, and where to upload another version."""
    return _list(ask)


def ask_for_file(ask: Ask) -> Response:
    """POST /admin/packs without any file: the list again, and what is missing."""
    response = _list(ask, status=422, nothing=True)
    response.headers["Careered-Code"] = "answer_invalid"
    return response


def _list(ask: Ask, *, status: int = 200, nothing: bool = False) -> Response:
    found = shelf_list.rows(ask.db, ask.house.get(store.Shelf), ask.lang)
    own = overlays.own(ask)
    return ask.render("admin/packs.html", status=status, rows=found, own=own, nothing=nothing)


def show_draft(ask: Ask) -> Response:
    """GET /admin/packs/new/{hash}: what an uploaded pack holds and changes, before anything is changed."""
    _, pack = _draft(ask)
    current = ask.house.get(store.Shelf).pack(ask.db, pack.id)
    changes = describe(compare(current, pack), ask.lang, pack.default_language) if current else []
    happens = describe_effects(effects(ask.db, current, pack), current, pack, ask.lang) if current else []
    row = shelf_list.row_of(pack, ask.lang)
    return ask.render(
        "admin/pack_preview.html", row=row, current=current, changes=changes, effects=happens, hash=ask.path["hash"]
    )


def load_draft(ask: Ask) -> Response:
    """POST /admin/packs/new/{hash}/load: exactly the bytes that were checked become the current version."""
    files, pack = _draft(ask)
    rights.check(ask, pack)
    try:
        new = store.load(ask.db, files, pack)
    except store.OlderVersionError as older:
        raise Refused(older.code) from older
    if not new:
        raise Refused("version_exists")
    drafts.forget(ask.db, ask.me.organisation_id, ask.path["hash"])
    return ask.go("/admin/packs#" + pack.id)


def forget_draft(ask: Ask) -> Response:
    """POST /admin/packs/new/{hash}/forget: nobody wants it."""
    drafts.forget(ask.db, ask.me.organisation_id, ask.path["hash"])
    return ask.go("/admin/packs")


def _draft(ask: Ask) -> tuple[dict[str, bytes], Pack]:
    files = drafts.find(ask.db, ask.me.organisation_id, ask.path["hash"])
    pack = read_pack_bytes(files, ask.house.get(store.Shelf).kinds).pack if files is not None else None
    if files is None or pack is None:
        raise Refused("upload_over")
    return files, pack
