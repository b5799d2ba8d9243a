"""What an answer costs: statements are counted where the database gets them."""

import re
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from careered.db.prefetch import TablePrefetch, select_rows
from careered.db.queries import where_equal
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC, add_line_item
from careered.progress.queries import ANSWERS
from careered.progress.standing import STANDING
from careered.progress.tables import RequirementStatus, ScoreDelivery
from careered.roster.classes import CLASS
from tests.lessons.factories import HarbourSchool, Visitor
from tests.support.counters import statements_of

EACH_DATABASE = pytest.mark.parametrize("bay", ["sqlite", "postgresql"], indirect=True)
ANSWERS_GIVEN = [
    ("routes", "", {"session", "event"}),
    ("before", "none", {"session", "answer", "event"}),
    ("claim", "years", {"session", "answer"}),
    ("claim", "may_apply", {"session", "answer", "event", "score_delivery"}),
    ("doors", "", {"session", "event"}),
    ("now", "know", {"session", "answer", "event", "score_delivery"}),
]
"""Card, choice, and the table of each statement. The first two begin a requirement, those with a score finish one."""


def table_of(statement: str) -> str:
    """The table that a statement is about."""
    return str(re.findall(r"(?:FROM|INTO) (\w+)", statement)[-1])  # before the last one stands what is read beside it


def with_a_column(bay: HarbourSchool, pupil: Visitor) -> None:
    """The class has a column in the platform's gradebook."""
    viewer = pupil.viewer
    with bay.database.transaction() as db:
        line_item = {"resource_link_id": "link", "metric": REQUIREMENTS_METRIC, "label": "Guidance"}
        add_line_item(
            db, viewer.organisation_id, viewer.class_id, line_item_url="https://platform.example/1", **line_item
        )


def answer_all(bay: HarbourSchool, pupil: Visitor) -> list[list[str]]:
    """Answer the lesson. Returns the tables of each answer's statements."""
    tables, tries = [], {"claim": 0}
    for card_id, choice, _ in ANSWERS_GIVEN:
        fields = {"choice": choice, "tries": str(tries.get(card_id, 0))}
        with statements_of(bay.app.state.careered.database) as statements:
            assert pupil.post(f"/lessons/xb-1/steps/{card_id}", fields).status_code == 303
        tries[card_id] = tries.get(card_id, 0) + 1
        tables.append([table_of(statement) for statement in statements])
    return tables


@EACH_DATABASE
def test_an_answer_is_three_statements_and_four_where_it_finishes_something(bay: HarbourSchool, iida: Visitor) -> None:
    with_a_column(bay, iida)
    for (card_id, _, expected), tables in zip(ANSWERS_GIVEN, answer_all(bay, iida), strict=True):
        assert len(tables) <= (4 if "score_delivery" in tables else 3), (card_id, tables)
        assert set(tables) <= expected, card_id
        assert len(tables) == len(set(tables)), card_id
    assert (bay.count(RequirementStatus), bay.count(ScoreDelivery)) == (2, 1)


def test_an_answer_that_is_changed_costs_three(bay: HarbourSchool, iida: Visitor) -> None:
    answer_all(bay, iida)
    with statements_of(bay.app.state.careered.database) as statements:
        assert iida.post("/lessons/xb-1/steps/before", {"choice": "know", "tries": "1"}).status_code == 303
    assert len(statements) == 3, statements  # the session, the answer, and the teacher's word on it


def test_the_page_of_a_card_is_one_statement_answered_or_not(bay: HarbourSchool, iida: Visitor) -> None:
    iida.post("/lessons/xb-1/steps/routes")
    for card_id in ("before", "routes"):
        with statements_of(bay.app.state.careered.database) as statements:
            iida.get(f"/lessons/xb-1/{card_id}")
        assert len(statements) == 1, (card_id, statements)


@EACH_DATABASE
def test_rows_that_are_prefetched_with_the_session_are_the_stored_ones(bay: HarbourSchool, iida: Visitor) -> None:
    with_a_column(bay, iida)
    answer_all(bay, iida)
    viewer = iida.viewer
    values = {name: getattr(viewer, name) for name in ("organisation_id", "class_id", "person_id")} | {"lesson": "xb-1"}
    with bay.database.reading() as db:
        row = select_rows(db, (CLASS, ANSWERS, *STANDING), **values)
        for prefetch in (CLASS, ANSWERS, *STANDING):
            stored = select(*[prefetch.table.c[name] for name in prefetch.columns]).where(
                where_equal(prefetch.table, **key(prefetch, values))
            )
            expected = [dict(one) for one in db.execute(stored).mappings()]
            assert sorted(prefetch.read(row), key=repr) == sorted(expected, key=repr), prefetch.name
            assert prefetch.table.name == "staff_act" or expected


def key(prefetch: TablePrefetch, values: Mapping[str, str]) -> dict[str, str]:
    return {column: values[name] for column, name in prefetch.key}
