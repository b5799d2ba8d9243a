"""POST /admin/packs: upload of a zip or a folder. Authorises, checks in a thread, then responds.

Nothing is loaded here: a valid pack is stored as a draft until an administrator confirms it.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from careered.admin.packs import overlay_views, permissions, problem_list, views
from careered.packs import drafts, store, version_store
from careered.packs.archive import unpack
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.packs.overlay import OVERLAY_FILE, Overlay
from careered.packs.problems import Problem
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from careered.web.handling import RouteRules, run_handler
from careered.web.permissions import Audience
from careered.web.request import HeavyWork, PageRequest
from careered.web.uploads import is_multipart, read_upload

MAX_UPLOAD_BYTES = 6 * 1024 * 1024
_check_lock = threading.Lock()


@dataclass(frozen=True)
class CheckedUpload:
    """A checked upload: a pack, an overlay, or problems."""

    files: Mapping[str, bytes]
    pack: Pack | None = None
    overlay: Overlay | None = None
    problems: Sequence[Problem] = ()


async def packs_page(request: Request) -> Response:
    """GET, and POST without files: the list, as every page. POST with files: an upload."""
    if request.method != "POST" or not is_multipart(request):
        return await run_handler(request, views.show_packs, RouteRules(Audience.ADMIN))
    upload = await read_upload(request, MAX_UPLOAD_BYTES)
    request.state.form = upload.form
    await _require_administrator(request)
    if not upload.files:
        return await run_handler(request, views.reject_empty_upload, RouteRules(Audience.ADMIN), form=upload.form)
    app_state: AppState = request.app.state.careered
    check = HeavyWork(lambda: check_upload(upload.files, app_state), then=_respond)
    return await run_handler(request, lambda _req: check, RouteRules(Audience.ADMIN, writes=True), form=upload.form)


async def _require_administrator(request: Request) -> None:
    """Authorise before the upload is read. Raises RequestError not_allowed."""
    try:
        await run_handler(request, lambda _req: Response(), RouteRules(Audience.ADMIN), form=request.state.form)
    except RequestError as error:
        raise RequestError("not_allowed") if error.code == "not_found" else error from error


def check_upload(uploaded: Sequence[tuple[str, bytes]], app_state: AppState) -> CheckedUpload:
    """Unpack and check one upload at a time: it is CPU-bound, and must not slow down lessons."""
    with _check_lock:
        files, problems = unpack(uploaded)
        if problems:
            return CheckedUpload(files, problems=problems)
        return _overlay(files, app_state) if OVERLAY_FILE in files else _pack(files, app_state.get(store.PackStore))


def _pack(files: Mapping[str, bytes], pack_store: store.PackStore) -> CheckedUpload:
    result = read_pack_bytes(files, pack_store.kinds)
    return CheckedUpload(result.files, result.pack) if result.pack else CheckedUpload(files, problems=result.problems)


def _overlay(files: Mapping[str, bytes], app_state: AppState) -> CheckedUpload:
    result, _base = overlay_views.read_draft(files, app_state)
    return (
        CheckedUpload(result.files, overlay=result.overlay)
        if result.overlay
        else CheckedUpload(files, problems=result.problems)
    )


def _respond(req: PageRequest, checked: CheckedUpload) -> Response:
    """The page of problems, or a redirect to the preview."""
    if checked.overlay:
        return overlay_views.store_draft(req, checked.files, checked.overlay)
    if checked.pack is None:
        return _problems_page(req, checked)
    permissions.check_may_load(req, checked.pack)
    try:
        version_store.check_pack_version(checked.pack, version_store.loaded_versions(req.db, checked.pack.id))
    except version_store.VersionConflict as error:
        raise RequestError(error.code) from error
    drafts.save_upload(req.db, req.viewer.organisation_id, checked.pack.content_hash, checked.files)
    return req.redirect(f"/admin/packs/uploads/{checked.pack.content_hash}")


def _problems_page(req: PageRequest, checked: CheckedUpload) -> Response:
    code = problem_list.first_code(checked.problems)
    files = problem_list.problems_by_file(checked.problems, checked.files)
    response = req.render(
        "admin/pack_problems.html",
        status=422,
        code=code,
        files=files,
        count=len(checked.problems),
        max_shown=problem_list.MAX_SHOWN,
    )
    response.headers["Careered-Code"] = code
    return response
