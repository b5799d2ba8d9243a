"""Whom we call for a platform that nobody knows yet, and what we take from it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import httpcore2
import httpx2
import pytest

from careered.lti.dns import public_address, resolve
from careered.lti.network import async_platform_client
from careered.lti.registration import safe_http
from careered.lti.registration.safe_http import Fetcher
from careered.web.errors import RequestError
from tests.lti.conftest import CheckRefusal
from tests.lti.registration.strange_platform import PUBLIC_IPV4, PUBLIC_IPV6, URL, UnregisteredPlatform

GOOD = httpx2.Response(200, json={"issuer": "https://school.example"})
PRIVATE_ADDRESSES = (
    "127.0.0.1",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.1.2.3",
    "224.0.0.1",
)
INSIDE_6 = (
    *("::1", "::", "fd00::1", "fe80::1%eth0", "::ffff:10.0.0.8", "ff02::1"),
    *("64:ff9b::a00:8", "64:ff9b:1::a00:8", "2002:a00:8::1", "2001:0:a00:8::1", "::10.0.0.8"),  # an IPv4 address inside
)


async def _get(lookups: list[list[str]]) -> None:
    """Fetch a document over a real connection from a name that leads to each of the lists, one after the other."""

    async def resolver(_host: str) -> list[str]:
        return lookups.pop(0)

    async with async_platform_client(allow_loopback=False, resolver=resolver) as http:
        await Fetcher(http, allow_loopback=False).get(URL, "")


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that somebody connects to; nobody is there."""
    addresses: list[str] = []

    async def connect_tcp(_self: object, host: str, *_a: object, **_k: object) -> None:
        addresses.append(host)
        raise httpcore2.ConnectError("nobody")

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect_tcp)
    return addresses


@pytest.mark.parametrize("address", PRIVATE_ADDRESSES + INSIDE_6)
def test_a_public_name_that_leads_inside_is_not_connected_to(
    refuses: CheckRefusal, connections: list[str], address: str
) -> None:
    refuses("url_not_allowed", lambda: asyncio.run(_get([[address]])))
    refuses("url_not_allowed", lambda: UnregisteredPlatform(GOOD, [address]).check(URL))
    assert connections == []


def test_a_name_that_leads_outside_and_inside_is_not_connected_to(
    refuses: CheckRefusal, connections: list[str]
) -> None:
    refuses("url_not_allowed", lambda: asyncio.run(_get([[PUBLIC_IPV4, "10.0.0.8"]])))
    assert connections == []


def test_a_name_that_leads_nowhere_is_refused(refuses: CheckRefusal, connections: list[str]) -> None:
    refuses("config_bad", lambda: asyncio.run(_get([[]])), fault="ConnectError")
    refuses("url_not_allowed", lambda: UnregisteredPlatform(GOOD, []).check(URL))
    assert connections == []


def test_a_name_is_looked_up_once_and_connected_to_where_it_was_checked(
    refuses: CheckRefusal, connections: list[str]
) -> None:
    lookups = [[PUBLIC_IPV4], ["127.0.0.1"]]
    refuses("config_bad", lambda: asyncio.run(_get(lookups)), fault="ConnectError")
    assert (connections, lookups) == ([PUBLIC_IPV4], [["127.0.0.1"]])


def test_a_platform_is_asked_by_its_name_and_on_its_own_port() -> None:
    platform = UnregisteredPlatform(GOOD)
    platform.get("https://school.example:8443/c?x=1")
    (request,) = platform.requests
    assert str(request.url) == "https://school.example:8443/c?x=1"  # whose certificate it must be
    assert request.headers["host"] == "school.example:8443"


def test_every_address_of_a_configuration_is_checked(refuses: CheckRefusal) -> None:
    platform = UnregisteredPlatform(GOOD)
    platform.check(URL, "https://school.example/token")
    refuses("url_not_allowed", lambda: platform.check(URL, "http://school.example/token"))
    refuses("url_not_allowed", lambda: platform.check(URL, "https://10.0.0.8/token"))
    assert platform.requests == []


def test_where_things_are_tried_out_this_machine_may_be_asked_too() -> None:
    platform = UnregisteredPlatform(GOOD, ["127.0.0.1"])
    assert platform.get("http://localhost:8100/c", allow_loopback=True)
    assert str(platform.requests[0].url) == "http://localhost:8100/c"


def test_a_name_is_asked_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    address_infos = [(socket.AF_INET6, 1, 6, "", (PUBLIC_IPV6, 0, 0, 0)), (socket.AF_INET, 1, 6, "", (PUBLIC_IPV4, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: address_infos)
    assert asyncio.run(resolve("school.example")) == [PUBLIC_IPV4, PUBLIC_IPV6]


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "no-such-name.invalid", ""])
def test_a_name_that_cannot_be_one_leads_nowhere(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    def nobody(name: str, *_a: object, **_k: object) -> list[object]:
        raise UnicodeError if len(name) > 63 else socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert public_address(asyncio.run(resolve(host))) == ""


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(200, html="<html>maintenance</html>"),
        httpx2.Response(200, text=""),
        httpx2.Response(200, json=["no", "object"]),
        httpx2.Response(200, text='{"issuer": "a", "issuer": "b"}'),
        httpx2.Response(200, text='{"a":' * 50_000),
        httpx2.Response(200, text='{"a": "' + "x" * safe_http.MAX_BODY_BYTES + '"}'),
        httpx2.Response(302, headers={"Location": "https://127.0.0.1/"}),
        httpx2.Response(404, json={}),
        httpx2.Response(500),
        httpx2.ConnectTimeout("no answer"),
        httpx2.RemoteProtocolError("cut"),
    ],
)
def test_an_answer_that_cannot_be_read_is_one_request_and_a_refusal(
    refuses: CheckRefusal, answer: httpx2.Response | httpx2.HTTPError
) -> None:
    platform = UnregisteredPlatform(answer)
    refuses("config_bad", platform.get)
    assert len(platform.requests) == 1


def test_an_answer_without_an_end_is_left_soon(refuses: CheckRefusal) -> None:
    chunks_read = []

    async def chunks() -> AsyncIterator[bytes]:
        while True:
            chunks_read.append(1)
            yield b" " * 16_384

    refuses("config_bad", UnregisteredPlatform(httpx2.Response(200, content=chunks())).get, fault="too large")
    assert len(chunks_read) <= safe_http.MAX_BODY_BYTES / 16_384 + 2


def test_an_answer_that_drips_is_left_when_the_time_is_up(
    refuses: CheckRefusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_http, "TIMEOUT_SECONDS", 0.05)

    async def drips() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.01)
            yield b" "

    refuses("config_bad", UnregisteredPlatform(httpx2.Response(200, content=drips())).get, fault="TimeoutError")


def test_a_name_server_that_says_nothing_is_left_when_the_time_is_up(
    refuses: CheckRefusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_http, "TIMEOUT_SECONDS", 0.05)
    platform = UnregisteredPlatform(GOOD)

    async def silence(_host: str) -> list[str]:
        await asyncio.sleep(3600)
        return [PUBLIC_IPV4]

    monkeypatch.setattr(platform, "_names", silence)
    refuses("config_bad", lambda: platform.check(URL), fault="TimeoutError")
    assert platform.requests == []


def test_the_waiting_ends_within_ten_seconds() -> None:
    assert safe_http.TIMEOUT_SECONDS < 10


def test_the_platforms_token_goes_along_only_where_there_is_one() -> None:
    platform = UnregisteredPlatform(GOOD)
    platform.get(bearer="a.b.c")
    platform.get()
    given, none = platform.requests
    assert given.headers["authorization"] == "Bearer a.b.c"
    assert "authorization" not in none.headers
    assert given.headers["user-agent"].startswith("careered/")


@pytest.mark.parametrize("token", ["a.b.c", "abc", "two words", "ä€", "=" * 4000, "."])
def test_a_token_of_any_shape_is_sent_as_it_came(token: str) -> None:
    platform = UnregisteredPlatform(GOOD)
    platform.get(bearer=token)
    platform.post({}, token)
    assert len(platform.requests) == 2
    for request in platform.requests:
        assert dict(request.headers.raw)[b"Authorization"] == f"Bearer {token}".encode()


@pytest.mark.parametrize("token", ["a\r\nX-Other: 1", "a\x00b", "a\x7fb"])
def test_a_token_that_cannot_be_sent_is_refused(refuses: CheckRefusal, token: str) -> None:
    platform = UnregisteredPlatform(GOOD)
    refuses("config_bad", lambda: platform.get(bearer=token))
    assert platform.requests == []


@pytest.mark.parametrize("status", [200, 201])
def test_a_registration_is_taken_with_either_status(status: int) -> None:
    platform = UnregisteredPlatform(httpx2.Response(status, json={"client_id": "abc"}))
    assert platform.post({"client_name": "careered"}, "t") == {"client_id": "abc"}
    assert json.loads(platform.requests[0].content) == {"client_name": "careered"}
    assert platform.requests[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"error": "invalid_client_metadata", "error_description": "No more tools"}', "No more tools"),
        (b'{"error": "no_tools"}', "no_tools"),
        (b'{"errors": [{"message": "Invalid scopes: x"}]}', "Invalid scopes: x"),
        (b'{"errors": {"scopes": "x"}}', ""),
        (b'{"status": 1}', ""),
        (b"{broken", ""),
        (b"Registration token was used", "Registration token was used"),
        (b"<html><title>Oops</title>", ""),
        (b"one\r\ntwo\x00", "onetwo"),
        (b"x" * 5000, "x" * 200),
        (b"\xff", "\ufffd"),
        (b"", ""),
    ],
)
def test_a_platform_that_refuses_says_why_in_a_line(body: bytes, reason: str) -> None:
    platform = UnregisteredPlatform(httpx2.Response(400, content=body))
    with pytest.raises(RequestError) as caught:
        platform.post({})
    assert (caught.value.code, caught.value.shown_text) == ("registration_refused", reason)
