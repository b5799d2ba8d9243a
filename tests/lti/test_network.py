"""Connections to platforms: whom the tool calls, and how long it listens."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

import httpx2
import pytest

from careered.lti import client, network
from careered.lti.client import NoResponse, Ok, Rejected, RetryLater, ServiceClient
from careered.lti.network import async_platform_client, platform_client
from careered.lti.platform import Registration
from tests.lti.lms import TOOL_KEY, Lms
from tests.lti.school import NOW, SCHOOL

TOKEN = b'{"access_token": "t"}'
TOKEN_RESPONSE = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(TOKEN), TOKEN)
HEAD, BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b" " * 99_999


class SlowPlatform:
    """Gives a token at once, and everything else byte by byte for ever."""

    def __init__(self, response: bytes) -> None:
        self.response, self.hung_up = response, threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Within, it answers."""
        thread = threading.Thread(target=self._serve)
        thread.start()
        try:
            yield
        finally:
            thread.join()
            self._server.close()

    def _serve(self) -> None:
        with self._server.accept()[0] as connection:
            connection.recv(65_536)
            connection.sendall(TOKEN_RESPONSE)
        with self._server.accept()[0] as connection:
            connection.recv(65_536)
            self._drip(connection)

    def _drip(self, connection: socket.socket) -> None:
        never = threading.Event()
        try:
            for byte in self.response:
                connection.sendall(bytes([byte]))
                never.wait(0.02)
        except OSError:
            self.hung_up.set()


def service_client(http: httpx2.Client) -> ServiceClient:
    return ServiceClient(http, lambda: TOOL_KEY, lambda: NOW)


def registration_at(url: str) -> Registration:
    return replace(SCHOOL, token_url=f"{url}/token")


@pytest.mark.parametrize("response", [HEAD[:20] + b"X-Slow: " + BODY, HEAD + BODY], ids=["head", "body"])
def test_a_platform_that_drips_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, response: bytes) -> None:
    monkeypatch.setattr(client, "TOTAL_TIMEOUT_SECONDS", 1)
    platform = SlowPlatform(response)
    with platform.running(), platform_client(allow_loopback=True) as http:
        answer = service_client(http).request(registration_at(platform.url), ["a"], "GET", f"{platform.url}/x")
    assert answer == NoResponse("no_answer")
    assert platform.hung_up.is_set()


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["169.254.169.254"],
        ["::1"],
        ["64:ff9b::7f00:1"],
        ["2002:7f00:1::"],
        ["::7f00:1"],
        ["::ffff:192.168.0.1"],
        ["fe80::1%eth0"],
        ["8.8.8.8", "10.0.0.1"],
    ],
)
def test_a_name_inside_a_network_is_never_called(addresses: list[str]) -> None:
    http = platform_client(allow_loopback=False, lookup=lambda _host: addresses)
    answer = service_client(http).request(SCHOOL, ["a"], "GET", "https://lms.school.example/x")
    assert answer == Rejected(0, "address_refused")


def test_a_name_that_nobody_has_is_asked_for_later() -> None:
    http = platform_client(allow_loopback=False, lookup=lambda _host: [])
    answer = service_client(http).request(SCHOOL, ["a"], "GET", "https://lms.school.example/x")
    assert answer == RetryLater(None, "no_answer")


def test_a_name_is_looked_up_again_at_every_connection() -> None:
    asked = []

    def look_up(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    service = service_client(platform_client(allow_loopback=False, lookup=look_up))
    for _ in range(2):
        service.request(SCHOOL, ["a"], "GET", "https://lms.school.example/x")
    assert asked == ["lms.school.example"] * 2


def test_a_worker_that_stops_asks_no_platform_any_more() -> None:
    lms = Lms()
    assert lms.client.request(SCHOOL, ["a"], "GET", "https://lms.school.example/x") == Ok(200)
    lms.client.stop()
    answer = lms.client.request(SCHOOL, ["a"], "GET", "https://lms.school.example/x")
    assert (answer, len(lms.requests)) == (RetryLater(None, "no_answer"), 1)


@pytest.mark.parametrize("allow_loopback", [True, False])
def test_a_server_and_its_worker_read_the_machines_certificates_once(
    allow_loopback: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(network, "_tls_context", cache(network._tls_context.__wrapped__))
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda context, *_files: made.append(context))
    platform_client(allow_loopback=allow_loopback)
    async_platform_client(allow_loopback=allow_loopback)
    assert len(made) == 1
