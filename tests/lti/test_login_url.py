"""The address to which a login sends the browser (SEC 5.1.1.2)."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from careered.lti.login import authorization_url
from careered.lti.state import NewLogin
from tests.lti.school import SCHOOL

LOGIN = NewLogin("a-state.of_us", "a-nonce", "secret", "cookie")
HINT = '{"cmid": 7, "name": "Äiti & isä + 1=#?"}'


@pytest.mark.parametrize(
    ("auth_url", "begins", "asks"),
    [
        ("https://lms.example/auth", "https://lms.example/auth?", {}),
        ("https://lms.example/auth?tenant=a%20b&x", "https://lms.example/auth?tenant=a%20b&x&", {"tenant": ["a b"]}),
        ("https://lms.example/auth#top", "https://lms.example/auth?", {}),
    ],
)
def test_the_platform_gets_its_hints_back_whatever_is_in_them(
    auth_url: str, begins: str, asks: dict[str, list[str]]
) -> None:
    sent = {"login_hint": "3 / ä&b", "lti_message_hint": HINT}
    url = authorization_url(replace(SCHOOL, auth_url=auth_url), sent, LOGIN, "https://careered.example/lti/launch")
    assert url.startswith(begins)
    assert url.isascii()
    assert parse_qs(urlsplit(url).query) == {
        **asks,
        "scope": ["openid"],
        "response_type": ["id_token"],
        "response_mode": ["form_post"],
        "prompt": ["none"],
        "client_id": [SCHOOL.client_id],
        "redirect_uri": ["https://careered.example/lti/launch"],
        "login_hint": ["3 / ä&b"],
        "lti_message_hint": [HINT],
        "state": ["a-state.of_us"],
        "nonce": ["a-nonce"],
    }


def test_a_platform_without_a_message_hint_gets_none() -> None:
    url = authorization_url(SCHOOL, {"login_hint": "3", "lti_message_hint": ""}, LOGIN, "https://careered.example/")
    assert "lti_message_hint" not in parse_qs(urlsplit(url).query, keep_blank_values=True)
