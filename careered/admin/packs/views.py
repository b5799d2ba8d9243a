"""Pages of packs: list, preview of an uploaded draft, loading it, comparison with an earlier version."""

from collections.abc import Callable, Mapping

from starlette.responses import Response

from careered.admin.packs import load_decision, overlay_views, pack_list, permissions
from careered.admin.packs.uploaded import discard_uploaded, uploaded_files
from careered.packs import store, version_store
from careered.packs.compare import compare
from careered.packs.compare_text import describe_changes, without_soft_hyphens
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.packs.overlaid import Overlaid, read_overlaid
from careered.roster.organisations import get_profile, timezone_of_organisation
from careered.statistics.dropped_requirements import go_back as go_back_to
from careered.statistics.dropped_requirements import load_version
from careered.statistics.pack_impact import pack_impact
from careered.statistics.pack_impact_text import describe_impacts
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.request import HeavyWork, PageRequest


def show_packs(req: PageRequest) -> Response:
    """GET /admin/packs: what is loaded, and where to upload another version."""
    return _pack_list(req)


def reject_empty_upload(req: PageRequest) -> Response:
    """POST /admin/packs without any file: the list again, and what is missing."""
    response = _pack_list(req, status=422, is_file_missing=True)
    response.headers["Careered-Code"] = "answer_invalid"
    return response


def _pack_list(req: PageRequest, *, status: int = 200, is_file_missing: bool = False) -> Response:
    pack_store = req.state.get(store.PackStore)
    zone = timezone_of_organisation(req.db, pack_store, req.viewer.organisation_id)
    own_country = get_profile(req.db, req.viewer.organisation_id).country
    pack_rows = pack_list.pack_rows(req.db, pack_store, own_country, req.lang, zone)
    active_overlays = overlay_views.active_overlays(req)
    return req.render(
        "admin/packs.html",
        status=status,
        rows=pack_rows,
        active_overlays=active_overlays,
        is_file_missing=is_file_missing,
    )


def show_comparison(req: PageRequest) -> Response:
    """GET /admin/packs/{id}/changes-since/{version}."""
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


def show_draft(req: PageRequest) -> HeavyWork:
    """GET /admin/packs/uploads/{hash}: what an uploaded pack holds and changes, before anything is changed."""
    return _after_reading(req, _preview)


def _after_reading(req: PageRequest, handler: Callable[[PageRequest, Pack, Overlaid], Response]) -> HeavyWork:
    """Read the draft's files outside the transaction, then handle the pack in a second one."""
    files, state = uploaded_files(req), req.state

    def respond(req: PageRequest, draft: tuple[Pack, Overlaid] | None) -> Response:
        if draft is None:
            raise RequestError("upload_over")
        return handler(req, *draft)

    return HeavyWork(lambda: _read(files, state), then=respond)


def _read(files: Mapping[str, bytes], state: AppState) -> tuple[Pack, Overlaid] | None:
    pack_store = state.get(store.PackStore)
    pack = read_pack_bytes(files, pack_store.kinds).pack
    if pack is None:
        return None
    current = pack_store.pack_outside(state.database, pack.id)
    return pack, read_overlaid(state.database, current, pack, pack_store.kinds)


def _preview(req: PageRequest, pack: Pack, overlaid: Overlaid, *, is_asked_again: bool = False) -> Response:
    current = req.state.get(store.PackStore).pack(req.db, pack.id)
    changes = describe_changes(compare(current, pack), req.lang, pack.default_language) if current else []
    impacts = describe_impacts(pack_impact(req.db, current, pack), current, pack, req.lang) if current else []
    req.page_url = f"/admin/packs/uploads/{req.path_params['hash']}"
    return req.render(
        "admin/pack_preview.html",
        status=422 if is_asked_again else 200,
        row=pack_list.pack_row(pack, req.lang),
        current=current,
        changes=changes,
        impacts=impacts,
        hash=req.path_params["hash"],
        decision=load_decision.load_decision(req, current, pack, overlaid),
        is_asked_again=is_asked_again,
    )


def load_draft(req: PageRequest) -> HeavyWork:
    """POST /admin/packs/uploads/{hash}/load: exactly the bytes that were checked become the current version.

    Asked again while it has not been said what becomes of a dropped requirement, or a figure would be lower.
    """
    return _after_reading(req, _load)


def _load(req: PageRequest, pack: Pack, overlaid: Overlaid) -> Response:
    files = uploaded_files(req)  # again: somebody else may have discarded them
    permissions.check_may_load(req, pack)
    current = req.state.get(store.PackStore).pack(req.db, pack.id)
    decision = load_decision.load_decision(req, current, pack, overlaid)
    if not decision.is_made:
        return _preview(req, pack, overlaid, is_asked_again=True)
    try:
        is_new = load_version(req.db, files, current, pack, decision.successors, overlaid)
    except version_store.VersionConflict as error:
        raise RequestError(error.code) from error
    if not is_new:
        raise RequestError("version_exists")
    discard_uploaded(req)
    return req.redirect("/admin/packs#" + pack.id)


def go_back(req: PageRequest) -> Response:
    """POST /admin/packs/{id}/go-back: the version before, for thirty days. What was reached meanwhile stays reached."""
    pack_id = req.path_params["id"]
    current = req.state.get(store.PackStore).pack(req.db, pack_id)
    if current is None:
        raise RequestError("not_found")
    permissions.check_may_load(req, current)
    if not go_back_to(req.db, req.state.get(store.PackStore), pack_id, req.form_value("version")):
        raise RequestError("not_found")
    return req.redirect(f"/admin/packs#{pack_id}")


def delete_draft(req: PageRequest) -> Response:
    """POST /admin/packs/uploads/{hash}/delete: nobody wants it."""
    discard_uploaded(req)
    return req.redirect("/admin/packs")
