"""One column for all lessons: it is the overview's, and marks go there whichever activity is opened first.

Seen on a real platform (5): as long as nobody had opened the overview, no mark left, though the column was
listed with our resource id.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from careered.progress.tables import LineItem
from demo_platform.courses import Activity
from tests.journeys.test_choosing_activities import COURSE, choose_activities
from tests.support.people import Browser, finish_lesson
from tests.support.school import School, pupils_of, school


@pytest.fixture(params=["moodle", "canvas"])
def at(database_url: str, request: pytest.FixtureRequest) -> Iterator[School]:
    """A school on two kinds of platform."""
    with school(database_url, profile=request.param) as opened:
        yield opened


def _finishes(at: School, person: str, activity: Activity) -> None:
    pack, browser = at.packs["FI"], Browser.new(at)
    page, lesson = browser.open(person, activity.id), pack.lesson(activity.custom["careered_lesson"])
    assert lesson
    finish_lesson(browser, pack, page, lesson)


def _lesson(added: list[Activity], lesson_id: str) -> Activity:
    return next(activity for activity in added if activity.custom.get("careered_lesson") == lesson_id)


def _scores(at: School, person: str) -> dict[str, float | None]:
    """The scores of a pupil by the number of the line item."""
    cells = {number: cells[person] for number, cells in at.platform.gradebook.items() if person in cells}
    return {number: cell.score for number, cell in cells.items()}


@pytest.mark.parametrize("lessons", [["fi-2"], ["fi-3", "fi-2"]])
def test_marks_reach_the_overviews_column_before_anybody_has_opened_the_overview(
    at: School, lessons: list[str]
) -> None:
    added, _ = choose_activities(at, Browser.new(at))
    first, second = pupils_of(at.platform, COURSE)[:2]
    for lesson in lessons:
        _finishes(at, first, _lesson(added, lesson))
    at.run_worker()
    column = str(added[0].line_item_id)
    before = _scores(at, first)
    assert list(before) == [column]
    assert before[column]
    Browser.new(at).open(first, added[0].id)
    _finishes(at, second, _lesson(added, "fi-2"))
    at.run_worker()
    assert _scores(at, first) == before
    assert list(_scores(at, second)) == [column]
    assert sum(item.course_id == COURSE and bool(item.resource_id) for item in at.platform.line_items.values()) == 1


def test_marks_reach_the_first_lessons_column_where_another_is_opened_first(at: School) -> None:
    added, _ = choose_activities(at, Browser.new(at), overview=[], lesson=["fi-3", "fi-2"])
    pupil = pupils_of(at.platform, COURSE)[0]
    _finishes(at, pupil, _lesson(added, "fi-3"))
    at.run_worker()
    (carrier,) = [activity for activity in added if activity.line_item_id]
    assert (carrier.custom["careered_lesson"], list(_scores(at, pupil))) == ("fi-2", [carrier.line_item_id])
    Browser.new(at).open(pupil, carrier.id)
    at.run_worker()
    assert list(_scores(at, pupil)) == [carrier.line_item_id]


def test_a_column_that_is_not_listed_is_never_made_and_its_marks_go_when_the_overview_is_opened(at: School) -> None:
    added, _ = choose_activities(at, Browser.new(at))
    column = at.platform.line_items[str(added[0].line_item_id)]
    column.resource_id = ""
    pupil = pupils_of(at.platform, COURSE)[0]
    _finishes(at, pupil, _lesson(added, "fi-2"))
    count = len(at.platform.line_items)
    at.run_worker()
    assert (_scores(at, pupil), len(at.platform.line_items)) == ({}, count)
    Browser.new(at).open(pupil, added[0].id)
    at.run_worker()
    assert list(_scores(at, pupil)) == [column.id]


@pytest.mark.parametrize("first", ["fi-2", "fi-3"])
def test_a_platform_with_one_column_behind_every_lesson_is_not_full_after_one(at: School, first: str) -> None:
    """Seen on a real platform (Open edX, 5): 100 % after one of nine, for the first lesson opened set the measure."""
    added, _ = choose_activities(at, Browser.new(at))
    for activity in added[1:]:
        activity.line_item_id = added[0].line_item_id
    pupil, column = pupils_of(at.platform, COURSE)[0], str(added[0].line_item_id)
    _finishes(at, pupil, _lesson(added, first))
    at.run_worker()
    maximum = at.platform.line_items[column].maximum
    assert 0 < (_scores(at, pupil)[column] or 0) < maximum / 2
    _finishes(at, pupil, _lesson(added, "fi-4"))
    assert len(_scores(at, pupil)) == 1


@pytest.mark.parametrize("several_links", [True, False])
def test_lessons_chosen_before_they_named_their_column_do_not_fill_it_either(
    at: School, *, several_links: bool
) -> None:
    """Activities of an older version have no careered_column_of: the second lesson shows that the column is of all."""
    added, _ = choose_activities(at, Browser.new(at))
    for activity in added[1:]:
        activity.line_item_id = added[0].line_item_id
        del activity.custom["careered_column_of"]
    first, second = (_lesson(added, name) for name in ("fi-2", "fi-3"))
    pupil, column = pupils_of(at.platform, COURSE)[0], str(added[0].line_item_id)
    _finishes(at, pupil, first)
    if not several_links:  # as on Open edX: one link, behind which each lesson stands
        second.id, at.platform.activities[first.id] = first.id, second
    _finishes(at, pupil, second)
    with at.database.reading() as db:
        rows = db.execute(select(LineItem.__table__.c.metric)).scalars().all()
    assert set(rows) == {"requirements"}
    at.run_worker()
    assert 0 < (_scores(at, pupil)[column] or 0) < at.platform.line_items[column].maximum


def test_without_columns_none_is_looked_for(at: School) -> None:
    added, _ = choose_activities(at, Browser.new(at), columns="none")
    pupil = pupils_of(at.platform, COURSE)[0]
    _finishes(at, pupil, _lesson(added, "fi-2"))
    at.run_worker()
    assert _scores(at, pupil) == {}
