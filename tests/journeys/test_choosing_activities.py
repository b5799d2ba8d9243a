"""A teacher lets careered choose: activities, line items, and what pupils and platform make of them."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from careered.lti import platform_store
from careered.packs.models import Lesson, Pack
from demo_platform.courses import Activity
from demo_platform.deep_linking_response import accept_response
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import TOOL, School, pupils_of, school

TEACHER, COURSE, CONTEXT = "10", "fi-8b", "2"
PROFILES = ("moodle", "canvas", "itslearning")


@pytest.fixture(params=PROFILES)
def school_on_each_platform(database_url: str, request: pytest.FixtureRequest) -> Iterator[School]:
    """A school on each kind of platform, its gradebook empty."""
    with school(database_url, profile=request.param) as opened:
        yield opened


def picker(browser: Browser, person: str = TEACHER, course: str = COURSE) -> Page:
    """The picker as the platform opens it."""
    return browser.begin(f"/course/{course}/choose/careered-demo?as={person}")


def choose_activities(
    at: School, browser: Browser, **answers: str | list[str]
) -> tuple[list[Activity], dict[str, Any]]:
    """Tick, press, and let the platform take the answer: its new activities, and the answer's claims."""
    page = browser.submit(picker(browser).form("form[data-picker]"), **answers)
    token = dict(page.form("form[data-send]").fields)["JWT"]
    response = accept_response(at.platform, at.platform.tools["careered-demo"], at.platform.courses[COURSE], token)
    body = token.split(".")[1]
    return response.activities, json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def column_maxima(at: School, added: list[Activity]) -> list[float]:
    """The maximum of each new activity's own line item."""
    return [at.platform.line_items[activity.line_item_id].maximum for activity in added if activity.line_item_id]


def test_all_lessons_and_the_overview_are_added_in_one_go_and_in_order(school_on_each_platform: School) -> None:
    browser = Browser.new(school_on_each_platform)
    added, _claims = choose_activities(school_on_each_platform, browser)
    lessons = [activity.custom["careered_lesson"] for activity in added[1:]]
    assert lessons == [lesson.id for lesson in school_on_each_platform.packs["FI"].playable_lessons()]
    assert len(lessons) >= 6
    assert "careered_lesson" not in added[0].custom
    assert column_maxima(school_on_each_platform, added) == [9]
    assert added[0].line_item_id


def test_every_chosen_item_has_the_tools_picture(school_on_each_platform: School) -> None:
    """Seen on a real platform (8): no icon anywhere."""
    _added, claims = choose_activities(school_on_each_platform, Browser.new(school_on_each_platform))
    items = claims["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert {item["icon"]["url"] for item in items} == {f"{TOOL}/logo.png"}


def test_each_lesson_has_its_own_line_item_where_the_teacher_wants_it(school_on_each_platform: School) -> None:
    added, _claims = choose_activities(
        school_on_each_platform, Browser.new(school_on_each_platform), columns="each", overview=[]
    )
    assert column_maxima(school_on_each_platform, added) == [1] * len(added)
    assert len(added) == len(school_on_each_platform.packs["FI"].playable_lessons())


def test_without_line_items_nothing_appears_in_the_gradebook(school_on_each_platform: School) -> None:
    added, _claims = choose_activities(school_on_each_platform, Browser.new(school_on_each_platform), columns="none")
    assert column_maxima(school_on_each_platform, added) == []


def test_the_first_lesson_carries_the_line_item_where_the_overview_is_left_out(school_on_each_platform: School) -> None:
    added, _claims = choose_activities(
        school_on_each_platform, Browser.new(school_on_each_platform), overview=[], lesson=["fi-3", "fi-2"]
    )
    assert [activity.custom["careered_lesson"] for activity in added] == ["fi-2", "fi-3"]
    assert column_maxima(school_on_each_platform, added) == [9]


def test_a_class_of_grade_eight_counts_what_is_due_by_then(school_on_each_platform: School) -> None:
    added, _claims = choose_activities(school_on_each_platform, Browser.new(school_on_each_platform), grade="8")
    due = len(school_on_each_platform.packs["FI"].requirements_for(8))
    assert column_maxima(school_on_each_platform, added) == [due]
    assert {activity.custom["careered_grade"] for activity in added} == {"8"}


def test_cancelling_is_an_answer(school_on_each_platform: School) -> None:
    added, claims = choose_activities(school_on_each_platform, Browser.new(school_on_each_platform), cancel="yes")
    assert added == []
    assert claims["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"] == []


def test_the_answer_is_given_once(school_on_each_platform: School) -> None:
    browser = Browser.new(school_on_each_platform)
    form = picker(browser).form("form[data-picker]")
    assert browser.submit(form).all("form[data-send]")
    assert browser.submit(form).code == "already_answered"


@pytest.mark.parametrize("how", ["one", "each"])
def test_a_pupil_opens_a_chosen_lesson_and_the_score_lands_in_the_right_line_item(
    school_on_each_platform: School, how: str
) -> None:
    teacher = Browser.new(school_on_each_platform)
    added, _claims = choose_activities(school_on_each_platform, teacher, columns=how)
    pupil = pupils_of(school_on_each_platform.platform, COURSE)[0]
    lesson = next(activity for activity in added if activity.custom.get("careered_lesson") == "fi-2")
    overview = next(activity for activity in added if "careered_lesson" not in activity.custom)
    pack = school_on_each_platform.packs["FI"]
    visitor = Browser.new(school_on_each_platform)
    assert visitor.open(pupil, overview.id).path == "/lessons"
    page = visitor.open(pupil, lesson.id)
    assert page.path == "/lessons/fi-2"
    pack_lesson = pack.lesson("fi-2")
    assert pack_lesson
    finish_lesson(visitor, pack, page, pack_lesson)
    school_on_each_platform.run_worker()
    scores = {
        school_on_each_platform.platform.line_items[item].label: cells[pupil].score
        for item, cells in school_on_each_platform.platform.gradebook.items()
        if pupil in cells
    }
    title = pack_lesson.title.in_language("fi").replace("\u00ad", "")
    assert scores == ({"Oppilaanohjaus: kaikki tehtävät": 1} if how == "one" else {title: 1})


def test_a_class_without_pupils_may_take_another_countrys_lessons(database_url: str) -> None:
    with school(database_url) as at:
        browser = Browser.new(at)
        page = picker(browser, "50", "dk-9a")
        page = browser.submit(page.form("form.countries"), country="DK")
        assert page.lang == "da"
        assert "Lesson dk-3 (da)" in page.main_text
        browser.open("52", "3")  # a pupil begins
        page = picker(browser, "50", "dk-9a")
        page = browser.submit(page.form("form.countries"), country="FI")
        assert page.lang == "da"


def is_of_family(at: School, family: str) -> None:
    """careered knows what kind of platform it is, as from its registration."""
    with at.database.transaction() as db:
        (known,) = platform_store.all_platforms(db)
        platform_store.save(db, replace(known, family=family), [])


@pytest.mark.parametrize("profile", PROFILES)
def test_only_where_what_is_chosen_stays_unpublished_the_teacher_is_told_to_publish_it(
    database_url: str, profile: str
) -> None:
    with school(database_url, profile=profile) as at:
        is_of_family(at, profile)
        browser = Browser.new(at)
        page = browser.submit(picker(browser).form("form[data-picker]"))
        back = browser.submit(page.form("form[data-send]"))
        assert ("Julkaise" in back.main_text) == (profile == "canvas"), back.main_text
        assert "activities added" in back.main_text
        cancelled = browser.submit(picker(browser).form("form[data-picker]"), cancel="yes")
        assert "Julkaise" not in browser.submit(cancelled.form("form[data-send]")).main_text


def test_twenty_four_lessons_at_once_stay_twenty_four(
    school_on_each_platform: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some platforms store items that differ only in custom values as one: the lesson is in the address too."""
    originals = school_on_each_platform.packs["FI"].playable_lessons()
    many: list[Lesson] = [
        originals[number % len(originals)].model_copy(update={"id": f"fi-x{number}"}) for number in range(24)
    ]
    monkeypatch.setattr(Pack, "playable_lessons", lambda _self: many)
    browser = Browser.new(school_on_each_platform)
    added, _claims = choose_activities(school_on_each_platform, browser, columns="each", overview=["yes"])
    assert [activity.custom.get("careered_lesson", "") for activity in added] == ["", *(lesson.id for lesson in many)]
    assert [activity.url.rpartition("/lessons")[2] for activity in added] == ["", *(f"/{one.id}" for one in many)]
    assert len({activity.line_item_id for activity in added[1:]}) == len(many)
