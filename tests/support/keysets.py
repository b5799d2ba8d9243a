"""Platforms whose key set is odd or out of order, for the time of a `with`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx2

from careered.clock import now
from careered.lti.jwks import PlatformKeys
from tests.support.school import School


@contextmanager
def keyset(
    school: School, *, extra: Sequence[Any] = (), first: bool = False, needs_user_agent: bool = False
) -> Iterator[None]:
    """The platform's real keys with others beside them; or only for those who send a User-Agent."""
    real = school.lms_client().get("/jwks.json").json()["keys"]
    keys = [*extra, *real] if first else [*real, *extra]

    def answer(request: httpx2.Request) -> httpx2.Response:
        if needs_user_agent and "careered" not in request.headers.get("user-agent", ""):
            return httpx2.Response(403)
        return httpx2.Response(200, json={"keys": keys})

    with _answering(school, answer, forget=True):
        yield


@contextmanager
def broken_keyset(school: School, status: int, body: bytes) -> Iterator[None]:
    """The address of the keys answers like this; status 0: it does not answer at all."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if not status:
            raise httpx2.ConnectTimeout("no answer", request=request)
        return httpx2.Response(status, content=body)

    with _answering(school, answer, forget=False):
        yield


@contextmanager
def _answering(school: School, answer: Any, *, forget: bool) -> Iterator[None]:
    house = school.tool.state.house
    before: PlatformKeys = house.parts[PlatformKeys]
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
    if forget:
        house.parts[PlatformKeys] = PlatformKeys(client, now)
    else:
        known, before._http = before._http, client
    yield
    if forget:
        house.parts[PlatformKeys] = before
    else:
        before._http = known
