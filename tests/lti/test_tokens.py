"""Access tokens: asked for, kept, renewed (SEC 4.1)."""

import json
import threading
from base64 import urlsafe_b64decode
from dataclasses import replace

import httpx2
import pytest

from careered.lti.client import Answer, Later, Ok, Turned
from careered.lti.registration import Registration
from tests.lti.lms import TOOL_KEY, Lms
from tests.lti.school import AT, SCHOOL

URL = "https://lms.school.example/service"
FORM = "application/x-www-form-urlencoded"


def ask(lms: Lms, scopes: tuple[str, ...] = ("a",), url: str = URL, registration: Registration = SCHOOL) -> Answer:
    return lms.client.request(registration, scopes, "GET", url)


def test_a_token_is_asked_for_with_a_signed_assertion() -> None:
    lms = Lms()
    assert ask(lms, ("b", "a")) == Ok(200)
    form = lms.form()
    assert lms.token_requests[0].headers["content-type"] == FORM
    assert form["grant_type"] == "client_credentials"
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert form["scope"] == "a b"
    claims = lms.assertion()
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("client-1", "client-1", SCHOOL.token_url)
    assert (claims["iat"], claims["exp"]) == (AT - 10, AT + 300)
    assert claims["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] == "deployment-1"
    assert lms.tokens_used == ["token-1"]


def test_every_assertion_is_a_new_one() -> None:
    lms = Lms()
    ask(lms, ("a",))
    ask(lms, ("b",))
    assert lms.assertion(0)["jti"] != lms.assertion(1)["jti"]
    assert len(str(lms.assertion(0)["jti"])) >= 22


def test_the_assertion_names_its_key() -> None:
    lms = Lms()
    ask(lms)
    header = lms.form()["client_assertion"].split(".")[0]
    assert json.loads(urlsafe_b64decode(header + "==")) == {"alg": "RS256", "kid": TOOL_KEY.kid, "typ": "JWT"}


def test_a_platform_with_another_audience_gets_it() -> None:
    lms = Lms()
    ask(lms, registration=replace(SCHOOL, audience="https://api.brightspace.example/auth/token"))
    assert lms.assertion()["aud"] == "https://api.brightspace.example/auth/token"


def test_a_deployment_is_named_only_where_there_is_just_one() -> None:
    lms = Lms()
    ask(lms, registration=replace(SCHOOL, deployments=frozenset({"1", "2"})))
    assert "https://purl.imsglobal.org/spec/lti/claim/deployment_id" not in lms.assertion()


def test_a_token_is_used_until_a_minute_before_it_ends() -> None:
    lms = Lms()
    ask(lms)
    lms.later(seconds=3539)
    ask(lms)
    assert lms.tokens_used == ["token-1", "token-1"]
    lms.later(seconds=1)
    ask(lms)
    assert lms.tokens_used == ["token-1", "token-1", "token-2"]


@pytest.mark.parametrize(
    ("expires_in", "seconds"), [(600, 540), (None, 3540), ("600", 3540), (-5, 3540), (True, 3540), (10**9, 86340)]
)
def test_odd_lifetimes_of_tokens_are_survived(expires_in: object, seconds: int) -> None:
    lms = Lms()
    lms.token_answer = httpx2.Response(200, json={"access_token": "t", "expires_in": expires_in})
    ask(lms)
    lms.later(seconds=seconds - 1)
    ask(lms)
    assert len(lms.token_requests) == 1
    lms.later(seconds=1)
    ask(lms)
    assert len(lms.token_requests) == 2


def test_no_school_gets_another_schools_token_though_they_share_an_issuer() -> None:
    lms = Lms()
    ask(lms)
    ask(lms, registration=replace(SCHOOL, platform_id="platform-2"))
    ask(lms, registration=replace(SCHOOL, organisation_id="organisation-2"))
    ask(lms, registration=replace(SCHOOL, deployments=frozenset({"deployment-2"})))
    ask(lms, ("b",))
    assert lms.tokens_used == ["token-1", "token-2", "token-3", "token-4", "token-5"]


def test_many_threads_ask_for_one_token() -> None:
    lms = Lms()
    threads = [threading.Thread(target=ask, args=(lms,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lms.token_requests) == 1
    assert lms.tokens_used == ["token-1"] * 16


def test_a_token_endpoint_that_sends_json_as_html_is_understood() -> None:
    lms = Lms()
    lms.token_answer = httpx2.Response(
        200, content=b'{ "access_token" : "t", "expires_in" : 3600 }', headers={"Content-Type": "text/html"}
    )
    assert ask(lms) == Ok(200)


def test_part_of_the_scopes_is_enough_and_none_of_them_is_not() -> None:
    lms = Lms()
    lms.token_answer = httpx2.Response(200, json={"access_token": "t", "scope": "b c"})
    assert ask(lms, ("a", "b")) == Ok(200)
    assert ask(lms, ("a",)) == Turned(200, "scope_missing")
    lms.token_answer = httpx2.Response(200, json={"access_token": "t", "scope": ""})
    assert ask(lms, ("a",)) == Ok(200)


@pytest.mark.parametrize(
    ("token", "answer"),
    [
        (httpx2.Response(400, json={"error": "invalid_client"}), Turned(400, "client_refused")),
        (httpx2.Response(401), Turned(401, "client_refused")),
        (httpx2.Response(403), Turned(403, "client_refused")),
        (httpx2.Response(404), Turned(404, "client_refused")),
        (httpx2.Response(400, json={"error": "invalid_scope"}), Turned(400, "scope_missing")),
        (httpx2.Response(429, headers={"Retry-After": "7"}), Later(7, "busy")),
        (httpx2.Response(503), Later(None, "no_answer")),
        (httpx2.Response(200, html="<html>"), Later(None, "not_understood")),
        (httpx2.Response(200, json={"token": "x"}), Later(None, "not_understood")),
        (httpx2.Response(200, json={"access_token": 5}), Later(None, "not_understood")),
        (httpx2.Response(200, json=["x"]), Later(None, "not_understood")),
        (httpx2.Response(200), Later(None, "not_understood")),
        (httpx2.ConnectError("down"), Later(None, "no_answer")),
        (httpx2.ReadTimeout("hangs"), Later(None, "no_answer")),
    ],
)
def test_without_a_token_nothing_is_sent(token: httpx2.Response | httpx2.HTTPError, answer: Answer) -> None:
    lms = Lms()
    lms.token_answer = token
    assert ask(lms) == answer
    assert lms.requests == []
    lms.token_answer = None
    assert ask(lms) == Ok(200)


def test_a_token_that_is_turned_down_is_renewed_once() -> None:
    lms = Lms(lambda request: httpx2.Response(401 if request.headers["authorization"] == "Bearer token-1" else 200))
    assert ask(lms) == Ok(200)
    assert lms.tokens_used == ["token-1", "token-2"]
    assert ask(lms) == Ok(200)
    assert lms.tokens_used == ["token-1", "token-2", "token-2"]


def test_a_second_refusal_of_the_token_ends_it() -> None:
    lms = Lms(lambda _request: httpx2.Response(401))
    assert ask(lms) == Turned(401, "token_refused")
    assert lms.tokens_used == ["token-1", "token-2"]
