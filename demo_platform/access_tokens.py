"""The token endpoint (SEC 4.1): a client assertion signed by the tool becomes a bearer token for services."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx2
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from starlette.responses import Response

from demo_platform.faults import Call
from demo_platform.registered_tools import KnownTool
from demo_platform.service_urls import NOTICES_SCOPE, SCOPES
from demo_platform.signing_keys import ALGORITHM

if TYPE_CHECKING:
    from demo_platform.platform_state import School

LIFETIME = 3600
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenRefused(Exception):
    """Why no token is given; the text is the `error` of the answer."""


@dataclass
class Tokens:
    """Tokens given out: word -> (scopes, when it ends); and each tool's key set as fetched last."""

    given: dict[str, tuple[frozenset[str], float]]
    keys: dict[str, KeySet]

    def __init__(self) -> None:
        self.given, self.keys = {}, {}

    def give(self, scopes: list[str], now: float) -> str:
        """A fresh bearer token."""
        word = token_hex(16)
        self.given[word] = (frozenset(scopes), now + LIFETIME)
        return word

    def scopes_of(self, authorization: str, now: float) -> frozenset[str] | None:
        """The scopes of an Authorization header, or None when it holds no good token."""
        kind, _, word = authorization.partition(" ")
        scopes, ends = self.given.get(word, (frozenset(), 0.0))
        return scopes if kind.lower() == "bearer" and now < ends else None


def token(school: "School", call: Call) -> Response:
    """POST /token."""
    form = dict(parse_qsl(call.body.decode("utf-8", "replace")))
    try:
        scopes = _granted(school, form)
    except TokenRefused as refused:
        return _answer(school, {"error": str(refused)}, 400)
    word = school.tokens.give(scopes, school.now())
    given = {"access_token": word, "token_type": "Bearer", "expires_in": LIFETIME, "scope": " ".join(scopes)}
    return _answer(school, given, 200)


def _answer(school: "School", body: Mapping[str, Any], status: int) -> Response:
    return Response(json.dumps(body, indent=2), status, media_type=school.profile.grant_content_type)


def _granted(school: "School", form: Mapping[str, str]) -> list[str]:
    """The scopes of a good request: those not permitted are dropped without a word; none left is an error."""
    if form.get("grant_type") != "client_credentials" or form.get("client_assertion_type") != ASSERTION_TYPE:
        raise TokenRefused("unsupported_grant_type")
    tool = _tool(school, form.get("client_assertion", ""))
    _check(school, tool, _verified(school, tool, form.get("client_assertion", "")))
    known = {*SCOPES, NOTICES_SCOPE} if school.profile.notices else set(SCOPES)
    withheld = school.faults.withheld.split()
    asked = [scope for scope in form.get("scope", "").split() if scope.rpartition("/")[2] not in withheld]
    scopes = [scope for scope in asked if scope in known and (tool.may(scope) or scope == NOTICES_SCOPE)]
    if not scopes:
        raise TokenRefused("invalid_scope")
    return scopes


def _tool(school: "School", assertion: str) -> KnownTool:
    """The tool that an assertion says it comes from; nothing is believed yet."""
    try:
        said = json.loads(urlsafe_b64decode(assertion.split(".")[1] + "=="))["iss"]
        return school.tools[said]
    except (IndexError, ValueError, KeyError, TypeError) as reason:
        raise TokenRefused("invalid_client") from reason


def _verified(school: "School", tool: KnownTool, assertion: str) -> dict[str, Any]:
    """The assertion's claims. A signature that does not fit the kept keys is tried once more with fresh ones."""
    kept = school.tokens.keys
    for fresh in (False, True):
        if tool.client_id not in kept or fresh:
            kept[tool.client_id] = _fetch(school, tool)
        try:
            found = jws.deserialize_compact(assertion, kept[tool.client_id], algorithms=[ALGORITHM])
            claims = json.loads(found.payload)
        except (JoseError, ValueError):
            continue
        if isinstance(claims, dict):
            return claims
    raise TokenRefused("invalid_client")


def _fetch(school: "School", tool: KnownTool) -> KeySet:
    try:
        return KeySet.import_key_set(school.http.get(tool.addresses.jwks_url).raise_for_status().json())
    except (httpx2.HTTPError, JoseError, ValueError, KeyError) as reason:
        raise TokenRefused("invalid_client") from reason


def _check(school: "School", tool: KnownTool, claims: Mapping[str, Any]) -> None:
    now = school.now()
    if claims.get("iss") != tool.client_id or claims.get("sub") != tool.client_id:
        raise TokenRefused("invalid_client")
    issued, ends = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int | float) or not isinstance(ends, int | float):
        raise TokenRefused("invalid_request")
    if ends <= now:
        raise TokenRefused("Expired token")
    if issued > now + school.profile.iat_leeway:
        raise TokenRefused(f"Cannot handle token with iat prior to {_when(issued)}")
    _check_audience(school, claims.get("aud"))


def _check_audience(school: "School", aud: Any) -> None:
    known = f"{school.base_url}/token"
    if school.profile.assertion_audience and aud != known and aud != [known]:
        raise TokenRefused("invalid_client")


def _when(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%S%z")
