"""Platforms that let teachers choose, and what they may ask: group deep_linking."""

import json
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

from httpx2 import Response

from careered.clock import now
from tests.corpus.attempt import LaunchAttempt
from tests.corpus.cases import case
from tests.support.pages import Form, Page
from tests.support.school import LMS, pupils_of

TEACHER, COURSE = "10", "fi-8b"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
RETURN = f"{LMS}/return?sesskey=x&y=%20"


def launch_picker(
    a: LaunchAttempt, person: str = TEACHER, changes: dict[str, Any] | None = None, **settings: Any
) -> Response:
    """A deep linking launch with changed claims or settings; None takes a setting away."""
    platform = a.school.platform
    login = a.browser.post(
        "/lti/login", data=platform.start_message(person, message="LtiDeepLinkingRequest", course_id=COURSE)
    )
    sent = {name: values[0] for name, values in parse_qs(urlsplit(login.headers["location"]).query).items()}
    pending = platform.take_pending(sent["lti_message_hint"])
    assert pending is not None
    claims = platform.message_claims(pending, sent["nonce"])
    all_settings = {**claims[SETTINGS], "deep_link_return_url": RETURN, **settings}
    claims[SETTINGS] = {name: value for name, value in all_settings.items() if value is not None}
    claims |= changes or {}
    present_claims = {name: value for name, value in claims.items() if value is not None}
    return a.post_launch(platform.sign(present_claims), sent["state"])


def picker(a: LaunchAttempt, **settings: Any) -> Form:
    """The picker's form."""
    return Page(a.first_page(launch_picker(a, **settings))).form("form[data-next]")


def submit_picker(a: LaunchAttempt, form: Form, **answers: str | list[str]) -> Response:
    """Press the picker's button."""
    data: dict[str, list[str]] = {}
    for name, value in form.values_with(**answers):
        data.setdefault(name, []).append(value)
    return a.browser.post(form.action, data=data)


def response_claims(response: Response) -> dict[str, Any]:
    """The claims of the answer on its way to the platform."""
    token = dict(Page(response).form("form[data-send]").fields)["JWT"]
    body = token.split(".")[1]
    payload: dict[str, Any] = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return payload


@case("DL-01", 400, "claim_missing")
def no_settings_or_no_address(a: LaunchAttempt) -> Response:
    assert launch_picker(a, deep_link_return_url=None).headers["careered-code"] == "claim_missing"
    return launch_picker(a, changes={SETTINGS: None})


@case("DL-02", 400, "return_url_untrusted")
def an_address_elsewhere(a: LaunchAttempt) -> Response:
    for url in ("javascript:alert(1)", "http://school.test/return", "https://school.test.evil.example/return", "x"):
        assert launch_picker(a, deep_link_return_url=url).headers["careered-code"] == "return_url_untrusted", url
    return launch_picker(a, deep_link_return_url="https://elsewhere.example/return")


@case("DL-03", 403, "not_allowed")
def a_pupil_who_would_choose(a: LaunchAttempt) -> Response:
    return launch_picker(a, pupils_of(a.school.platform, COURSE)[0])


@case("DL-05", 200, writes=True)
def much_data(a: LaunchAttempt) -> Response:
    data = 'å"\\u00e5<&>\n' * 800
    answer = submit_picker(a, picker(a, data=data))
    assert response_claims(answer)[f"{DL}data"] == data
    return answer


@case("DL-06", 200, writes=True)
def a_deployment_that_takes_no_links(a: LaunchAttempt) -> Response:
    page = Page(a.first_page(launch_picker(a, accept_types=["link", "html"])))
    answer = submit_picker(a, page.form("form[data-next]"))
    claims = response_claims(answer)
    assert claims[f"{DL}content_items"] == []
    assert claims[f"{DL}errormsg"]
    return answer


@case("DL-07", 403, "lesson_not_available", writes=True)
def a_lesson_of_another_country(a: LaunchAttempt) -> Response:
    form = picker(a)
    for stranger in ("dk-2", "fi-99", "../fi-2"):
        assert submit_picker(a, form, lesson=[stranger]).headers["careered-code"] == "lesson_not_available"
    return submit_picker(a, form, lesson=["fi-2", "dk-2"])


@case("DL-09", 401, "session_missing", writes=True)
def a_visit_that_is_over(a: LaunchAttempt) -> Response:
    form = picker(a)
    form.fields = [(name, "gone" if name == "session" else value) for name, value in form.fields]
    a.browser.cookies.clear()
    answer = submit_picker(a, form)
    assert RETURN not in answer.text
    return answer


@case("DL-10", 200, writes=True)
def a_title_with_html_in_it(a: LaunchAttempt) -> Response:
    odd = f'{LMS}/return?title="></script><script>alert(1)</script>'.replace(" ", "")
    answer = submit_picker(
        a, picker(a, deep_link_return_url=odd.replace('"', "%22").replace("<", "%3C").replace(">", "%3E"))
    )
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert f"form-action 'self' {LMS}" in answer.headers["content-security-policy"]
    assert len(response_claims(answer)[f"{DL}content_items"]) == 1 + len(a.school.packs["FI"].playable_lessons())
    return answer


@case("DL-12", 200, writes=True)
def a_good_answer(a: LaunchAttempt) -> Response:
    answer = submit_picker(a, picker(a))
    claims = response_claims(answer)
    platform = a.school.platform
    assert (claims["iss"], claims["aud"]) == ("careered-demo", LMS)
    assert claims["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] == "2"
    assert 0 < claims["exp"] - now().timestamp() <= 300
    assert claims["nonce"] not in platform.used_nonces
    assert f"{DL}data" not in claims
    return answer
