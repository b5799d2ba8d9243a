"""An organisation's own additions to a national pack: what lies over it, the preview of an upload, taking it off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.packs import drafts, overlay_store, store
from careered.packs.models import Pack
from careered.packs.overlay import Overlay, extends, left_out, read_overlay_bytes
from careered.web.edge import Ask
from careered.web.refusals import Refused


@dataclass(frozen=True)
class Own:
    """What lies over a pack. left_out: files that the pack's present version has no place for."""

    id: str
    version: str
    left_out: Sequence[str]


def own(ask: Ask) -> dict[str, Own]:
    """The organisation's additions by the pack they lie over."""
    shelf, mine = ask.house.get(store.Shelf), ask.me.organisation_id
    found = {}
    for row in store.overlays(ask.db, organisation_id=mine, current=True):
        files = overlay_store.files_of(ask.db, mine, row["overlay_id"], row["version"])
        base = shelf.pack(ask.db, row["pack_id"])
        found[row["pack_id"]] = Own(
            row["overlay_id"], row["version"], left_out(files, base, shelf.kinds) if base else ()
        )
    return found


def keep(ask: Ask, files: Mapping[str, bytes], overlay: Overlay) -> Response:
    """Checked additions wait for a yes, where they may be laid at all."""
    _may_lie(ask, overlay)
    drafts.keep(ask.db, ask.me.organisation_id, overlay.content_hash, files)
    return ask.go(f"/admin/packs/additions/{overlay.content_hash}")


def show(ask: Ask) -> Response:
    """GET /admin/packs/additions/{hash}: what uploaded additions hold, before anything is changed."""
    _, overlay, base = _draft(ask)
    title = overlay.about.title.in_language(ask.lang, base.default_language)
    return ask.render(
        "admin/overlay_preview.html",
        overlay=overlay,
        base=base,
        title=title,
        moved=_moved(overlay, base),
        hash=ask.path["hash"],
    )


def load(ask: Ask) -> Response:
    """POST /admin/packs/additions/{hash}/load: they lie over the pack from now on."""
    files, overlay, base = _draft(ask)
    _may_lie(ask, overlay)
    overlay_store.load(ask.db, ask.me.organisation_id, files, overlay)
    drafts.forget(ask.db, ask.me.organisation_id, ask.path["hash"])
    return ask.go(f"/admin/packs#{base.id}")


def take_off(ask: Ask) -> Response:
    """POST /admin/packs/additions/{id}/off: the pack alone again. What pupils have begun and done stays."""
    if not overlay_store.remove(ask.db, ask.me.organisation_id, ask.path["hash"]):
        raise Refused("not_found")
    return ask.go("/admin/packs")


def _may_lie(ask: Ask, overlay: Overlay) -> None:
    try:
        overlay_store.check(ask.db, ask.me.organisation_id, overlay)
    except (store.OlderVersionError, overlay_store.OverlayRefused) as refused:
        raise Refused(refused.code) from refused


def _draft(ask: Ask) -> tuple[dict[str, bytes], Overlay, Pack]:
    files = drafts.find(ask.db, ask.me.organisation_id, ask.path["hash"]) or {}
    shelf = ask.house.get(store.Shelf)
    base = shelf.pack(ask.db, extends(files))
    overlay = read_overlay_bytes(files, base, shelf.kinds).overlay if base else None
    if base is None or overlay is None:
        raise Refused("upload_over")
    return files, overlay, base


def _moved(overlay: Overlay, base: Pack) -> list[tuple[str, int, int]]:
    """Requirements that are due in another grade here: the id, before, after."""
    due = {one.id: one.by_grade for one in base.requirements}
    return [(key, due[key], grade) for key, grade in overlay.about.grades.items() if due[key] != grade]
