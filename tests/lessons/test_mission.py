"""A visit: where to look, what was seen, and what becomes of those who found nothing or for whom nothing opened."""

from typing import Any

import pytest

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.mission import evidence, grading, page
from careered.lessons.activities.mission.schema import Content
from careered.lessons.answer_form import AnswerParser
from careered.lessons.kinds import registry
from careered.packs.load import PackReadResult, read_pack_bytes
from careered.packs.models import StepsCompletion
from careered.progress.completion import Facts, RequirementState, StepFact, evaluate
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

ADDRESS = "/lessons/xb-10/visit"
SEEN = {"saw_what": "vocational", "saw_where": "near"}
LESSON = "lessons/xb-10.yaml"


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-10").step("visit")
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-10"))


def says(pupil: Visitor, step: str) -> Page:
    """Press one of the two quiet buttons of the first screen."""
    shown = pupil.get(ADDRESS)
    assert step in [button.attrs["value"] for button in shown.all(".bar button[name=step]")]
    return pupil.submit(shown.form("form.play"), {"step": step})


def notes(pupil: Visitor, **chips: str) -> Page:
    """Choose chips on the page as it is, and save."""
    return pupil.submit(pupil.get(ADDRESS).form("form.play"), dict(chips))


def chips(shown: Page, field: str) -> dict[str, str]:
    """The words of a question's chips by their ids."""
    labels = [label for label in shown.all("label.chip") if label.query(f"input[name={field}]")]
    return {label.query("input")[0].attrs["value"]: label.to_text() for label in labels}


def test_it_begins_with_what_to_do_and_where_and_tells_nothing_of_what_is_said_later(
    opened: Page, content: Content
) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "mission")
    assert texts_of(opened.all(".numbered li")) == [
        "Search for a word that interests you.",
        "Open one result. Look for the town.",
    ]
    assert opened.only(".sketch svg").attrs["aria-label"] == (
        "Sketch of where to look: 1: the search box at the top of the page, 2: the line under a result"
    )
    assert texts_of(opened.all(".sketch .number")) == ["1", "2"]
    assert opened.all("img.pic") == [], "the sketch is the picture"
    assert opened.only(".quiet").to_text() == "No need to log in. Come back to this tab afterwards."
    reasons = [option.reason for option in content.questions[0].options]
    for told in (*reasons, content.not_found, content.page_closed, content.practice.title):
        assert told
        assert told.in_language("en") not in opened.response.text


def test_the_service_opens_in_a_tab_of_its_own(opened: Page) -> None:
    way = opened.only("a[data-visit]")
    assert way.attrs["href"] == "https://compass.example.org/en"
    assert (way.attrs["target"], way.attrs["rel"]) == ("_blank", "noopener noreferrer")
    assert way.to_text() == "Open Compass (opens in a new tab)"
    assert opened.next_control.attrs["value"] == "looked", "what leads on here is another control than the way out"


def test_whoever_has_looked_says_what_was_seen_and_it_is_kept(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = says(iida, "looked")
    assert shown.only("h1").to_text() == "What did you find?"
    assert chips(shown, "saw_what") == {
        "general": "general",
        "vocational": "vocational",
        "other": "something else",
        "none": "not found",
        "closed": "the page did not open",
    }
    assert shown.only(".room > img.pic")
    assert shown.only("a[data-visit]").to_text().startswith("Open Compass again")
    assert "data-verdict" not in shown.only("main").attrs
    shown = notes(iida, **SEEN)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert "A good find. Keep it in mind." in shown.only("#answer").to_text()
    assert bay.events("step_done") == 1
    row = bay.stored_answer("visit")
    assert row
    assert (row["tries"], row["help_reason"]) == (1, "")


def test_without_a_picture_the_sketch_comes_back_in_the_room_that_the_chips_leave(content: Content) -> None:
    looked = Turn(values={"step": "looked"})
    bare = page.view(content.model_copy(update={"picture": None}), looked, "en")
    assert (bare["room"], bare["sketch"]["word"], bare["draws"]) == (True, "engines", False)
    assert page.view(content, looked, "en")["sketch"] is None, "the card has a picture of its own"


def test_it_counts_beside_the_visits_of_lessons_with_steps(bay: HarbourSchool) -> None:
    completion = StepsCompletion(type="steps", any_of_type=("visit", "mission"), count=2)
    requirement = bay.pack.requirements[0].model_copy(update={"completion": completion})
    steps = {("old", "look"): StepFact("visit"), ("xb-10", "visit"): StepFact("mission")}
    assert evaluate(requirement, Facts(steps)).state is RequirementState.DONE


def test_who_found_nothing_is_asked_nothing_more_and_staff_know(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    says(iida, "looked")
    shown = notes(iida, saw_what="none", saw_where="near")
    assert "Your teacher sees it and can help." in shown.only("#answer").to_text()
    row = bay.stored_answer("visit")
    assert row
    assert (row["verdict"], row["help_reason"]) == ("kept", "not_found")
    assert "saw_where" not in row["values"]


@pytest.mark.parametrize("is_said_at_once", [True, False])
def test_where_the_page_does_not_open_an_invented_one_stands_for_it(
    is_said_at_once: bool, opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    if is_said_at_once:
        shown = says(iida, "closed")
    else:
        says(iida, "looked")
        shown = notes(iida, saw_what="closed")
    assert "data-verdict" not in shown.only("main").attrs
    assert "No harm. Practise on this one." in shown.main_text
    invented = shown.only(".invented")
    assert invented.attrs["aria-label"] == "Made-up page"
    assert "Exampleville courses Made-up page" in texts_of(invented.query("p"))[0]
    assert "Engine fitter" in invented.to_text()
    assert "closed" not in chips(shown, "saw_what"), "there is no second one"
    assert shown.all("input:checked, input[checked]") == []
    row = bay.stored_answer("visit")
    assert row
    assert (row["help_reason"], row["tries"]) == ("page_closed", 0)
    shown = notes(iida, **SEEN)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    row = bay.stored_answer("visit")
    assert row
    assert row["help_reason"] == "page_closed", "staff still know"


@pytest.mark.parametrize(
    "fields",
    [{}, {"saw_what": "vocational"}, {"saw_where": "near"}, {"saw_what": "gone", "saw_where": "near"}],
)
def test_what_is_missing_is_said_and_what_was_chosen_stays(opened: Page, iida: Visitor, fields: dict[str, str]) -> None:
    says(iida, "looked")
    shown = notes(iida, **fields)
    assert shown.response.status_code == 422
    assert shown.only("#answer").attrs["class"] == "say note"
    known = [value for value in fields.values() if value != "gone"]
    assert [radio.attrs["value"] for radio in shown.all("input[checked]")] == known


def test_an_answer_may_be_changed_and_the_first_one_is_kept(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    says(iida, "looked")
    notes(iida, **SEEN)
    shown = iida.get(f"{ADDRESS}?change=1")
    assert [radio.attrs["value"] for radio in shown.all("input[checked]")] == ["vocational", "near"]
    iida.submit(shown.form("form.play"), {"saw_what": "general", "saw_where": "far"})
    row = bay.stored_answer("visit")
    assert row
    assert (row["values"]["saw_what"], row["first_values"]["saw_what"]) == ("general", "vocational")
    assert bay.events("step_done") == 1


def test_what_was_seen_stands_in_the_notebook(opened: Page, iida: Visitor) -> None:
    says(iida, "looked")
    notes(iida, **SEEN)
    assert "vocational, nearby" in iida.get("/me").main_text


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"step": "looked"}, "has visited the page but has not noted anything yet"),
        ({"step": "closed"}, "the page did not open"),
        ({"step": "looked", "found": "yes", "saw_what": "closed"}, "the page did not open"),
        ({"step": "looked", "found": "yes", **SEEN}, "vocational, nearby"),
        ({"step": "looked", "found": "yes", "saw_what": "none"}, "not found"),
        ({"step": "closed", "found": "yes", **SEEN}, "the page did not open; on the made-up page: vocational, nearby"),
        ({"step": "looked", "found": "yes", "saw_what": "gone", "saw_where": "near"}, "nearby"),
    ],
)
def test_the_teacher_reads_what_was_seen_and_where(
    values: dict[str, str], words: str, bay: HarbourSchool, content: Content
) -> None:
    shown = evidence.line(content, Turn(values), "en", bay.pack)
    assert shown
    assert (shown.question, shown.answer) == ("Go and look at Compass", words)


def test_before_the_visit_there_is_nothing_to_read(bay: HarbourSchool, content: Content) -> None:
    assert evidence.line(content, Turn(), "en", bay.pack) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Grade(None)),
        ({"step": "looked", "found": ""}, Grade(None)),
        ({"step": "looked", "found": "yes", "saw_what": "closed"}, Grade(None)),
        ({"step": "looked", "found": "yes", **SEEN}, Grade(Verdict.KEPT, ("vocational",))),
        ({"step": "closed", "found": "yes", "saw_what": "none"}, Grade(Verdict.KEPT, ("none",))),
        ({"step": "looked", "found": "yes", "saw_what": "gone"}, Grade(Verdict.KEPT, ("",))),
        ({"path": ["a"]}, Grade(None)),
    ],
)
def test_only_what_was_seen_is_an_answer(values: Any, expected: Grade, content: Content) -> None:
    assert grading.grade(content, values, Turn(tries=1)) == expected
    assert page.view(content, Turn(values), "en")


@pytest.mark.parametrize("posted", [{}, {"step": ["both"]}, {"step": ["looked", "closed"]}])
def test_nobody_gets_past_the_visit_without_a_word(posted: dict[str, list[str]], content: Content) -> None:
    assert grading.read_answer(content, AnswerParser(posted)).errors


def read(old: str, new: str) -> PackReadResult:
    files = {path.relative_to(BAY_PACK).as_posix(): path.read_bytes() for path in BAY_PACK.rglob("*.*")}
    text = files[LESSON].decode()
    assert old in text
    return read_pack_bytes({**files, LESSON: text.replace(old, new, 1).encode()}, registry())


@pytest.mark.parametrize(
    ("old", "new", "at", "code"),
    [
        ("service: compass", "service: compas", "service: compas", "unknown_reference"),
        ("service: compass", "service: room", "service: room", "service_without_page"),
        ("id: general", "id: closed", "- id: visit", "bad_value"),
        ("id: general", "id: none", "- id: visit", "bad_value"),
        ("id: other", "id: general", "- id: visit", "bad_value"),
        ("id: where", "id: what", "- id: visit", "bad_value"),
        ("at: details", "at: corner", "at: corner", "unknown_word"),
        ('                reason: {en: "Inter', '                # reason: {en: "Inter', "- id: other", "no_reason"),
    ],
)
def test_a_fault_is_told_at_its_line(old: str, new: str, at: str, code: str) -> None:
    result = read(old, new)
    text = (BAY_PACK / LESSON).read_text().replace(old, new, 1)
    line = text[: text.index(at)].count("\n") + 1
    assert (line, code) in [(problem.line, problem.code) for problem in result.problems], [*map(str, result.problems)]


@pytest.mark.parametrize(
    ("posted", "kept", "said", "read", "help_reason"),
    [
        (["vocational", "general"], ["general", "vocational"], "general", ("general", "vocational"), ""),
        (["vocational"], ["vocational"], "vocational", ("vocational",), ""),
        (["none", "vocational"], ["vocational"], "vocational", ("vocational",), ""),
        (["none"], ["none"], "none", (), "not_found"),
    ],
)
def test_more_than_one_thing_may_be_seen_and_not_found_is_what_is_left(
    bay: HarbourSchool,
    content: Content,
    posted: list[str],
    kept: list[str],
    said: str,
    read: tuple[str, ...],
    help_reason: str,
) -> None:
    first = content.questions[0].model_copy(update={"several": True})
    several = content.model_copy(update={"questions": (first,)})
    form = {"step": ["looked"], "found": ["yes"], "saw_what": posted}
    parsed = grading.read_answer(several, AnswerParser(form))
    assert (parsed.errors, parsed.values["saw_what"], parsed.help_reason) == ((), kept, help_reason)
    assert grading.grade(several, parsed.values, Turn()) == Grade(Verdict.KEPT, (said,))
    (shown,) = page.view(several, Turn(parsed.values), "en")["questions"]
    assert [chip["id"] for chip in shown["chips"] if chip["checked"]] == kept
    words = [option.text.in_language("en") for option in first.options if option.id in read]
    line = evidence.line(several, Turn(parsed.values), "en", bay.pack)
    assert line
    assert line.answer == (", ".join(words) or "not found")
