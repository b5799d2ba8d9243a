"""Practising to ask: mistakes are safe, one can take a step back, and an author's edit loses nothing before it."""

from typing import Any

import pytest

from careered.lessons.activities.chat import evidence, grading, page
from careered.lessons.activities.chat.schema import Content
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.answer_form import AnswerParser
from careered.lessons.player.turns import take_turn
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

ADDRESS = "/lessons/xb-7/ask"
TOLD_TOO_MUCH = "An anonymous chat needs no name."
GOOD_WAY, LONG_WAY, SHORT_WAY = ["build", "who"], ["name", "nothing", "repair", "both"], ["nothing", "bye"]


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-7").step("ask")
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-7"))


def paths(shown: Page) -> dict[str, str]:
    """What each button of the bar posts, by its words."""
    return {button.to_text(): button.attrs["value"] for button in shown.all(".bar button[name=path]")}


def presses(pupil: Visitor, shown: Page, words: str) -> Page:
    return pupil.submit(shown.form("form.play"), {"path": paths(shown)[words]})


def plays(pupil: Visitor, path: list[str]) -> Page:
    """Reply after reply, each by a button that is on the page."""
    shown = pupil.get(ADDRESS)
    for number in range(1, len(path) + 1):
        posted = " ".join(path[:number])
        assert posted in paths(shown).values()
        shown = pupil.submit(shown.form("form.play"), {"path": posted})
    return shown


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ([], Grade(None)),
        (["name"], Grade(None)),
        (GOOD_WAY, Grade(Verdict.KEPT, ("who",))),
        (LONG_WAY, Grade(Verdict.KEPT, ("both",))),
        (SHORT_WAY, Grade(Verdict.KEPT, ("later",))),
        (["build", "gone"], Grade(None)),
        ("build who", Grade(None)),
    ],
)
def test_only_an_end_is_an_answer(content: Content, path: Any, expected: Grade) -> None:
    assert grading.grade(content, {"path": path}, Turn(tries=1)) == expected


@pytest.mark.parametrize(
    ("posted", "kept", "is_taken"),
    [
        (["name nothing"], ["name", "nothing"], True),
        ([""], [], True),
        (["name gone both"], ["name"], False),
        (["who"], [], False),
        ([], None, False),
        (["build", "nothing"], ["build"], False),
    ],
)
def test_the_path_is_taken_up_to_the_first_key_that_is_gone(
    content: Content, posted: list[str], kept: list[str] | None, is_taken: bool
) -> None:
    parsed = grading.read_answer(content, AnswerParser({"path": posted} if posted else {}))
    assert (parsed.values.get("path"), not parsed.errors) == (kept, is_taken)


def test_it_begins_with_a_question_and_nothing_of_what_may_follow(opened: Page, content: Content) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "chat")
    assert texts_of(opened.all(".talk li")) == [
        "The other person: Hi! It is fine not to know yet. What do you like doing?"
    ]
    assert sorted(paths(opened).values()) == ["build", "name", "nothing"]
    assert opened.next_control.attrs["name"] == "path"
    later = [node.says for node in content.nodes[1:]]
    later += [text for node in content.nodes if node.end for text in (node.end.text, node.end.line)]
    of_replies = [text for node in content.nodes for choice in node.choices for text in (choice.aside, choice.line)]
    for told in [*later, *(text for text in of_replies if text)]:
        assert told.in_language("en") not in opened.response.text


def test_whoever_tells_too_much_is_answered_kindly_and_told_the_rule(opened: Page, iida: Visitor) -> None:
    shown = plays(iida, ["name"])
    assert shown.response.status_code == 200
    assert "data-verdict" not in shown.only("main").attrs
    assert TOLD_TOO_MUCH in shown.only("#answer .aside").to_text()
    assert "I need no name" in shown.only("#answer").to_text()
    assert sorted(paths(shown).values()) == ["", "name build", "name nothing"]


def test_the_new_line_takes_the_focus_and_earlier_ones_are_folded(opened: Page, iida: Visitor) -> None:
    shown = plays(iida, ["name", "nothing"])
    (focused,) = shown.all("main [data-focus]")
    assert focused.attrs["id"] == "answer"
    assert texts_of([focused])[0].startswith("The other person: That is an answer too.")
    assert len(shown.all("main > form > .card > .talk li")) == 3
    assert len(shown.all("details .talk li")) == 2


def test_at_the_end_ones_last_reply_and_what_came_back_stand_above_what_is_said(opened: Page, iida: Visitor) -> None:
    shown = plays(iida, GOOD_WAY)
    lines = texts_of(shown.all("main .card > .talk li"))
    assert [line.partition(":")[0] for line in lines] == ["You", "The other person"]
    assert len(shown.all("details .talk li")) == len(GOOD_WAY) * 2 - 1


def test_one_step_back_and_another_way(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = presses(iida, plays(iida, ["name", "nothing"]), "Undo your last choice")
    assert sorted(paths(shown).values()) == ["", "name build", "name nothing"]
    shown = presses(iida, shown, "Undo your last choice")
    assert "Undo your last choice" not in paths(shown)
    assert TOLD_TOO_MUCH not in shown.response.text
    row = bay.stored_answer("ask")
    assert row
    assert (row["values"], row["tries"], row["verdict"]) == ({"path": []}, 0, "")


def test_a_chat_is_where_it_was_when_one_comes_back(opened: Page, iida: Visitor) -> None:
    plays(iida, ["nothing"])
    assert sorted(paths(iida.get(ADDRESS)).values()) == ["", "nothing bye", "nothing repair"]


@pytest.mark.parametrize(
    ("path", "words"),
    [(GOOD_WAY, "Now you know whom to call."), (SHORT_WAY, "One may leave whenever one likes.")],
)
def test_it_ends_with_how_it_went(path: list[str], words: str, opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = plays(iida, path)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert words in shown.only("#answer").to_text()
    assert paths(shown) == {}
    row = bay.stored_answer("ask")
    assert row
    assert (row["values"], row["first_values"], row["tries"]) == ({"path": path}, {"path": path}, 1)
    assert bay.events("step_done") == 1


def test_a_finished_chat_opened_again_is_one_step_back_and_stays_done(
    opened: Page, iida: Visitor, bay: HarbourSchool
) -> None:
    plays(iida, LONG_WAY)
    shown = iida.get(f"{ADDRESS}?change=1")
    assert "name nothing repair who" in paths(shown).values()
    shown = presses(iida, shown, "Undo your last choice")
    assert "name nothing bye" in paths(shown).values(), "part of an answer: the chat is open"
    shown = iida.submit(shown.form("form.play"), {"path": "name nothing bye"})
    assert shown.only("main").attrs["data-verdict"] == "kept"
    row = bay.stored_answer("ask")
    assert row
    assert (row["first_values"], row["tries"]) == ({"path": LONG_WAY}, 2)
    assert bay.events("step_done") == 1


@pytest.mark.parametrize("fields", [{"path": "build gone"}, {"path": "both"}, {}])
def test_what_is_no_reply_is_said_and_nothing_is_lost(opened: Page, iida: Visitor, fields: dict[str, str]) -> None:
    plays(iida, ["build"])
    shown = iida.submit(iida.get(ADDRESS).form("form.play"), dict(fields))
    assert shown.response.status_code == 422
    assert len(shown.all("main [data-focus]")) == 1
    assert shown.only("#answer").attrs["class"] == "say note"
    assert sorted(paths(iida.get(ADDRESS)).values()) == ["", "build both", "build who"]


def without(content: Content, key: str) -> Content:
    """The card after an author took a reply away everywhere."""
    nodes = [
        node.model_copy(update={"choices": tuple(choice for choice in node.choices if choice.id != key)})
        for node in content.nodes
    ]
    return content.model_copy(update={"nodes": tuple(nodes)})


def test_after_an_edit_the_path_is_played_up_to_the_first_key_that_is_gone(content: Content) -> None:
    edited, turn = without(content, "nothing"), Turn({"path": LONG_WAY}, {"path": LONG_WAY}, 1, Verdict.KEPT)
    shown = page.view(edited, turn, "en")
    assert [line["is_me"] for line in shown["lines"]] == [False, True, False]
    assert TOLD_TOO_MUCH in [line["aside"] for line in shown["lines"]]
    opened_again = page.view(edited, Turn({"path": LONG_WAY}, tries=1), "en")
    assert [reply["path"] for reply in opened_again["replies"]] == ["name build"]


def test_a_part_of_a_changed_answer_opens_it_and_a_part_of_a_first_one_is_no_try(content: Content) -> None:
    kept = Turn({"path": GOOD_WAY}, {"path": GOOD_WAY}, 1, Verdict.KEPT)
    turn, _ = take_turn(content, kept, {"path": ["name"]})
    assert (turn.verdict, turn.tries, turn.first) == (None, 1, {"path": GOOD_WAY})
    turn, _ = take_turn(content, Turn(), {"path": ["name"]})
    assert (turn.verdict, turn.tries, turn.first) == (None, 0, {})


@pytest.mark.parametrize(
    ("first", "latest", "words"),
    [
        ([], ["name"], "told too much once; not finished yet, replies so far: 1"),
        ([], ["build"], "not finished yet, replies so far: 1"),
        (GOOD_WAY, GOOD_WAY, "Asked whom to call"),
        (LONG_WAY, LONG_WAY, "Asked whether both can be done; told too much once"),
        (SHORT_WAY, GOOD_WAY, "before: Left before asking, now: Asked whom to call"),
    ],
)
def test_the_teacher_reads_how_far_and_which_way(
    first: list[str], latest: list[str], words: str, bay: HarbourSchool, content: Content
) -> None:
    shown = evidence.line(content, Turn({"path": latest}, {"path": first} if first else {}, 1), "en", bay.pack)
    assert shown
    assert shown.answer == words


def test_before_the_first_reply_there_is_nothing_to_read(bay: HarbourSchool, content: Content) -> None:
    assert evidence.line(content, Turn({"path": []}), "en", bay.pack) is None


def test_every_pupil_has_an_order_of_their_own(content: Content) -> None:
    turn = Turn(arrange=lambda ids: sorted(ids, reverse=True))
    assert [reply["path"] for reply in page.view(content, turn, "en")["replies"]] == ["nothing", "name", "build"]
