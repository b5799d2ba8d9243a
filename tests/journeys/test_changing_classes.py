"""A pupil changes schools with a code, or comes to next year's course: what was done counts, no word comes along."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from careered.packs.store import PackStore
from careered.progress.projection import rebuild_class
from careered.progress.tables import Answer, RequirementStatus, StaffAct
from careered.roster.scope import load_class_scope
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import DENMARK, FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total, open_scenario
from tests.support.pages import Page

LESSON = "fi-2"


@pytest.fixture
def canvas(database_url: str) -> Iterator[Scenario]:
    """A town whose platform can copy courses."""
    with open_scenario(database_url, "canvas") as scenario:
        yield scenario


def second_course(scenario: Scenario) -> str:
    """Another Finnish course with its whole programme; the activity's id."""
    copied = scenario.platform.copy_course(FINLAND)
    return next(activity.id for activity in scenario.platform.activities.values() if activity.course_id == copied.id)


def creates_code(browser: FrameBrowser) -> str:
    page = browser.submit(browser.get("/me/transfer").form("form#make"))
    return page.only(".secret code").to_text()


def redeems(browser: FrameBrowser, code: str) -> Page:
    return browser.submit(browser.get("/me/transfer").form("form#take"), code=code)


def newcomer(scenario: Scenario, activity: str, index: int = 1) -> FrameBrowser:
    """Another account in the other course: the platform of the new school knows the pupil by another number."""
    browser, _ = scenario.opens(scenario.people(FINLAND)[index], activity)
    return browser


def test_what_was_done_counts_in_the_new_school_and_no_word_comes_along(canvas: Scenario) -> None:
    canvas.finishes(canvas.people(FINLAND)[0], FINLAND, LESSON)
    old, _ = canvas.opens(canvas.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    done = done_of_total(old.get("/lessons"))
    code = creates_code(old)
    canvas.advance(days=3)
    browser = newcomer(canvas, second_course(canvas))
    assert done_of_total(browser.get("/lessons"))[0] == 0
    page = redeems(browser, code.lower().replace("-", " "))
    assert page.all(".notice.good")
    assert done_of_total(browser.get("/lessons")) == done
    assert browser.get(f"/lessons/{LESSON}/done").response.status_code == 200
    with canvas.school.database.reading() as db:
        classes = {row.class_id for row in db.execute(select(Answer.__table__.c.class_id))}
        moments = {row.since_at for row in db.execute(select(RequirementStatus.__table__.c.since_at))}
    assert len(classes) == 1
    assert len({moment.date() for moment in moments}) == 1  # done when it was done, not when it was brought


def test_states_that_came_along_are_those_of_a_rebuild(canvas: Scenario) -> None:
    canvas.finishes(canvas.people(FINLAND)[0], FINLAND, LESSON)
    old, _ = canvas.opens(canvas.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    redeems(newcomer(canvas, second_course(canvas)), creates_code(old))
    before = stored_rows(canvas)
    with canvas.school.database.transaction() as db:
        for row in db.execute(
            select(RequirementStatus.__table__.c.organisation_id, RequirementStatus.__table__.c.class_id).distinct()
        ).all():
            course = load_class_scope(db, canvas.school.tool.state.careered.get(PackStore), *row)
            people = db.execute(
                select(RequirementStatus.__table__.c.person_id).where(
                    RequirementStatus.__table__.c.class_id == row.class_id
                )
            )
            assert course
            rebuild_class(db, [course.pupil(person) for person in people.scalars().unique()])
    assert stored_rows(canvas) == before


def stored_rows(scenario: Scenario) -> list[tuple[object, ...]]:
    with scenario.school.database.reading() as db:
        rows = db.execute(select(RequirementStatus.__table__)).all()
    return sorted((tuple(map(str, row)) for row in rows), key=str)


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "<b>", "ä" * 40])
def test_a_code_that_nobody_created_is_unknown(scenario: Scenario, code: str) -> None:
    browser, _ = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    page = redeems(browser, code)
    assert page.response.status_code == 422
    assert page.all("#code-error")


def test_a_code_works_once_and_for_ninety_days_and_the_newest_one_counts(canvas: Scenario) -> None:
    canvas.finishes(canvas.people(FINLAND)[0], FINLAND, LESSON)
    old, _ = canvas.opens(canvas.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    first, second = creates_code(old), creates_code(old)
    activity = second_course(canvas)
    browser = newcomer(canvas, activity)
    assert redeems(browser, first).response.status_code == 422
    assert redeems(browser, second).response.status_code == 200
    assert redeems(newcomer(canvas, activity, 2), second).response.status_code == 422
    third = creates_code(old)
    canvas.advance(days=91)
    assert redeems(newcomer(canvas, activity, 3), third).response.status_code == 422


def test_a_code_is_not_for_the_same_class_nor_for_another_curriculum(scenario: Scenario) -> None:
    scenario.finishes(scenario.people(FINLAND)[0], FINLAND, LESSON)
    aino, _ = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    code = creates_code(aino)
    assert redeems(aino, code).response.status_code == 422
    dane, _ = scenario.opens(scenario.people(DENMARK)[0], WHOLE_PROGRAMME[DENMARK])
    refused = redeems(dane, code)
    assert refused.response.status_code == 422
    assert done_of_total(dane.get("/lessons"))[0] == 0


def test_an_exemption_stays_behind_and_a_confirmation_comes_along(canvas: Scenario) -> None:
    aino = canvas.people(FINLAND)[0]
    old, _ = canvas.opens(aino, WHOLE_PROGRAMME[FINLAND])
    teacher, page = canvas.teacher(FINLAND)
    canvas.run_worker()
    for what in ("exempt:FI-R2", "confirmed:FI-R3"):
        form = teacher.get(f"{page.path}/attestations").form("form#mark")
        name = str(canvas.platform.people[aino].name)
        key = form_value_of(teacher.get(f"{page.path}/attestations"), name)
        teacher.submit(form, what=what, pupil=key, reason="decided")
    browser = newcomer(canvas, second_course(canvas))
    redeems(browser, creates_code(old))
    with canvas.school.database.reading() as db:
        rows = db.execute(select(StaffAct.__table__.c.kind, StaffAct.__table__.c.author_person_id)).all()
    assert sorted(row.kind for row in rows) == ["confirmed", "confirmed", "exempt"]
    assert [row.kind for row in rows if row.author_person_id == ""] == ["confirmed"]


def form_value_of(page: Page, name: str) -> str:
    """The value of a pupil's tick box."""
    labels: list[Any] = [element for element in page.all("fieldset.people label") if element.to_text().strip() == name]
    return str(labels[0].query("input")[0].attrs["value"])


def test_who_comes_to_next_years_course_need_not_do_it_again(canvas: Scenario) -> None:
    aino = canvas.people(FINLAND)[0]
    canvas.finishes(aino, FINLAND, LESSON)
    old, _ = canvas.opens(aino, WHOLE_PROGRAMME[FINLAND])
    done = done_of_total(old.get("/lessons"))
    browser, _ = canvas.opens(aino, second_course(canvas))
    home = browser.get("/lessons")
    assert done_of_total(home)[0] == 0
    assert done_of_total(browser.submit(home.form("form#bring"))) == done
    assert browser.get("/lessons").all("form#bring") == []
