"""A stand-in for the tool: a key, a key set, client assertions, and calls to the platform's services."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
from joserfc import jws
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from demo_platform.platform import DemoPlatform
from demo_platform.registration import CLIENT_ID
from demo_platform.vocabulary import CLIENT_ASSERTION_TYPE, SCOPES, SCORE_TYPE

LMS, TOOL = "http://lms.test", "http://tool.test"
START = 1_795_600_000.25


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> float:
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        self.time += seconds


class StandIn:
    """The tool's side of the services."""

    def __init__(self, client: TestClient, platform: DemoPlatform, clock: Clock) -> None:
        self.client, self.platform, self.clock = client, platform, clock
        self.key = RSAKey.generate_key(2048, {"kid": "tool-1"})
        self.keys_fetched = 0
        platform.http = httpx2.Client(transport=httpx2.MockTransport(self._keys))

    def _keys(self, request: httpx2.Request) -> httpx2.Response:
        assert str(request.url) == f"{TOOL}/lti/jwks.json"
        self.keys_fetched += 1
        return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})

    def assertion(self, **changed: Any) -> str:
        now = int(self.clock())
        claims = {"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": f"{LMS}/token", "iat": now - 5, "exp": now + 60}
        header = {"alg": "RS256", "kid": self.key.kid}
        return jws.serialize_compact(header, json.dumps(claims | changed).encode(), self.key, algorithms=["RS256"])

    def request_token(self, assertion: str = "", scopes: tuple[str, ...] = SCOPES) -> httpx2.Response:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": CLIENT_ASSERTION_TYPE,
            "client_assertion": assertion or self.assertion(),
            "scope": " ".join(scopes),
        }
        return self.client.post("/token", data=form)

    def bearer(self, scopes: tuple[str, ...] = SCOPES) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.request_token(scopes=scopes).json()['access_token']}"}

    def score_fields(self, user_id: str, given: float | None, **changed: Any) -> dict[str, Any]:
        score: dict[str, Any] = {
            "userId": user_id,
            "timestamp": iso(self.clock()),
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
        }
        if given is not None:
            score |= {"scoreGiven": given, "scoreMaximum": 100}
        return score | changed

    def send_score(
        self,
        user_id: str,
        given: float | None,
        *,
        item: str = "1",
        media: str = SCORE_TYPE,
        extension: Mapping[str, Any] | None = None,
        **changed: Any,
    ) -> httpx2.Response:
        content = json.dumps(self.score_fields(user_id, given, **changed) | dict(extension or {}))
        headers = self.bearer() | {"Content-Type": media}
        return self.client.post(below(line_item_url(self.platform, item), "/scores"), content=content, headers=headers)

    def results(self, item: str = "1", **query: str) -> httpx2.Response:
        address = httpx2.URL(below(line_item_url(self.platform, item), "/results")).copy_merge_params(query)
        return self.client.get(address, headers=self.bearer())

    def members(self, address: str = "", **query: str) -> httpx2.Response:
        url = address or f"{LMS}/services/CourseSection/2/bindings/2/memberships"
        return self.client.get(httpx2.URL(url).copy_merge_params(query), headers=self.bearer())


def iso(epoch: float) -> str:
    """The time as a tool would send it: UTC with milliseconds."""
    return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def line_item_url(platform: DemoPlatform, item: str) -> str:
    """The address of a column, as a launch names it."""
    course = "fi-8b" if item == "1" else platform.line_items[item].course_id
    context = platform.courses[course].context_id
    return f"{LMS}/services/{context}/lineitems/{item}/lineitem{platform.profile.service_query}"


def below(address: str, suffix: str) -> str:
    """The suffix goes on the path, before the query."""
    path, mark, query = address.partition("?")
    return f"{path}{suffix}{mark}{query}"


def short(claims: Mapping[str, Any]) -> list[str]:
    """The names of the claims without their namespaces, in order."""
    return [name.rpartition("/")[2] for name in claims]
