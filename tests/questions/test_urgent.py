"""A question without a name in which a word may speak of need: first, hidden until opened, and only for whom it is."""

import pytest

from careered.questions import anonymous
from careered.questions.need_phrases import phrases
from careered.questions.urgent_words import split_at_urgent
from careered.web.permissions import Data, Role, sees_in_course
from tests.lessons.factories import HarbourSchool, Visitor
from tests.questions.test_questions import asks, inbox, lines, opens

NEED = "en  Kestä kotona enkä tiedä kenelle puhua"


@pytest.mark.parametrize(
    "text",
    [
        NEED,
        "jag orkar inte mer",
        "Jeg vil gerne dø",
        "I can’t take it",
        "mietin itsemurhaa",
        "pappa slår mig",
        "han voldtog mig",
        "jeg kan ikke holde ud at være hjemme mere",
        "jeg kan ikke holde det ud",
        "isä löi mua eilen",
        "jag orkar inte längre",
    ],
)
def test_a_pupil_in_need_is_noticed_in_every_language(text: str) -> None:
    parts = split_at_urgent(text)
    assert parts
    assert "".join(parts) == text
    assert parts[1]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "EN JAKSA",
            "enjaksa",
            "en mä vaan enää jaksa",
            "haluun kuola",
            "en haluu elää",
            "en kesta kotona",
            "emmä kestä",
        ),
        *(
            "satutan itteeni",
            "mua lyödään kotona",
            "pelkään olla kotona",
            "kaikilla ois parempi ilman mua",
            "itse murha",
        ),
        *("vill bara dö", "ja vill int leva", "orkar int me", "jag vill inte vara här längre", "skär mej", "sjelvmord"),
        *("är rädd att gå hem", "jag är rädd för min pappa", "vil ikke være her mere", "jeg gider ik leve", "selvmor"),
        *(
            "jeg orker det ikke mere",
            "jeg vil bare gerne doe",
            "far slaar mig",
            "jeg er bange for min far",
            "skær i mig",
        ),
        *("jeg får tit tæsk", "han tæsker mig"),
        *("i dont wanna be here anymore", "I WANNA DIE", "want to end my life", "sucide", "im scared of my dad"),
    ],
)
def test_need_is_noticed_however_it_is_spelt(text: str) -> None:
    assert split_at_urgent(f"hi! {text}")


@pytest.mark.parametrize(
    "text",
    [
        *("Kestääkö opinto kolme vuotta?", "Hvad koster det?", "Var skär man trä?", "Lyökö kello?"),
        *("En jaksa lukea pitkiä tekstejä", "Miten hakkaan halkoja?", "Jag orkar inte läsa", "Jeg orker ikke at læse"),
        *("Jag vill inte vara lärare", "Jeg gider ikke være lærer", "Voiko tappaa lehmän?", "vil dog gerne vide mere"),
        *("I can't do maths, what then?", "What is my next task?", "Mikä taskukortti on?"),
    ],
)
def test_an_ordinary_question_is_ordinary(text: str) -> None:
    assert split_at_urgent(text) is None


def test_every_phrase_of_every_language_is_found() -> None:
    assert set(phrases()) == {"fi", "sv", "da", "en"}
    assert not [text for one in phrases().values() for text in map(_first_words, one) if not split_at_urgent(text)]


def _first_words(phrase: str) -> str:
    return " ".join(place.split("|")[-1] for place in phrase.split()).replace("*", "")


def test_it_stands_first_and_its_text_shows_only_when_it_is_opened(aino: Visitor, teacher: Visitor) -> None:
    asks(aino, "Where do I begin?")
    asks(aino, NEED, "anonymous")
    page = inbox(teacher)
    assert NEED not in page.response.text
    assert "Read this first" in lines(page)[0].to_text()
    opened = opens(teacher)
    assert ["Kestä" in row.to_text() for row in lines(opened)] == [False, False]
    words = opened.only("main article")
    assert "".join(words.query(".user-text")[0].to_text(separator="", strip=False).split()) == "".join(NEED.split())
    assert [mark.to_text() for mark in words.query("mark")] == ["en  Kestä"]
    assert "school's plan" in words.to_text()
    teacher.submit(opened.form("main article form"), {"answer": "Come to room B112."})
    assert NEED not in inbox(teacher).response.text
    assert "Kestä" not in lines(inbox(teacher))[1].to_text()


def test_an_assistant_neither_reads_nor_answers_it(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    asks(aino, NEED, "anonymous")
    assistant = school.visitor("a", role=Role.ASSISTANT, name="Apu")
    with school.database.reading() as db:
        (question,) = anonymous.list_for_class(db, teacher.viewer.organisation_id, teacher.viewer.class_id)
    path = f"/teacher/class/{assistant.viewer.class_id}/questions"
    for page in (inbox(assistant), assistant.get(f"{path}?open={question.id}")):
        assert NEED not in page.response.text
        assert "Tell one of them now" in page.main_text
    fields = {"question": question.id, "way": "anonymous", "answer": "Hello"}
    assert assistant.post(f"{path}/answer", fields).status_code == 404
    assert not sees_in_course(Role.ASSISTANT, Data.URGENT)


def test_the_pupil_sees_no_judgement(aino: Visitor) -> None:
    page = asks(aino, NEED, "anonymous")
    assert "need" not in page.main_text.lower().replace("needed", "")
