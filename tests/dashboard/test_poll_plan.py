"""What an open class page asks every few seconds does not grow with what the class has written."""

from pathlib import Path

from sqlalchemy import bindparam, select

from careered.dashboard.class_etag import CLASS_STATE
from careered.db.engine import Database
from tests.support.databases import fresh


def test_an_open_class_page_looks_through_no_answers_but_those_that_ask_for_help(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url:
        database = Database(url)
        with database.reading() as db:
            sql = str(select(CLASS_STATE.column(bindparam)).compile(dialect=db.dialect))
            steps = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("",) * sql.count("?")).all()
        database.engine.dispose()
    of_answers = [step.detail for step in steps if " answer " in step.detail]
    assert of_answers == ["SEARCH answer USING INDEX ix_answer_asks_for_help (organisation_id=? AND class_id=?)"]
