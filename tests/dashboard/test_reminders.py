"""Reminders: each pupil reads the teacher's words with what is theirs; who never came is reached by the copied text."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from careered.feedback.reminder_text import ReminderText
from careered.feedback.tables import FeedbackNote
from careered.roster.tables import Enrolment
from careered.web.permissions import Role
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, Visitor
from tests.support.pages import Page

WORDS = "Hello {first name}: {lesson}, {minutes} min"


@pytest.fixture
def stranger(school: HarbourSchool) -> Visitor:
    """A pupil whom the list has, and who never came."""
    eino = school.visitor("2", name="Eino Eteläinen")
    table = Enrolment.__table__
    with school.database.transaction() as db:
        db.execute(update(table).where(table.c.person_id == eino.viewer.person_id).values(launched_at=None))
    return eino


def asks(teacher: Visitor) -> Page:
    """The page of reminders."""
    return teacher.get(f"{teacher.viewer.home_url}/remind")


def letters(pupil: Visitor) -> list[str]:
    """What the pupil's page says first."""
    return [
        " ".join(notice.to_text().split())
        for notice in pupil.get("/lessons").all(".notice")
        if notice.query("form[action='/feedback/read']")
    ]


def test_a_pupil_reads_the_teachers_words_with_a_name_and_a_lesson_of_their_own(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    teacher.submit(asks(teacher).form("#remind"), {"text": WORDS})
    (letter,) = letters(aino)
    lesson = school.lesson()
    assert f"Hello Aino: {lesson.title.in_language('en')}, {lesson.minutes} min" in letter


def test_the_teacher_chooses_another_lesson_and_the_reminder_leads_there(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    form = asks(teacher).form("#remind")
    field = f"lesson-{aino.viewer.person_id}"
    other = form.lists[field][-1]
    teacher.submit(form, {"text": WORDS, field: other})
    assert school.lesson(other).title.in_language("en") in letters(aino)[0]
    assert aino.get("/lessons").all(f".notice a[href^='/lessons/{other}']")


def test_from_the_desk_only_those_are_reminded_who_have_not_begun(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    school.visitor("2", name="Eino Eteläinen")
    aino.completes(*(step for step in GOOD_ANSWERS if step.startswith("xh-1")))
    page = teacher.get(f"{teacher.viewer.home_url}/remind?who=not_begun")
    assert [box.attrs["aria-label"] for box in page.all("#remind select")] == ["Lesson for Eino Eteläinen"]
    assert len(asks(teacher).all("#remind select")) == 2


@pytest.mark.parametrize(("name", "greeting"), [
    ("Eteläinen, Eino Olavi", "Hello Eino:"),
    ("Eino Eteläinen", "Hello Eino:"),
    ("Eino", "Hello Eino:"),
    ("Eteläinen,", "Hello:"),
    ("", "Hello:"),
])  # fmt: skip
def test_nobody_is_greeted_by_a_family_name_that_a_comma_sets_apart(
    school: HarbourSchool, teacher: Visitor, name: str, greeting: str
) -> None:
    eino = school.visitor("2", name=name)
    teacher.submit(asks(teacher).form("#remind"), {"text": WORDS})
    assert greeting in letters(eino)[0]
    assert ("<b>Hi <bdi>Eino</bdi>!</b>" if "Eino" in name else "<b>Hi!</b>") in eino.client.get("/lessons").text


def test_without_words_of_the_teacher_the_standard_ones_are_sent(aino: Visitor, teacher: Visitor) -> None:
    teacher.submit(asks(teacher).form("#remind"), {"text": " "})
    assert "Hi Aino! There is still something for you to do." in letters(aino)[0]


@pytest.mark.usefixtures("aino")
def test_who_never_came_gets_no_reminder_here_and_the_page_says_how_to_reach_them(
    school: HarbourSchool, stranger: Visitor, teacher: Visitor
) -> None:
    page, id_ = asks(teacher), stranger.viewer.person_id
    assert "disabled" in page.only(f"input[value='{id_}']").attrs
    assert "Eino Eteläinen has not opened careered yet" in page.main_text
    assert any("Hi Eino!" in field.to_text() for field in page.all("[data-copy] textarea"))
    answer = teacher.post(f"{teacher.viewer.home_url}/remind/send", {"pupil": id_, "text": WORDS})
    assert answer.status_code == 422
    assert school.count(FeedbackNote) == 0


@pytest.mark.usefixtures("stranger")
def test_a_head_says_what_the_times_are_and_each_pupil_has_a_time_or_a_word(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    school.visitor("3", name="Helmi Hovi")
    aino.completes(next(iter(GOOD_ANSWERS)))
    page, grid = asks(teacher), teacher.get(teacher.viewer.home_url)
    assert [head.to_text() for head in page.all(".people .heads span")] == [
        "Pupil",
        "Lessons",
        "Latest",
        "Seen where",
    ]
    times = [" ".join(time.to_text().split()) for time in page.all(".people small")]
    assert sorted(times) == ["Latest today", "Latest today", "Not opened yet"]
    of_grid = [row.query("td")[-1].to_text() for row in grid.all(".grid tbody tr")]
    assert [time.removeprefix("Latest ") for time in times] == [day or "Not opened yet" for day in of_grid]


@pytest.mark.usefixtures("aino")
def test_who_was_reminded_within_a_week_has_the_day_of_it(teacher: Visitor) -> None:
    """Seen on a Thursday: “reminded this week” of a pupil who was reminded on the Friday before."""
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    with time_machine.travel(friday, tick=False):
        teacher.submit(asks(teacher).form("#remind"), {"text": WORDS})
        assert asks(teacher).only(".people .pill").to_text().strip() == "Reminded today"
    for days, words in ((6, "Reminded 20 Nov"), (8, "Will see it here")):
        with time_machine.travel(friday + timedelta(days=days), tick=False):
            assert asks(teacher).only(".people .pill").to_text().strip() == words


@pytest.mark.usefixtures("aino")
def test_the_button_says_in_one_phrase_how_many_will_be_reminded(aino: Visitor, teacher: Visitor) -> None:
    words = asks(teacher).only("[data-ticked]")
    assert (words.to_text(), words.attrs["data-several"]) == ("Send 1 reminder here", "Send # reminders here")


@pytest.mark.usefixtures("stranger")
def test_where_nobody_would_read_a_reminder_here_a_sentence_stands_instead_of_a_button(
    school: HarbourSchool, teacher: Visitor
) -> None:
    page = asks(teacher)
    assert "Nobody on this list would see a new reminder here now." in page.main_text
    assert (page.all("button.primary"), len(page.all("[data-copy] button"))) == ([], 2)
    school.visitor("3", name="Helmi Hovi")
    assert "Nobody on this list" not in asks(teacher).main_text


def test_staff_are_neither_listed_nor_reminded(school: HarbourSchool, teacher: Visitor) -> None:
    colleague = school.visitor("t2", role=Role.TEACHER, name="Eva Ek")
    page = asks(teacher)
    assert [box.attrs["value"] for box in page.all("[name=pupil]")].count(colleague.viewer.person_id) == 0
    assert "Eva Ek" not in page.main_text
    staff = {"pupil": [colleague.viewer.person_id, teacher.viewer.person_id], "text": WORDS}
    assert teacher.post(f"{teacher.viewer.home_url}/remind/send", staff).status_code == 422
    assert school.count(FeedbackNote) == 0


def test_ticked_in_the_grid_only_they_are_asked_about(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    school.visitor("3", name="Helmi Hovi")
    page = Page(teacher.post(f"{teacher.viewer.home_url}/remind", {"pupil": aino.viewer.person_id}))
    assert [box.attrs["value"] for box in page.all("[name=pupil]")] == [aino.viewer.person_id]


def test_only_who_has_begun_the_lesson_is_told_to_carry_on_from_where_they_left_off(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    """Seen by a pupil who had never opened the lesson: “you can carry on from where you left off”."""
    eino = school.visitor("2", name="Eino Eteläinen")
    eino.completes(next(iter(GOOD_ANSWERS)))
    page = asks(teacher)
    texts = {box.query("label")[0].to_text(): box.to_text() for box in page.all("details [data-copy]")}
    teacher.submit(page.form("#remind"), {})
    for reader, name, own, other in (
        (aino, "Aino", "You can stop whenever", "where you left off"),
        (eino, "Eino", "where you left off", "You can stop whenever"),
    ):
        (letter,) = letters(reader)
        (copied,) = [text for who, text in texts.items() if name in who]
        for said in (letter, copied):
            assert own in said
            assert other not in said


@pytest.mark.usefixtures("aino", "stranger")
def test_every_text_to_copy_has_a_button_and_says_what_to_press_where_that_is_forbidden(teacher: Visitor) -> None:
    page = asks(teacher)
    boxes = page.all("[data-copy]")
    assert len(boxes) == 3, "one for everybody, one for each"
    assert {box.attrs["data-by-hand"] for box in boxes} == {"Press Ctrl + C"}
    assert all(len(box.query("textarea[readonly]")) == len(box.query("button")) == 1 for box in boxes)
    same = page.only("#same").to_text()
    assert not [name for name in ("Aino", "Eino") if name in same]
    assert "then open careered from there" in same


@pytest.mark.usefixtures("aino")
def test_words_that_are_far_too_long_are_not_sent(school: HarbourSchool, teacher: Visitor) -> None:
    form = asks(teacher).form("#remind")
    assert teacher.submit(form, {"text": "x" * 1001}).code == "too_large"
    assert school.count(FeedbackNote) == 0


@pytest.mark.parametrize("lang", ["en", "fi", "sv", "da"])
def test_what_all_may_read_has_no_word_in_braces_in_any_language(lang: str) -> None:
    words = ReminderText(lang)
    assert all(word in words.standard for word in words.words.values())
    for text in (words.for_everybody(words.standard), words.filled(words.standard, "", "Compass", 4, False)):
        assert not {"{", "}"} & set(text)
        assert " !" not in text
