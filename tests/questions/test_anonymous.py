"""Anonymous questions stay anonymous for readers of the database, the log, the order and the times."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from careered.privacy.registry import declared_tables
from careered.questions import anonymous
from careered.questions.tables import AnonymousQuestion
from careered.web.metrics import REGISTRY
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor
from tests.questions.test_questions import answers, asks, inbox
from tests.support.pages import Page

QUESTION_TEXT = "Kukaan ei tiedä että minä kysyin tämän"


def code_of(page: Page) -> str:
    code = page.only(".secret code").to_text().strip()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", code)
    return code


def looks_up(pupil: Visitor, code: str) -> Page:
    return pupil.submit(pupil.get("/questions").form("form#read"), {"code": code})


def all_rows(school: HarbourSchool) -> dict[str, list[dict[str, str]]]:
    """Every row of every table, as text."""
    with school.database.reading() as db:
        return {
            table.name: [
                {column: str(value) for column, value in row.items()}
                for row in db.execute(select(table.table)).mappings()
            ]
            for table in declared_tables()
        }


@EACH_DATABASE
def test_whoever_has_the_code_reads_the_answer_and_takes_the_question_back(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    code = code_of(asks(aino, QUESTION_TEXT, "anonymous"))
    assert "There is no answer yet" in looks_up(aino, code).main_text
    answers(teacher, "Hyvä kysymys!")
    page = looks_up(aino, f" {code.upper().replace('-', ' ')} ")
    assert "Hyvä kysymys!" in page.main_text
    aino.submit(page.form('form[action="/questions/delete"]'), {})
    assert school.count(AnonymousQuestion) == 0
    assert looks_up(aino, code).response.status_code == 422


@EACH_DATABASE
def test_a_reader_of_the_database_finds_no_way_from_the_question_to_the_pupil(
    school: HarbourSchool, aino: Visitor
) -> None:
    school.visitor("2", name="Bo Berg")
    before = all_rows(school)
    asks(aino, QUESTION_TEXT, "anonymous")
    after = all_rows(school)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"anonymous_question"}
    (row,) = after["anonymous_question"]
    assert set(row) == {"organisation_id", "class_id", "id", "text", "state", "answer", "week"}
    person, token = aino.viewer.person_id, aino.viewer.token
    assert not [value for value in row.values() if person in value or token in value]
    shared = set(row.values()) - {row["organisation_id"], row["class_id"], "", "new"}
    elsewhere = {
        value
        for name, rows in after.items()
        if name != "anonymous_question"
        for stored in rows
        for value in stored.values()
    }
    assert not shared & elsewhere


@EACH_DATABASE
def test_a_reader_of_the_database_who_knows_every_pupil_cannot_compute_whose_code_it_is(
    school: HarbourSchool, aino: Visitor
) -> None:
    first, second = (code_of(asks(aino, QUESTION_TEXT, "anonymous")) for _ in range(2))
    assert first != second
    rows = all_rows(school)["anonymous_question"]
    assert len({row["id"] for row in rows}) == 2
    assert not [row for row in rows if first in row["id"] or second in row["id"]]


def test_a_reader_of_the_times_learns_the_week_and_no_more(school: HarbourSchool, aino: Visitor) -> None:
    weeks = set()
    for day, hour in ((23, 7), (25, 10), (29, 22)):
        with time_machine.travel(datetime(2026, 11, day, hour, 13, 7, tzinfo=UTC), tick=False):
            someone = school.visitor(str(day))
            asks(someone, f"{QUESTION_TEXT} {day}", "anonymous")
    for row in all_rows(school)["anonymous_question"]:
        weeks.add(row["week"])
        assert not re.search(r"\d\d:\d\d", " ".join(row.values()))
    assert weeks == {"2026-11-23"}


def test_asking_notes_no_use_of_the_visit(school: HarbourSchool, aino: Visitor) -> None:
    """A visit is noted every five minutes, by other pages only: else the note would tell when somebody asked."""
    page = aino.get("/questions")
    before = all_rows(school)["session"]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=9), tick=False):
        aino.submit(page.form("form#ask"), {"text": QUESTION_TEXT, "way": "anonymous"})
        assert all_rows(school)["session"] == before


@EACH_DATABASE
def test_a_reader_of_the_order_cannot_tell_which_question_came_last(school: HarbourSchool, aino: Visitor) -> None:
    pupils = [school.visitor(str(number)) for number in range(7)]
    for number, pupil in enumerate(pupils):
        asks(pupil, f"q{number}", "anonymous")
    with school.database.reading() as db:
        stored = [tuple(row) for row in db.execute(text("select id, text from anonymous_question"))]
        if not school.database.is_sqlite:
            numbers = db.execute(text("select distinct xmin::text from anonymous_question")).all()
            assert len(numbers) == 1
    assert sorted(words for _, words in stored) == [f"q{number}" for number in range(7)]
    assert not school.database.is_sqlite or stored == sorted(stored)  # by hash, which nobody can foresee


def test_sqlite_counts_no_rows_of_questions_without_a_name(school: HarbourSchool) -> None:
    with school.database.reading() as db, pytest.raises(OperationalError, match="rowid"):
        db.execute(text("select rowid from anonymous_question"))


def test_a_reader_of_the_log_sees_no_line_about_asking(aino: Visitor, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    aino.get("/lessons")
    looks_up(aino, code_of(asks(aino, QUESTION_TEXT, "anonymous")))
    assert [json.loads(line)["route"] for line in capsys.readouterr().err.splitlines()] == ["/lessons"]


def requests_by_route() -> dict[str, float]:
    """How often each route was used, as the operator sees it."""
    samples = [
        sample for metric in REGISTRY.collect() for sample in metric.samples if sample.name == "careered_requests_total"
    ]
    counts: dict[str, float] = {}
    for sample in samples:
        counts[sample.labels["route"]] = counts.get(sample.labels["route"], 0) + sample.value
    return counts


def test_the_operators_figures_do_not_count_asking(aino: Visitor) -> None:
    before = requests_by_route()
    aino.get("/lessons")
    asks(aino, QUESTION_TEXT, "anonymous")
    after = requests_by_route()
    assert after["/lessons"] == before.get("/lessons", 0) + 1
    asking = [route for route in {*before, *after} if route.startswith("/questions")]
    assert [after.get(route) for route in asking] == [before.get(route) for route in asking]


def test_the_counsellor_sees_no_name_and_no_time(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, QUESTION_TEXT, "anonymous")
    words = inbox(teacher).main_text
    assert "Without a name" in words
    assert "Aino" not in words
    assert not re.search(r"\d\d[.:]\d\d", words)


def test_a_code_opens_nothing_in_another_course(school: HarbourSchool, aino: Visitor) -> None:
    code = anonymous.normalise_code(code_of(asks(aino, QUESTION_TEXT, "anonymous")))
    with school.database.reading() as db:
        assert anonymous.find_by_code(db, "town", "another", code) is None
        assert anonymous.find_by_code(db, "town", aino.viewer.class_id, code)


def test_erasing_a_pupil_leaves_it_for_nobody_knows_whose_it_is(school: HarbourSchool) -> None:
    columns = inspect(school.database.engine).get_columns("anonymous_question")
    assert not [column["name"] for column in columns if "person" in column["name"] or column["name"].endswith("_at")]


@EACH_DATABASE
def test_a_question_without_a_name_goes_after_nine_weeks(school: HarbourSchool, aino: Visitor) -> None:
    asks(aino, QUESTION_TEXT, "anonymous")
    for weeks, left in ((9, 1), (11, 0)):
        at = datetime.now(UTC) + timedelta(weeks=weeks)
        with time_machine.travel(at, tick=False), school.database.transaction() as db:
            anonymous.prune_old(db)
        assert school.count(AnonymousQuestion) == left


def test_a_class_has_a_limit_of_open_questions_and_answered_ones_make_room(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    with school.database.transaction() as db:
        for number in range(anonymous.MAX_OPEN):
            code = anonymous.normalise_code(anonymous.generate_code())
            assert anonymous.create(db, "town", aino.viewer.class_id, code, f"q{number}")
    page = asks(aino, QUESTION_TEXT, "anonymous")
    assert (page.response.status_code, page.code) == (429, "too_many_questions")
    answers(teacher, "Yes")
    assert code_of(asks(aino, QUESTION_TEXT, "anonymous"))
