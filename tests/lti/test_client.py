"""Requests to a platform's services, and those that fail."""

from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from careered.lti.client import NoResponse, Ok, Rejected, RetryLater, ServiceResult
from careered.lti.platform import Registration
from tests.lti.lms import Lms
from tests.lti.school import SCHOOL

URL = "https://lms.school.example/service"


def request(
    lms: Lms, scopes: tuple[str, ...] = ("a",), url: str = URL, registration: Registration = SCHOOL
) -> ServiceResult:
    return lms.client.request(registration, scopes, "GET", url)


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
    request(lms)
    assert lms.requests[0].content == b""
    assert "content-type" not in lms.requests[0].headers


@pytest.mark.parametrize(
    "url", ["http://lms.school.example/x", "https://127.0.0.1/x", "https://169.254.169.254/", "file:///x", ""]
)
def test_no_token_goes_where_it_should_not(url: str) -> None:
    lms = Lms()
    assert request(lms, url=url) == Rejected(0, "address_refused")
    assert lms.requests == lms.token_requests == []


def test_a_platform_on_this_machine_may_have_its_services_here() -> None:
    lms = Lms()
    local = replace(SCHOOL, token_url="http://localhost:8100/token")
    assert request(lms, url="http://localhost:8100/x", registration=local) == Ok(200)


def failing(error: Exception) -> ServiceResult:
    def fail(_request: httpx2.Request) -> httpx2.Response:
        raise error

    return request(Lms(fail))


@pytest.mark.parametrize("error", [httpx2.ConnectError("x"), httpx2.ConnectTimeout("x"), httpx2.PoolTimeout("x")])
def test_what_was_never_sent_is_sent_later(error: Exception) -> None:
    assert failing(error) == RetryLater(None, "no_answer")


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
    assert failing(error) == NoResponse("no_answer")


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    bytes_read: list[int] = []

    def chunks() -> Iterator[bytes]:
        while True:
            bytes_read.append(65_536)
            yield b" " * 65_536

    endless = httpx2.Response(200, content=chunks())
    assert request(Lms(lambda _request: endless)) == NoResponse("no_answer")
    assert sum(bytes_read) <= 9 * 1024 * 1024
