"""A batch of scores ends before its lease does, however slow the platform is."""

from collections.abc import Iterator

import pytest
import time_machine

from careered.clock import now
from careered.db.engine import Database
from careered.grade_sync import outcome
from careered.grade_sync.outcome import Outcome
from careered.grade_sync.queue import LEASE_DURATION, PendingScore
from careered.grade_sync.sender import ScoreSender
from careered.lti.time_limit import remaining_seconds
from tests.grade_sync.test_queue import SchoolDatabase
from tests.journeys.scenario import MONDAY
from tests.lti.lms import Lms


class SlowSender(ScoreSender):
    """Sends that take the same time each; each may be cut when the time of its batch is up."""

    def __init__(self, database: Database, clock: time_machine.Traveller, seconds: float) -> None:
        super().__init__(database, Lms().client)
        self.clock, self.seconds = clock, seconds
        self.sent: list[str] = []
        self.may_last_until: list[float] = []

    def send(self, pending: PendingScore) -> Outcome:
        """Notes when this send is cut at the latest, and takes its time."""
        self.may_last_until.append(now().timestamp() + remaining_seconds())
        self.sent.append(pending.sub)
        self.clock.shift(self.seconds)
        return outcome.delivered()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    monkeypatch.setattr("careered.lti.time_limit.monotonic", lambda: now().timestamp())
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("seconds", [1, 9, 19, 29, 44])
def test_no_send_outlasts_the_lease_and_what_is_left_over_is_free_at_once(
    database_url: str, clock: time_machine.Traveller, seconds: float
) -> None:
    school_database = SchoolDatabase(Database(database_url.replace("postgresql://", "postgresql+psycopg://")))
    for number in range(20):
        member = school_database.pupil(f"pupil {number}")
        if not number:
            school_database.line_item(member.class_id)
        school_database.add_delivery(member)
    sender, leased = SlowSender(school_database.database, clock, seconds), school_database.lease()
    sender.send_all(leased)
    assert max(sender.may_last_until) < (MONDAY + LEASE_DURATION).timestamp()
    left_over = {pending.sub for pending in leased} - set(sender.sent)
    assert {pending.sub for pending in school_database.lease()} == left_over
    assert len(sender.sent) == min(20, 45 // seconds + 1)
    school_database.database.engine.dispose()
