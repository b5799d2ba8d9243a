"""Platforms whose key set is odd or out of order, for the time of a `with`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx2

from careered.clock import now
from careered.lti.platform_jwks import PlatformKeys
from tests.support.school import School


@contextmanager
def keyset(
    school: School, *, extra: Sequence[Any] = (), first: bool = False, needs_user_agent: bool = False
) -> Iterator[None]:
    """The platform's real keys with others beside them; or only for those who send a User-Agent."""
    real = school.lms_client().get("/jwks.json").json()["keys"]
    keys = [*extra, *real] if first else [*real, *extra]

    def respond(request: httpx2.Request) -> httpx2.Response:
        if needs_user_agent and "careered" not in request.headers.get("user-agent", ""):
            return httpx2.Response(403)
        return httpx2.Response(200, json={"keys": keys})

    with _key_server(school, respond, drop_cache=True):
        yield


@contextmanager
def broken_keyset(school: School, status: int, body: bytes) -> Iterator[None]:
    """The address of the keys answers like this; status 0: it does not answer at all."""

    def respond(request: httpx2.Request) -> httpx2.Response:
        if not status:
            raise httpx2.ConnectTimeout("no answer", request=request)
        return httpx2.Response(status, content=body)

    with _key_server(school, respond, drop_cache=False):
        yield


@contextmanager
def _key_server(school: School, respond: Any, *, drop_cache: bool) -> Iterator[None]:
    app_state = school.tool.state.careered
    previous_keys: PlatformKeys = app_state.singletons[PlatformKeys]
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(respond))
    if drop_cache:
        app_state.singletons[PlatformKeys] = PlatformKeys(client, now)
    else:
        previous_client, previous_keys._http = previous_keys._http, client
    yield
    if drop_cache:
        app_state.singletons[PlatformKeys] = previous_keys
    else:
        previous_keys._http = previous_client
