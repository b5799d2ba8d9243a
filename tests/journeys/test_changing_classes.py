"""A pupil changes schools with a code, or comes to next year's course: what was done counts, no word comes along."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from careered.packs.store import Shelf
from careered.progress.project import rebuild_class
from careered.progress.tables import Answer, Mark, Status
from careered.roster.scope import course_of
from tests.journeys.browser import Visitor
from tests.journeys.town import DENMARK, FINLAND, WHOLE, Town, figures, town
from tests.support.pages import Page

LESSON = "fi-2"


@pytest.fixture
def canvas(database_url: str) -> Iterator[Town]:
    """A town whose platform can copy courses."""
    with town(database_url, "canvas") as found:
        yield found


def other_course(at: Town) -> str:
    """Another Finnish course with its whole programme; the activity's id."""
    made = at.platform.copy_course(FINLAND)
    return next(one.id for one in at.platform.activities.values() if one.course_id == made.id)


def makes_a_code(browser: Visitor) -> str:
    page = browser.submit(browser.get("/me/move").form("form#make"))
    return page.one(".secret code").to_text()


def takes(browser: Visitor, code: str) -> Page:
    return browser.submit(browser.get("/me/move").form("form#take"), code=code)


def newcomer(at: Town, activity: str, index: int = 1) -> Visitor:
    """Another account in the other course: the platform of the new school knows the pupil by another number."""
    browser, _ = at.opens(at.people(FINLAND)[index], activity)
    return browser


def test_what_was_done_counts_in_the_new_school_and_no_word_comes_along(canvas: Town) -> None:
    canvas.finishes(canvas.people(FINLAND)[0], FINLAND, LESSON)
    old, _ = canvas.opens(canvas.people(FINLAND)[0], WHOLE[FINLAND])
    done = figures(old.get("/lessons"))
    code = makes_a_code(old)
    canvas.later(days=3)
    browser = newcomer(canvas, other_course(canvas))
    assert figures(browser.get("/lessons"))[0] == 0
    page = takes(browser, code.lower().replace("-", " "))
    assert page.all(".notice.good")
    assert figures(browser.get("/lessons")) == done
    assert browser.get(f"/lessons/{LESSON}/done").response.status_code == 200
    with canvas.school.database.read() as db:
        classes = {row.class_id for row in db.execute(select(Answer.__table__.c.class_id))}
        moments = {row.since for row in db.execute(select(Status.__table__.c.since))}
    assert len(classes) == 1
    assert len({one.date() for one in moments}) == 1  # done when it was done, not when it was brought


def test_states_that_came_along_are_those_of_a_rebuild(canvas: Town) -> None:
    canvas.finishes(canvas.people(FINLAND)[0], FINLAND, LESSON)
    old, _ = canvas.opens(canvas.people(FINLAND)[0], WHOLE[FINLAND])
    takes(newcomer(canvas, other_course(canvas)), makes_a_code(old))
    before = stored(canvas)
    with canvas.school.database.write() as db:
        for row in db.execute(select(Status.__table__.c.organisation_id, Status.__table__.c.class_id).distinct()).all():
            course = course_of(db, canvas.school.tool.state.house.get(Shelf), *row)
            people = db.execute(select(Status.__table__.c.person_id).where(Status.__table__.c.class_id == row.class_id))
            assert course
            rebuild_class(db, [course.where(person) for person in people.scalars().unique()])
    assert stored(canvas) == before


def stored(at: Town) -> list[tuple[object, ...]]:
    with at.school.database.read() as db:
        rows = db.execute(select(Status.__table__)).all()
    return sorted((tuple(map(str, row)) for row in rows), key=str)


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "<b>", "ä" * 40])
def test_a_code_that_nobody_made_is_not_known(monday: Town, code: str) -> None:
    browser, _ = monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])
    page = takes(browser, code)
    assert page.response.status_code == 422
    assert page.all("#code-error")


def test_a_code_works_once_and_for_ninety_days_and_the_newest_one_counts(canvas: Town) -> None:
    canvas.finishes(canvas.people(FINLAND)[0], FINLAND, LESSON)
    old, _ = canvas.opens(canvas.people(FINLAND)[0], WHOLE[FINLAND])
    first, second = makes_a_code(old), makes_a_code(old)
    activity = other_course(canvas)
    browser = newcomer(canvas, activity)
    assert takes(browser, first).response.status_code == 422
    assert takes(browser, second).response.status_code == 200
    assert takes(newcomer(canvas, activity, 2), second).response.status_code == 422
    third = makes_a_code(old)
    canvas.later(days=91)
    assert takes(newcomer(canvas, activity, 3), third).response.status_code == 422


def test_a_code_is_not_for_the_same_class_nor_for_another_curriculum(monday: Town) -> None:
    monday.finishes(monday.people(FINLAND)[0], FINLAND, LESSON)
    aino, _ = monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])
    code = makes_a_code(aino)
    assert takes(aino, code).response.status_code == 422
    dane, _ = monday.opens(monday.people(DENMARK)[0], WHOLE[DENMARK])
    refused = takes(dane, code)
    assert refused.response.status_code == 422
    assert figures(dane.get("/lessons"))[0] == 0


def test_an_exemption_stays_behind_and_a_confirmation_comes_along(canvas: Town) -> None:
    aino = canvas.people(FINLAND)[0]
    old, _ = canvas.opens(aino, WHOLE[FINLAND])
    teacher, page = canvas.teacher(FINLAND)
    canvas.work()
    for what in ("exempt:FI-R2", "confirmed:FI-R3"):
        form = teacher.get(f"{page.path}/mark").form("form#mark")
        name = str(canvas.platform.people[aino].name)
        key = key_of(teacher.get(f"{page.path}/mark"), name)
        teacher.submit(form, what=what, pupil=key, reason="decided")
    browser = newcomer(canvas, other_course(canvas))
    takes(browser, makes_a_code(old))
    with canvas.school.database.read() as db:
        rows = db.execute(select(Mark.__table__.c.kind, Mark.__table__.c.by_person_id)).all()
    assert sorted(row.kind for row in rows) == ["confirmed", "confirmed", "exempt"]
    assert [row.kind for row in rows if row.by_person_id == ""] == ["confirmed"]


def key_of(page: Page, name: str) -> str:
    """The value of a pupil's tick box."""
    found: list[Any] = [one for one in page.all("fieldset.people label") if one.to_text().strip() == name]
    return str(found[0].query("input")[0].attrs["value"])


def test_who_comes_to_next_years_course_need_not_do_it_again(canvas: Town) -> None:
    aino = canvas.people(FINLAND)[0]
    canvas.finishes(aino, FINLAND, LESSON)
    old, _ = canvas.opens(aino, WHOLE[FINLAND])
    done = figures(old.get("/lessons"))
    browser, _ = canvas.opens(aino, other_course(canvas))
    home = browser.get("/lessons")
    assert figures(home)[0] == 0
    assert figures(browser.submit(home.form("form#bring"))) == done
    assert browser.get("/lessons").all("form#bring") == []
