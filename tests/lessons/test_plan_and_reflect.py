"""A thought and a plan: tapping is enough, words are invited, and telling the teacher is just as good."""

from typing import Any

import pytest

from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.activities.phrase_answers import grade, line, read_answer, sentence
from careered.lessons.activities.phrases import PhraseCard
from careered.lessons.answer_form import AnswerParser
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.packs.test_parts_and_cards import bay as pack_of_the_bay
from tests.support.pages import Page

SURPRISED = {"phrase-thought": "surprised", "words-thought": "one is paid for learning"}
PLAN = {"phrase-what": "ask", "words-what": "", "phrase-when": "week"}
OWN_PLAN = {"phrase-what": ":own", "words-what": "I call my aunt.", "phrase-when": "holiday"}
TELL = {"tell": "yes"}


def card(bay: HarbourSchool, card_id: str) -> PhraseCard:
    found: Any = bay.lesson("xb-8").step(card_id)
    assert activity_of(found).kind in {"plan", "reflect"}
    return found  # type: ignore[no-any-return]


def answers(pupil: Visitor, card_id: str, fields: dict[str, Any]) -> Page:
    return pupil.answer(card_id, lesson="xb-8", fields=fields)


def record_of(bay: HarbourSchool, pupil: Visitor) -> Page:
    teacher = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    return teacher.get(f"/teacher/pupil/{pupil.viewer.person_id}")


@pytest.fixture
def thought(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-8"))


@pytest.mark.parametrize(
    ("card_id", "values", "lang", "said"),
    [
        ("thought", SURPRISED, "en", "I was surprised that one is paid for learning"),
        ("thought", SURPRISED, "fi", "Yllätyin, että one is paid for learning"),
        (
            "thought",
            {"phrase-thought": "not_for_me", "words-thought": " a\n ship "},
            "en",
            "I did not think that a ship was for me",
        ),
        ("thought", {"phrase-thought": "nothing", "words-thought": "left over"}, "fi", "Ei mitään uutta tänään"),
        ("thought", {"phrase-thought": ":own", "words-thought": "My grandma sails."}, "en", "My grandma sails."),
        ("thought", {"phrase-thought": "surprised"}, "en", "I was surprised that…"),
        ("thought", {"phrase-thought": "gone"}, "en", ""),
        ("next", PLAN, "en", "I ask my counsellor this week."),
        ("next", PLAN, "fi", "Kysyn opolta lisää tällä viikolla."),
        ("next", OWN_PLAN, "en", "I call my aunt before the holidays."),
        ("next", {**PLAN, "phrase-what": "search", "words-what": "ships"}, "fi", "Etsin tietoa: ships tällä viikolla."),
        ("next", {"phrase-when": "week"}, "en", "this week"),
        ("next", {"phrase-what": "ask", "phrase-when": "gone"}, "en", "I ask my counsellor"),
        ("next", {}, "en", ""),
    ],
)
def test_phrases_and_words_make_one_sentence(
    bay: HarbourSchool, card_id: str, values: dict[str, str], lang: str, said: str
) -> None:
    assert sentence(card(bay, card_id), values, lang) == said


@pytest.mark.parametrize(
    ("card_id", "posted", "missing"),
    [
        ("thought", {"phrase-thought": "nothing"}, ""),
        ("thought", SURPRISED, ""),
        ("thought", {}, "Choose one of these."),
        ("thought", {"phrase-thought": "surprised"}, "Write a few words here."),
        ("thought", {"phrase-thought": ":own", "words-thought": " \n"}, "Write a few words here."),
        ("thought", {"phrase-thought": "gone"}, "This answer is not one of the choices."),
        ("line", {"phrase-thought": ":own", "words-thought": "a"}, "This answer is not one of the choices."),
        ("line", {"words-thought": "a"}, "Choose one of these."),
        ("next", PLAN, ""),
        ("next", OWN_PLAN, ""),
        ("next", {"phrase-what": "ask"}, "Choose one of these."),
        ("next", {"phrase-when": "week"}, "Choose one of these."),
        ("next", {**PLAN, "phrase-what": "search"}, "Write a few words here."),
        ("thought", TELL, ""),
        ("line", TELL, ""),
        ("next", TELL, ""),
        ("next", {"phrase-what": "search", **TELL}, ""),
    ],
)
def test_one_phrase_is_enough_and_so_is_telling(
    bay: HarbourSchool, card_id: str, posted: dict[str, str], missing: str
) -> None:
    parsed = read_answer(card(bay, card_id), AnswerParser({name: [value] for name, value in posted.items()}))
    assert [error.message for error in parsed.errors] == ([missing] if missing else [])
    assert parsed.help_reason == ("tell_teacher" if posted.get("tell") else "")


def test_words_without_a_chip_are_own_words(bay: HarbourSchool) -> None:
    parsed = read_answer(card(bay, "thought"), AnswerParser({"words-thought": ["the sea"]}))
    assert (parsed.errors, parsed.values["phrase-thought"]) == ((), ":own")


@pytest.mark.parametrize(
    ("card_id", "values", "keys"),
    [
        ("thought", SURPRISED, ("done",)),
        ("thought", {"phrase-thought": "nothing"}, ("thought.nothing",)),
        ("next", {**PLAN, "phrase-what": "rest"}, ("what.rest",)),
        ("next", OWN_PLAN, ("done",)),
        ("next", TELL, ()),
        ("next", {**PLAN, **TELL}, ("done",)),
    ],
)
def test_nothing_is_right_or_wrong(
    bay: HarbourSchool, card_id: str, values: dict[str, Any], keys: tuple[str, ...]
) -> None:
    graded = grade(card(bay, card_id), values, Turn(tries=1))
    assert (graded.verdict, graded.reasons) == (Verdict.KEPT, keys)


def test_a_thought_is_a_chip_and_a_field_behind_it(thought: Page) -> None:
    assert thought.only("main").attrs["data-kind"] == "reflect"
    chips = ["I was surprised that…", "I did not think that … was for me", "Nothing new today", "In my own words …"]
    assert texts_of(thought.all("fieldset .chip")) == chips
    behind = [field.attrs["value"] for field in thought.all("fieldset input") if "data-words" in field.attrs]
    assert behind == ["surprised", "not_for_me", ":own"]
    assert len(thought.all("textarea")) == 1
    assert "Only you" not in thought.main_text
    for secret in ("That happens", "kept in your notebook"):
        assert secret not in thought.response.text, "what is said comes after the answer"


@pytest.mark.parametrize("card_id", ["thought", "next"])
def test_who_will_read_it_is_said_before_there_is_anything_to_choose(bay: HarbourSchool, card_id: str) -> None:
    page = bay.visitor("guest", role=Role.GUEST, name="").get(f"/lessons/xb-8/{card_id}")
    words, chip = page.main_text, texts_of(page.all("fieldset .chip"))[0]
    assert words.index(page.only("h1").to_text()) < words.index("Your teacher can see this.") < words.index(chip)


def test_a_thought_is_kept_shown_and_read_by_the_teacher(bay: HarbourSchool, thought: Page, iida: Visitor) -> None:
    shown = answers(iida, "thought", SURPRISED)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert texts_of([shown.only("#answer")]) == ["Saved It is kept in your notebook."]
    assert texts_of([shown.only(".sentence")]) == ["I was surprised that one is paid for learning"]
    assert shown.all("main fieldset") == []
    record = record_of(bay, iida)
    assert "What stayed with you? I was surprised that one is paid for learning" in record.main_text
    assert "I was surprised that one is paid for learning" in iida.get("/me").main_text


def test_what_is_for_oneself_stays_there(bay: HarbourSchool, iida: Visitor) -> None:
    answers(iida, "thought", SURPRISED)
    open_line = iida.get("/lessons/xb-8/line")
    assert "Only you can see this." in open_line.main_text
    assert "teacher can see" not in open_line.main_text
    answers(iida, "line", {"phrase-thought": "remember", "words-thought": "grandma is near"})
    record = record_of(bay, iida)
    assert "One line for your card" in record.main_text
    for secret in ("grandma", "nervous", "4 words", "8 words"):
        assert secret not in record.response.text
    assert "I remember that grandma is near" in iida.get("/me").main_text


def test_a_plan_reaches_the_done_page_and_the_notebook(bay: HarbourSchool, thought: Page, iida: Visitor) -> None:
    answers(iida, "thought", {"phrase-thought": "nothing"})
    answers(iida, "line", {"phrase-thought": "later"})
    opened = iida.get("/lessons/xb-8/next")
    assert texts_of(opened.all("fieldset legend")) == ["What?", "When?"]
    assert "hidden" in opened.only(".sentence").attrs, "it is for the script, which puts it together at once"
    shown = answers(iida, "next", OWN_PLAN)
    assert texts_of([shown.only(".sentence")]) == ["I call my aunt before the holidays."]
    assert "I call my aunt before the holidays." in iida.follow_next(shown).main_text
    assert "I call my aunt before the holidays." in iida.get("/me").main_text
    assert "My next step I call my aunt before the holidays." in record_of(bay, iida).main_text


@pytest.mark.parametrize("card_id", ["thought", "line", "next"])
def test_somebody_would_rather_tell_and_the_teacher_learns_it(bay: HarbourSchool, iida: Visitor, card_id: str) -> None:
    for before, fields in (("thought", {"phrase-thought": "nothing"}), ("line", {"phrase-thought": "later"})):
        if before == card_id:
            break
        answers(iida, before, fields)
    opened = iida.get(f"/lessons/xb-8/{card_id}")
    assert "I'd rather tell my teacher" in texts_of(opened.all("form.play button"))
    first, *_others = opened.all("form.play button")
    assert "name" not in first.attrs, "Enter on a chip presses the first button: that saves"
    shown = answers(iida, card_id, TELL)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert "Your teacher knows that you would like to talk." in shown.main_text
    assert "Would rather tell you in person" in record_of(bay, iida).main_text


def test_what_was_chosen_stays_where_something_is_missing(thought: Page, iida: Visitor) -> None:
    shown = iida.submit(thought.form("form.play"), {"phrase-thought": "surprised", "words-thought": ""})
    assert shown.response.status_code == 422
    assert texts_of([shown.only("#answer")]) == ["Write a few words here."]
    assert shown.only("fieldset input[checked]").attrs["value"] == "surprised"


def test_it_may_be_changed_and_the_first_answer_is_kept(bay: HarbourSchool, thought: Page, iida: Visitor) -> None:
    shown = answers(iida, "thought", SURPRISED)
    (change,) = [link for link in shown.all("a.small") if "change" in str(link.attrs["href"])]
    again = iida.get(str(change.attrs["href"]))
    assert again.only("textarea").node.text() == "one is paid for learning"
    iida.submit(again.form("form.play"), {"phrase-thought": "nothing"})
    row = bay.stored_answer("thought")
    assert row
    assert (row["first_values"]["phrase-thought"], row["values"]["phrase-thought"]) == ("surprised", "nothing")
    assert bay.events("step_done") == 1


def test_what_is_typed_is_kept_while_it_is_and_no_teacher_reads_it(
    bay: HarbourSchool, thought: Page, iida: Visitor
) -> None:
    sent = iida.post("/lessons/xb-8/steps/thought/draft", {"words-thought": "<b>half a", "revision": "1"})
    assert sent.status_code == 204
    assert iida.get("/lessons/xb-8/thought").only("textarea").node.text() == "<b>half a"
    assert "half a" not in record_of(bay, iida).response.text


def test_an_answer_to_an_older_card_is_read_as_far_as_it_goes(bay: HarbourSchool) -> None:
    values = {"phrase-what": "gone", "phrase-when": "week", "phrase-whom": "aunt"}
    shown = line(card(bay, "next"), Turn(values, values, 1, Verdict.KEPT), "fi", bay.pack)
    assert shown
    assert shown.answer == "tällä viikolla"
    assert line(card(bay, "next"), Turn({"phrase-what": "gone"}), "fi", bay.pack) is None


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('fi: "Yllätyin, että…"', 'fi: "Yllätyin"', "bad_value", "one “…”"),
        ('fi: "Yllätyin, että…"', 'fi: "Yllätyin …, että…"', "bad_value", "one “…”"),
        ('fi: "{what} {when}."', 'fi: "{what}."', "bad_value", "each of the groups once"),
        ('fi: "{what} {when}."', 'fi: "{what} {wehn}."', "bad_value", "each of the groups once"),
        ("        visible_to: staff\n", "", "missing_key", "visible_to"),
        ("visible_to: staff", "visible_to: teacher", "unknown_word", "pupil, staff"),
        ("id: week", "id: holiday", "duplicate_id", "a second time"),
        ("        own: true\n", "        onw: true\n", "unknown_key", "did you mean “own”"),
        ('        sentence: {en: "{what} {when}.", fi: "{what} {when}."}\n', "", "", ""),
    ],
)
def test_an_author_is_told_what_does_not_fit(old: str, new: str, code: str, words: str) -> None:
    problems = pack_of_the_bay((old, new), name="lessons/xb-8.yaml").problems
    assert (code in {problem.code for problem in problems}) if code else not problems
    assert words in "".join(str(problem) for problem in problems)
