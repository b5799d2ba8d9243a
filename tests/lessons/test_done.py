"""The end of a lesson: the plan, and the score on its way."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from careered.clock import now
from careered.progress.outbox.line_items import REQUIREMENTS_METRIC, add_line_item
from careered.progress.tables import LineItem, ScoreDelivery
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, Visitor, texts_of
from tests.support.card_player import does_lesson

FIRST_LESSON = [step for step in GOOD_ANSWERS if step.startswith("xh-1")]
DONE = "/lessons/xh-1/done"
NOON = datetime(2026, 11, 25, 11, 42, tzinfo=UTC)


@pytest.fixture
def with_line_item(school: HarbourSchool, aino: Visitor) -> Visitor:
    """A pupil whose class has a line item on the platform, at the end of the first lesson."""
    with school.database.transaction() as db:
        line_item = {
            "resource_link_id": "1",
            "metric": REQUIREMENTS_METRIC,
            "label": "Guidance",
            "line_item_url": "https://school.test/1",
        }
        add_line_item(db, "town", aino.viewer.class_id, **line_item)
    aino.completes(*FIRST_LESSON)
    return aino


def set_delivery(school: HarbourSchool, values: Mapping[str, Any]) -> None:
    """The worker has changed the delivery."""
    with school.database.transaction() as db:
        db.execute(update(ScoreDelivery.__table__).values(**values))


def deliver(school: HarbourSchool, at: datetime) -> None:
    """The worker has delivered the desired score."""
    table = ScoreDelivery.__table__
    with school.database.transaction() as db:
        row = db.execute(select(table)).mappings().one()
        values = {
            "delivered_score": row["desired_score"],
            "delivered_maximum": row["score_maximum"],
            "delivered_at": at,
            "state": "delivered",
        }
        db.execute(update(table).values(**values))


def score_text(visitor: Visitor) -> str:
    """The line about the score, or ""."""
    return " ".join(texts_of(visitor.get(DONE).all("#mark")))


def test_a_pupil_sees_what_is_kept_how_much_is_done_and_two_ways_on(aino: Visitor) -> None:
    aino.completes(*FIRST_LESSON)
    page = aino.get(DONE)
    assert texts_of(page.all("h1")) == ["Done."]
    assert "1 of 2 lessons done" in page.main_text
    assert page.only("svg.piece").attrs["aria-label"] == "Your path has a new piece: “Find your way”"
    assert "Two routes and a person to ask." in page.main_text
    assert "A route I will look into sailor" in page.main_text
    assert texts_of([page.next_control]) == ["Ask a person · 8 min"]
    assert page.path_of(page.next_control) == "/lessons/xh-2"
    assert "That's enough for today" in page.main_text


def test_after_the_last_lesson_the_way_leads_home(aino: Visitor) -> None:
    aino.completes(*FIRST_LESSON, "xh-2-reflect", "xh-2-read")
    page = aino.get("/lessons/xh-2/done")
    assert page.path_of(page.next_control) == "/lessons"


def test_without_a_line_item_nothing_is_said_about_scores(aino: Visitor) -> None:
    aino.completes(*FIRST_LESSON)
    assert score_text(aino) == ""


def test_a_score_is_first_on_its_way_and_then_there(with_line_item: Visitor, school: HarbourSchool) -> None:
    recorded = "Moodle can see how many requirements you have met, but not your answers."
    assert (
        score_text(with_line_item) == f"{recorded} Your score is on its way to Moodle. It will be sent automatically."
    )
    with time_machine.travel(NOON, tick=False):
        deliver(school, NOON - timedelta(minutes=1))
        later = school.visitor()
        assert score_text(later) == f"{recorded} Your score has been in Moodle since 12:41."
        assert "hx-get" not in later.get(DONE).only("#mark").attrs
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert (
            score_text(school.visitor()) == f"{recorded} Your score has been in Moodle since 25 November 2026, 12:41."
        )


@pytest.mark.parametrize("state", ["retrying", "not_in_course", "column_gone", "refused"])
def test_whatever_is_in_the_way_a_pupil_need_not_do_anything(
    with_line_item: Visitor, school: HarbourSchool, state: str
) -> None:
    set_delivery(school, {"state": state})
    assert score_text(with_line_item) == "Your score will be sent automatically later. You do not need to do anything."


def test_a_teachers_own_mark_is_named(with_line_item: Visitor, school: HarbourSchool) -> None:
    set_delivery(school, {"state": "newer_in_platform"})
    assert score_text(with_line_item) == "Your teacher has entered a grade in Moodle, and that will not change."


def test_an_open_page_polls_until_the_score_is_delivered(with_line_item: Visitor, school: HarbourSchool) -> None:
    line = with_line_item.get(DONE).only("#mark")
    address, headers = str(line.attrs["hx-get"]), {"hx-request-type": "partial"}
    assert line.attrs["hx-trigger"] == "every 3s"
    assert with_line_item.client.get(address, headers=headers).status_code == 204
    deliver(school, now())
    answer = with_line_item.client.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<p id="mark"')
    assert "in Moodle since" in answer.text
    assert "hx-get" not in answer.text


def test_an_open_page_stops_polling_after_two_minutes(with_line_item: Visitor) -> None:
    address = str(with_line_item.get(DONE).only("#mark").attrs["hx-get"])
    past = re.sub(r"until=\d+", f"until={int(now().timestamp()) - 1}", address)
    answer = with_line_item.client.get(past, headers={"hx-request-type": "partial"})
    assert answer.status_code == 200
    assert "on its way to Moodle" in answer.text
    assert "hx-get" not in answer.text


def test_nobody_makes_a_page_poll_for_ever(with_line_item: Visitor) -> None:
    answer = with_line_item.client.get(
        f"{DONE}?seen=retrying&until=99999999999", headers={"hx-request-type": "partial"}
    )
    deadline = re.search(r"until=(\d+)", answer.text)
    assert deadline is not None
    assert int(deadline[1]) <= now().timestamp() + 121


def test_of_a_lessons_own_column_it_says_that_the_lesson_is_done(
    with_line_item: Visitor, school: HarbourSchool
) -> None:
    with school.database.transaction() as db:
        db.execute(update(LineItem.__table__).values(metric="lesson:xh-1"))
    assert score_text(with_line_item).startswith("Moodle can see that this lesson is done, but not your answers.")


def test_whoever_marked_a_way_sees_it_as_the_new_piece(iida: Visitor) -> None:
    seen = does_lesson(iida, "xb-9")
    assert seen[-1] == "done"
    page = iida.get("/lessons/xb-9/done")
    drawing = page.only(".piece svg.own-way").attrs["aria-label"]
    assert drawing.startswith("Your route: ")
    assert texts_of(page.all("h1")) == ["Your route is on the map"]
    assert f"{drawing.removeprefix('Your route: ')}. You can change it" in page.main_text


def test_without_a_way_the_new_piece_is_the_lessons_own(aino: Visitor) -> None:
    aino.completes(*FIRST_LESSON)
    page = aino.get(DONE)
    assert page.all("svg.piece")
    assert "Your route" not in page.main_text
