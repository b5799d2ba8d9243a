"""Whom tokens and scores go to: hosts of the registration, and those that an approved launch has named."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from careered.lti import platform_store
from careered.lti.client import Ok, Rejected
from careered.lti.platform import Registration
from careered.lti.registration_version import stored_version
from careered.lti.service_hosts import MAX_SERVICE_HOSTS, store_service_hosts
from careered.worker import Worker
from tests.corpus.attempt import LaunchAttempt
from tests.lti.lms import Lms
from tests.lti.school import SCHOOL, verified_launch
from tests.support.school import School, activities_of, pupils_of, school

AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
NOTICES = "https://purl.imsglobal.org/spec/lti/claim/platformnotificationservice"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
INSIDE = ("10.0.0.8", "127.0.0.1", "localhost", "169.254.169.254", "[::1]", "[64:ff9b::a00:8]", "[2002:a00:8::1]")


@pytest.fixture
def town(database_url: str) -> Iterator[School]:
    """A school whose platform is https://school.test."""
    with school(database_url) as opened:
        yield opened


def services_at(*hosts: str) -> dict[str, Any]:
    """Claims of services: line items, one line item, list of members, each at the next host."""
    names = [hosts[number % len(hosts)] for number in range(3)]
    ags = {"scope": [SCORE], "lineitems": f"https://{names[0]}/items", "lineitem": f"https://{names[1]}/items/7"}
    nrps = {"service_versions": ["2.0"], "context_memberships_url": f"https://{names[2]}/members"}
    return {AGS: ags, NRPS: nrps}


def opens(town: School, services: dict[str, Any], **changes: Any) -> int:
    """A pupil's launch with these services; the status of its first page or refusal."""
    pupil, activity = pupils_of(town.platform, "fi-8b")[0], activities_of(town.platform, "fi-8b")[0]
    attempt = LaunchAttempt(town, pupil, activity)
    sent = attempt.start_login()
    claims = attempt.claims(sent["nonce"], changes) | services
    answer = attempt.post_launch(town.platform.sign(claims, header=attempt.header()), sent["state"])
    return attempt.first_page(answer).status_code if answer.status_code == 303 else answer.status_code


def registration(town: School) -> Registration:
    """The platform as it is stored."""
    with town.database.reading() as db:
        return platform_store.all_platforms(db)[0]


def test_hosts_that_a_launch_names_are_known_from_then_on(town: School) -> None:
    assert registration(town).called_hosts == {"school.test"}
    assert opens(town, services_at("services.school.test", "Scores.school.test:8443", "school.test")) == 200
    assert registration(town).service_hosts == ("services.school.test", "scores.school.test")
    assert opens(town, services_at("more.school.test")) == 200
    assert opens(town, services_at("services.school.test")) == 200
    assert registration(town).service_hosts == ("services.school.test", "scores.school.test", "more.school.test")


def test_a_notice_service_may_have_a_host_of_its_own(town: School) -> None:
    notices = {
        NOTICES: {"platform_notification_service_url": "https://notices.school.test/n", "service_versions": ["1.0"]}
    }
    assert opens(town, notices) == 200
    assert "notices.school.test" in registration(town).service_hosts


def test_a_launch_that_is_refused_names_nothing(town: School) -> None:
    assert opens(town, services_at("evil.test"), deployment_id="never approved") == 403
    assert opens(town, services_at("evil.test"), exp=1) == 401
    assert registration(town).service_hosts == ()


def test_services_inside_are_never_called_and_the_launch_still_works(town: School) -> None:
    """Not one request, whatever the worker does; the page opens, and the pupil works."""
    calls: list[httpx2.URL] = []

    def record(request: httpx2.Request) -> httpx2.Response:
        calls.append(request.url)
        return httpx2.Response(200, json={"access_token": "t", "members": []})

    client = httpx2.Client(transport=httpx2.MockTransport(record))
    for host in INSIDE:
        assert (
            opens(town, services_at(host), roles=["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"])
            == 200
        )
        Worker(town.settings, town.database, client).run_once()
    assert registration(town).service_hosts == ()
    assert {url.host for url in calls} <= {"school.test"}


def test_a_platform_names_no_more_than_a_handful(town: School) -> None:
    for number in range(0, MAX_SERVICE_HOSTS + 6, 3):
        hosts = (f"s{number + place}.school.test" for place in range(3))
        assert opens(town, services_at(*hosts)) == 200
    assert len(registration(town).service_hosts) == MAX_SERVICE_HOSTS


def test_one_host_too_many_makes_no_process_read_the_registrations_again(town: School) -> None:
    full = replace(registration(town), service_hosts=tuple(f"s{n}.school.test" for n in range(MAX_SERVICE_HOSTS)))
    with town.database.transaction() as db:
        before = stored_version(db)
        store_service_hosts(db, full, verified_launch(**services_at("more.school.test")))
        assert stored_version(db) == before


def test_an_update_of_the_registration_keeps_the_hosts(town: School) -> None:
    opens(town, services_at("services.school.test"))
    with town.database.transaction() as db:
        platform_store.save(db, replace(registration(town), name="New", service_hosts=()), [])
    assert registration(town).service_hosts == ("services.school.test",)


@pytest.mark.parametrize(
    ("host", "is_called"),
    [
        ("lms.school.example", True),
        ("LMS.School.Example", True),
        ("lms.school.example:8443", True),
        ("services.school.example", True),
        ("own.school.example", True),
        ("other.example", False),
        ("school.example", False),
        ("evil-lms.school.example", False),
        ("lms.school.example.evil.test", False),
        ("lms.school.example@evil.test", False),
        ("10.0.0.8", False),
    ],
)
def test_no_token_goes_to_a_host_that_nobody_named(host: str, is_called: bool) -> None:
    lms = Lms()
    known = replace(SCHOOL, service_hosts=("services.school.example",), hosts=("own.school.example",))
    answer = lms.client.request(known, ["a"], "GET", f"https://{host}/x")
    assert answer == (Ok(200) if is_called else Rejected(0, "address_refused"))
    assert bool(lms.requests) is is_called


def test_no_inner_address_is_called_although_it_was_named() -> None:
    lms = Lms()
    for host in INSIDE:
        known = replace(SCHOOL, service_hosts=(host.strip("[]"),))
        assert lms.client.request(known, ["a"], "GET", f"https://{host}/x") == Rejected(0, "address_refused")
    assert lms.requests == []
