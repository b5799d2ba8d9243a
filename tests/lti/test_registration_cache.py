"""Registrations in memory: whoever changes a platform, every process sees it within a second."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from careered.lti import deployment_store, former_deployments, platform_replacement, platform_store, registration_cache
from careered.lti.platform import Registration
from careered.lti.registration_cache import RegistrationCache
from careered.lti.service_hosts import store_service_hosts
from careered.web.app_state import AppState
from careered.web.errors import RequestError
from tests.corpus.attempt import LaunchAttempt
from tests.lti.school import verified_launch
from tests.support.counters import statements_of
from tests.support.school import School, activities_of, pupils_of, school

Change = Callable[[Connection, Registration], object]


@pytest.fixture
def town(database_url: str) -> Iterator[School]:
    """A school with a platform that is connected."""
    with school(database_url) as opened:
        yield opened


class Process:
    """Another process on the same database, with its own memory and clock."""

    def __init__(self, town: School) -> None:
        self.seconds = 0.0
        self.database = town.database
        self.kept = RegistrationCache(lambda: self.seconds)
        self.known = stored(town)

    def reads(self, later: float = 0.0) -> Registration:
        """What it takes for the platform's registration, some seconds later."""
        self.seconds += later
        return asyncio.run(self.kept.require_active(cast(AppState, self), *of(self.known)))

    async def in_thread(self, work: Callable[[], Any]) -> Any:
        """As the application's state, where nobody waits for a thread."""
        return work()


def stored(town: School) -> Registration:
    """The platform as it is stored."""
    with town.database.reading() as db:
        return platform_store.all_platforms(db)[0]


def registers_again(db: Connection, known: Registration) -> str:
    """The same platform, by another client: its id."""
    return platform_store.save(db, replace(known, client_id="anew", service_hosts=()), ["anew"])


def takes_over(db: Connection, known: Registration) -> None:
    platform_replacement.take_over(db, known.organisation_id, known.platform_id, registers_again(db, known))


def of(known: Registration) -> tuple[str, str]:
    return known.organisation_id, known.platform_id


SERVICES: dict[str, Any] = {
    "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"scope": [], "lineitems": "https://marks.test/items"}
}
CHANGES: dict[str, Change] = {
    "saved": lambda db, known: platform_store.save(db, replace(known, auth_url="https://school.test/other"), []),
    "named": lambda db, known: platform_store.name_from_launch(db, replace(known, name="school.test"), "Koulu"),
    "approved": lambda db, known: deployment_store.approve(db, *of(known), "new"),
    "of courses": lambda db, known: deployment_store.set_kind(db, *of(known), "course"),
    "hosts": lambda db, known: store_service_hosts(db, known, verified_launch(**SERVICES)),
    "taken over": takes_over,
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_whoever_changes_a_platform_another_process_sees_it_after_a_second(
    town: School, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(registration_cache, "LOOK_EVERY_SECONDS", 1.0)
    process = Process(town)
    before = process.reads()
    with town.database.transaction() as db:
        CHANGES[change](db, before)
    assert process.reads(0.9) == before
    assert process.reads(0.2) == stored_by_id(town, before) != before


def stored_by_id(town: School, known: Registration) -> Registration | None:
    with town.database.reading() as db:
        return platform_store.find_by_id(db, *of(known))


def test_a_platform_that_is_switched_off_lets_nobody_in_after_a_second(
    town: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registration_cache, "LOOK_EVERY_SECONDS", 1.0)
    process = Process(town)
    known = process.reads()
    with town.database.transaction() as db:
        platform_store.set_status(db, *of(known), "off")
    with pytest.raises(RequestError, match="platform_not_active"):
        process.reads(1.1)


def test_former_deployments_that_are_matched_or_put_back_are_seen_too(
    town: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil, activity = pupils_of(town.platform, "fi-8b")[0], activities_of(town.platform, "fi-8b")[0]
    assert LaunchAttempt(town, pupil, activity).launch({}).status_code == 303
    monkeypatch.setattr(registration_cache, "LOOK_EVERY_SECONDS", 1.0)
    process = Process(town)
    with town.database.transaction() as db:
        new_id = registers_again(db, process.reads())
        deployment_store.approve(db, process.known.organisation_id, new_id, "second")
        platform_replacement.take_over(db, *of(process.known), new_id)
    assert process.reads(1.1).is_matching
    with town.database.transaction() as db:
        (former,) = former_deployments.former_deployments(db, of(process.known))
        former_deployments.match(db, of(process.known), "anew", former.deployment_id)
    assert process.reads(1.1).deployments == {"anew"}
    with town.database.transaction() as db:
        platform_replacement.undo(db, process.known.organisation_id, new_id)
    assert process.reads(1.1).deployments == process.known.deployments


def test_within_a_second_a_login_asks_the_database_nothing(town: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration_cache, "LOOK_EVERY_SECONDS", 60.0)
    pupil, activity = pupils_of(town.platform, "fi-8b")[0], activities_of(town.platform, "fi-8b")[0]
    assert LaunchAttempt(town, pupil, activity).launch({}).status_code == 303
    with statements_of(town.tool.state.careered.database) as asked:
        LaunchAttempt(town, pupil, activity).start_login()
    assert asked == []


def test_what_was_refused_is_not_kept(town: School) -> None:
    process = Process(town)
    for number in range(3):
        with pytest.raises(RequestError):
            asyncio.run(process.kept.require_by_issuer(cast(AppState, process), "https://nobody.test", str(number)))
    assert process.kept._cached == {}
