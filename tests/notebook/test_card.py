"""The pocket card: it opens without careered, holds only one's own words, and is a PDF that can be read aloud."""

import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from httpx2 import Response
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from careered.notebook.card import MAX_LINE_LENGTH
from careered.notebook.tables import NotebookEntryRow
from careered.web.permissions import Role
from tests.boards.test_boards import creates_post, opens_board
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor
from tests.notebook.test_my_page import ALL, adds
from tests.questions.test_questions import answers, asks

SIZES = {"pdf-a6": (298, 420), "pdf-a5": (420, 595)}
"""Points, rounded."""


@pytest.fixture
def full(aino: Visitor) -> Visitor:
    """A pupil who has done a lesson and added lines."""
    aino.completes(*ALL)
    adds(aino, "Opo Lehto, room 12", "contact")
    return aino


def saves(pupil: Visitor, kind: str) -> Response:
    return pupil.post("/me/card/file", {"as": kind})


def writes(pupil: Visitor, first: str, second: str) -> None:
    pupil.submit(pupil.get("/me/card").form("#lines"), {"line1": first, "line2": second})


def pdf(answer: Response) -> PdfReader:
    assert answer.headers["content-type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_web_page_needs_nothing_else(full: Visitor) -> None:
    text = saves(full, "html").text
    assert "sailor" in text
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", text)
    assert set(re.findall(r'(?:src|href)="([^"]+)"', text)) <= {"https://compass.example.org/en"}
    assert '<html lang="en">' in text


@pytest.mark.parametrize("kind", SIZES)
def test_the_pdf_is_tagged_and_in_the_pupils_language(full: Visitor, kind: str) -> None:
    reader = pdf(saves(full, kind))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]
    assert root["/Lang"] == "en"  # type: ignore[index]
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == SIZES[kind]
    assert len(reader.pages) == 1
    assert "sailor" in words(reader)


@pytest.mark.parametrize("kind", SIZES)
def test_page_file_and_pdf_say_the_same(full: Visitor, kind: str) -> None:
    writes(full, "I ask before Christmas.", "Machines interest me.")
    full.submit(full.get("/me").form("#services-form"), {"service": ["compass", "room"]})
    page = full.get("/me/card").all("article.a6")[0].to_text()
    node = LexborHTMLParser(saves(full, "html").text).css_first("article")
    assert node
    file = node.text(separator=" ", strip=True)
    assert page == file
    assert "compass.example.org/en" in file
    assert words(pdf(saves(full, kind))) == " ".join(file.split())
    assert full.get("/me/card").all("article.a6 svg")[0].attrs["aria-label"] in node.html  # type: ignore[operator]


@pytest.mark.parametrize("kind", SIZES)
def test_the_longest_lines_fit_on_one_page(full: Visitor, kind: str) -> None:
    long = " ".join(["Opinto-ohjaajan"] * 5)
    writes(full, long, long)
    reader = pdf(saves(full, kind))
    assert len(reader.pages) == 1
    assert words(reader).count("Opinto-ohjaajan") == 10


def test_every_service_has_a_code_that_is_named_for_who_cannot_see_it(full: Visitor) -> None:
    full.submit(full.get("/me").form("#services-form"), {"service": ["compass"]})
    text = saves(full, "html").text
    assert 'role="img" aria-label="QR code that leads to Compass"' in text
    assert text.count("<svg") == 2


@pytest.mark.parametrize("text", ["👩‍🔧", "漢字", "דנה", '#eval("1+1") [x] $y$ */ // \\', "<b>&amp;"])
def test_whatever_a_pupil_writes_makes_a_card(aino: Visitor, text: str) -> None:
    writes(aino, f"Plan {text}", "")
    for kind in ("pdf-a6", "html"):
        assert saves(aino, kind).status_code == 200
    if text.isascii():
        assert text.split()[0] in words(pdf(saves(aino, "pdf-a6")))


def test_nothing_that_others_wrote_is_on_it(school: HarbourSchool, full: Visitor, teacher: Visitor) -> None:
    bo, board = school.visitor("2", name="Bo Berg"), opens_board(teacher, moderated=False)
    creates_post(bo, board, "A classmate's words")
    asks(full, "My question to you")
    answers(teacher, "The counsellor's answer")
    text = saves(full, "html").text + words(pdf(saves(full, "pdf-a5")))
    for theirs in ("classmate's words", "counsellor's answer", "My question to you", "Bo Berg", "Aino", "8 S"):
        assert theirs not in text


def test_the_forms_questions_and_thoughts_stay_where_they_are(full: Visitor) -> None:
    page, text = full.get("/me"), saves(full, "html").text
    questions = [question.to_text() for question in page.all(".kept dt")]
    assert questions
    assert [question for question in [*questions, "only mine"] if question in text] == []


@EACH_DATABASE
def test_the_two_lines_are_the_pupils_and_stay(school: HarbourSchool, aino: Visitor) -> None:
    adds(aino, "Visit the harbour")
    assert "Visit the harbour" in aino.get("/me/card").all("article footer")[0].to_text()
    for first, second in (("Mine", "and mine"), ("  Mine \n alone ", ""), ("", "")):
        writes(aino, first, second)
        shown = [line.to_text() for line in aino.get("/me/card").all("article footer p")]
        assert shown == [" ".join(line.split()) for line in (first, second) if line]
    assert school.count(NotebookEntryRow, section="card") == 1
    writes(aino, "x" * (MAX_LINE_LENGTH + 9), "\x00")
    assert aino.get("/me/card").all("article footer")[0].to_text() == "x" * MAX_LINE_LENGTH


def test_whoever_tries_it_out_keeps_no_lines(school: HarbourSchool) -> None:
    writes(school.visitor("g", role=Role.GUEST), "Just trying", "")
    assert school.count(NotebookEntryRow) == 0


def test_a_card_is_never_empty(aino: Visitor) -> None:
    page = aino.get("/me/card")
    assert "Compass" in page.main_text
    assert page.all("article footer") == []


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


@pytest.mark.parametrize("kind", SIZES)
def test_the_pdf_is_set_in_a_typeface_without_serifs(full: Visitor, kind: str) -> None:
    resources: Any = pdf(saves(full, kind)).pages[0]["/Resources"]
    fonts = [font.get_object()["/BaseFont"] for font in resources["/Font"].values()]
    assert fonts
    assert all("DejaVuSans" in font for font in fonts)
