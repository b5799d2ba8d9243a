"""The card to take away: it opens without careered, holds only one's own words, and is a PDF that can be read aloud."""

import io
import re
from datetime import UTC, datetime

import pytest
import time_machine
from httpx2 import Response
from pypdf import PdfReader

from tests.boards.test_boards import creates_post, opens_board
from tests.lessons.factories import HarbourSchool, Visitor
from tests.notebook.test_my_page import ALL, adds
from tests.questions.test_questions import answers, asks


@pytest.fixture
def full(aino: Visitor) -> Visitor:
    """A pupil who has done a lesson and added lines."""
    aino.completes(*ALL)
    adds(aino, "Opo Lehto, room 12", "contact")
    return aino


def saves(pupil: Visitor, kind: str, **fields: str) -> Response:
    return pupil.post("/me/card/file", {"as": kind, **fields})


def pdf(answer: Response) -> PdfReader:
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_web_page_needs_nothing_else(full: Visitor) -> None:
    text = saves(full, "html").text
    assert "sailor, diver" in text
    assert "Opo Lehto, room 12" in text
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", text)
    assert set(re.findall(r'(?:src|href)="([^"]+)"', text)) <= {"https://compass.example.org/en"}
    assert '<html lang="en">' in text


@pytest.mark.parametrize(("kind", "width"), [("pdf-a4", 595), ("pdf-a5", 420)])
def test_the_pdf_is_tagged_and_in_the_pupils_language(full: Visitor, kind: str, width: int) -> None:
    reader = pdf(saves(full, kind))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert root["/Lang"] == "en"  # type: ignore[index]
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert round(float(reader.pages[0].mediabox.width)) == width
    assert len(reader.pages) == 1
    assert "sailor, diver" in words(reader)


def test_every_service_has_a_code_that_is_named_for_who_cannot_see_it(full: Visitor) -> None:
    full.submit(full.get("/me").form("#services-form"), {"service": ["compass"]})
    text = saves(full, "html").text
    assert 'role="img" aria-label="QR code that leads to Compass"' in text
    assert text.count("<svg") == 1


@pytest.mark.parametrize("text", ["👩‍🔧", "漢字", "דנה", '#eval("1+1") [x] $y$ */ // \\', "<b>&amp;"])
def test_whatever_a_pupil_writes_makes_a_card(aino: Visitor, text: str) -> None:
    adds(aino, f"Plan {text}")
    for kind in ("pdf-a4", "html"):
        assert saves(aino, kind).status_code == 200
    if text.isascii():
        assert text.split()[0] in words(pdf(saves(aino, "pdf-a4")))


def test_nothing_that_others_wrote_is_on_it(school: HarbourSchool, full: Visitor, teacher: Visitor) -> None:
    bo, board = school.visitor("2", name="Bo Berg"), opens_board(teacher, moderated=False)
    creates_post(bo, board, "A classmate's words")
    asks(full, "My question to you")
    answers(teacher, "The counsellor's answer")
    text = saves(full, "html").text + words(pdf(saves(full, "pdf-a5")))
    for theirs in ("classmate's words", "counsellor's answer", "My question to you", "Bo Berg", "8 S"):
        assert theirs not in text


def test_the_name_is_there_only_if_the_pupil_wants_it(full: Visitor) -> None:
    assert "Aino" not in saves(full, "html").text
    wanted = saves(full, "html", chosen="yes", named="yes", part="plan").text
    assert "Aino Aalto" in wanted
    assert "sailor, diver" not in wanted


def test_thoughts_stay_where_they_are(full: Visitor) -> None:
    assert "only mine" not in saves(full, "html").text


def test_a_card_is_never_empty(aino: Visitor) -> None:
    assert "Compass" in aino.get("/me/card").main_text


def test_the_card_is_offered_when_all_is_done(school: HarbourSchool, aino: Visitor) -> None:
    offered = "Take it with you"
    assert offered not in aino.get("/lessons").main_text
    aino.completes(*ALL, "xh-2-reflect", "xh-2-read", "xh-3-read")
    assert offered in aino.get("/lessons").main_text


@pytest.mark.parametrize(("month", "grade", "offered"), [(5, 9, True), (4, 9, False), (5, 8, False)])
def test_the_card_is_offered_in_may_of_the_last_grade(
    school: HarbourSchool, month: int, grade: int, offered: bool
) -> None:
    with time_machine.travel(datetime(2027, month, 11, 9, tzinfo=UTC), tick=False):
        pupil = school.visitor("9", grade=grade)
        assert ("Take it with you" in pupil.get("/lessons").main_text) is offered
