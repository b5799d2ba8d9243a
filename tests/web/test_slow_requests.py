"""Whoever sends half a request and waits does not hold a place in the server; whole ones are answered as ever."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse

import pytest
import uvicorn

from careered.cli.server import server_options
from careered.web import http_protocol
from tests.demo_platform.serving import listener, port_of
from tests.lessons.factories import harbour_school
from tests.support.databases import fresh

HEAD = b"POST /lti/login HTTP/1.1\r\nHost: careered.test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
GET = b"GET /healthz HTTP/1.1\r\nHost: careered.test\r\n\r\n"
FORM = HEAD + b"Content-Length: 10\r\n\r\niss=abcdef"
HALVES = {
    "nothing": b"",
    "half_a_first_line": b"GET /heal",
    "half_a_header": HEAD,
    "no_body": HEAD + b"Content-Length: 10\r\n\r\n",
    "half_a_body": FORM[:-3],
    "half_a_chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
}


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The tool with the options of `careered serve`, and little patience; where it listens."""
    monkeypatch.setattr(http_protocol, "RECEIVE_SECONDS", 0.2)
    folder = tmp_path_factory.mktemp("slow")
    with fresh("sqlite", folder) as url, harbour_school(url) as school:
        bound = listener()
        server = uvicorn.Server(uvicorn.Config(school.app, lifespan="off", **server_options()))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield bound
        server.should_exit = True
        thread.join(30)
        bound.close()


@contextmanager
def connected(server: socket.socket) -> Iterator[socket.socket]:
    """A connection of somebody with much time."""
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=60) as connection:
        yield connection


def until_closed(connection: socket.socket) -> bytes:
    """All that comes before the server closes."""
    received = b""
    try:
        while part := connection.recv(65_536):
            received += part
    except ConnectionResetError:
        pass
    return received


def status(connection: socket.socket) -> int:
    """The status of the answer, which is read to its end."""
    response = HTTPResponse(connection)
    response.begin()
    response.read()
    return response.status


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_half_a_request_is_hung_up_on_without_an_answer(
    server: socket.socket, half: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with connected(server) as connection:
        connection.sendall(half)
        assert until_closed(connection) == b""
    with connected(server) as other:  # answered after the tool has noticed that the first one is gone
        other.sendall(GET)
        assert status(other) == 200
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    assert [line for line in lines if line["level"] != "info"] == []


@pytest.mark.parametrize("half", list(HALVES.values())[1:], ids=list(HALVES)[1:])
def test_the_second_request_of_a_connection_must_be_whole_too(server: socket.socket, half: bytes) -> None:
    with connected(server) as connection:
        connection.sendall(GET)
        assert status(connection) == 200
        connection.sendall(half)
        assert until_closed(connection) == b""


@pytest.mark.parametrize("start", [HEAD + b"X-Slow: ", HEAD + b"Content-Length: 99999\r\n\r\n"], ids=["head", "body"])
def test_byte_by_byte_is_not_soon_enough(server: socket.socket, start: bytes) -> None:
    with connected(server) as connection:
        connection.sendall(start)
        connection.settimeout(0.01)  # the pace of the bytes
        while True:
            try:
                connection.sendall(b"x")
                assert connection.recv(1) == b""
                return
            except TimeoutError:
                continue
            except ConnectionError:
                return


def test_a_large_body_may_take_its_time_while_it_keeps_coming(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_protocol, "RECEIVE_SECONDS", 0.001)
    monkeypatch.setattr(http_protocol, "MIN_BYTES", 0)
    with connected(server) as slow:
        for byte in FORM:
            slow.sendall(bytes([byte]))
            with connected(server) as other:  # somebody is answered between each two of its bytes
                other.sendall(GET)
                assert status(other) == 200
        assert status(slow) == 400  # read to its end: no such platform


def test_others_are_answered_while_hundreds_wait(server: socket.socket) -> None:
    waiting = [socket.create_connection(("127.0.0.1", port_of(server)), timeout=60) for _ in range(200)]
    for connection in waiting:
        connection.sendall(FORM[:-1])
    with connected(server) as other:
        other.sendall(GET)
        assert status(other) == 200
    assert {until_closed(connection) for connection in waiting} == {b""}
    for connection in waiting:
        connection.close()
