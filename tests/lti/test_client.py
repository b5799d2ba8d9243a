"""Calling a platform's services."""

import json
import threading
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from careered.lti.client import Answer, Later, Lost, Ok, Turned
from careered.lti.registration import Registration
from tests.lti.lms import TOOL_KEY, Lms
from tests.lti.school import AT, SCHOOL

URL = "https://lms.school.example/service"
FORM = "application/x-www-form-urlencoded"


def ask(lms: Lms, scopes: tuple[str, ...] = ("a",), url: str = URL, registration: Registration = SCHOOL) -> Answer:
    return lms.client.request(registration, scopes, "GET", url)


def answered(response: httpx2.Response) -> Answer:
    return ask(Lms(lambda _request: response))


# --- tokens (SEC 4.1)


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


# --- requests


def test_a_request_says_what_it_sends_and_wants() -> None:
    lms = Lms()
    lms.client.request(SCHOOL, ["a"], "POST", f"{URL}?x=1", accept="a/b", content_type="c/d", body={"name": "Åse"})
    (request,) = lms.requests
    assert (request.method, str(request.url)) == ("POST", f"{URL}?x=1")
    assert (request.headers["accept"], request.headers["content-type"]) == ("a/b", "c/d")
    assert request.headers["user-agent"].startswith("careered/")
    assert request.extensions["timeout"] == {"connect": 10, "read": 10, "write": 10, "pool": 10}
    assert lms.bodies == [{"name": "Åse"}]


def test_a_request_without_a_body_sends_none() -> None:
    lms = Lms()
    ask(lms)
    assert lms.requests[0].content == b""
    assert "content-type" not in lms.requests[0].headers


@pytest.mark.parametrize(
    "url", ["http://lms.school.example/x", "https://127.0.0.1/x", "https://169.254.169.254/", "file:///x", ""]
)
def test_no_token_goes_where_it_should_not(url: str) -> None:
    lms = Lms()
    assert ask(lms, url=url) == Turned(0, "address_refused")
    assert lms.requests == lms.token_requests == []


def test_a_platform_on_this_machine_may_have_its_services_here() -> None:
    lms = Lms()
    local = replace(SCHOOL, token_url="http://localhost:8100/token")
    assert ask(lms, url="http://localhost:8100/x", registration=local) == Ok(200)


# --- answers


def test_an_answer_brings_its_json_its_links_and_the_platforms_clock() -> None:
    headers = [
        ("Link", '<https://lms.school.example/x?p=AbC>; rel="next", </y>; rel=differences'),
        ("Date", "Tue, 24 Nov 2026 08:00:05 GMT"),
    ]
    answer = answered(httpx2.Response(200, json={"a": 1}, headers=headers))
    assert isinstance(answer, Ok)
    assert answer.json == {"a": 1}
    assert answer.links["next"] == "https://lms.school.example/x?p=AbC"
    assert answer.links["differences"] == "https://lms.school.example/y"
    assert answer.date is not None
    assert int(answer.date.timestamp()) == AT + 5


@pytest.mark.parametrize(
    "link", ["", "nonsense", "<https://x.example/>", "<https://x.example/>; rel=“next”", "<>; rel"]
)
def test_a_broken_link_header_is_no_link(link: str) -> None:
    answer = answered(httpx2.Response(200, headers=[(b"Link", link.encode())]))
    assert isinstance(answer, Ok)
    assert "next" not in answer.links


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 Nov 2026 08:00:05 GMT"])
def test_a_broken_date_is_no_date(date: str) -> None:
    assert answered(httpx2.Response(200, headers={"Date": date})) == Ok(200)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success_without_a_body_is_success(status: int) -> None:
    assert answered(httpx2.Response(status)) == Ok(status)


def test_a_sign_in_page_is_no_success() -> None:
    assert answered(httpx2.Response(200, html="<html>Sign in</html>")) == Later(None, "not_understood")
    assert answered(httpx2.Response(200, content=b"[" * 100_000)) == Later(None, "not_understood")
    assert answered(httpx2.Response(302, headers={"Location": "https://x.example/"})) == Later(None, "not_understood")


CANVAS_ERROR = '{"errors": {"type": "unprocessable_entity", "message": "%s"}}'


@pytest.mark.parametrize(
    ("status", "text", "words"),
    [
        (400, "", "refused"),
        (403, "", "scope_missing"),
        (404, "", "column_gone"),
        (410, "", "column_gone"),
        (409, "", "conflict"),
        (422, "", "refused"),
        (422, CANVAS_ERROR % "User not found in course or is not a student", "not_in_course"),
        (422, CANVAS_ERROR % "This course has concluded. AGS requests will no longer be accepted", "course_concluded"),
        (422, CANVAS_ERROR % "cannot be changed: This assignment is still unpublished", "column_closed"),
        (422, CANVAS_ERROR % "The maximum number of allowed attempts has been reached", "attempts_used"),
        (400, "Provided timestamp of 2026-01-01 before last updated timestamp of 2026-01-02", "conflict"),
        (400, "User could not be found: pupil-1", "not_in_course"),
        (403, "User in requested score is not enrolled in the org unit", "not_in_course"),
        (404, "User in requested score does not exist", "not_in_course"),
    ],
)
def test_what_platforms_say_becomes_a_word_of_ours(status: int, text: str, words: str) -> None:
    assert answered(httpx2.Response(status, text=text)) == Turned(status, words)


def test_what_a_platform_says_in_the_reason_phrase_counts_too() -> None:
    response = httpx2.Response(400, extensions={"reason_phrase": b'Incorrect score received{"userId": "3"}'})
    assert answered(response) == Turned(400, "not_in_course")


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("99999", 3600),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Tue, 24 Nov 2026 08:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 07:00:00 GMT", 0),
        ("Wed, 25 Nov 2026 08:00:00 GMT", 3600),
    ],
)
def test_a_platform_that_is_busy_is_left_alone_as_long_as_it_says(given: str, seconds: int | None) -> None:
    headers = {"Retry-After": given}
    assert answered(httpx2.Response(429, headers=headers)) == Later(seconds, "busy")
    assert answered(httpx2.Response(503, headers=headers)) == Later(seconds, "no_answer")


def test_canvas_says_that_it_is_busy_with_another_status() -> None:
    answer = answered(httpx2.Response(403, text="403 Forbidden (Rate Limit Exceeded)"))
    assert answer == Later(None, "busy")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_platform_in_trouble_is_asked_later(status: int) -> None:
    assert answered(httpx2.Response(status)) == Later(None, "no_answer")


def failing(error: Exception) -> Answer:
    def fail(_request: httpx2.Request) -> httpx2.Response:
        raise error

    return ask(Lms(fail))


@pytest.mark.parametrize("error", [httpx2.ConnectError("x"), httpx2.ConnectTimeout("x"), httpx2.PoolTimeout("x")])
def test_what_was_never_sent_is_sent_later(error: Exception) -> None:
    assert failing(error) == Later(None, "no_answer")


@pytest.mark.parametrize(
    "error",
    [
        httpx2.ReadTimeout("x"),
        httpx2.WriteTimeout("x"),
        httpx2.ReadError("x"),
        httpx2.WriteError("x"),
        httpx2.RemoteProtocolError("x"),
    ],
)
def test_what_was_sent_without_an_answer_may_have_arrived(error: Exception) -> None:
    assert failing(error) == Lost("no_answer")


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    taken: list[int] = []

    def chunks() -> Iterator[bytes]:
        while True:
            taken.append(65_536)
            yield b" " * 65_536

    assert answered(httpx2.Response(200, content=chunks())) == Lost("no_answer")
    assert sum(taken) <= 9 * 1024 * 1024
