"""What an open class page asks every few seconds does not grow with what a class has written, or a town."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from careered.dashboard.class_etag import CLASS_STATE
from careered.db.engine import Database
from tests.support.databases import fresh
from tests.support.plans import read_as_a_whole


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with fresh("sqlite", tmp_path) as url:
        opened = Database(url)
        yield opened
        opened.engine.dispose()


def test_an_open_class_page_looks_through_no_answers_but_those_that_ask_for_help(database: Database) -> None:
    sql = _what_is_asked(database)
    with database.reading() as db:
        steps = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("",) * sql.count("?")).all()
    of_answers = [step.detail for step in steps if " answer " in step.detail]
    assert of_answers == ["SEARCH answer USING INDEX ix_answer_asks_for_help (organisation_id=? AND class_id=?)"]


def test_an_open_class_page_looks_through_nothing_of_the_whole_town(database: Database) -> None:
    assert read_as_a_whole(database, [_what_is_asked(database)]) == set()


def _what_is_asked(database: Database) -> str:
    return str(select(CLASS_STATE.column(bindparam)).compile(dialect=database.engine.dialect))
