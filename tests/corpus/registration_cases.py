"""Platforms that register themselves, or try to: group dynamic_registration."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from httpx2 import Response

from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.registration import invite
from careered.lti.registration.safe_http import Fetcher
from careered.web.app_state import AppState
from tests.corpus.attempt import LaunchAttempt
from tests.corpus.cases import case
from tests.support.school import LMS, TOOL, public_names

CONFIGURATION = f"{LMS}/openid-configuration"
PRIVATE_URLS = (
    *("https://127.0.0.1/c", "https://localhost/c", "https://10.1.2.3/c", "https://192.168.1.1/c", "https://[::1]/c"),
    *("https://169.254.169.254/latest", "https://[fd00::1]/c", "https://0x7f.1/c", "https://2130706433/c"),
    "https://[::ffff:127.0.0.1]/c",
)


def invitation(a: LaunchAttempt, organisation: str = "town") -> str:
    """A fresh invitation's secret."""
    with a.school.database.transaction() as db:
        address = invite.create_invitation(db, organisation, TOOL, country="fi")
    return parse_qs(urlsplit(address).query)["invite"][0]


def register(a: LaunchAttempt, key: str | None = None, *, update: str = "", **changes: str) -> Response:
    """Open our registration page as a platform's frame does."""
    parameters = {"invite": invitation(a) if key is None else key, **a.school.platform.registration_parameters(update)}
    return a.browser.get("/lti/register", params={**parameters, **changes})


def forbid_requests(a: LaunchAttempt) -> None:
    """From here on any outgoing request of a registration fails the test."""

    def connected(request: httpx2.Request) -> Response:
        raise AssertionError(f"asked {request.url}")

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(connected))
    _house(a).singletons[Fetcher] = Fetcher(client, allow_loopback=False, resolver=public_names)


def answer_with(a: LaunchAttempt, answer: Any, *, content: bytes = b"") -> None:
    """The platform answers every request of a registration with this."""

    def reply(request: httpx2.Request) -> Response:
        return Response(200, content=content) if content else Response(200, json=answer)

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(reply))
    _house(a).singletons[Fetcher] = Fetcher(client, allow_loopback=False, resolver=public_names)


def registrations(a: LaunchAttempt) -> list[Registration]:
    """Every platform as the database has it."""
    with a.school.database.reading() as db:
        return platform_store.all_platforms(db)


def _house(a: LaunchAttempt) -> AppState:
    app_state: AppState = a.school.tool.state.careered
    return app_state


@case("REG-01", 403, "registration_closed")
def without_an_invitation(a: LaunchAttempt) -> Response:
    forbid_requests(a)
    return register(a, "")


@case("REG-02", 403, "invitation_invalid")
def an_invitation_used_twice(a: LaunchAttempt) -> Response:
    key = invitation(a)
    assert register(a, key).status_code == 200
    forbid_requests(a)
    assert register(a, "made-up").headers["careered-code"] == "invitation_invalid"
    return register(a, key)


@case("REG-03", 400, "url_not_allowed")
def an_address_of_another_kind(a: LaunchAttempt) -> Response:
    forbid_requests(a)
    for url in ("", "file:///etc/passwd", "gopher://school.test/1"):
        assert register(a, openid_configuration=url).headers["careered-code"] == "url_not_allowed"
    return register(a, openid_configuration="http://school.test/openid-configuration")


@case("REG-04", 400, "url_not_allowed")
def an_address_inside(a: LaunchAttempt) -> Response:
    forbid_requests(a)
    for url in PRIVATE_URLS[1:]:
        assert register(a, openid_configuration=url).headers["careered-code"] == "url_not_allowed", url
    return register(a, openid_configuration=PRIVATE_URLS[0])


@case("REG-07", 400, "issuer_mismatch")
def somebody_elses_issuer(a: LaunchAttempt) -> Response:
    a.school.platform.base_url = "https://other.test"
    return register(a, openid_configuration=CONFIGURATION)


@case("REG-09", 409, "already_registered")
def a_platform_that_is_known(a: LaunchAttempt) -> Response:
    before = registrations(a)
    answer = register(a, update="careered-demo")
    with (
        a.school.database.transaction() as db
    ):  # and not even by an invitation of another town, however it calls itself
        platform_store.save(db, replace(before[0], registration_method="dynamic"), [])
    before = registrations(a)
    assert register(a, invitation(a, "elsewhere"), update="careered-demo").status_code == 409
    assert registrations(a) == before
    return answer


@case("REG-10", 400, "config_bad")
def a_configuration_that_is_none(a: LaunchAttempt) -> Response:
    for fault in ("html", "huge"):
        a.school.platform.faults.registration = fault
        assert register(a).headers["careered-code"] == "config_bad"
    answer_with(a, ["no", "object"])
    return register(a)


@case("REG-11", 400, "registration_refused")
def an_answer_without_a_client_id(a: LaunchAttempt) -> Response:
    a.school.platform.faults.registration = "no client id"
    assert register(a).status_code == 400
    a.school.platform.faults.registration = ""
    parameters = a.school.platform.registration_parameters("<script>alert(1)</script>")
    answer = a.browser.get("/lti/register", params={"invite": invitation(a), **parameters})
    assert "<script>alert" not in answer.text
    return answer


@case("REG-12", 200)
def a_good_run(a: LaunchAttempt) -> Response:
    answer = register(a)
    dynamic = [row for row in registrations(a) if row.registration_method == "dynamic"]
    assert [(row.status, row.deployments) for row in dynamic] == [("pending", frozenset({"3"}))]
    assert "close.js" in answer.text
    assert answer.headers["content-security-policy"].endswith("frame-ancestors https:")
    return answer


@case("REG-14", 200)
def a_platform_without_services(a: LaunchAttempt) -> Response:
    a.school.platform.faults.withheld = (
        "lineitem lineitem.readonly result.readonly score contextmembership.readonly noticehandlers"
    )
    answer = register(a)
    (registration,) = [row for row in registrations(a) if row.registration_method == "dynamic"]
    assert (registration.status, registration.scopes) == ("pending", ())
    return answer
