"""Who upgrades keeps every value: the schema before the standard names, filled, and found again after them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command, op
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, LargeBinary, MetaData, Table, select

from careered.db import migrate
from careered.db.engine import Database
from careered.web.session_end import prune_expired
from careered.web.sessions import is_used
from tests.support.databases import empty

BEFORE = "0007"
TABLES = {
    "administrator": "administrator_access",
    "class_service": "context_service",
    "connection_note": "connection_event",
    "deep_linking": "deep_linking_session",
    "delivery": "score_delivery",
    "exit_count": "exit_ticket_count",
    "exit_given": "exit_ticket_respondent",
    "gradebook_column": "line_item",
    "kept_line": "notebook_entry",
    "mark": "staff_act",
    "nameless_question": "anonymous_question",
    "note": "feedback_note",
    "pack_draft": "pack_upload",
    "post_sign": "post_reaction",
    "provision_check": "self_assessment",
    "retention": "retention_policy",
    "sitting": "live_lesson",
    "snapshot": "statistics_snapshot",
    "status": "requirement_status",
    "track_mark": "training_answer",
    "transfer": "transfer_code",
}
COLUMNS = {
    ("access_log", "at"): "occurred_at",
    ("access_log", "session"): "session_hash",
    ("access_log", "view"): "action",
    ("administrator", "asked_at"): "requested_at",
    ("answer", "help_wanted"): "help_reason",
    ("class_service", "differences_url"): "nrps_differences_url",
    ("class_service", "link_id"): "resource_link_id",
    ("class_service", "listed_at"): "roster_fetched_at",
    ("connection_note", "at"): "occurred_at",
    ("delivery", "column_id"): "line_item_id",
    ("delivery", "wanted"): "desired_score",
    ("delivery", "maximum"): "score_maximum",
    ("delivery", "wanted_at"): "desired_at",
    ("delivery", "sent"): "delivered_score",
    ("delivery", "sent_maximum"): "delivered_maximum",
    ("delivery", "sent_at"): "delivered_at",
    ("delivery", "stamp"): "score_timestamp",
    ("delivery", "due"): "next_attempt_at",
    ("delivery", "lease"): "leased_until",
    ("delivery", "words"): None,  # a copy of the state, dropped
    ("deployment", "notices_at"): "notices_subscribed_at",
    ("enrolment", "role_from"): "role_source",
    ("event", "right"): "correct",
    ("event", "of"): "total",
    ("event", "at"): "occurred_at",
    ("exit_count", "sitting_id"): "live_lesson_id",
    ("exit_given", "sitting_id"): "live_lesson_id",
    ("gradebook_column", "link_id"): "resource_link_id",
    ("gradebook_column", "measure"): "metric",
    ("gradebook_column", "address"): "line_item_url",
    ("kept_line", "made_at"): "created_at",
    ("kept_line", "shelf"): "section",
    ("mark", "at"): "created_at",
    ("mark", "before"): "previous_statuses",
    ("mark", "by_person_id"): "author_person_id",
    ("mark", "day"): "activity_date",
    ("mark", "subject"): "target_id",
    ("note", "by_person_id"): "author_person_id",
    ("note", "made_at"): "created_at",
    ("one_time_link", "note"): "payload",
    ("platform", "registered"): "registration_method",
    ("post", "made_at"): "created_at",
    ("provision_check", "made_at"): "created_at",
    ("retention", "looks"): "access_log_months",
    ("retention", "people"): "records_months",
    ("retention", "words"): "texts_months",
    ("school_class", "roster_at"): "roster_updated_at",
    ("school_class", "roster_due"): "roster_due_at",
    ("school_class", "roster_problem"): "roster_error",
    ("session", "platform_admin"): "is_platform_admin",
    ("session", "saves"): "persists",
    ("session", "sees"): "visible_person_ids",
    ("sitting", "closed_at"): "ended_at",
    ("snapshot", "made_at"): "created_at",
    ("status", "how"): "method",
    ("status", "requirement"): "requirement_id",
    ("status", "since"): "since_at",
    ("track_mark", "at"): "answered_at",
    ("track_mark", "mark"): "item",
    ("transfer", "made_at"): "created_at",
    **{("used_nonce", name): None for name in ("organisation_id", "platform_id", "nonce", "used_at")},  # it was old
}
# Values whose words change too: before and after.
VALUES = {
    ("mark", "before"): (
        {"fi-1": None, "fi-2": {"state": "done", "how": "lesson", "since": "2026-11-02T08:00:00+00:00"}},
        {"fi-1": None, "fi-2": {"state": "done", "method": "lesson", "since_at": "2026-11-02T08:00:00+00:00"}},
    ),
    ("nameless_question", "state"): ("taken", "in_progress"),
    ("platform", "registered"): ("hand", "manual"),
    ("provision_check", "answers"): ({"home": "yes", "nameless": "no"}, {"home": "yes", "anonymous": "no"}),
    ("question", "state"): ("taken", "in_progress"),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the schema before the standard names."""
    with empty(request.param, tmp_path) as url:
        database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
        with database.transaction() as db:
            command.upgrade(migrate._config(db), BEFORE)
        yield database
        database.engine.dispose()


def tables_of(database: Database) -> dict[str, Table]:
    """The tables as they are in the database."""
    metadata = MetaData()
    with database.snapshot() as db:
        metadata.reflect(db)
    return {name: table for name, table in metadata.tables.items() if name != "alembic_version"}


def value_for(column: Column[Any], number: int) -> Any:
    """A value of the column's type that no other column has."""
    kinds: dict[type, Any] = {
        Boolean: True,
        Integer: number,
        DateTime: datetime(2026, 11, 28, 12, 30, number % 60, number, tzinfo=UTC),
        Date: date(2026, 11, 1 + number % 28),
        JSON: {"måned": [number, None, "ø"]},
        LargeBinary: b"\x00\xff" + bytes([number]),
    }
    found: Any = next(
        (value for kind, value in kinds.items() if isinstance(column.type, kind)), f"{column.name} å{number}"
    )
    is_naive = isinstance(column.type, DateTime) and not column.type.timezone
    return found.replace(tzinfo=None) if is_naive else found


def fill(database: Database, tables: dict[str, Table]) -> dict[tuple[str, str], Any]:
    """One row in every table with every column filled; what was written, as the database gives it back."""
    with database.transaction() as db:
        for name, table in tables.items():
            row = {column.name: value_for(column, n) for n, column in enumerate(table.columns, 1)}
            row |= {column: before for (of, column), (before, _) in VALUES.items() if of == name}
            db.execute(table.insert().values(row))
        return {
            (name, key): value
            for name, table in tables.items()
            for key, value in db.execute(select(table)).mappings().one().items()
        }


def expected_after(written: dict[tuple[str, str], Any]) -> dict[tuple[str, str], Any]:
    """Where each value has to be found after the upgrade, and what it is there."""
    return {
        (TABLES.get(table, table), new): VALUES[table, column][1] if (table, column) in VALUES else value
        for (table, column), value in written.items()
        if (new := COLUMNS.get((table, column), column))
    }


def all_rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """All rows of each table as it is in the database."""
    tables = tables_of(database)
    with database.reading() as db:
        return {name: [dict(row) for row in db.execute(select(table)).mappings()] for name, table in tables.items()}


def test_an_installation_that_upgrades_finds_every_value_under_its_new_name(released: Database) -> None:
    written = fill(released, tables_of(released))
    migrate.upgrade(released)
    expected = expected_after(written)
    rows = all_rows(released)
    assert len(rows.pop("stale_class")) == 1  # its counts are made by the worker
    since = (
        *("class_counts", "alternative_request", "joined_account", "agreement", "school_leader"),
        *("evening_figures", "registration_version"),
    )
    assert [rows.pop(name) for name in since] == [[]] * len(since)
    assert {name: len(rows) for name, rows in rows.items()} == dict.fromkeys({table for table, _ in expected}, 1)
    assert {place: rows[place[0]][0][place[1]] for place in expected} == expected
    assert migrate.schema_differences(released) == []


def test_an_upgrade_that_breaks_off_leaves_everything_as_it_was(
    released: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(released, tables_of(released))
    before = all_rows(released)
    execute = op.execute

    def breaks_off(statement: Any) -> None:
        if "registration_method" in str(statement):  # the last thing that the migration does
            raise KeyboardInterrupt
        execute(statement)

    with monkeypatch.context() as patch:
        patch.setattr(op, "execute", breaks_off)
        with pytest.raises(KeyboardInterrupt):
            migrate.upgrade(released)
    assert all_rows(released) == before
    migrate.upgrade(released)
    assert migrate.schema_differences(released) == []


def test_who_asked_for_another_way_before_the_upgrade_has_asked_for_it_after(released: Database) -> None:
    answer = tables_of(released)["answer"]
    key = {"organisation_id": "o", "class_id": "c", "person_id": "p"}
    saved_at = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    rest = {"step_id": "", "revision": 1, "saved_at": saved_at}
    asked = {**key, "lesson_id": "fi-1", "values": {"text": "näytän"}, "help_wanted": "another_way", **rest}
    withdrawn = {**key, "lesson_id": "fi-2", "values": {"text": ""}, "help_wanted": "", **rest}
    with released.transaction() as db:
        db.execute(answer.insert(), [asked, withdrawn])
    migrate.upgrade(released)
    rows = all_rows(released)
    (request,) = rows["alternative_request"]
    created_at = request.pop("created_at")
    assert created_at.replace(tzinfo=UTC) == saved_at
    assert request == {**key, "lesson_id": "fi-1", "text": "näytän"}
    assert rows["answer"] == []


def test_who_takes_the_shorter_way_of_a_lesson_still_does_after_the_upgrade(released: Database) -> None:
    event = tables_of(released)["event"]
    columns = {column.name: value_for(column, n) for n, column in enumerate(event.columns, 1)}
    with released.transaction() as db:
        db.execute(event.insert().values(columns | {"kind": "lesson_started", "step_kind": "catch_up"}))
    migrate.upgrade(released)
    (row,) = all_rows(released)["event"]
    assert (row["lesson_variant"], row["step_kind"]) == ("catch_up", "")


def insert_rows(database: Database, *rows: tuple[str, dict[str, Any]]) -> None:
    """Rows of the schema before; what a row leaves out is filled by its type."""
    tables = tables_of(database)
    with database.transaction() as db:
        for name, given in rows:
            filler = {column.name: value_for(column, n) for n, column in enumerate(tables[name].columns, 1)}
            db.execute(tables[name].insert().values({**filler, "organisation_id": "o", **given}))


def opened(class_id: str, person_id: str, day: int) -> tuple[str, dict[str, Any]]:
    """Somebody opened a class on a day of November."""
    return "enrolment", {
        "class_id": class_id,
        "person_id": person_id,
        "launched_at": datetime(2026, 11, day, tzinfo=UTC),
    }


def platform_of(family: str, *deployments: str) -> list[tuple[str, dict[str, Any]]]:
    """A platform with its approved deployments; it has the name of its family."""
    rows = [("platform", {"id": family, "issuer": family, "family": family})]
    return rows + [
        ("deployment", {"platform_id": family, "deployment_id": one, "status": "approved"}) for one in deployments
    ]


def course(platform: str, context: str, opened_from: str = "") -> list[tuple[str, dict[str, Any]]]:
    """A class; its id is that of the course. opened_from: the deployment of its last launch, if it is known."""
    rows = [("school_class", {"id": context, "platform_id": platform, "context_id": context})]
    service = {"class_id": context, "platform_id": platform, "deployment_id": opened_from}
    return rows + ([("context_service", service)] if opened_from else [])


def people_of(platform: str, *ids: str) -> list[tuple[str, dict[str, Any]]]:
    """People of a platform whose number there is their id."""
    return [("person", {"id": one, "platform_id": platform, "sub": one}) for one in ids]


def deployments_after(database: Database, table: str) -> dict[str, str]:
    """After the upgrade: the deployment of each row of a table."""
    migrate.upgrade(database)
    assert migrate.schema_differences(database) == []
    return {row["id"]: row["deployment_id"] for row in all_rows(database)[table]}


def rows_before_0008(*groups: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The rows under the names that the tables had then."""
    old_names = {new: old for old, new in TABLES.items()}
    return [(old_names.get(name, name), row) for group in groups for name, row in group]


def test_a_launch_of_just_before_the_upgrade_opens_nothing_again_after_it(released: Database) -> None:
    used = tables_of(released)["used_nonce"]
    naive = not getattr(used.c.used_at.type, "timezone", False)
    with released.transaction() as db:
        for nonce, minutes in {"new": 5, "old": 75}.items():
            used_at = datetime.now(UTC) - timedelta(minutes=minutes)
            row = {"organisation_id": "town", "platform_id": "moodle", "nonce": nonce}
            db.execute(used.insert().values(**row, used_at=used_at.replace(tzinfo=None) if naive else used_at))
    migrate.upgrade(released)
    with released.reading() as db:
        assert [is_used(db, "town", "moodle", nonce) for nonce in ("new", "old")] == [True, False]
    with released.transaction() as db:
        prune_expired(db)
    assert [row["token_hash"] for row in all_rows(released)["session"]] == ["ended new"]


def test_a_class_goes_to_the_deployment_that_it_was_last_opened_from(released: Database) -> None:
    insert_rows(
        released,
        *rows_before_0008(
            platform_of("moodle", "1"),
            course("moodle", "never-opened"),
            platform_of("itslearning", "south", "north"),
            course("itslearning", "8b", opened_from="north"),
            course("itslearning", "8c"),
        ),
    )
    found = deployments_after(released, "school_class")
    assert found == {"never-opened": "1", "8b": "north", "8c": ""}


def test_somebody_goes_to_the_deployment_of_the_class_that_they_opened_last(released: Database) -> None:
    insert_rows(
        released,
        *rows_before_0008(
            platform_of("itslearning", "south", "north"),
            course("itslearning", "8b", opened_from="south"),
            course("itslearning", "8c", opened_from="north"),
            course("itslearning", "8d"),
            people_of("itslearning", "aamu", "bea", "carl", "dan"),
            [opened("8b", "aamu", 3), opened("8c", "bea", 3), opened("8b", "bea", 9), opened("8d", "dan", 9)],
        ),
    )
    found = deployments_after(released, "person")
    assert found == {"aamu": "south", "bea": "south", "carl": "", "dan": ""}


def test_courses_of_a_canvas_are_one_school_so_everybody_stays_one_person(released: Database) -> None:
    insert_rows(
        released,
        *rows_before_0008(
            platform_of("canvas", "course-1", "course-2"),
            course("canvas", "8b", opened_from="course-1"),
            course("canvas", "8c", opened_from="course-2"),
            people_of("canvas", "aamu"),
            [opened("8b", "aamu", 3), opened("8c", "aamu", 4)],
        ),
    )
    assert deployments_after(released, "person") == {"aamu": ""}
    assert {row["id"]: row["deployment_kind"] for row in all_rows(released)["platform"]} == {"canvas": "course"}
    found = {row["id"]: row["deployment_id"] for row in all_rows(released)["school_class"]}
    assert found == {"8b": "course-1", "8c": "course-2"}


def test_hosts_of_services_that_were_in_use_are_those_that_scores_may_go_to(released: Database) -> None:
    services = {"class_id": "8b", "platform_id": "moodle", "deployment_id": "1"}
    urls = {"line_items_url": "https://Scores.school.test/x", "roster_url": "https://people.school.test:8443/m"}
    insert_rows(
        released,
        *rows_before_0008(
            [("platform", {"id": "moodle", "issuer": "moodle", "family": "moodle"})],
            [("deployment", {"platform_id": "moodle", "deployment_id": "1", "status": "approved", "notices_url": ""})],
            course("moodle", "8b"),
            [("context_service", {**services, **urls})],
            [("line_item", {"class_id": "8b", "address": "https://school.test/items/7"})],
            [("platform", {"id": "unused", "issuer": "unused", "family": "canvas"})],
        ),
    )
    migrate.upgrade(released)
    found = {row["id"]: row["service_hosts"] for row in all_rows(released)["platform"]}
    assert found == {"moodle": ["people.school.test", "school.test", "scores.school.test"], "unused": []}


def test_what_staff_did_on_their_desk_and_attested_before_the_upgrade_are_acts_after_it(released: Database) -> None:
    with released.transaction() as db:
        command.upgrade(migrate._config(db), "0027")
    row = {"class_id": "c", "author_person_id": "t", "created_at": datetime(2026, 11, 2, 8, tzinfo=UTC)}
    before = {"previous_statuses": {"R1": None}, "activity_date": "2026-11-01"}
    insert_rows(
        released,
        ("attestation", {**row, **before, "person_id": "p", "kind": "offline", "target_id": "visit", "reason": ""}),
        ("desk_act", {**row, "person_id": "p", "kind": "handled", "reason": "talk", "target_id": "p", "until": None}),
        ("desk_act", {**row, "person_id": "", "kind": "postponed", "reason": "confirm", "target_id": "R1"}),
    )
    migrate.upgrade(released)
    acts = {row["kind"]: row for row in all_rows(released)["staff_act"]}
    assert {kind: (act["person_id"], act["target_id"], act["reason"]) for kind, act in acts.items()} == {
        "offline": ("p", "visit", ""),
        "talked": ("p", "p", "talk"),
        "postponed": ("", "R1", "confirm"),
    }
    assert acts["offline"]["previous_statuses"] == {"R1": None}
    assert acts["offline"]["activity_date"] == "2026-11-01"
    assert (acts["talked"]["until"] is None, acts["postponed"]["until"] is None) == (True, False)
    assert len({act["act_id"] for act in acts.values()}) == len(acts)
    assert {act["undone_at"] for act in acts.values()} == {None}
