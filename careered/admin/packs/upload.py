"""POST /admin/packs: a zip or a folder's files. Rights first, then the check away from all other work, then an answer.

Nothing is loaded here: a pack without problems waits for somebody to say yes.
"""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from careered.admin.packs import faults, overlays, pages, rights
from careered.packs import drafts, store
from careered.packs.archive import unpack
from careered.packs.load import read_pack_bytes
from careered.packs.models import Pack
from careered.packs.overlay import OVERLAY, Overlay, extends, read_overlay_bytes
from careered.packs.problems import Problem
from careered.web.edge import Ask, House, answer
from careered.web.permissions import Who
from careered.web.refusals import Refused
from careered.web.uploads import is_multipart, read_upload

LARGEST = 6 * 1024 * 1024
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Checked:
    """An upload after the check: a pack, or an organisation's additions to one, or what must be mended."""

    files: Mapping[str, bytes]
    pack: Pack | None = None
    overlay: Overlay | None = None
    problems: Sequence[Problem] = ()


async def packs(request: Request) -> Response:
    """GET, and POST without files: the list, as every page. POST with files: an upload."""
    if request.method != "POST" or not is_multipart(request):
        return await answer(request, pages.show_packs, Who.ADMIN, writes=False)
    upload = await read_upload(request, LARGEST)
    request.state.form = upload.form
    await _administrators_only(request)
    if not upload.files:
        return await answer(request, pages.ask_for_file, Who.ADMIN, writes=False, form=upload.form)
    house: House = request.app.state.house
    found = await asyncio.to_thread(check, upload.files, house)
    return await answer(request, lambda ask: _told(ask, found), Who.ADMIN, writes=True, form=upload.form)


async def _administrators_only(request: Request) -> None:
    """Before the work: somebody else's upload is not even looked into."""
    try:
        await answer(request, lambda _ask: Response(), Who.ADMIN, writes=False, form=request.state.form)
    except Refused as refused:
        raise Refused("not_allowed") if refused.code == "not_found" else refused from refused


def check(uploaded: Sequence[tuple[str, bytes]], house: House) -> Checked:
    """Unpack and check, one upload at a time: it is work for the processor, and pupils are working."""
    with _ONE_AT_A_TIME:
        files, problems = unpack(uploaded)
        if problems:
            return Checked(files, problems=problems)
        return _overlay(files, house) if OVERLAY in files else _pack(files, house.get(store.Shelf))


def _pack(files: Mapping[str, bytes], shelf: store.Shelf) -> Checked:
    read = read_pack_bytes(files, shelf.kinds)
    return Checked(read.files, read.pack) if read.pack else Checked(files, problems=read.problems)


def _overlay(files: Mapping[str, bytes], house: House) -> Checked:
    shelf = house.get(store.Shelf)
    with house.database.read() as db:
        base = shelf.pack(db, extends(files))
    read = read_overlay_bytes(files, base, shelf.kinds)
    return Checked(read.files, overlay=read.overlay) if read.overlay else Checked(files, problems=read.problems)


def _told(ask: Ask, found: Checked) -> Response:
    """The problems beside their lines, or on to the preview."""
    if found.overlay:
        return overlays.keep(ask, found.files, found.overlay)
    if found.pack is None:
        return _faulty(ask, found)
    rights.check(ask, found.pack)
    try:
        store.refuse_older(found.pack, store.versions(ask.db, found.pack.id))
    except store.OlderVersionError as older:
        raise Refused(older.code) from older
    drafts.keep(ask.db, ask.me.organisation_id, found.pack.content_hash, found.files)
    return ask.go(f"/admin/packs/new/{found.pack.content_hash}")


def _faulty(ask: Ask, found: Checked) -> Response:
    code = faults.first_code(found.problems)
    listed = faults.by_file(found.problems, found.files)
    response = ask.render(
        "admin/pack_problems.html",
        status=422,
        code=code,
        files=listed,
        count=len(found.problems),
        most=faults.MOST_SHOWN,
    )
    response.headers["Careered-Code"] = code
    return response
