"""URLs that are ours, that may be called, and that are built."""

import pytest

from careered.lti import urls
from tests.lti.school import TOOL_ORIGIN


@pytest.mark.parametrize(
    "path",
    ["", "/", "/lti/launch", "/lti/launch/", "/lti/launch?lesson=1", "/lessons", "/lessons/xn-1", "/lessons#top"],
)
def test_paths_that_a_launch_may_open(path: str) -> None:
    assert urls.is_tool_url(TOOL_ORIGIN, TOOL_ORIGIN + path)
    assert urls.is_tool_url(f"{TOOL_ORIGIN}:443", TOOL_ORIGIN + path)
    assert urls.is_tool_url(TOOL_ORIGIN, TOOL_ORIGIN.upper().replace("HTTPS", "https") + path)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/lessons",
        "//careered.example/lessons",
        f"{TOOL_ORIGIN}/admin",
        f"{TOOL_ORIGIN}/lessonsx",
        f"{TOOL_ORIGIN}/lti/launchx",
        f"{TOOL_ORIGIN}/LESSONS",
        f"{TOOL_ORIGIN}/lessons/../admin",
        f"{TOOL_ORIGIN}/lessons/%2e%2E/admin",
        f"{TOOL_ORIGIN}/lessons\\..\\admin",
        f"{TOOL_ORIGIN}\\@evil.example/lessons",
        f"{TOOL_ORIGIN}:8443/lessons",
        f"{TOOL_ORIGIN}:x/lessons",
        f"{TOOL_ORIGIN}:0/lessons",
        f"{TOOL_ORIGIN}.evil.example/lessons",
        "http://careered.example/lessons",
        "https://evil.example/lessons",
        "https://user@careered.example/lessons",
        "https://user:pass@careered.example/lessons",
        "https://careered.example@evil.example/lessons",
        "https:///lessons",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://careered.example/lessons",
        f" {TOOL_ORIGIN}/lessons",
        f"{TOOL_ORIGIN}/lessons\n",
        f"{TOOL_ORIGIN}/les\tsons",
        f"{TOOL_ORIGIN}/lessons/ä",
        "https://[::1/lessons",
    ],
)
def test_addresses_that_are_not_ours(uri: str) -> None:
    assert not urls.is_tool_url(TOOL_ORIGIN, uri)


def test_nothing_is_ours_where_our_own_address_is_broken() -> None:
    assert not urls.is_tool_url("", "")
    assert not urls.is_tool_url("", "/lessons")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://School.example/a?b#c", "https://school.example"),
        ("https://school.example:443/", "https://school.example"),
        ("http://school.example:80", "http://school.example"),
        ("http://localhost:8100/x", "http://localhost:8100"),
        ("https://school.example:80/", "https://school.example:80"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
        ("https://*.example/", ""),
        ("https://school.example;script-src/", ""),
        ("https://school.example'/", ""),
        ("https://user@school.example/", ""),
        ("mailto:a@school.example", ""),
        ("https://", ""),
        ("null", ""),
        ("https://school.example:99999/", ""),
    ],
)
def test_the_origin_of_an_address_is_safe_to_put_into_a_header(url: str, origin: str) -> None:
    assert urls.origin_of(url) == origin


@pytest.mark.parametrize(
    ("url", "joined"),
    [
        ("https://a.example/lineitem?type_id=1", "https://a.example/lineitem/scores?type_id=1"),
        ("https://a.example/lineitem", "https://a.example/lineitem/scores"),
        ("https://a.example/lineitem/", "https://a.example/lineitem/scores"),
        ("https://a.example/a%2Fb?x=%20&y=A", "https://a.example/a%2Fb/scores?x=%20&y=A"),
    ],
)
def test_a_path_goes_before_the_query(url: str, joined: str) -> None:
    assert urls.with_path(url, "/scores") == joined


def test_a_query_is_added_to_the_one_that_is_there() -> None:
    assert (
        urls.with_query("https://a.example/x?b=%20C", user_id="a b&c") == "https://a.example/x?b=%20C&user_id=a+b%26c"
    )
    assert urls.with_query("https://a.example/x", a="1", b="2") == "https://a.example/x?a=1&b=2"
    assert urls.with_query("https://a.example/x") == "https://a.example/x"


LOCAL = [
    "localhost",
    "app.localhost",
    "localhost.",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "[::1]",
    "[fd00::1]",
    "[fe80::1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[::127.0.0.1]",
    "[::10.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[ff02::1]",
]


@pytest.mark.parametrize("host", LOCAL)
def test_addresses_of_this_machine_and_of_private_networks_are_called_only_where_allowed(host: str) -> None:
    for scheme in ("http", "https"):
        assert not urls.is_outgoing_allowed(f"{scheme}://{host}:8080/x", allow_loopback=False)
        assert urls.is_outgoing_allowed(f"{scheme}://{host}:8080/x", allow_loopback=True)
    assert urls.is_local(f"https://{host}/")


@pytest.mark.parametrize(
    "host", ["school.example", "8.8.8.8", "[2001:4860:4860::8888]", "1.school.example", "[::ffff:8.8.8.8]"]
)
def test_public_hosts_are_called_over_https_only(host: str) -> None:
    for allow in (False, True):
        assert urls.is_outgoing_allowed(f"https://{host}/x", allow_loopback=allow)
        assert not urls.is_outgoing_allowed(f"http://{host}/x", allow_loopback=allow)
    assert not urls.is_local(f"https://{host}/")


@pytest.mark.parametrize(
    "url", ["", "ftp://school.example/", "file:///etc/passwd", "https://u:p@school.example/", "https://"]
)
def test_what_is_no_plain_web_address_is_never_called(url: str) -> None:
    assert not urls.is_outgoing_allowed(url, allow_loopback=True)
    assert not urls.is_local(url)


@pytest.mark.parametrize("text", ["school.example.org", "Skole.Example.org"])
def test_a_hosts_name_is_one(text: str) -> None:
    assert urls.is_host(text)


@pytest.mark.parametrize(
    "text", ["", "school", "https://school.example.org", "school.example.org/x", "a.b:80", "a b.c"]
)
def test_what_is_no_hosts_name_is_refused(text: str) -> None:
    assert not urls.is_host(text)
