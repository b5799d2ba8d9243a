"""What a pupil writes in lessons gathers on the own page; own lines stand beside it."""

import pytest

from careered.notebook import entries
from careered.notebook.tables import NotebookEntryRow
from careered.web.permissions import Role
from tests.lessons.factories import EACH_DATABASE, HarbourSchool, Visitor, texts_of
from tests.support.pages import Page

ALL = ("xh-1-read", "xh-1-visit", "xh-1-source", "xh-1-check", "xh-1-reflect", "xh-1-contact", "xh-1-plan")


def first_line(page: Page) -> str:
    """The selector of the first form that changes an own line."""
    line = page.all(".own-line input[name=line]")[0].attrs["value"]
    return f"form.own-line:has([value='{line}'])"


def adds(pupil: Visitor, text: str, shelf: str = "plan") -> Page:
    return pupil.submit(pupil.get("/me").form("form#add-form"), {"text": text, "shelf": shelf})


@EACH_DATABASE
def test_what_was_written_in_the_lessons_is_there_by_itself(aino: Visitor) -> None:
    aino.completes(*ALL)
    page = aino.get("/me")
    headings = texts_of(page.all("main h2"))
    assert headings[:4] == ["What you plan", "What you found", "Sources you judged", "What you thought"]
    assert "sailor, diver" in page.main_text
    assert "only mine" in page.main_text
    chosen = [element.attrs["value"] for element in page.all("#services-form input[checked]")]
    assert chosen == ["room"]


def test_a_line_is_changed_where_it_was_written(aino: Visitor) -> None:
    aino.completes(*ALL)
    page = aino.get("/me")
    links = [page.path_of(element) for element in page.all("main article a")]
    assert "/lessons/xh-1/xh-1-plan" in links
    aino.hand_in("xh-1-plan", {"item_routes": "diver after all", "item_person": ""})
    assert "diver after all" in aino.get("/me").main_text


@EACH_DATABASE
def test_own_lines_are_added_changed_and_taken_away(school: HarbourSchool, aino: Visitor) -> None:
    adds(aino, "Visit the harbour")
    page = adds(aino, "My aunt", "contact")
    assert [element.attrs["value"] for element in page.all(".own-line input[type=text]")] == [
        "Visit the harbour",
        "My aunt",
    ]
    page = aino.submit(page.form(first_line(page)), {"text": "Visit the shipyard", "do": "save"})
    assert "Visit the shipyard" in page.response.text
    for _ in range(2):
        page = aino.submit(page.form(first_line(page)), {"do": "delete"})
    assert school.count(NotebookEntryRow) == 0


def test_services_are_kept_and_taken_away(aino: Visitor) -> None:
    page = aino.submit(aino.get("/me").form("#services-form"), {"service": ["compass", "unknown"]})
    assert [element.attrs["value"] for element in page.all("#services-form input[checked]")] == ["compass"]
    page = aino.submit(page.form("#services-form"), {"service": []})
    assert page.all("#services-form input[checked]") == []


def test_nobody_else_sees_or_changes_own_lines(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    page = adds(aino, "A dream of mine")
    line = dict(page.form(first_line(page)).fields)
    other = school.visitor("2", name="Bo Berg")
    other.post("/me/entries/update", {**line, "session": other.viewer.token, "text": "", "do": "delete"})
    assert school.count(NotebookEntryRow) == 1
    assert "A dream of mine" not in other.get("/me").response.text
    for path in (teacher.viewer.home_url, f"/teacher/pupil/{aino.viewer.person_id}"):
        assert "A dream of mine" not in teacher.get(path).response.text


@pytest.mark.parametrize("text", ["", "  ", "x" * (entries.MAX_LENGTH + 1)])
def test_what_is_wrong_is_said_and_the_words_stay(school: HarbourSchool, aino: Visitor, text: str) -> None:
    page = adds(aino, text)
    assert page.response.status_code == 422
    assert text in page.response.text
    assert school.count(NotebookEntryRow) == 0


def test_there_is_an_end_to_it(aino: Visitor) -> None:
    for number in range(entries.MAX_ENTRIES):
        adds(aino, f"Line {number}")
    assert "Your page is full" in adds(aino, "One more").main_text


def test_whoever_tries_it_out_keeps_nothing(school: HarbourSchool) -> None:
    guest = school.visitor("g", role=Role.GUEST)
    adds(guest, "Just trying")
    guest.submit(guest.get("/me").form("#services-form"), {"service": ["compass"]})
    assert school.count(NotebookEntryRow) == 0
