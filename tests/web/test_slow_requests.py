"""Whoever sends half a request and waits does not hold a place in the server; whole ones are answered as ever."""

import importlib
import json
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse

import pytest
import uvicorn
import uvicorn.protocols.http.auto

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
        options = server_options() | {"http": http_protocol.TimedProtocol}
        server = uvicorn.Server(uvicorn.Config(school.app, lifespan="off", **options))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield bound
        server.should_exit = True
        thread.join(30)
        bound.close()


@pytest.fixture
def without_httptools() -> Iterator[None]:
    """A platform for which there is no httptools."""
    modules = (uvicorn.protocols.http.auto, http_protocol)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "httptools", None)
        for module in modules:
            importlib.reload(module)
        yield
    for module in modules:
        importlib.reload(module)


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


ENDLESS = {
    "address": (b"GET /", b"x"),
    "headers": (HEAD, b"X-More: 1\r\n"),
    "header": (HEAD + b"X-Long: ", b"x"),
    "trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: 1\r\n"),
}


def send_without_end(connection: socket.socket, start: bytes, more: bytes) -> None:
    """Send up to 60 MB."""
    connection.sendall(start)
    for _ in range(1000):
        connection.sendall(more * (60_000 // len(more)))


@pytest.mark.parametrize(("start", "more"), ENDLESS.values(), ids=ENDLESS)
def test_headers_without_end_are_not_held(
    server: socket.socket, start: bytes, more: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_protocol, "RECEIVE_SECONDS", 60)
    with connected(server) as connection, pytest.raises(ConnectionError):
        send_without_end(connection, start, more)


def test_a_body_that_nobody_reads_is_let_through_to_its_end(
    server: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sender gets to read why it is refused, and the connection is good for the next request."""
    monkeypatch.setattr(http_protocol, "RECEIVE_SECONDS", 60)
    with connected(server) as connection:
        connection.sendall(HEAD + b"Content-Length: 9000000\r\n\r\n")
        assert status(connection) == 413
        connection.sendall(b"x" * 9_000_000)
        connection.sendall(GET)
        assert status(connection) == 200


@pytest.mark.usefixtures("without_httptools")
@pytest.mark.parametrize("half", [HALVES["half_a_header"], HALVES["half_a_body"]], ids=["header", "body"])
def test_it_is_so_too_where_there_is_no_httptools(half: bytes, request: pytest.FixtureRequest) -> None:
    server = request.getfixturevalue("server")
    assert "h11" in http_protocol.TimedProtocol.__base__.__module__
    test_the_second_request_of_a_connection_must_be_whole_too(server, half)


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
