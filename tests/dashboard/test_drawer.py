"""The drawer of a cell: what is about this pupil in this column, and the acts that would change something."""

import pytest
import time_machine

from careered.clock import now
from careered.progress import attestations
from careered.progress.acts import UNDO_PERIOD
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import insert_delivery
from tests.support.pages import Element, Page

AINO, VAINO, WORK = "Aino Mäkelä", "Väinö Öhman", "Work experience"


def page_of(classroom: Classroom, name: str, column: str) -> Page:
    """The page with the cell's drawer open."""
    return Page(classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{classroom.people[name]}/cell/{column}"))


def drawer(classroom: Classroom, name: str, column: str) -> Element:
    return page_of(classroom, name, column).only("[data-panel]")


def buttons(panel: Element) -> list[str]:
    """What staff may do, by the words on the buttons in its foot."""
    return [" ".join(button.to_text().split()[:-1]) for button in panel.query(".panel-foot button")]


def attests(
    classroom: Classroom, name: str, kind: str, target: str, day: str = "", last_day: str = "", reason: str = ""
) -> None:
    with classroom.app_state.database.transaction() as db:
        author, days = classroom.people["Opo Lehto"], {"activity_date": day, "activity_end_date": last_day}
        attestations.attest(db, classroom.scope(name), kind, target, author, reason=reason, **days)


def test_judging_sources_shows_what_was_judged_and_no_other_answers(classroom: Classroom) -> None:
    classroom.completes(AINO, ("xv-2", "xv-2-eval", "evaluate_source"), compare="Kirjaston sivu")
    words = drawer(classroom, AINO, "XV-R4").to_text()
    assert "Kirjaston sivu" in words
    assert "Lentokonemekaanikko" not in words, "an answer of another lesson is no judgement of a source"
    assert "Lentokonemekaanikko" in drawer(classroom, AINO, "XV-R1").to_text()


def test_after_a_state_that_is_reached_nothing_comes_next(classroom: Classroom) -> None:
    assert "What comes next" in drawer(classroom, VAINO, "XV-R1").to_text()
    attests(classroom, VAINO, "exempt", "XV-R1")
    assert "What comes next" not in drawer(classroom, VAINO, "XV-R1").to_text()


@pytest.mark.parametrize("column", ["XV-R6", "XV-R8"])
def test_a_requirement_whose_day_is_missing_says_that_the_day_comes_next(classroom: Classroom, column: str) -> None:
    """Seen in a drawer: the lesson done, the requirement in progress, and no word of what was missing."""
    activity, title = {"XV-R6": ("xv-work", WORK), "XV-R8": ("xv-visit", "Visit")}[column]
    classroom.completes(VAINO, ("xv-4", "xv-4-any", "read"), last=True)
    assert f"What comes next No day recorded yet: {title}" in " ".join(
        drawer(classroom, VAINO, column).to_text().split()
    )
    attests(classroom, VAINO, "offline", activity, "2026-11-12")
    assert "No day recorded yet" not in drawer(classroom, VAINO, column).to_text()


def test_what_a_pupil_asks_in_a_lesson_stands_in_the_drawers_of_its_columns_only(classroom: Classroom) -> None:
    classroom.asks_for_help(VAINO, "page_closed")
    notes = {column: drawer(classroom, VAINO, column).query(".row.why") for column in ("XV-R1", "XV-R3", "XV-R5")}
    assert {column: len(shown) for column, shown in notes.items()} == {"XV-R1": 1, "XV-R3": 1, "XV-R5": 0}
    assert "The page did not open" in notes["XV-R1"][0].to_text()


@pytest.mark.parametrize(
    ("asked", "told"), [("another_way", "Wants to show it in another way, in"), ("tell_teacher", "Wants to talk, in")]
)
def test_the_head_names_what_a_pupil_asked_for(classroom: Classroom, asked: str, told: str) -> None:
    """Seen in a drawer: “Wants to talk, In progress” about a pupil who would rather show it."""
    classroom.asks_for_help(AINO, asked)
    assert drawer(classroom, AINO, "XV-R3").query(".row b")[0].to_text() == f"{told} progress"
    page = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{classroom.people[AINO]}"))
    assert f"{told} progress" in page.only("#requirement-XV-R3").to_text()


def test_who_has_done_it_cannot_be_exempted_and_who_has_not_can(classroom: Classroom) -> None:
    assert [buttons(drawer(classroom, name, "XV-R1")) for name in (AINO, VAINO)] == [
        ["Confirm"],
        ["Confirm", "Exempt …"],
    ]


def test_a_second_visit_is_recorded_from_the_drawer_of_the_first(classroom: Classroom) -> None:
    assert buttons(drawer(classroom, AINO, "xv-work")) == ["Record today", "Another day …"]
    attests(classroom, AINO, "offline", "xv-work", "2026-09-01")
    page = page_of(classroom, AINO, "xv-work")
    assert buttons(page.only("[data-panel]")) == ["Record one more day …"]
    form = page.form("[data-panel] .panel-foot form")
    panel = Page(classroom.browser_of("Opo Lehto").post(form.action, data=dict(form.fields)))
    assert panel.only("[name=what][checked]").attrs["value"] == "offline:xv-work"
    assert "1 already has one. This will be recorded as another one" in panel.main_text


def test_a_visit_is_recorded_or_not_yet_in_the_words_of_its_drawer_and_its_column(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen on one class's page: “Not started”, “Confirmed by a teacher”, “Not recorded yet” and “Recorded 5.11.”."""
    attests(classroom, AINO, "offline", "xv-work", "2026-09-01")
    heads = [drawer(classroom, name, "xv-work").query(".row b")[0].to_text() for name in (AINO, VAINO)]
    assert heads == ["Recorded 1 Sep", "Not recorded yet"]
    monkeypatch.setattr("careered.dashboard.class_page.MIN_PUPILS_SHOWN", 1)
    page = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}?column=xv-work"))
    assert [word.to_text() for word in page.all("[data-panel] dt")] == ["Not recorded yet", "Recorded"]


def test_a_requirement_that_is_a_visit_alone_is_recorded_with_its_day(classroom: Classroom) -> None:
    assert buttons(drawer(classroom, AINO, "XV-R8")) == ["Record today", "Another day …", "Exempt …"]
    attests(classroom, AINO, "offline", "xv-visit", "2026-09-01")
    assert buttons(drawer(classroom, AINO, "XV-R8")) == ["Record one more day …"]


def test_the_day_of_an_activity_stands_in_the_history_of_its_requirement_too(classroom: Classroom) -> None:
    attests(classroom, AINO, "offline", "xv-work", "2026-09-01")
    assert "1 Sep 2026" in drawer(classroom, AINO, "XV-R6").query(".trail")[0].to_text()


def test_page_drawer_and_evidence_sheet_say_one_day_the_one_on_which_it_was_done(classroom: Classroom) -> None:
    attests(classroom, AINO, "offline", "xv-visit", "2026-09-01")
    path = f"/teacher/pupil/{classroom.people[AINO]}"
    page, sheet = (Page(classroom.browser_of("Opo Lehto").get(path + end)) for end in ("", "/report?as=print"))
    requirement = page.only("#requirement-XV-R8")
    assert requirement.query(".on")[0].to_text() == "1 Sep 2026"
    assert "Since 1\u00a0September 2026" in requirement.to_text()
    assert "Since 1 Sep 2026" in drawer(classroom, AINO, "XV-R8").to_text()
    [row] = [row.to_text() for row in sheet.all("tr") if "Study and work abroad" in row.to_text()]
    assert "1 Sep 2026" in row


def test_a_day_that_has_not_reached_its_requirement_is_not_said_to_have(classroom: Classroom) -> None:
    attests(classroom, AINO, "offline", "xv-work", "2026-09-01")
    assert "Since 1 Sep" not in drawer(classroom, AINO, "XV-R6").to_text(), "its lesson is still to be done"


def test_an_exemption_is_told_with_who_decided_it_and_why_and_as_no_confirmation(classroom: Classroom) -> None:
    attests(classroom, VAINO, "exempt", "XV-R1", reason="done_elsewhere")
    panel = drawer(classroom, VAINO, "XV-R1")
    told = panel.query(".row")[0].to_text(), panel.query(".trail")[0].to_text()
    assert all("you · Done at another school" in words for words in told)
    assert "Confirmed by staff" not in panel.to_text()
    classroom.launches("Rehtori Ranta", Role.TEACHER)
    colleague = classroom.browser_of("Rehtori Ranta").get(f"/teacher/pupil/{classroom.people[VAINO]}/cell/XV-R1")
    assert "Opo Lehto · Done at another school" in Page(colleague).only("[data-panel]").query(".row")[0].to_text()


def test_a_confirmation_is_told_with_who_gave_it_and_not_twice(classroom: Classroom) -> None:
    """Seen in a drawer: “Confirmed by a teacher”, and below it “A teacher confirmed it”."""
    attests(classroom, AINO, "confirmed", "XV-R1")
    told = drawer(classroom, AINO, "XV-R1").query(".row")[0].to_text()
    assert told.endswith("you")
    assert "onfirmed by staff" not in told


def test_a_period_stands_in_the_history_with_its_name_and_its_last_day(classroom: Classroom) -> None:
    attests(classroom, AINO, "offline", "xv-work", "2026-09-07", "2026-09-11")
    for column in ("xv-work", "XV-R6"):
        [entry] = [one.to_text() for one in drawer(classroom, AINO, column).query(".trail li") if one.query("form")]
        assert "7 Sep 2026 – 11 Sep 2026 · you" in " ".join(entry.split())
        assert WORK in entry
    page = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{classroom.people[AINO]}"))
    assert "7 Sep 2026 – 11 Sep 2026 · recorded" in " ".join(page.main_text.split())


def test_what_was_undone_stays_in_the_history_struck_out_with_who_undid_it(classroom: Classroom) -> None:
    attests(classroom, AINO, "offline", "xv-work", "2026-09-01")
    form = page_of(classroom, AINO, "xv-work").form(".trail form")
    classroom.browser_of("Opo Lehto").post(form.action, data=dict(form.fields))
    panel = drawer(classroom, AINO, "xv-work")
    [struck] = panel.query(".trail li")
    assert struck.query("s")[0].to_text() == WORK
    assert "undone by you, " in struck.to_text()
    assert not struck.query("form")
    assert buttons(panel) == ["Record today", "Another day …"]


def test_what_was_decided_is_undone_in_the_drawers_foot_as_long_as_it_can_be(classroom: Classroom) -> None:
    attests(classroom, VAINO, "exempt", "XV-R1")
    with time_machine.travel(now() + UNDO_PERIOD):
        assert "Undo" not in drawer(classroom, VAINO, "XV-R1").to_text(), "a button that would do nothing"
    page = page_of(classroom, VAINO, "XV-R1")
    assert not page.all(".trail form")
    form = page.form(".panel-foot form")
    classroom.browser_of("Opo Lehto").post(form.action, data=dict(form.fields))
    assert buttons(drawer(classroom, VAINO, "XV-R1")) == ["Confirm", "Exempt …"]


def test_cards_of_several_lessons_are_told_apart_by_their_lessons(classroom: Classroom) -> None:
    assert "Paths: three ways forward: " not in drawer(classroom, AINO, "XV-R3").to_text()
    classroom.completes(AINO, ("xv-2", "xv-2-eval", "evaluate_source"), compare="Kirjaston sivu")
    words = drawer(classroom, AINO, "XV-R3").to_text()
    assert "Who is answering? Can you trust it?" in words
    assert "Paths: three ways forward: Have a look" in words


def test_of_a_private_answer_the_question_stands_once(classroom: Classroom) -> None:
    """Seen in a drawer: the question twice, and “?: Answered”."""
    classroom.completes(AINO, ("xv-1", "xv-1-reflect", "reflect"))
    found = drawer(classroom, AINO, "XV-R1").query(".found:has(.eye)")
    assert found
    assert not any(": Answered" in one.to_text() for one in found)


def test_a_few_answers_stand_before_the_history_and_the_others_are_folded(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    classroom.completes(AINO, ("xv-2", "xv-2-eval", "evaluate_source"), compare="Kirjaston sivu")
    assert not drawer(classroom, AINO, "XV-R3").query("details")
    monkeypatch.setattr("careered.dashboard.drawer.MOST_SHOWN", 1)
    panel = drawer(classroom, AINO, "XV-R3")
    (folded,) = panel.query("details")
    assert "Show 2 more" in folded.to_text()
    assert [len(part.query(".found")) for part in (panel, folded)] == [3, 2]


def test_a_days_drawer_says_nothing_of_the_platform(classroom: Classroom) -> None:
    insert_delivery(classroom, AINO)
    heads = [
        [head.to_text() for head in drawer(classroom, AINO, column).query("h3")] for column in ("XV-R1", "xv-work")
    ]
    assert [any("Moodle" in head for head in of_one) for of_one in heads] == [True, False]


def test_an_exemption_is_not_called_a_confirmation_on_the_pupils_page(classroom: Classroom) -> None:
    attests(classroom, VAINO, "exempt", "XV-R1")
    page = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{classroom.people[VAINO]}"))
    assert "Exempt" in page.main_text
    assert "onfirmed by" not in page.main_text
