"""From the gradebook to the work behind a mark (LtiSubmissionReviewRequest), as a real Moodle 4.5 sends it."""

from careered.demo_lms.people import Role
from careered.roster.tables import Person
from careered.web.tables import SessionRow
from tests.journeys.messages import Came, review
from tests.journeys.test_mentors import log, person_id, rows
from tests.journeys.town import FINLAND, WHOLE, Town


def by_teacher(town: Town, about: str) -> Came:
    """The course's teacher opens a pupil's work."""
    return review(town, town.people(FINLAND, Role.TEACHER)[0], about)


def test_a_teacher_gets_from_the_gradebook_to_the_pupils_work_and_on_to_the_class(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    came = by_teacher(monday, pupil)
    page = came.page
    assert page.path == f"/teacher/pupil/{person_id(monday, pupil)}"
    assert page.one("h1").to_text() == monday.platform.people[pupil].name
    assert "Löysin" in page.words
    assert [(row["viewer_role"], row["view"]) for row in log(monday)] == [("teacher", "pupil_page")]
    back = page.all("main a")[0]
    room = monday.rooms()[0]
    assert back.attrs["href"] == f"/teacher/class/{room['id']}"
    assert came.visitor.get(str(back.attrs["href"])).response.status_code == 200


def test_an_assistant_may_review_too(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.opens(pupil, WHOLE[FINLAND])
    came = review(monday, monday.people(FINLAND, Role.ASSISTANT)[0], pupil)
    assert came.page.path == f"/teacher/pupil/{person_id(monday, pupil)}"


def test_a_pupil_who_opens_the_own_review_is_at_the_own_lessons(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    page = review(monday, pupil, pupil).page
    assert page.path == "/lessons"
    assert page.all(".preview") == []


def test_a_pupil_who_never_came_is_said_to_be_unknown_and_nobody_is_let_in(monday: Town) -> None:
    came = by_teacher(monday, monday.people(FINLAND)[5])
    assert (came.answer.status_code, came.code) == (404, "pupil_unknown")
    assert people_and_sessions(monday) == (0, 0)


def test_a_colleague_has_no_work_to_review(monday: Town) -> None:
    colleague = monday.people(FINLAND, Role.COUNSELLOR)[0]
    monday.opens(colleague, WHOLE[FINLAND])
    assert by_teacher(monday, colleague).code == "pupil_unknown"


def test_a_pupil_of_another_class_is_unknown_here(monday: Town) -> None:
    other = monday.people("dk-9a")[0]
    monday.opens(other, WHOLE["dk-9a"])
    assert by_teacher(monday, other).code == "pupil_unknown"


def test_a_classmate_is_turned_away_and_nothing_is_written(monday: Town) -> None:
    pupil, classmate = monday.people(FINLAND)[:2]
    monday.opens(pupil, WHOLE[FINLAND])
    before = people_and_sessions(monday)
    came = review(monday, classmate, pupil)
    assert (came.answer.status_code, came.code) == (403, "not_allowed")
    assert people_and_sessions(monday) == before
    assert log(monday) == []
    assert "__Host-careered" not in came.visitor.tool.cookies


def people_and_sessions(town: Town) -> tuple[int, int]:
    """How many people and open visits there are."""
    return rows(town, Person), rows(town, SessionRow)


def test_reviewing_makes_no_new_column_and_sends_no_mark(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    monday.work()
    columns, sent = set(monday.platform.line_items), monday.asked("score")
    by_teacher(monday, pupil)
    assert monday.work_until_quiet() == 0
    assert (set(monday.platform.line_items), monday.asked("score")) == (columns, sent)
