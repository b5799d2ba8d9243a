"""Cards on which nothing is right: what a pupil chooses about oneself, keeps to oneself, and meets again later."""

import pytest

from careered.lessons.activities.cards.earlier import shown_answer
from careered.lessons.activities.choose.schema import Content as Question
from careered.lessons.activities.choose.schema import Option
from careered.lessons.activities.contract import Turn
from careered.lessons.activities.scale.page import view as flower_view
from careered.lessons.activities.scale.schema import Content as Scale
from careered.lessons.activities.scale.schema import Level, Statement
from careered.lessons.kinds import registry
from careered.lessons.player.card_cache import PARTS
from careered.packs.load import read_pack, read_pack_bytes
from careered.packs.models import LocalizedText
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, texts_of
from tests.lessons.test_cards import said
from tests.lessons.test_progress_stays import teacher_reads
from tests.support.pages import Page

LESSON = "lessons/xb-12.yaml"


def answer(pupil: Visitor, card_id: str, choice: str | list[str]) -> Page:
    return pupil.answer(card_id, choice, lesson="xb-12")


SUITS = {"item-pause": "try", "item-sleep": "already", "item-explain": "try"}
INFLUENCE = {"place-films": "1", "place-home": "2", "place-friends": "3"}


def fills(pupil: Visitor, card_id: str, fields: dict[str, str]) -> Page:
    return pupil.answer(card_id, lesson="xb-12", fields=fields)


def test_more_than_there_is_room_for_is_asked_to_leave_one_out_and_nothing_is_lost(iida: Visitor) -> None:
    answer(iida, "before", "friend")
    page = answer(iida, "helpers", ["home", "nurse", "line"])
    assert page.response.status_code == 422
    assert "There is no room for that many. Which one will you leave out?" in page.main_text
    assert len(page.all("main input[checked]")) == 3
    assert iida.school.stored_answer("helpers") is None
    assert answer(iida, "helpers", ["home", "nurse"]).only("main").attrs["data-verdict"] == "kept"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["home"], "They are kept for you."),
        (["home", "nurse"], "They are kept for you."),
        (["line"], "answers at night"),
    ],
)
def test_one_sentence_may_answer_all_options_that_have_none_of_their_own(
    iida: Visitor, chosen: list[str], expected: str
) -> None:
    answer(iida, "before", "friend")
    assert expected in said(answer(iida, "helpers", chosen))


def test_what_is_only_the_pupils_is_promised_and_kept(bay: HarbourSchool) -> None:
    iida = bay.visitor(name="Iida Impi")
    answer(iida, "before", "friend")
    assert "Only you can see this." in iida.get("/lessons/xb-12/helpers").main_text
    answer(iida, "helpers", ["nurse"])
    read = teacher_reads(bay, iida)
    assert "My helpers" in read
    assert "A friend" in read
    assert "The nurse" not in read


@pytest.mark.parametrize(
    ("now", "change", "own"),
    [("friend", "The same, but", "Do they know the rules?"), ("school", "Now you have two.", "The first word is")],
)
def test_a_question_asked_again_is_answered_by_the_change_or_by_each_options_own_reason(
    bay: HarbourSchool, now: str, change: str, own: str
) -> None:
    iida = bay.visitor(name="Iida Impi")
    answer(iida, "before", "friend")
    answer(iida, "helpers", ["nurse"])
    fills(iida, "suits", SUITS)
    fills(iida, "influence", INFLUENCE)
    assert change in said(answer(iida, "after", now))
    answer(iida, "back", "")
    fills(iida, "trial", {"phrase-what": "pause"})
    assert own in said(answer(iida, "again", now))
    words = {"friend": "A friend", "school": "The counsellor"}[now]
    assert teacher_reads(bay, iida).count(f"before: A friend, now: {words}") == 2


def test_sorting_for_oneself_is_kept_whatever_lies_where_and_may_be_changed(bay: HarbourSchool) -> None:
    iida = bay.visitor(name="Iida Impi")
    answer(iida, "before", "friend")
    answer(iida, "helpers", ["nurse"])
    asked = iida.get("/lessons/xb-12/suits")
    assert texts_of([asked.next_control]) == ["Save"]
    page = fills(iida, "suits", SUITS)
    assert said(page) == "Saved What you could try comes again later."
    assert texts_of(page.all(".sorted b")).count("I could try") == 2
    assert "I do: Enough sleep; I could try: A break in time, Explaining it" in teacher_reads(bay, iida)
    again = iida.get("/lessons/xb-12/suits?change=1")
    assert len(again.all("main input[checked]")) == 3
    changed = iida.submit(again.form("main form.play"), {**SUITS, "item-sleep": "try"})
    assert texts_of(changed.all(".sorted b")).count("I could try") == 3


def test_an_order_of_ones_own_is_kept_and_only_told_to_whom_the_card_says(bay: HarbourSchool) -> None:
    iida = bay.visitor(name="Iida Impi")
    answer(iida, "before", "friend")
    answer(iida, "helpers", ["nurse"])
    fills(iida, "suits", SUITS)
    page = fills(iida, "influence", INFLUENCE)
    assert "It is good to know who it is." in said(page)
    assert [text.split()[-1] for text in texts_of(page.all(".timeline li"))] == ["Series", "Home", "Friends"]
    assert "Only you can see this." in page.main_text
    read = teacher_reads(bay, iida)
    assert "Who influences you most?" in read
    assert "Series" not in read
    again = iida.get("/lessons/xb-12/influence?change=1")
    assert sorted(texts_of(again.all("main option[selected]"))) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("        visible_to: pupil\n        items:", "        items:", None),
        ("        own_order: true\n        visible_to: pupil", "        own_order: false", "no_reason"),
        ("own_order: true", "own_order: false", "bad_value"),
        ("{id: pause,", "{id: pause, group: try,", "no_reason"),
        ("kind: sort", "kind: sort\n        visible_to: pupil", None),
    ],
)
def test_an_author_says_what_is_right_everywhere_or_nowhere(old: str, new: str, code: str | None) -> None:
    lesson = (BAY_PACK / LESSON).read_text()
    assert old in lesson
    files = {**read_pack(BAY_PACK, registry()).files, LESSON: lesson.replace(old, new, 1).encode()}
    problems = read_pack_bytes(files, registry()).problems
    assert [problem.code for problem in problems] == ([code] if code else [])


def goes_to_the_end(pupil: Visitor, sorted_as: dict[str, str]) -> None:
    answer(pupil, "before", "friend")
    answer(pupil, "helpers", ["nurse"])
    fills(pupil, "suits", sorted_as)
    fills(pupil, "influence", INFLUENCE)
    answer(pupil, "after", "friend")


def test_a_later_card_shows_in_words_what_was_given_before(iida: Visitor) -> None:
    goes_to_the_end(iida, SUITS)
    assert texts_of(iida.get("/lessons/xb-12/back").all(".sentence")) == [
        "I do: Enough sleep; I could try: A break in time, Explaining it",
        "Series, Home, Friends",
    ]


def test_what_was_given_before_stays_in_no_memory(iida: Visitor) -> None:
    goes_to_the_end(iida, SUITS)
    assert "I could try: A break" in iida.get("/lessons/xb-12/back").main_text
    assert not any("I could try: A break" in kept for kept in PARTS.texts)


@pytest.mark.parametrize(
    ("sorted_as", "offered"),
    [
        (SUITS, ["I take a break in time", "I explain it to somebody"]),
        (dict.fromkeys(SUITS, "already"), ["I take a break in time", "I sleep enough", "I explain it to somebody"]),
    ],
)
def test_a_plan_offers_what_was_picked_before_and_everything_where_nothing_was(
    iida: Visitor, sorted_as: dict[str, str], offered: list[str]
) -> None:
    goes_to_the_end(iida, sorted_as)
    answer(iida, "back", "")
    assert texts_of(iida.get("/lessons/xb-12/trial").all("label.chip")) == offered


def text(words: str) -> LocalizedText:
    return LocalizedText({"en": words})


def test_two_lists_that_were_remembered_are_drawn_as_bars_of_the_first_try() -> None:
    options = tuple(Option(id=name, text=text(name), right=name in "abc") for name in "abcd")
    question = Question(id="list", kind="choose", title=text("List 1"), options=options, several=True)
    turn = Turn(earlier={"list": {"choice": ["a", "b", "d"]}}, latest={"list": {"choice": ["a", "b", "c"]}})
    shown = shown_answer(question, turn, "en")
    assert shown
    assert (shown["title"], shown["found"], shown["total"]) == ("List 1", 2, 3)
    assert shown_answer(question, Turn(), "en") is None


def test_a_card_may_show_the_flower_of_an_earlier_one() -> None:
    levels = tuple(Level(id=name, name=text(name)) for name in ("seldom", "some", "often"))
    statements = tuple(Statement(id=name, name=text(name), text=text(name)) for name in ("help", "build", "plan"))
    scale = Scale(id="me", kind="scale", title=text("Me"), levels=levels, statements=statements, done=text("!"))
    values = {"level-help": "often"}
    shown = shown_answer(scale, Turn(latest={"me": values}), "en")
    assert shown
    assert shown["flower"]["largest"] == flower_view(scale, Turn(values), "en")["largest"]


@pytest.mark.parametrize(
    ("old", "new"), [("shows: [suits", "shows: [sorts"), ("picked: {card: suits", "picked: {card: again")]
)
def test_only_an_earlier_card_can_be_shown_or_picked_from(old: str, new: str) -> None:
    lesson = (BAY_PACK / LESSON).read_text()
    files = {**read_pack(BAY_PACK, registry()).files, LESSON: lesson.replace(old, new, 1).encode()}
    assert [problem.code for problem in read_pack_bytes(files, registry()).problems] == ["unknown_reference"]
