"""A scale: what one says of oneself is drawn as a flower, which nobody else sees."""

from typing import Any

import pytest

from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.activities.scale import evidence, grading, page
from careered.lessons.activities.scale.schema import Content
from careered.lessons.evidence_reader import evidence_of
from careered.progress.evidence import EvidenceReader
from careered.progress.queries import load_answers
from careered.roster.scope import PupilScope
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.packs.test_parts_and_cards import bay as pack_of_the_bay
from tests.support.pages import Page

CARD, ADDRESS = "strengths", "/lessons/xb-5/strengths"
STATEMENTS = ("help", "build", "solve", "create", "tidy", "lead")
LEVELS = ("not_yet", "sometimes", "often", "nearly_always")


def levels(*chosen: str) -> dict[str, Any]:
    """The fields with these levels, in the order of the statements."""
    return {f"level-{statement}": level for statement, level in zip(STATEMENTS, chosen, strict=False)}


MIXED = levels("nearly_always", "sometimes", "often", "often", "not_yet", "sometimes")


@pytest.fixture
def content(bay: HarbourSchool) -> Content:
    card = bay.lesson("xb-5").step(CARD)
    assert isinstance(card, Content)
    return card


@pytest.fixture
def opened(iida: Visitor) -> Page:
    return iida.follow_next(iida.get("/lessons/xb-5"))


def answers(pupil: Visitor, fields: dict[str, Any]) -> Page:
    return pupil.answer(CARD, lesson="xb-5", fields=fields)


def sizes(shown: Page) -> list[float]:
    """The petals' lengths as parts of the longest, clockwise from the top."""
    turns = [str(petal.attrs["transform"]) for petal in shown.all("svg .petal")]
    return [float(turn.partition("scale(")[2].rstrip(")")) for turn in turns]


@pytest.mark.parametrize("values", [MIXED, levels(*6 * ["not_yet"]), {}, {"level-gone": "often", "level-help": "gone"}])
def test_nothing_is_right_or_wrong(content: Content, values: dict[str, Any]) -> None:
    assert grading.grade(content, values, Turn(tries=1)) == Grade(Verdict.KEPT, ("done",))


def test_every_statement_is_a_group_of_radios_with_nothing_chosen(opened: Page, content: Content) -> None:
    assert (opened.path, opened.only("main").attrs["data-kind"]) == (ADDRESS, "scale")
    assert texts_of(opened.all("fieldset legend")) == [one.text.in_language("en") for one in content.statements]
    assert [field.attrs["value"] for field in opened.all("fieldset input")] == [*LEVELS] * 6
    assert [field for field in opened.all("fieldset input") if "checked" in field.attrs] == []
    assert "Only you can see this." in opened.main_text
    assert sizes(opened) == [0] * 6
    assert "hidden" in opened.only(".flower").attrs, "an empty flower is for the script, which lets it grow"
    assert content.done.in_language("en") not in opened.response.text


def test_the_flower_comes_after_the_answer_and_is_said_in_words(opened: Page, iida: Visitor) -> None:
    shown = answers(iida, MIXED)
    assert shown.only("main").attrs["data-verdict"] == "kept"
    assert texts_of([shown.only("#answer")]) == ["Saved The flower changes when you change."]
    picture = shown.only("svg[role=img]")
    assert picture.attrs["aria-label"] == (
        "Your flower: I help: nearly always, I build: sometimes, I solve: often, I create: often, "
        "I put in order: not yet, I lead: sometimes"
    )
    assert sizes(shown) == [1, 0.556, 0.778, 0.778, 0.333, 0.556]
    assert "Your largest petal: I help" in shown.main_text
    assert "Only you can see this." in shown.main_text
    assert shown.all("fieldset, main input") == []


def test_it_may_be_changed_and_the_first_flower_is_kept(opened: Page, iida: Visitor, bay: HarbourSchool) -> None:
    shown = answers(iida, MIXED)
    (change,) = [link for link in shown.all("a.small") if "change" in str(link.attrs["href"])]
    again = iida.get(str(change.attrs["href"]))
    chosen = [str(field.attrs["value"]) for field in again.all("fieldset input") if "checked" in field.attrs]
    assert chosen == list(MIXED.values())
    assert sizes(again) == sizes(shown)
    shown = iida.submit(again.form("form.play"), {"level-tidy": "often"})
    assert sizes(shown)[4] == 0.778
    row = bay.stored_answer(CARD)
    assert row
    assert (row["first_values"], row["values"]) == (MIXED, {**MIXED, "level-tidy": "often"})
    assert bay.events("step_done") == 1


@pytest.mark.parametrize("chosen", [{}, levels("often"), {**MIXED, "level-lead": "ten"}])
def test_a_statement_without_a_level_is_asked_for_and_the_others_stay(
    opened: Page, iida: Visitor, chosen: dict[str, str]
) -> None:
    shown = iida.submit(opened.form("form.play"), dict(chosen))
    assert shown.response.status_code == 422
    taken = {field.attrs["name"]: field.attrs["value"] for field in shown.all("fieldset input[checked]")}
    assert taken == {name: level for name, level in chosen.items() if level in LEVELS}
    assert len(shown.all("fieldset .fault")) == len(shown.all("fieldset")) - len(taken), "each row that is left"


@pytest.mark.parametrize("level", ["often", "nearly_always"])
def test_the_teacher_learns_that_it_was_done_and_nothing_else(
    bay: HarbourSchool, opened: Page, iida: Visitor, level: str
) -> None:
    answers(iida, levels(*6 * [level]))
    viewer = iida.viewer
    scope = PupilScope(viewer.organisation_id, viewer.class_id, viewer.person_id, bay.pack, 8)
    with bay.database.reading() as db:
        stored = load_answers(db, scope.key, "xb-5")
    (own,) = evidence_of(bay.pack, "xb-5", CARD, stored, "en")
    assert own.answer.startswith(f"I help: {level.replace('_', ' ')}, I build")
    (shown,) = EvidenceReader(evidence_of).for_staff(bay.pack, "xb-5", CARD, stored, "en")
    assert (shown.question, shown.answer, shown.is_private) == ("Six statements, for you alone", "", True)
    assert shown.word_count == 0, "“nearly always” has more words than “often”"


def test_a_teacher_reads_one_line_without_a_level(bay: HarbourSchool, opened: Page, iida: Visitor) -> None:
    answers(iida, MIXED)
    teacher = bay.visitor("t", role=Role.TEACHER, name="Opo Lehto")
    record = teacher.get(f"/teacher/pupil/{iida.viewer.person_id}")
    assert "Six statements, for you alone Answered, kept private." in record.main_text
    for statement in ("I help", "nearly always"):
        assert statement not in record.response.text
    assert not record.all("form[action$=comment]"), "one writes only about what one has seen"


@pytest.mark.parametrize(
    ("values", "largest"),
    [
        (MIXED, ["I help"]),
        (levels("often", "often", "not_yet", "not_yet", "not_yet", "not_yet"), ["I help", "I build"]),
        (levels(*6 * ["often"]), []),
        ({}, []),
    ],
)
def test_the_largest_petal_has_its_name_said_unless_all_are_alike(
    content: Content, values: dict[str, Any], largest: list[str]
) -> None:
    assert page.view(content, Turn(values), "en")["largest"] == largest


def test_an_answer_to_an_older_card_is_drawn_as_far_as_it_goes(content: Content, bay: HarbourSchool) -> None:
    values = {"level-help": "often", "level-gone": "often", "level-build": "always"}
    shown = evidence.line(content, Turn(values, values, 1, Verdict.KEPT), "fi", bay.pack)
    assert shown
    assert shown.answer == "Autan: usein"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ('fi: "Autan"', 'fi: "Autan aina muita"', "", ""),
        ('fi: "Autan"', 'fi: "Autan kaikkia muita"', "out_of_range", "16 letters"),
        (
            "        levels:\n",
            "        picture: {file: doors, alt: {en: Doors, fi: Ovia}}\n        levels:\n",
            "bad_value",
            "draws its own picture",
        ),
        ("id: lead", "id: help", "duplicate_id", "a second time"),
        ("id: often", "id: sometimes", "duplicate_id", "a second time"),
        ("        done:", "        doen:", "unknown_key", "did you mean “done”"),
    ],
)
def test_an_author_is_told_what_does_not_fit(old: str, new: str, code: str, words: str) -> None:
    problems = pack_of_the_bay((old, new), name="lessons/xb-5.yaml").problems
    assert (code in {problem.code for problem in problems}) if code else not problems
    assert words in "".join(str(problem) for problem in problems)


def test_the_cover_says_exactly_what_the_teacher_sees_of_a_lesson_with_a_private_part(iida: Visitor) -> None:
    private, shared = (texts_of(iida.get(f"/lessons/{lesson}").all(".facts li"))[-1] for lesson in ("xb-5", "xb-4"))
    assert private == (
        "Your teacher can see your answers. Where it says “Only you can see this”, your teacher can see only that you "
        "answered. "
        "There is no grade."
    )
    assert shared == "Your teacher can see your answers. There is no grade."
    card = iida.follow_next(iida.get("/lessons/xb-5"))
    assert "Only you can see this." in texts_of(card.all(".only-you")), "as it is written on the card"
