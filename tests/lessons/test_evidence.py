"""What staff get to read, and what pupils were promised about it: one rule."""

from typing import Any

import pytest

from careered.clock import now
from careered.lessons.evidence_reader import evidence_of
from careered.progress.evidence import EvidenceReader
from careered.progress.queries import Answers, StoredAnswer
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, Visitor

ASKED_AND_ANSWERED = {
    "xh-1-read": [],
    "xh-1-visit": [
        ("Which two routes did you find?", "sailor, diver"),
        ("What do the pages tell?", "What work it leads to"),
        ("What surprised you?", ""),
    ],
    "xh-1-source": [("Which other source?", "a video"), ("Do they agree?", "No, they differ")],
    "xh-1-check": [
        ("Who runs Compass?", "An agency"),
        ("What does it cost?", "Nothing"),
        ("How many routes lead to a job?", "Often several"),
    ],
    "xh-1-contact": [("Which would you use first?", "Counsellor’s room")],
    "xh-1-plan": [("A route I will look into", "sailor")],
    "xh-2-reflect": [("What would you ask?", "When do you start?")],
}


@pytest.mark.parametrize("step_id", ASKED_AND_ANSWERED)
def test_a_teacher_reads_what_was_asked_and_answered(step_id: str, aino: Visitor, school: HarbourSchool) -> None:
    lesson_id = step_id.rsplit("-", 1)[0]
    lines = EvidenceReader(evidence_of).for_staff(
        school.pack, lesson_id, step_id, stored(step_id, GOOD_ANSWERS[step_id]), "en"
    )
    assert [(line.question, line.answer) for line in lines] == ASKED_AND_ANSWERED[step_id]
    if lines:
        aino.completes(*steps_before(step_id))
        assert "Your teacher can see this." in aino.get(f"/lessons/{lesson_id}/{step_id}").main_text


@pytest.mark.parametrize(
    ("values", "promise", "read"),
    [
        ({"text": "my own words", "choice": "curious"}, "Only you can see this.", ""),
        ({"text": "for both", "share": "yes"}, "Your teacher can see this.", "for both"),
    ],
)
def test_what_is_promised_about_a_thought_is_kept(
    values: dict[str, Any], promise: str, read: str, aino: Visitor, school: HarbourSchool
) -> None:
    aino.completes(*steps_before("xh-1-reflect"))
    assert aino.hand_in("xh-1-reflect", values).status_code == 303
    page = aino.get("/lessons/xh-1/xh-1-reflect")
    assert promise in page.main_text
    assert page.all("form[data-next] textarea")[0].to_text() == values["text"]
    (line,) = EvidenceReader(evidence_of).for_staff(
        school.pack, "xh-1", "xh-1-reflect", stored("xh-1-reflect", values), "en"
    )
    assert line.answer == read
    assert line.is_private == (not read)


def test_a_private_thought_is_only_counted_in_words(school: HarbourSchool) -> None:
    values = {"text": "my own words", "choice": "surprised"}
    (line,) = evidence_of(school.pack, "xh-1", "xh-1-reflect", stored("xh-1-reflect", values), "en")
    assert line.answer == "I was surprised – my own words"
    assert line.for_staff().word_count == line.word_count > 0


@pytest.mark.parametrize(("lesson_id", "step_id"), [("none", "none"), ("xh-1", "none"), ("xh-2", "xh-1-visit")])
def test_a_step_that_is_gone_shows_nothing(lesson_id: str, step_id: str, school: HarbourSchool) -> None:
    assert evidence_of(school.pack, lesson_id, step_id, stored(step_id, {"task_a": "x"}, lesson_id), "en") == []


def test_a_service_that_is_gone_shows_nothing(school: HarbourSchool) -> None:
    assert evidence_of(school.pack, "xh-1", "xh-1-contact", stored("xh-1-contact", {"first": "gone"}), "en") == []


def steps_before(step_id: str) -> list[str]:
    """The steps that lead to a step."""
    steps = list(GOOD_ANSWERS)
    return steps[: steps.index(step_id)]


def stored(step_id: str, values: dict[str, Any], lesson_id: str = "") -> Answers:
    """The answers of somebody who answered this step only."""
    return {(lesson_id or step_id.rsplit("-", 1)[0], step_id): StoredAnswer(values, 1, now(), "")}
