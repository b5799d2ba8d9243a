"""What is typed but not handed in survives: lost connections, two tabs, a phone that locks."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from careered.clock import now
from careered.web.session_cookies import COOKIE
from careered.web.sessions import IDLE_TIMEOUT, SESSION_TTL
from careered.web.tables import SessionRow
from tests.lessons.factories import EACH_DATABASE, GOOD_ANSWERS, HarbourSchool, Visitor
from tests.support.pages import Page

pytestmark = EACH_DATABASE


@pytest.fixture
def at_visit(aino: Visitor) -> Visitor:
    """A pupil at the visit step."""
    aino.completes("xh-1-read")
    return aino


def form_fields(visitor: Visitor) -> dict[str, str]:
    """What stands in the visit step's form."""
    return dict(visitor.get("/lessons/xh-1/xh-1-visit").form("[data-next]").fields)


def page_revision(visitor: Visitor) -> str:
    """The revision that the visit step's page carries."""
    return str(visitor.get("/lessons/xh-1/xh-1-visit").only("form[data-draft]").attrs["data-revision"])


def test_a_pupil_whose_connection_is_lost_finds_half_a_sentence_again(at_visit: Visitor, school: HarbourSchool) -> None:
    answer = at_visit.draft("xh-1-visit", 1, {"task_a": "sai", "task_b": "nonsense"})
    assert (answer.status_code, answer.headers["careered-revision"], answer.content) == (204, "1", b"")
    assert form_fields(at_visit)["task_a"] == "sai"
    assert page_revision(at_visit) == "1"
    stored = school.stored_answer("xh-1-visit")
    assert stored is not None
    assert stored["values"].get("task_b", []) == []
    assert school.events("step_done", step_id="xh-1-visit") == 0
    assert at_visit.get("/lessons/xh-1/xh-1-source").code == "step_order"


def test_the_page_says_where_drafts_go(at_visit: Visitor) -> None:
    form = at_visit.get("/lessons/xh-1/xh-1-visit").only("form[data-draft]")
    assert form.attrs["data-draft"] == "/lessons/xh-1/steps/xh-1-visit/draft"
    assert form.attrs["data-page"] == "/lessons/xh-1/xh-1-visit"
    assert form.attrs["data-revision"] == "0"


def test_an_old_tab_cannot_overwrite_what_a_newer_one_saved(at_visit: Visitor) -> None:
    at_visit.draft("xh-1-visit", 1, {"task_a": "from the first tab"})
    at_visit.draft("xh-1-visit", 2, {"task_a": "from the first tab, longer"})
    for old in (1, 2):
        late = at_visit.draft("xh-1-visit", old, {"task_a": "from the second tab"})
        assert (late.status_code, late.headers["careered-revision"]) == (409, "2")
    assert form_fields(at_visit)["task_a"] == "from the first tab, longer"


def test_the_same_draft_twice_is_fine(at_visit: Visitor) -> None:
    for _ in range(2):
        answer = at_visit.draft("xh-1-visit", 1, {"task_a": "sailor"})
        assert (answer.status_code, answer.headers["careered-revision"]) == (204, "1")


def test_handing_in_wins_over_drafts_that_are_still_on_their_way(at_visit: Visitor) -> None:
    at_visit.draft("xh-1-visit", 1, {"task_a": "dra"})
    at_visit.hand_in("xh-1-visit")
    late = at_visit.draft("xh-1-visit", 2, {"task_a": "draf"})
    assert (late.status_code, late.headers["careered-revision"]) == (409, "2")
    assert form_fields(at_visit)["task_a"] == "sailor, diver"


def test_handing_in_from_an_old_tab_wins_because_it_is_meant(at_visit: Visitor) -> None:
    page = at_visit.get("/lessons/xh-1/xh-1-visit")
    at_visit.draft("xh-1-visit", 7, {"task_a": "elsewhere"})
    at_visit.submit(page.form("[data-next]"), GOOD_ANSWERS["xh-1-visit"])
    assert form_fields(at_visit)["task_a"] == "sailor, diver"
    assert page_revision(at_visit) == "8"


def test_a_draft_does_not_undo_a_step(at_visit: Visitor, school: HarbourSchool) -> None:
    at_visit.hand_in("xh-1-visit")
    assert at_visit.draft("xh-1-visit", 2, {"task_a": ""}).status_code == 204
    assert school.events("step_done", step_id="xh-1-visit") == 1
    assert at_visit.get("/lessons/xh-1/xh-1-source").response.status_code == 200


@pytest.mark.parametrize("given", ["", "-1", "1.5", "³", "9999999999", "one"])
def test_a_draft_without_a_sensible_revision_is_refused(at_visit: Visitor, given: str) -> None:
    answer = at_visit.draft("xh-1-visit", given, {"task_a": "x"})
    assert (answer.status_code, answer.headers["careered-code"]) == (422, "answer_invalid")


def test_a_draft_that_is_too_long_is_refused_and_the_last_good_one_stays(at_visit: Visitor) -> None:
    at_visit.draft("xh-1-visit", 1, {"task_a": "good"})
    assert at_visit.draft("xh-1-visit", 2, {"task_a": "x" * 20_001}).status_code == 422
    assert form_fields(at_visit)["task_a"] == "good"


def test_a_draft_of_a_step_to_come_is_refused(at_visit: Visitor, school: HarbourSchool) -> None:
    answer = at_visit.draft("xh-1-check", 1, {})
    assert (answer.status_code, answer.headers["careered-code"]) == (409, "step_order")
    assert "careered-revision" not in answer.headers
    assert school.stored_answer("xh-1-check") is None


def test_a_call_for_help_in_a_draft_reaches_the_teacher_at_once(at_visit: Visitor, school: HarbourSchool) -> None:
    at_visit.draft("xh-1-visit", 1, {"page_closed": "yes"})
    stored = school.stored_answer("xh-1-visit")
    assert stored is not None
    assert stored["help_reason"] == "page_closed"


def test_a_page_with_errors_carries_the_stored_revision(at_visit: Visitor) -> None:
    at_visit.draft("xh-1-visit", 4, {"task_a": "x"})
    page = Page(at_visit.hand_in("xh-1-visit", {"task_a": ""}))
    assert page.only("form[data-draft]").attrs["data-revision"] == "4"


def ends(visitor: Visitor, **ages: timedelta) -> None:
    """A visit whose rows are as old as this."""
    with visitor.school.database.transaction() as db:
        db.execute(update(SessionRow.__table__).values({name: now() - age for name, age in ages.items()}))


def test_words_typed_after_an_hours_rest_are_there_when_the_activity_is_opened_again(
    at_visit: Visitor, school: HarbourSchool
) -> None:
    at_visit.draft("xh-1-visit", 1, {"task_a": "before lunch"})
    ends(at_visit, seen_at=IDLE_TIMEOUT + timedelta(minutes=10))
    late = at_visit.draft("xh-1-visit", 2, {"task_a": "before lunch and after"})
    assert (late.status_code, late.content) == (204, b"")
    for _ in range(2):  # the visit stays over
        assert at_visit.hand_in("xh-1-visit").headers["careered-code"] == "session_missing"
        assert at_visit.get("/lessons/xh-1/xh-1-visit").code == "session_missing"
    assert school.events("step_done", step_id="xh-1-visit") == 0
    assert form_fields(school.visitor())["task_a"] == "before lunch and after"


def test_words_typed_in_a_visit_of_another_day_or_of_somebody_else_are_not_kept(
    at_visit: Visitor, school: HarbourSchool
) -> None:
    ends(at_visit, seen_at=IDLE_TIMEOUT + timedelta(minutes=10))
    at_visit.client.cookies.set(COOKIE, school.visitor("2").viewer.token)
    assert at_visit.draft("xh-1-visit", 1, {"task_a": "x"}).headers["careered-code"] == "session_changed"
    at_visit.client.cookies.clear()
    ends(at_visit, created_at=SESSION_TTL + timedelta(minutes=1))
    assert at_visit.draft("xh-1-visit", 1, {"task_a": "x"}).headers["careered-code"] == "session_missing"
    assert school.stored_answer("xh-1-visit") is None
