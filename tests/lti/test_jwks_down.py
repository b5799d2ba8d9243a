"""Platforms' keys when the platform is down."""

from dataclasses import replace

import httpx2
import pytest
from joserfc.jwk import RSAKey

from careered.web.errors import RequestError
from tests.lti.conftest import CheckRefusal
from tests.lti.key_server import KeyServer, key_set
from tests.lti.school import KEY, SCHOOL

NEW_KEY = RSAKey.generate_key(2048, {"kid": "new-key"})
DOWN = httpx2.ConnectTimeout("no answer")


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500),
        httpx2.Response(404, text="gone"),
        httpx2.Response(403),
        httpx2.Response(302, headers={"Location": "https://evil.example/jwks"}),
        httpx2.Response(200, html="<html>maintenance</html>"),
        httpx2.Response(200, text="\n <!doctype html>"),
        DOWN,
        httpx2.ReadTimeout("hangs"),
        httpx2.RemoteProtocolError("cut"),
    ],
)
def test_keys_that_cannot_be_had_are_unavailable(
    refuses: CheckRefusal, answer: httpx2.Response | httpx2.HTTPError
) -> None:
    server = KeyServer(answer)
    refuses("jwks_unavailable", server.find)
    assert len(server.requests) == 1


def test_a_server_that_is_back_is_asked_at_once_when_nothing_is_known(refuses: CheckRefusal) -> None:
    server = KeyServer(DOWN)
    refuses("jwks_unavailable", server.find)
    server.answer = key_set(KEY)
    assert server.find()


def test_a_class_that_waits_for_a_server_that_is_down_waits_once() -> None:
    server = KeyServer(DOWN)
    results = server.find_at_once(30, "school-key")
    assert {result.code for result in results if isinstance(result, RequestError)} == {"jwks_unavailable"}
    assert len(results) == 30
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (DOWN, "jwks_unavailable"),
        (httpx2.Response(503), "jwks_unavailable"),
        (httpx2.Response(200, text="{}"), "jwks_bad"),
    ],
)
def test_known_keys_serve_for_a_day_when_the_server_is_down(
    refuses: CheckRefusal, answer: httpx2.Response | httpx2.HTTPError, code: str
) -> None:
    server = KeyServer()
    server.find()
    server.answer = answer
    server.advance(hours=2)
    assert server.find()
    server.advance(hours=21, minutes=59)
    assert server.find()
    server.advance(minutes=1)
    refuses(code, server.find)


def test_while_known_keys_serve_a_server_that_is_down_is_asked_once_a_minute() -> None:
    server = KeyServer()
    server.find()
    server.answer = DOWN
    server.advance(hours=2)
    for _ in range(5):
        assert server.find()
    assert len(server.requests) == 2
    server.advance(minutes=1)
    server.answer = key_set(KEY)
    assert server.find()
    assert server.find()
    assert len(server.requests) == 3


def test_a_new_key_on_a_server_that_is_down_is_unavailable_not_unknown(refuses: CheckRefusal) -> None:
    server = KeyServer()
    server.find()
    server.answer = DOWN
    refuses("jwks_unavailable", lambda: server.find("new-key"))
    refuses("jwks_unavailable", lambda: server.find("new-key"))
    assert len(server.requests) == 2
    server.advance(minutes=1)
    server.answer = key_set(NEW_KEY)
    assert server.find("new-key")


def test_a_failure_that_is_over_does_not_keep_a_new_key_from_being_fetched() -> None:
    server = KeyServer()
    server.find()
    server.answer = DOWN
    server.advance(hours=2)
    server.find()
    server.advance(minutes=1)
    server.answer = key_set(KEY)
    server.find()
    server.answer = key_set(NEW_KEY)
    assert server.find("new-key")


def test_keys_beside_an_address_that_is_none_are_unavailable(refuses: CheckRefusal) -> None:
    refuses(
        "jwks_unavailable",
        lambda: KeyServer().find(registration=replace(SCHOOL, jwks_url="https://school.example:door/")),
    )
