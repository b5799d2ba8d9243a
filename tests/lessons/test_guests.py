"""Visitors and test users: they see and try everything, and leave no trace."""

import pytest

from careered.progress.tables import Answer, Event, RequirementStatus
from careered.web.permissions import Role
from tests.lessons.factories import CORRECT_ANSWERS, GOOD_ANSWERS, HarbourSchool, Visitor, texts_of
from tests.support.pages import Page


@pytest.fixture
def guest(school: HarbourSchool) -> Visitor:
    """Somebody whose platform named no role."""
    return school.visitor("0", role=Role.GUEST, name="")


def test_a_guest_may_look_at_every_page_in_any_order(guest: Visitor, school: HarbourSchool) -> None:
    paths = [f"/lessons/{lesson.id}/{step.id}" for lesson in school.pack.playable_lessons() for step in lesson.steps]
    for path in ["/lessons", "/lessons/xh-1", "/lessons/xh-2", *reversed(paths), "/lessons/xh-1/done"]:
        page = guest.get(path)
        assert page.response.status_code == 200, path
        assert "This is a preview. Try everything: nothing is saved." in texts_of(page.all("body"))[0]
        assert page.all("[data-draft]") == []


@pytest.mark.parametrize("cookies", [True, False])
def test_a_guest_who_goes_through_a_lesson_leaves_no_trace(school: HarbourSchool, cookies: bool) -> None:
    guest = school.visitor("0", cookies=cookies, role=Role.GUEST, name="")
    page = guest.follow_next(guest.get("/lessons/xh-1"))
    for _ in range(20):
        if page.path.endswith("/done"):
            break
        step_id = page.path.rsplit("/", 1)[-1]
        page = guest.follow_next(
            page, GOOD_ANSWERS.get(step_id) if page.all("form[data-next] [name]:not([type=hidden])") else None
        )
        assert page.response.status_code == 200, page.path
    assert page.path == "/lessons/xh-1/done"
    assert "This was a preview" in page.main_text
    assert page.all("#mark") == []
    assert [school.count(table) for table in (Answer, Event, RequirementStatus)] == [0, 0, 0]


def test_a_guests_answers_are_checked_like_anybodys(guest: Visitor) -> None:
    assert guest.hand_in("xh-1-visit", {"task_a": ""}).status_code == 422
    assert guest.hand_in("xh-1-check", {**CORRECT_ANSWERS, "question_q1": "a", "question_q2": "b"}).status_code == 422
    page = Page(guest.hand_in("xh-1-check"))
    assert page.response.status_code == 200
    assert "It is public: an agency runs it." in page.main_text
    assert page.path_of(page.next_control) == "/lessons/xh-1/xh-1-reflect"


def test_a_guests_draft_is_not_kept(guest: Visitor, school: HarbourSchool) -> None:
    assert guest.draft("xh-1-visit", 1, {"task_a": "x"}).status_code == 204
    assert school.count(Answer) == 0
