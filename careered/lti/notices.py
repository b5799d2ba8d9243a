"""Platform notices (Platform Notification Service 1.0): a platform tells us that a course was copied.

The worker says once, and again each month, where we want to hear of it; the platform posts signed notices there. A
notice that comes twice changes nothing the second time; a bad one among several does not lose the good ones.
"""

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, or_, select, update
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from careered.clock import now
from careered.db.engine import Database
from careered.db.queries import where_equal
from careered.lti import connection_log, platform_store, verify
from careered.lti.claims import LTI_CLAIM, VerifiedClaims, read_id
from careered.lti.client import NoResponse, Ok, RetryLater, ServiceClient, ServiceResult
from careered.lti.jws_header import decode_part
from careered.lti.platform import Registration
from careered.lti.platform_jwks import PlatformKeys
from careered.lti.tables import Deployment, Platform
from careered.roster.course_copy import apply_course_copy
from careered.web.errors import RequestError
from careered.web.request import AppState

NOTICE_SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
CONTEXT_COPY_NOTICE = "LtiContextCopyNotice"
RESUBSCRIBE_INTERVAL, RETRY_INTERVAL = timedelta(days=30), timedelta(days=1)
MAX_BODY_BYTES, MAX_NOTICES = 256 * 1024, 50
_deployments, _platforms = Deployment.__table__, Platform.__table__


def due_subscriptions(db: Connection, limit: int = 5) -> list[RowMapping]:
    """Places whose platform should be told (again) where we want notices."""
    joined = select(_deployments).join(
        _platforms,
        (_platforms.c.organisation_id == _deployments.c.organisation_id)
        & (_platforms.c.id == _deployments.c.platform_id),
    )
    is_due = or_(_deployments.c.notices_at.is_(None), _deployments.c.notices_at < now() - RESUBSCRIBE_INTERVAL)
    where = (_deployments.c.notices_url != "") & (_platforms.c.status == "active") & is_due
    return list(db.execute(joined.where(where).limit(limit)).mappings())


def subscribe(database: Database, client: ServiceClient, origin: str, deployment: RowMapping) -> None:
    """Tell one platform where copied courses are to be announced. A refusal is noted; copies are right without."""
    with database.reading() as db:
        registration = platform_store.find_by_id(db, deployment["organisation_id"], deployment["platform_id"])
    if registration is None:
        return
    handler = {"notice_type": CONTEXT_COPY_NOTICE, "handler": f"{origin}/lti/notices"}
    media_type = "application/json"
    result = client.request(
        registration,
        [NOTICE_SCOPE],
        "PUT",
        deployment["notices_url"],
        accept=media_type,
        content_type=media_type,
        body=handler,
    )
    code = connection_log.OK if isinstance(result, Ok) else result.reason
    with database.transaction() as db:
        key = {name: deployment[name] for name in ("organisation_id", "platform_id", "deployment_id")}
        db.execute(
            update(_deployments).where(where_equal(_deployments, **key)).values(notices_at=_subscribed_at(result))
        )
        connection_log.record(db, deployment["organisation_id"], deployment["platform_id"], "notices", code, {})


def _subscribed_at(result: ServiceResult) -> datetime:
    """A platform that was away was not told: it is asked again a day later, not a month."""
    return now() - RESUBSCRIBE_INTERVAL + RETRY_INTERVAL if isinstance(result, RetryLater | NoResponse) else now()


async def receive(request: Request) -> Response:
    """POST /lti/notices: {"notices": [{"jwt": …}]}. How many were taken; 401 when none was."""
    app_state: AppState = request.app.state.careered
    accepted, errors = 0, list[RequestError]()
    for token in await _read_tokens(request):
        try:
            accepted += await _process(app_state, token)
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


async def _process(app_state: AppState, token: str) -> int:
    """Verify one notice and do what it asks; 1 for a good one, whether it changed anything or not."""
    header, unverified_claims = verify.read_header(token), decode_part(token, 1)
    registration = await app_state.in_thread(
        lambda: _find_registration(app_state, unverified_claims.get("iss"), unverified_claims.get("aud"))
    )
    keys = await app_state.get(PlatformKeys).find(registration, header.kid)
    claims = verify.verify_notice(token, registration=registration, keys=keys, now=now())
    await app_state.in_thread(lambda: _apply(app_state, registration, claims))
    return 1


def _find_registration(app_state: AppState, issuer: object, audience: object) -> Registration:
    """Whom the token says it is from and for; nothing is believed before the signature."""
    client_id = audience[0] if isinstance(audience, list) and audience else audience
    with app_state.database.reading() as db:
        registration = platform_store.find_by_issuer(db, str(issuer), str(client_id))
    if registration is None or registration.status != "active":
        raise RequestError("unknown_platform")
    return registration


def _apply(app_state: AppState, registration: Registration, claims: VerifiedClaims) -> None:
    notice, context = claims.get(f"{LTI_CLAIM}notice"), claims.get(f"{LTI_CLAIM}context")
    notice_type = notice.get("type") if isinstance(notice, dict) else None
    context_id = read_id(context.get("id")) if isinstance(context, dict) else None
    origin_values = claims.get(f"{LTI_CLAIM}origin_contexts")
    origins = (
        [origin_id for value in origin_values if (origin_id := read_id(value))]
        if isinstance(origin_values, list)
        else []
    )
    if notice_type == CONTEXT_COPY_NOTICE and context_id and origins:
        with app_state.database.transaction() as db:
            apply_course_copy(db, registration.organisation_id, registration.platform_id, context_id, origins)
