"""A town with two platforms: the first answers oddly, the other as it should."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from careered.clock import now
from careered.lti import connection_log, platform_store
from careered.progress.tables import ScoreDelivery
from demo_platform.platform import DemoPlatform
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, open_scenario
from tests.support.databases import fresh
from tests.support.kept_rows import lived_once

OTHER_URL = "https://lukio.test"


@dataclass
class OddTown:
    """pupil: in both schools, with one lesson finished in each and both scores waiting."""

    scenario: Scenario
    other: DemoPlatform
    pupil: str

    def respond(self, pattern: str, *responses: httpx2.Response) -> None:
        """The first platform gives these answers to requests that match; the requests do not reach it."""
        self.scenario.network.respond_with(f"school.test.*{pattern}", *responses)

    def work(self) -> None:
        """The worker does what is due; the other school's score arrives at once, whatever the first one answers."""
        self.scenario.run_worker()
        assert self.other.gradebook["1"][self.pupil].score

    def code(self, step: str) -> str:
        """What the staff can read about a step of the first platform's connection: a reason code, or "ok"."""
        with self.scenario.school.database.reading() as db:
            first = next(one for one in platform_store.all_platforms(db) if one.issuer == "https://school.test")
            events = connection_log.latest_by_step(db, first.organisation_id, first.platform_id)
        return events[step].code if step in events else ""

    def state(self) -> str:
        """The state of the score for the first platform, which is delivered or has a later time."""
        with self.scenario.school.database.reading() as db:
            rows = db.execute(ScoreDelivery.__table__.select()).mappings().all()
        for row in rows:
            assert row["leased_until"] is None
            assert row["state"] == "delivered" or row["next_attempt_at"] is None or row["next_attempt_at"] > now()
        (delivery,) = self.pupils()[self.pupil]["deliveries"]
        return str(delivery["state"])

    def class_row(self) -> dict[str, Any]:
        """The first platform's class."""
        (row,) = [row for row in self.scenario.class_rows() if row["platform_name"] != "Lukion Moodle"]
        return row

    def pupils(self) -> dict[str, dict[str, Any]]:
        """The pupils in the report of the first platform's class, by user id."""
        report = self.scenario.school.report(self.class_row()["id"])
        return {pupil["user_id"]: pupil for pupil in report["pupils"]}

    def arrives_in_the_end(self) -> None:
        """The platform is itself again: within a day the gradebook has the score."""
        self.scenario.advance(hours=13)
        assert self.scenario.run_worker_until_idle() == 0
        assert self.scenario.gradebook_points(self.pupil, FINLAND)[0] == 1
        assert self.state() == "delivered"


@pytest.fixture
def town(database_url: str) -> Iterator[OddTown]:
    """On each kind of database, for answers whose text is stored."""
    with _open_town(database_url) as opened:
        yield opened


@pytest.fixture
def quick_town(tmp_path: Path) -> Iterator[OddTown]:
    """On SQLite only, for answers of which nothing reaches the database."""
    with fresh("sqlite", tmp_path) as url, _open_town(url) as opened:
        yield opened


@contextmanager
def _open_town(database_url: str) -> Iterator[OddTown]:
    with open_scenario(database_url) as scenario:
        other, pupil = scenario.connect_platform(OTHER_URL, "Lukion Moodle"), scenario.people(FINLAND)[0]
        lived_once(scenario.school.database, "in two schools", lambda: _work_through(scenario, pupil))
        yield OddTown(scenario, other, pupil)


def _work_through(scenario: Scenario, pupil: str) -> None:
    away = scenario.browser_at(OTHER_URL)
    away.open(pupil, WHOLE_PROGRAMME[FINLAND])
    scenario.goes_through(away, FINLAND)
    scenario.finishes(pupil, FINLAND)
