"""What browsers, and proxies before us, send in the headers, the address and the form of a request."""

import asyncio
from collections.abc import Sequence

import pytest
from starlette.datastructures import QueryParams
from starlette.requests import Request

from careered.web.forms import read_form, read_query
from careered.web.request_headers import cookies, header

FORM = (b"content-type", b"application/x-www-form-urlencoded")


def request(*headers: tuple[bytes, bytes], body: bytes = b"") -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": list(headers)}, receive)


def test_of_a_header_that_comes_twice_the_first_is_read() -> None:
    twice = request((b"sec-fetch-site", b"cross-site"), (b"host", b"careered.example"), (b"sec-fetch-site", b"none"))
    assert header(twice, "sec-fetch-site") == "cross-site"
    assert header(twice, "origin") == ""


@pytest.mark.parametrize(
    "sent",
    [[(b"cookie", b"a=1; b=two=2;c; a=3")], [(b"cookie", b"a=1; b=two=2"), (b"x", b"y"), (b"cookie", b"c; a=3")]],
)
def test_all_cookies_are_read_also_where_a_proxy_has_split_the_header(sent: Sequence[tuple[bytes, bytes]]) -> None:
    assert list(cookies(request(*sent))) == [("a", "1"), ("b", "two=2"), ("c", ""), ("a", "3")]


def test_without_cookies_nobody_has_one() -> None:
    assert dict(cookies(request((b"host", b"careered.example")))).get("a") is None


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"text=https%3A%2F%2Flms.example%2Fa%3fb", "https://lms.example/a?b"),
        (b"text=https%3a%2f%2flms.example", "https://lms.example"),
        (b"text=50+%253A+50", "50 %3A 50"),
        (b"text=%25%32%46", "%2F"),
        (b"text=%2525253A%25252F", "%25253A%252F"),
        (b"text=a%26b%3Dc", "a&b=c"),
        (b"text=%C3%A4iti%00", "äiti"),
    ],
)
def test_a_form_says_what_was_typed_decoded_once(body: bytes, value: str) -> None:
    assert asyncio.run(read_form(request(FORM, body=body))) == {"text": [value]}


@pytest.mark.parametrize(
    "query",
    [b"", b"a=1&b=&c", b"a=1&a=2", b"a+b=%C3%A4+%2B&&=x", b"a=%FF%zz%", b"a=1;b=2", b"a=%253A%00", "a=ä".encode()],
)
def test_an_address_says_what_it_has_always_said(query: bytes) -> None:
    asked = Request({"type": "http", "method": "GET", "headers": [], "query_string": query})
    assert read_query(asked) == dict(QueryParams(query))
