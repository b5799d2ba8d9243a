"""The whole way through: opened from the platform, a lesson done, the score in the gradebook, the teacher sees it."""

from pathlib import Path

import pytest

from careered.clock import now
from careered.lessons.score_status import STATE_TEXTS
from careered.web.i18n import translations
from careered.web.time_format import format_recent
from tests.journeys.scenario import (
    CONTEXT,
    DENMARK,
    DONE_OF_TOTAL,
    FINLAND,
    FIRST_LESSON,
    WHOLE_PROGRAMME,
    Scenario,
    done_of_total,
    grid_cells,
    open_scenario,
    pupil_link,
)
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.school import read_real


def name_of(scenario: Scenario, person: str, course: str) -> str:
    """What careered calls a pupil."""
    return str(scenario.record(person, course)["name"])


def figures_shown_everywhere(scenario: Scenario, person: str, course: str) -> tuple[int, int]:
    """done / of of a pupil, after grid, record, the pupil's own page, report and gradebook were seen to agree."""
    teacher, classroom = scenario.teacher(course)
    name = name_of(scenario, person, course)
    record = teacher.get(pupil_link(classroom, name))
    browser, _ = scenario.opens(person, WHOLE_PROGRAMME[course])
    states = [requirement["state"] for requirement in scenario.record(person, course)["requirements"]]
    seen = {
        done_of_total(record),
        done_of_total(browser.get("/requirements")),
        (states.count("done"), len(states)),
        scenario.gradebook_points(person, course),
    }
    seen |= {(int(a), int(b)) for a, b in DONE_OF_TOTAL.findall(grid_cells(classroom)[name][-1])}
    assert len(seen) == 1, seen
    return seen.pop()


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_a_pupil_finishes_a_lesson_and_every_page_and_the_gradebook_show_the_same(
    scenario: Scenario, course: str
) -> None:
    pupil, idle = scenario.people(course)[:2]
    end = scenario.finishes(pupil, course)
    assert done_of_total(end)[0] == 1
    assert scenario.run_worker() == 0
    assert figures_shown_everywhere(scenario, pupil, course)[0] == 1
    assert scenario.delivery(pupil, course)["state"] == "delivered"
    assert scenario.gradebook_cell(idle, WHOLE_PROGRAMME[course]) is None
    assert scenario.request_count("score") == 1


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_the_last_page_says_where_the_score_is_before_and_after_it_was_sent(scenario: Scenario, course: str) -> None:
    pupil = scenario.people(course)[0]
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[course])
    before = scenario.goes_through(browser, course)
    scenario.advance(seconds=30)
    scenario.run_worker()
    after = browser.get(before.path)
    assert assert_state_text("waiting", before) in before.main_text
    assert (
        assert_state_text("delivered", after, time=format_recent(now(), after.lang, scenario.pack(course).timezone))
        in after.main_text
    )


def assert_state_text(state: str, page: Page, **facts: str) -> str:
    """The sentence for a state of a delivery, in the page's language, with plain spaces as in `main_text`."""
    return " ".join((translations(page.lang).gettext(STATE_TEXTS[state]) % {"platform": "Moodle", **facts}).split())


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_a_pupil_who_does_every_lesson_has_the_same_figures_everywhere(scenario: Scenario, course: str) -> None:
    _does_every_lesson(scenario, course)


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_so_has_one_who_does_every_lesson_that_schools_are_given(tmp_path: Path, course: str) -> None:
    with fresh("sqlite", tmp_path) as url, open_scenario(url, read=read_real) as scenario:
        _does_every_lesson(scenario, course)


def _does_every_lesson(scenario: Scenario, course: str) -> None:
    pupil = scenario.people(course)[3]
    grade = int(scenario.platform.courses[course].grade)
    for lesson in scenario.pack(course).playable_lessons():
        if lesson.grade <= grade:
            scenario.finishes(pupil, course, lesson.id)
            scenario.advance(minutes=10)
    assert scenario.run_worker_until_idle() == 0
    done, of = figures_shown_everywhere(scenario, pupil, course)
    assert 1 < done <= of
    assert {len(cells) for item, cells in scenario.platform.gradebook.items() if cells} == {1}


def test_answers_one_after_the_other_become_one_request(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    for lesson in ("fi-2", "fi-3", "fi-4"):
        scenario.finishes(pupil, FINLAND, lesson)
    assert scenario.run_worker() == 0
    assert scenario.request_count("score") == 1
    assert scenario.gradebook_points(pupil, FINLAND) == (4, 5)


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_whatever_platform_a_school_has_lessons_and_scores_work(database_url: str, profile: str, course: str) -> None:
    with open_scenario(database_url, profile) as scenario:
        pupil = scenario.people(course)[0]
        browser, home = scenario.opens(pupil, WHOLE_PROGRAMME[course])
        assert scenario.goes_through(browser, course).path == f"/lessons/{FIRST_LESSON[course]}/done"
        assert scenario.run_worker() == 0
        assert scenario.gradebook_points(pupil, course)[0] == 1
        person = scenario.platform.people[pupil]
        assert (person.given in home.only(".head").to_text()) is scenario.platform.profile.names
        assert (scenario.record(pupil, course)["name"] == person.name) is scenario.platform.profile.names


def test_where_a_school_shares_no_names_everybody_has_the_same_two_words_everywhere(database_url: str) -> None:
    with open_scenario(database_url, "itslearning") as scenario:
        pupil = scenario.people(FINLAND)[0]
        scenario.finishes(pupil, FINLAND)
        teacher, _ = scenario.teacher(FINLAND)
        scenario.run_worker()
        classroom = teacher.get(f"/teacher/class/{scenario.report(FINLAND)['class']['id']}")
        names = {scenario.school.report(CONTEXT[FINLAND], "fi")["pupils"][at]["name"] for at in range(24)}
        assert set(grid_cells(classroom)) == names
        assert len(names) == 24
        words = next(
            r["name"] for r in scenario.school.report(CONTEXT[FINLAND], "fi")["pupils"] if r["user_id"] == pupil
        )
        assert words in teacher.get(pupil_link(classroom, words)).main_text
        assert not any(person.family in classroom.response.text for person in scenario.platform.members(FINLAND))


def test_a_teacher_reads_what_to_do_during_each_lesson(scenario: Scenario) -> None:
    teacher, classroom = scenario.teacher(DENMARK)
    page, lessons = teacher.get(f"{classroom.path}/lessons"), scenario.pack(DENMARK).playable_lessons()
    assert len(page.all("main details")) == len(lessons)
    first = lessons[0].teacher
    assert first
    assert first.in_language("da").split(".")[0] in page.main_text
