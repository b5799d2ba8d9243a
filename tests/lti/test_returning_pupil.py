"""Somebody who comes back gets in by the fast path, whatever is unusual takes the ordinary path: with one outcome."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from httpx2 import Response
from sqlalchemy import Connection, select, update

from careered.clock import now
from careered.db import pooler
from careered.db.engine import Database
from careered.db.faults import StorageBusy
from careered.lti import registration_cache, returning_pupil
from careered.lti.connection_log import ConnectionLog
from careered.lti.returning_pupil import come_back
from careered.privacy.erase import erase_person
from careered.progress.tables import LineItem
from careered.roster.tables import Enrolment, Person, SchoolClass
from careered.web.app_state import AppState
from careered.web.sessions import open_session_if_new
from careered.web.viewer import Viewer
from tests.corpus.attempt import DROP, LaunchAttempt
from tests.support.counters import hops_counted, statements_of
from tests.support.databases import fresh
from tests.support.kept_rows import TABLES, Rows, replace_rows
from tests.support.kept_rows import rows_of as rows_kept
from tests.support.school import School, activities_of, pupils_of, school

SHORT_WAY = "careered.lti.message_dispatch.come_back"
START = now()
COURSE = "fi-8b"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
RAW = {AGS, "given_name", "family_name"}
RANDOM = {"id", "token_hash", "nonce", "version"}
IDS = ("person_id", "class_id", "line_item_id", "platform_id", "organisation_id")


@pytest.fixture
def town(database_url: str) -> Iterator[School]:
    """A school in which a pupil has opened the course's activity once, just now."""
    with school(database_url) as opened:
        with time_machine.travel(START, tick=False):
            assert comes(opened).status_code == 303
        yield opened


def comes(town: School, changes: Mapping[str, Any] | None = None, *, who: int = 0, activity: int = 0) -> Response:
    """A pupil opens an activity, with changed claims."""
    pupil, opened = pupils_of(town.platform, COURSE)[who], activities_of(town.platform, COURSE)[activity]
    attempt = LaunchAttempt(town, pupil, opened)
    sent = attempt.start_login()
    services = {name: value for name, value in (changes or {}).items() if name in RAW}
    claims = attempt.claims(sent["nonce"], {**(changes or {})}) | services
    signed = town.platform.sign(
        {name: value for name, value in claims.items() if value is not DROP}, header=attempt.header()
    )
    return attempt.post_launch(signed, sent["state"])


def test_login_and_launch_of_somebody_who_comes_back_are_two_statements_and_at_most_one_hop(
    town: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stored, and the session, which uses up the nonce. A thread waits for the disk under a file only."""
    monkeypatch.setattr(registration_cache, "LOOK_EVERY_SECONDS", 60.0)
    comes(town)
    app_state: AppState = town.tool.state.careered
    with statements_of(app_state.database) as statements, hops_counted() as hops:
        assert comes(town).status_code == 303
    tables = [re.findall(r"(?:FROM|INTO) (\w+)", statement) for statement in statements]
    assert tables[-1][0] == "session"
    assert (len(statements), len(hops)) == (2, int(app_state.database.is_sqlite)), statements


def test_who_has_a_given_name_of_their_own_comes_back_by_the_short_way_too(
    town: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    surname_first, short = {"name": "Ahonen Aava", "given_name": "Aava", "family_name": "Ahonen"}, set[str]()
    for time in ("first", "second"):
        monkeypatch.setattr(SHORT_WAY, lambda *args, time=time: noted(short, time, come_back(*args)))
        assert comes(town, surname_first).status_code == 303
    assert short == {"second"}, "the first time there is something to store"


def test_a_launch_that_is_sent_again_is_refused_by_the_short_way_too(town: School) -> None:
    attempt = LaunchAttempt(town, pupils_of(town.platform, COURSE)[0], activities_of(town.platform, COURSE)[0])
    sent = attempt.start_login()
    token = town.platform.sign(attempt.claims(sent["nonce"]), header=attempt.header())
    assert attempt.post_launch(token, sent["state"]).status_code == 303
    again = attempt.post_launch(token, sent["state"])
    assert (again.status_code, again.headers["careered-code"]) == (401, "nonce_used")


def test_who_is_in_gets_their_page_though_the_connection_log_has_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nonce is used up: told to try again, they would be refused."""

    async def busy(_self: AppState, _work: object) -> None:
        raise StorageBusy

    def should_record(*_: object) -> bool:
        monkeypatch.setattr(AppState, "in_thread", busy)
        return True

    with fresh("sqlite", tmp_path) as url, school(url) as town:
        assert comes(town).status_code == 303
        attempt = LaunchAttempt(town, pupils_of(town.platform, COURSE)[0], activities_of(town.platform, COURSE)[0])
        sent = attempt.start_login()
        token = town.platform.sign(attempt.claims(sent["nonce"]), header=attempt.header())
        monkeypatch.setattr(ConnectionLog, "should_record", should_record)
        assert attempt.post_launch(token, sent["state"]).status_code == 303


def test_who_is_erased_right_after_they_came_is_in_no_class_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh("postgresql", tmp_path) as url, school(url) as town, time_machine.travel(START, tick=False) as clock:
        assert comes(town).status_code == 303
        clock.shift(timedelta(hours=2))

        def erased_after(db: Connection, viewer: Viewer, nonce: str) -> Viewer | None:
            opened = open_session_if_new(db, viewer, nonce)
            with town.database.transaction() as other:
                erase_person(other, viewer.organisation_id, viewer.person_id)
            return opened

        monkeypatch.setattr(returning_pupil, "open_session_if_new", erased_after)
        comes(town)
        with town.database.reading() as db:
            assert db.execute(select(Enrolment.__table__.c.person_id)).all() == []


def test_who_is_erased_while_they_come_back_is_let_in_as_somebody_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL stores each statement of the fast path by itself: the last one looks whether they are still there."""
    with fresh("postgresql", tmp_path) as url, school(url) as town:
        assert comes(town).status_code == 303
        known = person_of(town)

        def erased_before(db: Connection, viewer: Viewer, nonce: str) -> Viewer | None:
            with town.database.transaction() as other:
                erase_person(other, viewer.organisation_id, viewer.person_id)
            return open_session_if_new(db, viewer, nonce)

        monkeypatch.setattr(returning_pupil, "open_session_if_new", erased_before)
        assert comes(town).status_code == 303
        assert person_of(town) not in {known, ""}


def person_of(town: School) -> str:
    """The id of the pupil who comes."""
    sub = pupils_of(town.platform, COURSE)[0]
    with town.database.reading() as db:
        return str(db.execute(select(Person.__table__.c.id).where(Person.__table__.c.sub == sub)).scalar() or "")


@dataclass(frozen=True)
class Unusual:
    """Something that is different when the pupil comes back. first: what has happened in the database meanwhile."""

    changes: dict[str, Any]
    first: Callable[[Database], None] = lambda _database: None
    who: int = 0
    activity: int = 0
    hours: float = 0.0


def stored(table: Any, **values: Any) -> Callable[[Database], None]:
    """Every row of a table has these values."""

    def change(database: Database) -> None:
        with database.transaction() as db:
            db.execute(update(table.__table__).values(**values))

    return change


LINE_ITEMS = "https://school.test/items"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LAUNCHES: dict[str, Unusual] = {
    "nothing": Unusual({}),
    "two hours later": Unusual({}, hours=2),
    "two days later": Unusual({}, hours=48),
    "another pupil": Unusual({}, who=1),
    "another activity": Unusual({}, activity=1),
    "a new name": Unusual({"name": "Uusi Nimi"}),
    "a given name": Unusual({"given_name": "Aava"}),
    "no name": Unusual({"name": DROP, "given_name": DROP, "family_name": DROP}),
    "a new title": Unusual({"context": {"id": COURSE, "title": "8B opo", "label": "8B"}}),
    "a new course": Unusual({"context": {"id": "another", "title": "8C", "label": "8C"}}),
    "no course": Unusual({"context": DROP}),
    "a grade": Unusual({"custom": {"careered_grade": "7"}}),
    "a school": Unusual({"custom": {"careered_school": "0123"}}),
    "a copied course": Unusual({"custom": {"context_id_history": "fi-7a"}}),
    "as a teacher": Unusual({"roles": [f"{MEMBERSHIP}Instructor"]}),
    "as an assistant": Unusual({"roles": [f"{MEMBERSHIP}TeachingAssistant"]}),
    "as a mentor": Unusual({"roles": [f"{MEMBERSHIP}Mentor"], "role_scope_mentor": ["1"]}),
    "as nobody": Unusual({"roles": []}),
    "a test user": Unusual({"roles": [f"{MEMBERSHIP}Learner", TEST_USER]}),
    "a review of one's own": Unusual({"message_type": "LtiSubmissionReviewRequest", "for_user": {"user_id": "1"}}),
    "no services": Unusual({AGS: DROP}),
    "other services": Unusual({AGS: {"scope": [f"{SCORE}score"], "lineitems": f"{LINE_ITEMS}/other"}}),
    "another column": Unusual(
        {AGS: {"scope": [f"{SCORE}score"], "lineitems": LINE_ITEMS, "lineitem": f"{LINE_ITEMS}/9"}}
    ),
    "a lesson's activity": Unusual({"custom": {"careered_activity": "one", "careered_lesson": "fi-1"}}),
    "one column for all": Unusual({"custom": {"careered_activity": "one", "careered_column_of": "other"}, AGS: DROP}),
    "blocked": Unusual({}, stored(Person, blocked=True)),
    "was a teacher": Unusual({}, stored(Enrolment, role="teacher")),
    "was a preview": Unusual({}, stored(Enrolment, role="guest", role_source="preview")),
    "from the list": Unusual({}, stored(Enrolment, role_source="roster")),
    "had left": Unusual({}, stored(Enrolment, status="left", listed_at=now())),
    "was joined": Unusual({}, stored(Enrolment, role_source="joined", status="left")),
    "never launched": Unusual({}, stored(Enrolment, launched_at=None)),
    "of no deployment": Unusual({}, stored(SchoolClass, deployment_id="")),
    "another pack": Unusual({}, stored(SchoolClass, pack_id="unheard-of")),
    "a doubtful list": Unusual({}, stored(SchoolClass, roster_doubted_at=now())),
    "a list with names": Unusual({}, stored(SchoolClass, roster_has_names=True)),
    "a grade by hand": Unusual({"custom": {"careered_grade": "8"}}, stored(SchoolClass, grade=9, grade_set_at=now())),
    "a renamed column": Unusual({}, stored(LineItem, label="Former")),
    "a column without address": Unusual({}, stored(LineItem, line_item_url="")),
    "a column of a lesson": Unusual({}, stored(LineItem, metric="lesson:fi-1")),
}


BY_THE_SHORT_WAY = {
    *("nothing", "two hours later", "a copied course", "a list with names", "a grade by hand", "never launched"),
    "a column of a lesson",  # which the activity of the whole programme leaves as it is
}
"""Whatever changes nothing but when the pupil last came."""


def rows_of(database: Database) -> dict[str, list[str]]:
    """Every row of every table but of those that no launch writes, with names instead of random ids, in no order."""
    names = dict[str, str]()
    with database.reading() as db:
        for table in (Person.__table__, SchoolClass.__table__, LineItem.__table__):
            for row in db.execute(select(table)).mappings():
                names[row["id"]] = str(row.get("sub") or row.get("context_id") or row.get("resource_link_id"))
        return {
            table.name: sorted(named(dict(row), names) for row in db.execute(select(table)).mappings())
            for table in TABLES
            if table.name != "connection_event"  # at most one in ten minutes
        }


def named(row: dict[str, Any], names: dict[str, str]) -> str:
    """A row with names instead of random ids."""
    return str(
        {
            column: names.get(value, value) if column in IDS else value
            for column, value in row.items()
            if column not in RANDOM
        }
    )


def outcome(town: School, kept: Rows, launch: Unusual) -> tuple[int, str, dict[str, list[str]]]:
    """The answer to a launch after what is kept: its status and code; and what is stored then."""
    replace_rows(town.database, kept)
    launch.first(town.database)
    with time_machine.travel(START + timedelta(hours=launch.hours), tick=False):
        answer = comes(town, launch.changes, who=launch.who, activity=launch.activity)
    return answer.status_code, answer.headers.get("careered-code", ""), rows_of(town.database)


def test_both_ways_lead_to_the_same_answer_and_the_same_rows(town: School, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, short = rows_kept(town.database), set[str]()
    for name, launch in LAUNCHES.items():
        monkeypatch.setattr(SHORT_WAY, lambda *_args: None)
        expected = outcome(town, kept, launch)
        monkeypatch.setattr(SHORT_WAY, lambda *args, name=name: noted(short, name, come_back(*args)))
        assert outcome(town, kept, launch) == expected, name
    assert short == BY_THE_SHORT_WAY


def noted(short: set[str], name: str, known: Any) -> Any:
    """What the fast path answers; whose launch it was is noted where it answers."""
    short.update([name] if known else [])
    return known


def came_at(town: School) -> timedelta:
    """When the pupil last came, by what is stored."""
    with town.database.reading() as db:
        sub = pupils_of(town.platform, COURSE)[0]
        of_pupil = (Person.__table__.c.id == Enrolment.__table__.c.person_id) & (Person.__table__.c.sub == sub)
        launched_at = db.execute(select(Enrolment.__table__.c.launched_at).where(of_pupil)).scalar_one()
    assert launched_at is not None
    return timedelta(seconds=(launched_at - START).total_seconds())


def comes_after(town: School, minutes: float, changes: Mapping[str, Any] | None = None, *, who: int = 0) -> timedelta:
    """A pupil comes some minutes after the first time; when the first pupil last came, by what is stored."""
    with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
        assert comes(town, changes, who=who).status_code == 303
    return came_at(town)


def test_when_a_pupil_last_came_is_noted_once_in_an_hour(town: School) -> None:
    assert [comes_after(town, minutes) / timedelta(minutes=1) for minutes in (30, 59, 61, 90)] == [0, 0, 61, 61]


def test_beside_somebody_without_a_name_each_launch_is_noted(town: School) -> None:
    """The last launches of a class decide whether its names are withdrawn: their order must be known."""
    nameless = dict.fromkeys(("name", "given_name", "family_name"), DROP)
    assert comes_after(town, 10, nameless, who=1) == timedelta(0)
    assert comes_after(town, 20) == timedelta(minutes=20)
    comes_after(town, 30, nameless, who=2)
    with town.database.reading() as db:
        assert (
            ""
            not in db.execute(
                select(Person.__table__.c.name).where(Person.__table__.c.sub == pupils_of(town.platform, COURSE)[0])
            )
            .scalars()
            .all()
        )


def test_who_is_in_gets_their_page_though_when_they_came_cannot_be_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the session is stored by then, and the nonce used up: another transaction holds their row."""
    with fresh("postgresql", tmp_path) as url, school(url) as town, time_machine.travel(START, tick=False) as clock:
        assert comes(town).status_code == 303
        clock.shift(timedelta(hours=2))
        monkeypatch.setattr(pooler, "LOCK_TIMEOUT_SECONDS", 1)
        town.database.engine.pool.dispose()
        with town.database.transaction() as db:
            db.execute(select(Enrolment.__table__).with_for_update())
            assert comes(town).status_code == 303
        assert came_at(town) == timedelta(0)
        assert comes(town).status_code == 303
        assert came_at(town) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        ("sqlite", "careered.roster.returning.note"),
        ("sqlite", "careered.lti.returning_pupil.end_previous_user"),
        ("postgresql", "careered.lti.returning_pupil.end_previous_user"),
    ],
)
def test_of_who_is_refused_nothing_is_stored_and_the_same_token_lets_them_in_later(
    kind: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise StorageBusy

    with fresh(kind, tmp_path) as url, school(url) as town:
        assert comes(town).status_code == 303
        attempt = LaunchAttempt(town, pupils_of(town.platform, COURSE)[0], activities_of(town.platform, COURSE)[0])
        sent = attempt.start_login()
        token = town.platform.sign(attempt.claims(sent["nonce"]), header=attempt.header())
        with monkeypatch.context() as patch:
            patch.setattr(step, busy)
            assert attempt.post_launch(token, sent["state"]).status_code == 503
        assert attempt.post_launch(token, sent["state"]).status_code == 303
