"""Pages of an organisation's overlays on national packs: active ones, preview of an upload, loading, removal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.packs import drafts, overlay_store, store
from careered.packs.models import Pack
from careered.packs.overlay import Overlay, OverlayReadResult, extended_pack_id, read_overlay_bytes
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.request import HeavyWork, PageRequest

Draft = tuple[OverlayReadResult, Pack | None]
"""A read overlay and the pack that it extends."""


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
        base = pack_store.pack(req.db, row["pack_id"])
        version = f"{base.version}+{row['overlay_id']}.{row['version']}" if base else ""
        unapplied_files = pack_store.unapplied_files(req.db, row["pack_id"], version)
        overlays_by_pack[row["pack_id"]] = ActiveOverlay(row["overlay_id"], row["version"], unapplied_files)
    return overlays_by_pack


def store_draft(req: PageRequest, files: Mapping[str, bytes], overlay: Overlay) -> Response:
    """Store a checked overlay for the preview. Raises RequestError on a version or pack conflict."""
    _check_overlay(req, overlay)
    drafts.save_upload(req.db, req.viewer.organisation_id, overlay.content_hash, files)
    return req.redirect(f"/admin/packs/overlays/{overlay.content_hash}")


def show_overlay(req: PageRequest) -> HeavyWork:
    """GET /admin/packs/overlays/{hash}: what uploaded additions hold, before anything is changed."""
    return _after_reading(req, _preview)


def load_overlay(req: PageRequest) -> HeavyWork:
    """POST /admin/packs/overlays/{hash}/load: they lie over the pack from now on."""
    return _after_reading(req, _load)


def _after_reading(req: PageRequest, handler: Callable[[PageRequest, Overlay, Pack], Response]) -> HeavyWork:
    files, state = _find_files(req), req.state

    def respond(req: PageRequest, draft: Draft) -> Response:
        overlay, base = draft[0].overlay, draft[1]
        if overlay is None or base is None:
            raise RequestError("upload_over")
        return handler(req, overlay, base)

    return HeavyWork(lambda: read_draft(files, state), then=respond)


def read_draft(files: Mapping[str, bytes], state: AppState) -> Draft:
    """Read an overlay's files, outside a transaction."""
    pack_store = state.get(store.PackStore)
    base = pack_store.pack_outside(state.database, extended_pack_id(files))
    return read_overlay_bytes(files, base, pack_store.kinds), base


def _preview(req: PageRequest, overlay: Overlay, base: Pack) -> Response:
    title = overlay.metadata.title.in_language(req.lang, base.default_language)
    return req.render(
        "admin/overlay_preview.html",
        overlay=overlay,
        base=base,
        title=title,
        changed_grades=_changed_grades(overlay, base),
        hash=req.path_params["hash"],
    )


def _load(req: PageRequest, overlay: Overlay, base: Pack) -> Response:
    files = _find_files(req)  # again: somebody else may have discarded them
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


def _find_files(req: PageRequest) -> dict[str, bytes]:
    files = drafts.find_upload(req.db, req.viewer.organisation_id, req.path_params["hash"])
    if files is None:
        raise RequestError("upload_over")
    return files


def _changed_grades(overlay: Overlay, base: Pack) -> list[tuple[str, int, int]]:
    """(requirement id, grade in the pack, grade in the overlay) of requirements whose grade differs."""
    grade_by_requirement = {requirement.id: requirement.by_grade for requirement in base.requirements}
    return [
        (requirement_id, grade_by_requirement[requirement_id], grade)
        for requirement_id, grade in overlay.metadata.grades.items()
        if grade_by_requirement[requirement_id] != grade
    ]
