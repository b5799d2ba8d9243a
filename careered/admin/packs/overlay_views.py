"""Pages of an organisation's overlays on national packs: active ones, preview of an upload, loading, removal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.admin.packs.uploaded import discard_uploaded, uploaded_files
from careered.packs import drafts, overlay_store, store, version_store
from careered.packs.models import Pack
from careered.packs.overlay import Overlay, OverlayReadResult, extended_pack_id, read_overlay_bytes
from careered.packs.overlay_merge import merge
from careered.roster.few_pupils import rounded
from careered.statistics.overlay_change import OverlayChange, hold_lowered_classes, lowered_by
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
    for row in overlay_store.loaded_overlays(req.db, organisation_id=organisation_id, current=True):
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
    files, state = uploaded_files(req), req.state

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


def _preview(req: PageRequest, overlay: Overlay, base: Pack, *, is_word_wrong: bool = False) -> Response:
    title = overlay.metadata.title.in_language(req.lang, base.default_language)
    lowered = lowered_by(req.db, _loading(req, overlay, base))
    return req.render(
        "admin/overlay_preview.html",
        status=422 if is_word_wrong else 200,
        overlay=overlay,
        base=base,
        title=title,
        changed_grades=_changed_grades(overlay, base),
        hash=req.path_params["hash"],
        lowered=rounded(len(lowered)) if lowered else "",
        word=overlay.metadata.version,
        is_word_wrong=is_word_wrong,
    )


def _loading(req: PageRequest, overlay: Overlay, base: Pack) -> OverlayChange:
    return OverlayChange(req.viewer.organisation_id, _pack_in_use(req, base), merge(base, overlay))


def _pack_in_use(req: PageRequest, base: Pack) -> Pack:
    pack_store, organisation_id = req.state.get(store.PackStore), req.viewer.organisation_id
    return pack_store.effective_pack(req.db, organisation_id, base.id, base.version) or base


def _load(req: PageRequest, overlay: Overlay, base: Pack) -> Response:
    files = uploaded_files(req)  # again: somebody else may have discarded them
    _check_overlay(req, overlay)
    change = _loading(req, overlay, base)
    lowered = lowered_by(req.db, change)
    if lowered and req.form_value("word").strip() != overlay.metadata.version:
        return _preview(req, overlay, base, is_word_wrong=True)
    hold_lowered_classes(req.db, change, lowered)
    overlay_store.save_overlay(req.db, req.viewer.organisation_id, files, overlay)
    discard_uploaded(req)
    return req.redirect(f"/admin/packs#{base.id}")


def remove_overlay(req: PageRequest) -> Response:
    """POST /admin/packs/overlays/{id}/remove: the pack alone again. What pupils have begun and done stays.

    Where a figure would be lower, first the number and the id to type.
    """
    overlay_id = req.path_params["hash"]
    change = _removal(req, overlay_id)
    lowered = lowered_by(req.db, change)
    if lowered and req.form_value("word").strip() != overlay_id:
        return _removal_page(req, overlay_id, len(lowered))
    hold_lowered_classes(req.db, change, lowered)
    overlay_store.remove_overlay(req.db, req.viewer.organisation_id, overlay_id)
    return req.redirect("/admin/packs")


def _removal(req: PageRequest, overlay_id: str) -> OverlayChange:
    organisation_id, pack_store = req.viewer.organisation_id, req.state.get(store.PackStore)
    rows = overlay_store.loaded_overlays(req.db, organisation_id=organisation_id, overlay_id=overlay_id, current=True)
    base = pack_store.pack(req.db, rows[0]["pack_id"]) if rows else None
    if base is None:
        raise RequestError("not_found")
    return OverlayChange(organisation_id, _pack_in_use(req, base), base)


def _removal_page(req: PageRequest, overlay_id: str, lowered: int) -> Response:
    is_word_wrong = req.form_value("asked") == "yes"
    req.page_url = "/admin/packs"
    return req.render(
        "admin/overlay_removal.html",
        status=422 if is_word_wrong else 200,
        id=overlay_id,
        word=overlay_id,
        lowered=rounded(lowered),
        is_word_wrong=is_word_wrong,
    )


def _check_overlay(req: PageRequest, overlay: Overlay) -> None:
    try:
        overlay_store.check_conflicts(req.db, req.viewer.organisation_id, overlay)
    except (version_store.VersionConflict, overlay_store.OverlayConflict) as error:
        raise RequestError(error.code) from error


def _changed_grades(overlay: Overlay, base: Pack) -> list[tuple[str, int, int]]:
    """(requirement id, grade in the pack, grade in the overlay) of requirements whose grade differs."""
    grade_by_requirement = {requirement.id: requirement.by_grade for requirement in base.requirements}
    return [
        (requirement_id, grade_by_requirement[requirement_id], grade)
        for requirement_id, grade in overlay.metadata.grades.items()
        if grade_by_requirement[requirement_id] != grade
    ]
