"""Receiving platform notices (Platform Notification Service 1.0): signed notices of copied courses.

Applying a notice is idempotent. An invalid notice in a request does not affect the valid ones.
"""

import json
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.clock import now
from careered.lti import platform_store, verify
from careered.lti.claim_values import read_id
from careered.lti.claims import LTI_CLAIM, VerifiedClaims
from careered.lti.jws_header import decode_part
from careered.lti.notice_subscriptions import CONTEXT_COPY_NOTICE
from careered.lti.platform import Registration
from careered.lti.platform_jwks import PlatformKeys
from careered.roster.course_copy import apply_course_copy
from careered.storable_text import is_storable_id
from careered.web.app_state import AppState
from careered.web.errors import RequestError

MAX_BODY_BYTES, MAX_NOTICES = 256 * 1024, 50


async def receive_notices(request: Request) -> Response:
    """POST /lti/notices, body {"notices": [{"jwt": ...}]}. Answers the number of valid notices; an error if none is."""
    app_state: AppState = request.app.state.careered
    accepted, errors = 0, list[RequestError]()
    for token in await _read_tokens(request):
        try:
            await _process(app_state, token)
            accepted += 1
        except RequestError as error:
            errors.append(error)
    if errors and not accepted:
        raise errors[0]
    return JSONResponse({"taken": accepted})


async def _read_tokens(request: Request) -> list[str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise RequestError("too_large")
    try:
        notices = json.loads(body)["notices"]
        return [str(notice["jwt"]) for notice in notices[:MAX_NOTICES]]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise RequestError("jwt_malformed") from fault


async def _process(app_state: AppState, token: str) -> None:
    """Verify one notice and apply it."""
    header, unverified_claims = verify.read_header(token), decode_part(token, 1)
    registration = await app_state.in_thread(
        lambda: _find_registration(app_state, unverified_claims.get("iss"), unverified_claims.get("aud"))
    )

    def check(keys: Sequence[verify.Key]) -> VerifiedClaims:
        return verify.verify_notice(token, registration=registration, keys=keys, now=now())

    claims = await app_state.get(PlatformKeys).verify(registration, header.kid, check)
    await app_state.in_thread(lambda: _apply(app_state, registration, claims))


def _find_registration(app_state: AppState, issuer: object, audience: object) -> Registration:
    """The active registration that the unverified `iss` and `aud` name: only to choose the keys to verify with."""
    client_id = audience[0] if isinstance(audience, list) and audience else audience
    if not is_storable_id(f"{issuer}{client_id}"):
        raise RequestError("unknown_platform")
    with app_state.database.reading() as db:
        registration = platform_store.find_by_issuer(db, str(issuer), str(client_id))
    if registration is None or registration.status != "active":
        raise RequestError("unknown_platform")
    return registration


def _apply(app_state: AppState, registration: Registration, claims: VerifiedClaims) -> None:
    """Apply a LtiContextCopyNotice; other notices, and those without a context or origins, change nothing."""
    notice, context = claims.get(f"{LTI_CLAIM}notice"), claims.get(f"{LTI_CLAIM}context")
    notice_type = notice.get("type") if isinstance(notice, dict) else None
    context_id = read_id(context.get("id")) if isinstance(context, dict) else None
    origin_ids = _origin_context_ids(claims)
    if notice_type == CONTEXT_COPY_NOTICE and context_id and is_storable_id(context_id) and origin_ids:
        class_key = registration.class_key(str(claims.get(f"{LTI_CLAIM}deployment_id")), context_id)
        with app_state.database.transaction() as db:
            apply_course_copy(db, class_key, origin_ids, any_deployment=registration.deployment_kind == "course")


def _origin_context_ids(claims: VerifiedClaims) -> list[str]:
    values = claims.get(f"{LTI_CLAIM}origin_contexts")
    origin_ids = map(read_id, values if isinstance(values, list) else [])
    return [origin_id for origin_id in origin_ids if origin_id and is_storable_id(origin_id)]
