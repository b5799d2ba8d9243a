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
from careered.db.lookup import same
from careered.lti import notes, platforms, verify
from careered.lti.claims import LTI, VerifiedClaims, identifier
from careered.lti.client import Answer, Later, Lost, Ok, ServiceClient
from careered.lti.compact import part_of
from careered.lti.jwks import PlatformKeys
from careered.lti.registration import Registration
from careered.lti.tables import Deployment, Platform
from careered.roster.copies import copied
from careered.web.edge import House
from careered.web.refusals import Refused

SCOPE = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
COPIED = "LtiContextCopyNotice"
AGAIN_AFTER, AWAY_FOR = timedelta(days=30), timedelta(days=1)
LARGEST, MOST = 256 * 1024, 50
_deployments, _platforms = Deployment.__table__, Platform.__table__


def due(db: Connection, limit: int = 5) -> list[RowMapping]:
    """Places whose platform should be told (again) where we want notices."""
    joined = select(_deployments).join(
        _platforms,
        (_platforms.c.organisation_id == _deployments.c.organisation_id)
        & (_platforms.c.id == _deployments.c.platform_id),
    )
    old = or_(_deployments.c.notices_at.is_(None), _deployments.c.notices_at < now() - AGAIN_AFTER)
    where = (_deployments.c.notices_url != "") & (_platforms.c.status == "active") & old
    return list(db.execute(joined.where(where).limit(limit)).mappings())


def ask(database: Database, client: ServiceClient, origin: str, place: RowMapping) -> None:
    """Tell one platform where copied courses are to be announced. A refusal is noted; copies are right without."""
    with database.read() as db:
        registration = platforms.by_id(db, place["organisation_id"], place["platform_id"])
    if registration is None:
        return
    wish = {"notice_type": COPIED, "handler": f"{origin}/lti/notices"}
    kind = "application/json"
    answer = client.request(
        registration, [SCOPE], "PUT", place["notices_url"], accept=kind, content_type=kind, body=wish
    )
    code = notes.OK if isinstance(answer, Ok) else answer.words
    with database.write() as db:
        key = {name: place[name] for name in ("organisation_id", "platform_id", "deployment_id")}
        db.execute(update(_deployments).where(same(_deployments, **key)).values(notices_at=_told_at(answer)))
        notes.put(db, place["organisation_id"], place["platform_id"], "notices", code, {})


def _told_at(answer: Answer) -> datetime:
    """A platform that was away was not told: it is asked again a day later, not a month."""
    return now() - AGAIN_AFTER + AWAY_FOR if isinstance(answer, Later | Lost) else now()


async def receive(request: Request) -> Response:
    """POST /lti/notices: {"notices": [{"jwt": …}]}. How many were taken; 401 when none was."""
    house: House = request.app.state.house
    taken, refused = 0, list[Refused]()
    for token in await _tokens(request):
        try:
            taken += await _take(house, token)
        except Refused as fault:
            refused.append(fault)
    if refused and not taken:
        raise refused[0]
    return JSONResponse({"taken": taken})


async def _tokens(request: Request) -> list[str]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Refused("too_large")
    try:
        listed = json.loads(body)["notices"]
        return [str(one["jwt"]) for one in listed[:MOST]]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Refused("jwt_malformed") from fault


async def _take(house: House, token: str) -> int:
    """Verify one notice and do what it asks; 1 for a good one, whether it changed anything or not."""
    header, said = verify.header_of(token), part_of(token, 1)
    registration = await house.in_thread(lambda: _registration(house, said.get("iss"), said.get("aud")))
    keys = await house.get(PlatformKeys).find(registration, header.kid)
    claims = verify.verify_notice(token, registration=registration, keys=keys, now=now())
    await house.in_thread(lambda: _act(house, registration, claims))
    return 1


def _registration(house: House, issuer: object, audience: object) -> Registration:
    """Whom the token says it is from and for; nothing is believed before the signature."""
    client_id = audience[0] if isinstance(audience, list) and audience else audience
    with house.database.read() as db:
        found = platforms.known(db, str(issuer), str(client_id))
    if found is None or found.status != "active":
        raise Refused("unknown_platform")
    return found


def _act(house: House, registration: Registration, claims: VerifiedClaims) -> None:
    notice, context = claims.get(f"{LTI}notice"), claims.get(f"{LTI}context")
    kind = notice.get("type") if isinstance(notice, dict) else None
    here = identifier(context.get("id")) if isinstance(context, dict) else None
    listed = claims.get(f"{LTI}origin_contexts")
    origins = [one for value in listed if (one := identifier(value))] if isinstance(listed, list) else []
    if kind == COPIED and here and origins:
        with house.database.write() as db:
            copied(db, registration.organisation_id, registration.platform_id, here, origins)
