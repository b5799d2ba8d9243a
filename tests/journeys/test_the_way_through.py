"""The whole way through: opened from the platform, a lesson done, the mark in the gradebook, the teacher sees it."""

import pytest

from careered.clock import now
from careered.lessons.marks import WORDS
from careered.web.i18n import translations
from careered.web.time_format import format_recent
from tests.journeys.town import (
    CONTEXT,
    DENMARK,
    FIGURES,
    FINLAND,
    FIRST_LESSON,
    WHOLE,
    Town,
    figures,
    grid,
    link_to,
    town,
)
from tests.support.pages import Page


def name_of(one: Town, person: str, course: str) -> str:
    """What careered calls a pupil."""
    return str(one.record(person, course)["name"])


def shown_everywhere(one: Town, person: str, course: str) -> tuple[int, int]:
    """done / of of a pupil, after grid, pupil's page, home page, report and gradebook were seen to agree."""
    teacher, classroom = one.teacher(course)
    name = name_of(one, person, course)
    record = teacher.get(link_to(classroom, name))
    _, home = one.opens(person, WHOLE[course])
    states = [requirement["state"] for requirement in one.record(person, course)["requirements"]]
    seen = {figures(record), figures(home), (states.count("done"), len(states)), one.points(person, course)}
    seen |= {(int(a), int(b)) for a, b in FIGURES.findall(grid(classroom)[name][-1])}
    assert len(seen) == 1, seen
    return seen.pop()


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_a_pupil_finishes_a_lesson_and_every_page_and_the_gradebook_show_the_same(monday: Town, course: str) -> None:
    pupil, idle = monday.people(course)[:2]
    end = monday.finishes(pupil, course)
    assert figures(end)[0] == 1
    assert monday.work() == 0
    assert shown_everywhere(monday, pupil, course) == figures(end)
    assert monday.delivery(pupil, course)["state"] == "delivered"
    assert monday.cell(idle, WHOLE[course]) is None
    assert monday.asked("score") == 1


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_the_last_page_says_where_the_mark_is_before_and_after_it_was_sent(monday: Town, course: str) -> None:
    pupil = monday.people(course)[0]
    browser, _ = monday.opens(pupil, WHOLE[course])
    before = monday.goes_through(browser, course)
    monday.later(seconds=30)
    monday.work()
    after = browser.get(before.path)
    assert said("waiting", before) in before.words
    assert said("delivered", after, time=format_recent(now(), after.lang, monday.pack(course).timezone)) in after.words


def said(state: str, page: Page, **facts: str) -> str:
    """The sentence for a state of a mark, in the page's language."""
    return translations(page.lang).gettext(WORDS[state]) % {"platform": "Moodle", **facts}


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
def test_a_pupil_who_does_every_lesson_has_the_same_figures_everywhere(monday: Town, course: str) -> None:
    pupil = monday.people(course)[3]
    grade = int(monday.platform.courses[course].grade)
    for lesson in monday.pack(course).playable_lessons():
        if lesson.grade <= grade:
            monday.finishes(pupil, course, lesson.id)
            monday.later(minutes=10)
    assert monday.work_until_quiet() == 0
    done, of = shown_everywhere(monday, pupil, course)
    assert 1 < done <= of
    assert {len(cells) for item, cells in monday.platform.gradebook.items() if cells} == {1}


def test_answers_one_after_the_other_become_one_request(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    for lesson in ("fi-2", "fi-3", "fi-4"):
        monday.finishes(pupil, FINLAND, lesson)
    assert monday.work() == 0
    assert monday.asked("score") == 1
    assert monday.points(pupil, FINLAND) == (4, 5)


@pytest.mark.parametrize("course", [FINLAND, DENMARK])
@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_whatever_platform_a_school_has_lessons_and_marks_work(database_url: str, profile: str, course: str) -> None:
    with town(database_url, profile) as one:
        pupil = one.people(course)[0]
        browser, home = one.opens(pupil, WHOLE[course])
        assert one.goes_through(browser, course).path == f"/lessons/{FIRST_LESSON[course]}/done"
        assert one.work() == 0
        assert one.points(pupil, course)[0] == 1
        person = one.platform.people[pupil]
        assert (person.given in home.words) is one.platform.profile.names
        assert (one.record(pupil, course)["name"] == person.name) is one.platform.profile.names


def test_where_a_school_shares_no_names_everybody_has_the_same_two_words_everywhere(database_url: str) -> None:
    with town(database_url, "itslearning") as one:
        pupil = one.people(FINLAND)[0]
        one.finishes(pupil, FINLAND)
        teacher, _ = one.teacher(FINLAND)
        one.work()
        classroom = teacher.get(f"/teacher/class/{one.report(FINLAND)['class']['id']}")
        names = {one.school.report(CONTEXT[FINLAND], "fi")["pupils"][at]["name"] for at in range(24)}
        assert set(grid(classroom)) == names
        assert len(names) == 24
        words = next(r["name"] for r in one.school.report(CONTEXT[FINLAND], "fi")["pupils"] if r["user_id"] == pupil)
        assert words in teacher.get(link_to(classroom, words)).words
        assert not any(person.family in classroom.response.text for person in one.platform.members(FINLAND))


def test_a_teacher_reads_what_to_do_during_each_lesson(monday: Town) -> None:
    _, page = monday.teacher(DENMARK)
    lessons = monday.pack(DENMARK).playable_lessons()
    assert len(page.all("section[aria-labelledby=lessons-title] details")) == len(lessons)
    first = lessons[0].teacher
    assert first
    assert first.in_language("da").split(".")[0] in page.words
