"""The launch (SEC 5.1.1.3): verify, then person, class and session in one transaction with the nonce.

The order is the argument: what is cheap and unsigned first, keys and signature next, and only then the database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete
from starlette.requests import Request
from starlette.responses import Response

from careered.clock import now
from careered.db.upsert import insert_if_new, upsert
from careered.lti import platforms, state, verify
from careered.lti.arrival import Visit, lands_on, receive
from careered.lti.claims import Launch, read_launch
from careered.lti.entrance import blocked, enter, fetch_binding
from careered.lti.jwks import PlatformKeys
from careered.lti.registration import Registration
from careered.lti.tables import ClassService, UsedNonce
from careered.packs.store import Shelf
from careered.web.edge import House
from careered.web.forms import Form, first, read_form
from careered.web.refusals import Refused
from careered.web.sessions import COOKIE, end_others

NONCES_KEPT = timedelta(minutes=70)
AfterLaunch = Callable[[Connection, Registration, Launch, Visit], None]


@dataclass(frozen=True)
class Hooks:
    """What other rooms do in the launch's transaction; wired by the app, for they stand above this room."""

    after_launch: tuple[AfterLaunch, ...] = ()


async def launch(request: Request) -> Response:
    """POST /lti/launch."""
    house: House = request.app.state.house
    form = await read_form(request)
    known = _state(house, form)
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
        return blocked(request, registration, found, form)
    visit = await house.in_thread(lambda: _transaction(house, request, registration, found, known))
    keeps_cookies = known.cookie_name in request.cookies or _own_window(request, form)
    return enter(request, visit, lands_on(visit), keeps_cookies=keeps_cookies)


def _state(house: House, form: Form) -> state.State:
    given = first(form, "state")
    if not given:
        raise Refused("platform_error" if form.get("error") else "state_missing", words=first(form, "error")[:80])
    known = state.read(house.settings.secret, given, now())
    if form.get("error"):
        raise Refused("platform_error", words=first(form, "error")[:80])
    return known


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
) -> Visit:
    """All or nothing: a nonce is used up exactly when its session exists."""
    with house.database.write() as db:
        _use_nonce(db, registration, known.nonce)
        visit = receive(db, house.get(Shelf), registration, found)
        _keep_services(db, registration, found, visit)
        for after in house.get(Hooks).after_launch:
            after(db, registration, found, visit)
        end_others(db, request.cookies.get(COOKIE, ""), visit.viewer.person_id)
    return visit


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


def _keep_services(db: Connection, registration: Registration, found: Launch, visit: Visit) -> None:
    row = {
        "organisation_id": registration.organisation_id,
        "class_id": visit.viewer.class_id,
        "platform_id": registration.platform_id,
        "deployment_id": found.deployment_id,
        "scopes": sorted(found.ags.scopes) if found.ags else [],
        "line_items_url": (found.ags.lineitems if found.ags else "") or "",
        "roster_url": found.nrps_url or "",
        "updated_at": now(),
    }
    change = [name for name in row if name not in {"organisation_id", "class_id"}]
    upsert(db, ClassService.__table__, row, key=("organisation_id", "class_id"), change=change)
