"""The least browser that can go through a launch: keep-alive, cookies by hand, the headers that Chromium sends."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

PATIENCE_SECONDS = 30
_CHROMIUM = (
    "Cache-Control: max-age=0\r\n"
    'sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="142"\r\n'
    "sec-ch-ua-mobile: ?0\r\n"
    'sec-ch-ua-platform: "Linux"\r\n'
    "Upgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n"
    "Accept-Language: fi-FI\r\n"
    "Sec-Fetch-Mode: navigate\r\n"
    "Sec-Fetch-Dest: document\r\n"
)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer. cookies: name to value, as set by it."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


class Connection:
    """One connection to a server; opened again where the server has closed it, after an answer or a long silence."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_fault: object) -> None:
        self._close()

    async def post(
        self, path: str, form: Mapping[str, str], cookies: Mapping[str, str], site: str = "cross-site"
    ) -> Answer:
        """Post a form. site: whose page it is on, as browsers say it."""
        body = urlencode(form).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return await self._exchange(f"POST {path}", f"Sec-Fetch-Site: {site}\r\n{kind}", cookies, body)

    async def get(self, path: str, cookies: Mapping[str, str], *, is_poll: bool = False) -> Answer:
        """Get a page; is_poll: the part of it that an open page asks for again."""
        kind = "Sec-Fetch-Site: same-origin\r\n" + ("hx-request: true\r\nhx-request-type: partial\r\n" * is_poll)
        return await self._exchange(f"GET {path}", kind, cookies, b"")

    async def _exchange(self, line: str, kind: str, cookies: Mapping[str, str], body: bytes) -> Answer:
        kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
        cookie = f"Cookie: {kept}\r\n" if kept else ""
        head = f"{line} HTTP/1.1\r\nHost: localhost:{self._port}\r\n{_CHROMIUM}{kind}{cookie}\r\n"
        async with asyncio.timeout(PATIENCE_SECONDS):
            if self._ends and self._ends[0].at_eof():
                self._close()
            if self._ends is None:
                self._ends = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._ends
            writer.write(head.encode() + body)
            answer = await _read(reader)
        if answer.headers.get("connection", "").lower() == "close":
            self._close()
        return answer

    def _close(self) -> None:
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


async def _read(reader: asyncio.StreamReader) -> Answer:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
    pairs = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    headers = dict(pairs)
    cookies = dict(value.split(";")[0].split("=", 1) for name, value in pairs if name == "set-cookie")
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(first.split()[1]), headers, cookies, body)
