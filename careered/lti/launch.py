"""The launch (SEC 5.1.1.3): verify, then person, class and session in one transaction with the nonce.

The order is the argument: what is cheap and unsigned first, keys and signature next, and only then the database.
"""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection, delete
from starlette.requests import Request
from starlette.responses import Response

from careered.clock import now
from careered.db.upsert import insert_if_new
from careered.lti import platforms, state, verify
from careered.lti.arrival import ACTIVITY, HISTORY
from careered.lti.claims import LTI, Launch, read_launch
from careered.lti.compact import part_of
from careered.lti.entrance import blocked, enter, fetch_binding
from careered.lti.jwks import PlatformKeys
from careered.lti.messages import Landed, land
from careered.lti.notes import OK, TEST_PUPIL, Notebook
from careered.lti.registration import Registration
from careered.lti.tables import UsedNonce
from careered.packs.store import Shelf
from careered.web.edge import House
from careered.web.forms import Form, first, read_form
from careered.web.refusals import Refused
from careered.web.sessions import COOKIE, end_others

NONCES_KEPT = timedelta(minutes=70)


async def launch(request: Request) -> Response:
    """POST /lti/launch. How it ended is noted for the connection doctor."""
    house: House = request.app.state.house
    form = await read_form(request)
    known = _state(house, form)
    try:
        return await _launch(request, house, form, known)
    except Refused as fault:
        refused = fault
    await house.in_thread(lambda: _note_refusal(house, known, form, refused))
    raise refused


async def _launch(request: Request, house: House, form: Form, known: state.State) -> Response:
    if form.get("error"):
        raise Refused("platform_error", words=first(form, "error")[:80])
    token = first(form, "id_token")
    if not token:
        raise Refused("id_token_missing")
    binding = request.cookies.get(known.cookie_name) or first(form, "binding")
    storage = first(form, "lti_storage_target") or known.storage  # not every platform says it again
    if not binding and storage and not first(form, "asked"):
        return await fetch_binding(request, known, form, storage)
    registration = await house.in_thread(lambda: _registration(house, known))
    request.state.platform = registration.platform_id
    found = await _verified(house, token, registration, known)
    if not state.binds(known, binding) and not _own_window(request, form):
        await _note(house, known, "frame", "cookie_blocked")
        return blocked(request, registration, found, form)
    landed = await house.in_thread(lambda: _transaction(house, request, registration, found, known))
    told = {"history": HISTORY in found.custom, "activity": bool(found.custom.get(ACTIVITY))}
    await _note(house, known, "launch", OK, told)
    if found.roles.test_user:
        await _note(house, known, TEST_PUPIL, OK)
    if found.document_target != "window" and not _own_window(request, form):
        await _note(house, known, "frame", OK)
    # In a window of its own our state cookie is not seen, for it belongs to the frame: the form works there too.
    return enter(request, landed, keeps_cookies=known.cookie_name in request.cookies)


async def _note(
    house: House, known: state.State, step: str, code: str, facts: Mapping[str, object] | None = None
) -> None:
    notebook = house.get(Notebook)
    if notebook.is_due(known.platform_id, step, code):
        await house.in_thread(lambda: notebook.write(known.organisation_id, known.platform_id, step, code, facts))


def _note_refusal(house: House, known: state.State, form: Form, refused: Refused) -> None:
    house.get(Notebook).write(known.organisation_id, known.platform_id, "launch", refused.code, refused.detail)
    if refused.code == "deployment_unknown":  # the check comes after the signature: the platform itself said it
        place = str(part_of(first(form, "id_token"), 1)[f"{LTI}deployment_id"])
        with house.database.write() as db:
            platforms.ask_for_approval(db, known.organisation_id, known.platform_id, place)


def _state(house: House, form: Form) -> state.State:
    given = first(form, "state")
    if not given:
        raise Refused("platform_error" if form.get("error") else "state_missing", words=first(form, "error")[:80])
    return state.read(house.settings.secret, given, now())


def _registration(house: House, known: state.State) -> Registration:
    with house.database.read() as db:
        return platforms.active_by_id(db, known.organisation_id, known.platform_id)


async def _verified(house: House, token: str, registration: Registration, known: state.State) -> Launch:
    header = verify.header_of(token)
    verify.refuse_mixup(token, registration)  # before keys: another platform's key would only be unknown here
    keys = await house.get(PlatformKeys).find(registration, header.kid)
    claims = verify.verify(
        token, registration=registration, keys=keys, state=known, now=now(), base_url=house.settings.origin
    )
    return read_launch(claims)


def _own_window(request: Request, form: Form) -> bool:
    """The person pressed our own button to open a window: the click on a page that named them stands for the cookie.

    Only our own page can send this: the browser says that the request comes from the same origin.
    """
    return first(form, "window") == "own" and request.headers.get("sec-fetch-site") == "same-origin"


def _transaction(
    house: House, request: Request, registration: Registration, found: Launch, known: state.State
) -> Landed:
    """All or nothing: a nonce is used up exactly when its session exists. A new pack is read before, not in it."""
    house.get(Shelf).renew(house.database)
    with house.database.write() as db:
        _use_nonce(db, registration, known.nonce)
        landed = land(db, house, registration, found)
        end_others(db, request.cookies.get(COOKIE, ""), landed.viewer.person_id)
    return landed


def _use_nonce(db: Connection, registration: Registration, nonce: str) -> None:
    row = {
        "organisation_id": registration.organisation_id,
        "platform_id": registration.platform_id,
        "nonce": nonce,
        "used_at": now(),
    }
    if not insert_if_new(db, UsedNonce.__table__, row, key=("organisation_id", "platform_id", "nonce")):
        raise Refused("nonce_used")


def forget_nonces(db: Connection) -> int:
    """Remove nonces whose tokens have expired long ago; how many went."""
    table = UsedNonce.__table__
    return db.execute(delete(table).where(table.c.used_at < now() - NONCES_KEPT)).rowcount
