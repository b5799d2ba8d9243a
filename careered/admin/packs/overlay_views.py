"""Pages of an organisation's overlays on national packs: active ones, preview of an upload, loading, removal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.packs import drafts, overlay_store, store
from careered.packs.models import Pack
from careered.packs.overlay import Overlay, extended_pack_id, read_overlay_bytes
from careered.packs.overlay_merge import unapplied_files
from careered.web.errors import RequestError
from careered.web.request import PageRequest


@dataclass(frozen=True)
class ActiveOverlay:
    """The overlay of a pack. unapplied_files: files that do not fit the pack's current version."""

    id: str
    version: str
    unapplied_files: Sequence[str]


def active_overlays(req: PageRequest) -> dict[str, ActiveOverlay]:
    """The organisation's current overlays, by pack id."""
    pack_store, organisation_id = req.state.get(store.PackStore), req.viewer.organisation_id
    overlays_by_pack = {}
    for row in store.loaded_overlays(req.db, organisation_id=organisation_id, current=True):
        files = overlay_store.get_files(req.db, organisation_id, row["overlay_id"], row["version"])
        base = pack_store.pack(req.db, row["pack_id"])
        overlays_by_pack[row["pack_id"]] = ActiveOverlay(
            row["overlay_id"], row["version"], unapplied_files(files, base, pack_store.kinds) if base else ()
        )
    return overlays_by_pack


def store_draft(req: PageRequest, files: Mapping[str, bytes], overlay: Overlay) -> Response:
    """Store a checked overlay for the preview. Raises RequestError on a version or pack conflict."""
    _check_overlay(req, overlay)
    drafts.save_upload(req.db, req.viewer.organisation_id, overlay.content_hash, files)
    return req.redirect(f"/admin/packs/overlays/{overlay.content_hash}")


def show_overlay(req: PageRequest) -> Response:
    """GET /admin/packs/overlays/{hash}: what uploaded additions hold, before anything is changed."""
    _, overlay, base = _draft(req)
    title = overlay.metadata.title.in_language(req.lang, base.default_language)
    return req.render(
        "admin/overlay_preview.html",
        overlay=overlay,
        base=base,
        title=title,
        changed_grades=_changed_grades(overlay, base),
        hash=req.path_params["hash"],
    )


def load_overlay(req: PageRequest) -> Response:
    """POST /admin/packs/overlays/{hash}/load: they lie over the pack from now on."""
    files, overlay, base = _draft(req)
    _check_overlay(req, overlay)
    overlay_store.save_overlay(req.db, req.viewer.organisation_id, files, overlay)
    drafts.discard_upload(req.db, req.viewer.organisation_id, req.path_params["hash"])
    return req.redirect(f"/admin/packs#{base.id}")


def remove_overlay(req: PageRequest) -> Response:
    """POST /admin/packs/overlays/{id}/remove: the pack alone again. What pupils have begun and done stays."""
    if not overlay_store.remove_overlay(req.db, req.viewer.organisation_id, req.path_params["hash"]):
        raise RequestError("not_found")
    return req.redirect("/admin/packs")


def _check_overlay(req: PageRequest, overlay: Overlay) -> None:
    try:
        overlay_store.check_conflicts(req.db, req.viewer.organisation_id, overlay)
    except (store.VersionConflict, overlay_store.OverlayConflict) as error:
        raise RequestError(error.code) from error


def _draft(req: PageRequest) -> tuple[dict[str, bytes], Overlay, Pack]:
    files = drafts.find_upload(req.db, req.viewer.organisation_id, req.path_params["hash"]) or {}
    pack_store = req.state.get(store.PackStore)
    base = pack_store.pack(req.db, extended_pack_id(files))
    overlay = read_overlay_bytes(files, base, pack_store.kinds).overlay if base else None
    if base is None or overlay is None:
        raise RequestError("upload_over")
    return files, overlay, base


def _changed_grades(overlay: Overlay, base: Pack) -> list[tuple[str, int, int]]:
    """(requirement id, grade in the pack, grade in the overlay) of requirements whose grade differs."""
    grade_by_requirement = {requirement.id: requirement.by_grade for requirement in base.requirements}
    return [
        (requirement_id, grade_by_requirement[requirement_id], grade)
        for requirement_id, grade in overlay.metadata.grades.items()
        if grade_by_requirement[requirement_id] != grade
    ]
