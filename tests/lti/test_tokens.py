"""Access tokens: requested, cached, renewed (SEC 4.1)."""

import json
import threading
from base64 import urlsafe_b64decode
from dataclasses import replace

import httpx2
import pytest

from careered.lti.client import Ok, Rejected, RetryLater, ServiceResult
from careered.lti.platform import Registration
from tests.lti.lms import TOOL_KEY, Lms
from tests.lti.school import NOW_SECONDS, SCHOOL

URL = "https://lms.school.example/service"
FORM = "application/x-www-form-urlencoded"


def request_service(
    lms: Lms, scopes: tuple[str, ...] = ("a",), url: str = URL, registration: Registration = SCHOOL
) -> ServiceResult:
    return lms.client.request(registration, scopes, "GET", url)


def test_a_token_is_asked_for_with_a_signed_assertion() -> None:
    lms = Lms()
    assert request_service(lms, ("b", "a")) == Ok(200)
    form = lms.form()
    assert lms.token_requests[0].headers["content-type"] == FORM
    assert form["grant_type"] == "client_credentials"
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert form["scope"] == "a b"
    claims = lms.assertion()
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("client-1", "client-1", SCHOOL.token_url)
    assert (claims["iat"], claims["exp"]) == (NOW_SECONDS - 10, NOW_SECONDS + 300)
    assert claims["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] == "deployment-1"
    assert lms.tokens_used == ["token-1"]


def test_every_assertion_is_a_new_one() -> None:
    lms = Lms()
    request_service(lms, ("a",))
    request_service(lms, ("b",))
    assert lms.assertion(0)["jti"] != lms.assertion(1)["jti"]
    assert len(str(lms.assertion(0)["jti"])) >= 22


def test_the_assertion_names_its_key() -> None:
    lms = Lms()
    request_service(lms)
    header = lms.form()["client_assertion"].split(".")[0]
    assert json.loads(urlsafe_b64decode(header + "==")) == {"alg": "RS256", "kid": TOOL_KEY.kid, "typ": "JWT"}


def test_a_platform_with_another_audience_gets_it() -> None:
    lms = Lms()
    request_service(lms, registration=replace(SCHOOL, audience="https://api.brightspace.example/auth/token"))
    assert lms.assertion()["aud"] == "https://api.brightspace.example/auth/token"


def test_a_deployment_is_named_only_where_there_is_just_one() -> None:
    lms = Lms()
    request_service(lms, registration=replace(SCHOOL, deployments=frozenset({"1", "2"})))
    assert "https://purl.imsglobal.org/spec/lti/claim/deployment_id" not in lms.assertion()


def test_a_token_is_used_until_a_minute_before_it_ends() -> None:
    lms = Lms()
    request_service(lms)
    lms.advance(seconds=3539)
    request_service(lms)
    assert lms.tokens_used == ["token-1", "token-1"]
    lms.advance(seconds=1)
    request_service(lms)
    assert lms.tokens_used == ["token-1", "token-1", "token-2"]


@pytest.mark.parametrize(
    ("expires_in", "seconds"), [(600, 540), (None, 3540), ("600", 3540), (-5, 3540), (True, 3540), (10**9, 86340)]
)
def test_odd_lifetimes_of_tokens_are_survived(expires_in: object, seconds: int) -> None:
    lms = Lms()
    lms.token_answer = httpx2.Response(200, json={"access_token": "t", "expires_in": expires_in})
    request_service(lms)
    lms.advance(seconds=seconds - 1)
    request_service(lms)
    assert len(lms.token_requests) == 1
    lms.advance(seconds=1)
    request_service(lms)
    assert len(lms.token_requests) == 2


def test_no_school_gets_another_schools_token_though_they_share_an_issuer() -> None:
    lms = Lms()
    request_service(lms)
    request_service(lms, registration=replace(SCHOOL, platform_id="platform-2"))
    request_service(lms, registration=replace(SCHOOL, organisation_id="organisation-2"))
    request_service(lms, registration=replace(SCHOOL, deployments=frozenset({"deployment-2"})))
    request_service(lms, ("b",))
    assert lms.tokens_used == ["token-1", "token-2", "token-3", "token-4", "token-5"]


def test_many_threads_ask_for_one_token() -> None:
    lms = Lms()
    threads = [threading.Thread(target=request_service, args=(lms,)) for _ in range(16)]
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
    assert request_service(lms) == Ok(200)


def test_part_of_the_scopes_is_enough_and_none_of_them_is_not() -> None:
    lms = Lms()
    lms.token_answer = httpx2.Response(200, json={"access_token": "t", "scope": "b c"})
    assert request_service(lms, ("a", "b")) == Ok(200)
    assert request_service(lms, ("a",)) == Rejected(200, "scope_missing")
    lms.token_answer = httpx2.Response(200, json={"access_token": "t", "scope": ""})
    assert request_service(lms, ("a",)) == Ok(200)


@pytest.mark.parametrize(
    ("token", "answer"),
    [
        (httpx2.Response(400, json={"error": "invalid_client"}), Rejected(400, "client_refused")),
        (httpx2.Response(401), Rejected(401, "client_refused")),
        (httpx2.Response(403), Rejected(403, "client_refused")),
        (httpx2.Response(404), Rejected(404, "client_refused")),
        (httpx2.Response(400, json={"error": "invalid_scope"}), Rejected(400, "scope_missing")),
        (httpx2.Response(429, headers={"Retry-After": "7"}), RetryLater(7, "busy")),
        (httpx2.Response(503), RetryLater(None, "no_answer")),
        (httpx2.Response(200, html="<html>"), RetryLater(None, "not_understood")),
        (httpx2.Response(200, json={"token": "x"}), RetryLater(None, "not_understood")),
        (httpx2.Response(200, json={"access_token": 5}), RetryLater(None, "not_understood")),
        (httpx2.Response(200, json=["x"]), RetryLater(None, "not_understood")),
        (httpx2.Response(200), RetryLater(None, "not_understood")),
        (httpx2.ConnectError("down"), RetryLater(None, "no_answer")),
        (httpx2.ReadTimeout("hangs"), RetryLater(None, "no_answer")),
    ],
)
def test_without_a_token_nothing_is_sent(token: httpx2.Response | httpx2.HTTPError, answer: ServiceResult) -> None:
    lms = Lms()
    lms.token_answer = token
    assert request_service(lms) == answer
    assert lms.requests == []
    lms.token_answer = None
    assert request_service(lms) == Ok(200)


def test_a_token_that_is_turned_down_is_renewed_once() -> None:
    lms = Lms(lambda request: httpx2.Response(401 if request.headers["authorization"] == "Bearer token-1" else 200))
    assert request_service(lms) == Ok(200)
    assert lms.tokens_used == ["token-1", "token-2"]
    assert request_service(lms) == Ok(200)
    assert lms.tokens_used == ["token-1", "token-2", "token-2"]


def test_a_second_refusal_of_the_token_ends_it() -> None:
    lms = Lms(lambda _request: httpx2.Response(401))
    assert request_service(lms) == Rejected(401, "token_refused")
    assert lms.tokens_used == ["token-1", "token-2"]
