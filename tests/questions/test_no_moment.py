"""Where a nameless question lies in a copy of the database does not tell when it came, after an hour at most."""

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import insert, text

from careered.clock import now
from careered.db import backup, migrate
from careered.db.shuffle import rewrite_in_random_order
from careered.housekeeping import SHUFFLE_INTERVAL
from careered.live.tables import ExitTicketCount
from careered.privacy.tables import AccessLog
from careered.questions import anonymous
from careered.questions.tables import AnonymousQuestion
from careered.worker import Worker
from tests.db.test_backup_of_everything import row_of
from tests.lessons.factories import EACH_DATABASE, HarbourSchool
from tests.questions.test_anonymous import all_rows

ON_SQLITE = pytest.mark.parametrize("school", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("school", ["postgresql"], indirect=True)
PAGE_BYTES = 4096


def asks(school: HarbourSchool, words: str, class_id: str = "8s") -> str:
    """Somebody asks without a name; the code."""
    code = anonymous.normalise_code(anonymous.generate_code())
    with school.database.transaction() as db:
        assert anonymous.create(db, "town", class_id, code, words)
    return code


def others_work(school: HarbourSchool, name: str, rows: int = 60) -> None:
    """Rows with a time, by which their neighbours could be dated."""
    log = AccessLog.__table__
    with school.database.transaction() as db:
        for number in range(rows):
            row = row_of(log, 1, full=True) | {"id": f"{name}-{number}", "action": f"{name} " * 40}
            db.execute(insert(log), [row])


@pytest.fixture
def an_hour_passes(school: HarbourSchool) -> Iterator[Callable[[], None]]:
    """The worker's hour is over, and it does what it does then."""
    worker = Worker(school.app.state.careered.settings, school.database)
    with time_machine.travel(now(), tick=False) as clock:

        def pass_hour() -> None:
            clock.shift(SHUFFLE_INTERVAL + timedelta(seconds=1))
            worker.housekeeping.shuffle_questions()

        yield pass_hour


def transactions(school: HarbourSchool, table: str) -> set[int]:
    """The numbers of the transactions that wrote a table's rows."""
    with school.database.reading() as db:
        return {int(number) for (number,) in db.execute(text("SELECT xmin::text FROM " + table))}  # noqa: S608


def pages_with(school: HarbourSchool, words: str) -> list[int]:
    """The pages of SQLite's file in which words stand."""
    school.database.truncate_journal()
    content = Path(str(school.database.engine.url.database)).read_bytes()
    pages = [content[start : start + PAGE_BYTES] for start in range(0, len(content), PAGE_BYTES)]
    return [number for number, page in enumerate(pages) if words.encode() in page]


def free_pages(school: HarbourSchool) -> int:
    """The pages that SQLite would use before it makes the file longer."""
    with school.database.reading() as db:
        return int(db.exec_driver_sql("PRAGMA freelist_count").scalar_one())


@ON_POSTGRESQL
def test_the_number_of_a_transaction_dates_no_question_after_an_hour(
    school: HarbourSchool, an_hour_passes: Callable[[], None]
) -> None:
    for number in range(4):
        asks(school, f"q{number}", f"class-{number % 3}")
        others_work(school, f"between-{number}", 1)
    assert len(transactions(school, "anonymous_question")) > 1
    an_hour_passes()
    (of_questions,) = transactions(school, "anonymous_question")
    assert of_questions > max(transactions(school, "access_log"))


@ON_POSTGRESQL
def test_the_place_in_the_table_orders_no_classes_after_an_hour(
    school: HarbourSchool, an_hour_passes: Callable[[], None]
) -> None:
    asked = [f"class-{number:02}" for number in range(25)]
    for class_id in asked:
        asks(school, "When?", class_id)
    an_hour_passes()
    with school.database.reading() as db:
        in_place = list(db.execute(text("SELECT class_id FROM anonymous_question ORDER BY ctid")).scalars())
    assert sorted(in_place) == asked
    assert in_place != asked


@EACH_DATABASE
def test_what_was_first_chosen_at_the_end_of_a_lesson_is_not_to_be_seen_after_an_hour(
    school: HarbourSchool, an_hour_passes: Callable[[], None]
) -> None:
    """Who answered first can be seen in the other table: what that one chose would be known."""
    chosen = [f"choice-{number:02}" for number in range(25)]
    key = {"organisation_id": "town", "class_id": "8s", "live_lesson_id": "1", "question": "found"}
    for choice in chosen:
        with school.database.transaction() as db:
            db.execute(insert(ExitTicketCount.__table__), [{**key, "choice": choice, "number": 1}])
    an_hour_passes()
    order = "rowid" if school.database.is_sqlite else "ctid"
    with school.database.reading() as db:
        in_place = list(db.execute(text("SELECT choice FROM exit_ticket_count ORDER BY " + order)).scalars())  # noqa: S608
    assert sorted(in_place) == chosen
    assert in_place != chosen
    assert school.database.is_sqlite or len(transactions(school, "exit_ticket_count")) == 1


@ON_SQLITE
def test_the_place_in_the_file_dates_no_question_after_an_hour(
    school: HarbourSchool, an_hour_passes: Callable[[], None]
) -> None:
    """A long question has pages of its own, between those of rows with a time."""
    while free_pages(school):
        others_work(school, f"before{free_pages(school)}")
    others_work(school, "before")
    asks(school, "zqx " * 450)
    others_work(school, "after")
    before, of_question, after = (pages_with(school, words) for words in ("before ", "zqx ", "after "))
    assert max(before) < max(of_question) < max(after)
    an_hour_passes()
    moved = pages_with(school, "zqx ")
    assert not set(moved) & set(of_question)
    assert moved[-1] > max(after)


@ON_SQLITE
def test_nothing_of_the_order_is_left_in_the_journal_after_an_hour(
    school: HarbourSchool, an_hour_passes: Callable[[], None]
) -> None:
    asks(school, "zqx")
    journal = Path(f"{school.database.engine.url.database}-wal")
    assert b"zqx" in journal.read_bytes()
    an_hour_passes()
    assert journal.read_bytes() == b""


@EACH_DATABASE
def test_an_hour_in_which_nothing_came_looks_like_any_other(
    school: HarbourSchool, an_hour_passes: Callable[[], None]
) -> None:
    """Else the last rewriting would tell when the last question came."""
    asks(school, "zqx " * 450)
    places: list[object] = []
    for _ in range(3):
        an_hour_passes()
        is_sqlite = school.database.is_sqlite
        places.append(pages_with(school, "zqx ") if is_sqlite else transactions(school, "anonymous_question"))
    assert places[0] != places[1] != places[2]


@EACH_DATABASE
def test_rewriting_changes_no_question_and_no_table(school: HarbourSchool, an_hour_passes: Callable[[], None]) -> None:
    codes = [asks(school, f"Kysymys {number} 🎓", f"class-{number % 2}") for number in range(5)]
    with school.database.transaction() as db:
        (first, *_) = anonymous.list_for_class(db, "town", "class-0")
        assert anonymous.save_answer(db, "town", "class-0", first.id, "Vastaus")
    before = all_rows(school)
    for _ in range(2):
        an_hour_passes()
        assert {name: sorted(map(str, rows)) for name, rows in all_rows(school).items()} == {
            name: sorted(map(str, rows)) for name, rows in before.items()
        }
    assert migrate.schema_differences(school.database) == []
    with school.database.reading() as db:
        assert anonymous.find_by_code(db, "town", "class-1", codes[1])


@EACH_DATABASE
def test_a_question_that_comes_while_they_are_rewritten_is_there_afterwards(school: HarbourSchool) -> None:
    stop = threading.Event()

    def rewrite() -> None:
        while not stop.is_set():
            with school.database.transaction() as db:
                rewrite_in_random_order(db, AnonymousQuestion.__table__)

    thread = threading.Thread(target=rewrite)
    thread.start()
    try:
        for number in range(60):
            asks(school, f"q{number}", f"class-{number % 3}")
    finally:
        stop.set()
        thread.join()
    assert school.count(AnonymousQuestion) == 60


@EACH_DATABASE
def test_a_backup_has_them_in_no_order_of_writing(school: HarbourSchool, tmp_path: Path) -> None:
    for number in range(9):
        asks(school, f"q{number}", f"class-{9 - number}")
    backup.write_backup(school.database, tmp_path / "night.zip")
    with zipfile.ZipFile(tmp_path / "night.zip") as archive:
        rows = [json.loads(line) for line in archive.read("anonymous_question.jsonl").splitlines()]
    keys = [tuple(row[:3]) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == 9
