"""The launch (SEC 5.1.1.3): the platform posts an ID token to /lti/launch and the browser gets a session.

1. login.py (login initiation, SEC 5.1.1.1): find the platform, sign `state` and `nonce`, leave a secret in the browser,
   redirect to the platform's authorization endpoint.
2. The platform posts `id_token` and `state` here; state.py opens the state, which must be ours and at most 600 s old.
3. The browser must have the login's secret: in a cookie, or in the platform's storage, which launch_response.py reads
   with one more round trip.
4. verify.py checks the token: form and algorithm, signature with the keys of platform_jwks.py, then the claims.
   claims.py reads them into a Launch.
5. A pupil who comes back gets in by the fast path (returning_pupil.py). For all others message_dispatch.py starts, in
   one transaction, what the message asks for: a lesson or class (launch_session.py), the picker, a submission review, a
   data privacy session. Whichever it is, the session that it opens uses up the nonce (web/sessions.py).
6. launch_response.py redirects to the first page, or offers a new window where the browser blocks cookies in frames.

Cheap checks without keys come first, then the signature, and the database is written only after all of them.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response

from careered.clock import now
from careered.db.faults import StorageFault
from careered.lti import deployment_store, platform_store, state, verify
from careered.lti.claim_values import read_id
from careered.lti.claims import LTI_CLAIM, Launch, read_launch
from careered.lti.connection_log import LAUNCH, OK, OLD_LINK, TEST_USER_LAUNCHED, UNSIGNED_LAUNCH, ConnectionLog
from careered.lti.custom_parameters import CUSTOM_ACTIVITY, CUSTOM_CONTEXT_HISTORY
from careered.lti.jws_header import Token, decode_part
from careered.lti.launch_pack import names_another_year
from careered.lti.launch_response import cookies_blocked_page, request_platform_storage, respond
from careered.lti.message_dispatch import LaunchResult, dispatch, dispatch_usual, is_usual
from careered.lti.platform import Registration
from careered.lti.platform_jwks import PlatformKeys
from careered.lti.registration_cache import RegistrationCache
from careered.lti.service_hosts import store_service_hosts
from careered.packs.store import PackStore
from careered.web.app_state import AppState
from careered.web.authentication import session_tokens
from careered.web.errors import RequestError
from careered.web.forms import Form, first_value, read_form
from careered.web.request_headers import cookies, header
from careered.web.session_end import end_previous_user


async def launch(request: Request) -> Response:
    """POST /lti/launch. The outcome goes into the connection log, apart where the platform did not sign it."""
    app_state: AppState = request.app.state.careered
    form = await read_form(request)
    login_state = _open_login_state(app_state, form)
    try:
        return await _handle_launch(request, app_state, form, login_state)
    except RequestError as error:
        rejection = error
    # A page that is loaded again says nothing of the platform.
    is_answer = getattr(request.state, "is_platforms_answer", False) and rejection.code != "nonce_used"
    step = LAUNCH if is_answer else UNSIGNED_LAUNCH
    with suppress(StorageFault):  # an answer that is known waits for no log
        await app_state.in_thread(lambda: _log_rejection(app_state, login_state, form, step, rejection))
    raise rejection


async def _handle_launch(request: Request, app_state: AppState, form: Form, login_state: state.LoginState) -> Response:
    token = _id_token(form)
    login_secret = dict(cookies(request)).get(login_state.cookie_name, "")
    browser_secret = login_secret or first_value(form, "binding")
    # Not every platform repeats the parameter of the login.
    storage_target = first_value(form, "lti_storage_target") or login_state.storage_target
    if not browser_secret and storage_target and not first_value(form, "asked"):
        return await request_platform_storage(request, login_state, form, storage_target)
    registration = await app_state.get(RegistrationCache).require_active(
        app_state, login_state.organisation_id, login_state.platform_id
    )
    request.state.platform = registration.platform_id
    message = await _verify_launch(request, token, registration, login_state)
    if not state.matches_browser(login_state, browser_secret) and not _is_own_window(request, form):
        if _is_framed(request, message):
            await _log_connection(app_state, login_state, "frame", "cookie_blocked")
        return cookies_blocked_page(request, registration, message, form)
    carried = session_tokens(request, {})
    result = await _dispatch(app_state, request, registration, message, carried.in_cookies)
    await _log_success(app_state, login_state, message, result)
    if _is_framed(request, message) and not _is_own_window(request, form):
        await _log_connection(app_state, login_state, "frame", OK)
    # In a new window the login's cookie is missing, for it is partitioned to the frame: then the session is in a form.
    return respond(request, result, carried, keeps_cookies=bool(login_secret))


def _id_token(form: Form) -> Token:
    if form.get("error"):
        raise RequestError("platform_error", shown_text=first_value(form, "error")[:80])
    token = Token(first_value(form, "id_token"))
    if not token:
        raise RequestError("id_token_missing")
    return token


async def _log_success(
    app_state: AppState, login_state: state.LoginState, message: Launch, result: LaunchResult
) -> None:
    facts = {"history": CUSTOM_CONTEXT_HISTORY in message.custom, "activity": bool(message.custom.get(CUSTOM_ACTIVITY))}
    await _log_connection(app_state, login_state, LAUNCH, OK, facts)
    if names_another_year(message, result.viewer.class_id, result.viewer.lesson_id):
        await _log_connection(app_state, login_state, OLD_LINK, OK)
    if message.roles.is_test_user:
        await _log_connection(app_state, login_state, TEST_USER_LAUNCHED, OK)


async def _log_connection(
    app_state: AppState, login_state: state.LoginState, step: str, code: str, facts: Mapping[str, object] | None = None
) -> None:
    connection_log = app_state.get(ConnectionLog)
    if not connection_log.should_record(login_state.platform_id, step, code):
        return
    with suppress(StorageFault):  # the nonce is used up: who is told to try again would be refused
        await app_state.in_thread(
            lambda: connection_log.record(login_state.organisation_id, login_state.platform_id, step, code, facts)
        )


def _log_rejection(
    app_state: AppState, login_state: state.LoginState, form: Form, step: str, rejection: RequestError
) -> None:
    app_state.get(ConnectionLog).record(
        login_state.organisation_id, login_state.platform_id, step, rejection.code, rejection.log_fields
    )
    if rejection.code == "deployment_unknown":  # checked after the signature: the id is the platform's
        claims = decode_part(first_value(form, "id_token"), 1)
        deployment_id = read_id(claims[f"{LTI_CLAIM}deployment_id"]) or ""
        with app_state.database.transaction() as db:
            deployment_store.request_approval(db, login_state.organisation_id, login_state.platform_id, deployment_id)


def _open_login_state(app_state: AppState, form: Form) -> state.LoginState:
    sealed_state = first_value(form, "state")
    if not sealed_state:
        raise RequestError(
            "platform_error" if form.get("error") else "state_missing", shown_text=first_value(form, "error")[:80]
        )
    return state.open_state(app_state.settings.secret, sealed_state, now())


async def _verify_launch(
    request: Request, token: str, registration: Registration, login_state: state.LoginState
) -> Launch:
    app_state: AppState = request.app.state.careered
    header = verify.read_header(token)
    verify.reject_issuer_mixup(token, registration)  # before the keys: another platform's kid is only unknown
    origin = app_state.settings.origin

    def check(keys: Sequence[verify.Key]) -> Launch:
        try:
            claims = verify.verify(
                token, registration=registration, keys=keys, login_state=login_state, now=now(), base_url=origin
            )
            return read_launch(claims)
        except RequestError:
            request.state.is_platforms_answer = verify.is_answer_to(
                login_state, token, registration=registration, keys=keys
            )
            raise

    return await app_state.get(PlatformKeys).verify(registration, header.kid, check)


def _is_framed(request: Request, message: Launch) -> bool:
    """Whether the launch arrived in a frame: as the browser says, else as the platform claims (it may be wrong)."""
    destination = header(request, "sec-fetch-dest")
    return destination != "document" if destination else message.document_target != "window"


def _is_own_window(request: Request, form: Form) -> bool:
    """Whether our own page opened this window: confirming one's name there replaces the cookie (docs/decisions/0004).

    Sec-Fetch-Site, which a page cannot set, proves that the request comes from our origin.
    """
    return first_value(form, "window") == "own" and header(request, "sec-fetch-site") == "same-origin"


async def _dispatch(
    app_state: AppState, request: Request, registration: Registration, message: Launch, former: Sequence[str]
) -> LaunchResult:
    """By the fast path if possible, else in one transaction of a database thread. former: see `dispatch_usual`."""
    packs = app_state.get(PackStore)
    if not packs.is_renewed():  # a new pack is read before the transaction, not in it
        await app_state.in_thread(lambda: packs.renew(app_state.database))
    request.state.is_platforms_answer = True
    if is_usual(registration, message):
        known = await app_state.write_shortly(lambda db: dispatch_usual(db, app_state, registration, message, former))
        if known:
            return known
    return await app_state.in_thread(lambda: _dispatch_once(app_state, registration, message, former))


def _dispatch_once(
    app_state: AppState, registration: Registration, message: Launch, former: Sequence[str]
) -> LaunchResult:
    """One transaction: a nonce is used up exactly if its session exists."""
    with app_state.database.transaction() as db:
        if message.deployment_id not in registration.deployments:  # one more course of the same school
            deployment_store.approve(db, registration.organisation_id, registration.platform_id, message.deployment_id)
        store_service_hosts(db, registration, message)
        named = platform_store.name_from_launch(db, registration, message.platform_name)
        result = dispatch(db, app_state, named, message)
        end_previous_user(db, former, result.viewer.person_id)
    return result
