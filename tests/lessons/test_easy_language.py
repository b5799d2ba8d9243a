"""Easy language: switched on once, it stays on, for one person alone; a card without easy words is as it was."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, EACH_DATABASE, HarbourSchool, Visitor, harbour_school
from tests.support.databases import fresh
from tests.support.pages import Page

EASY, ORDINARY = "You choose the direction. Not today.", "Nothing has to be decided today."


@pytest.fixture
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[HarbourSchool]:
    with fresh(getattr(request, "param", "sqlite"), tmp_path) as url, harbour_school(url, BAY_PACK) as school:
        yield school


def begins(pupil: Visitor) -> Page:
    pupil.post("/lessons/xb-1/start")
    return pupil.get("/lessons/xb-1/routes")


def switches(pupil: Visitor, page: Page) -> Page:
    form, switch = page.form("#easy"), page.all("#easy [role=switch]")[0]
    return pupil.submit(form, {"easy": switch.attrs["value"]})


def is_on(page: Page) -> bool:
    return page.all("#easy [role=switch]")[0].attrs["aria-checked"] == "true"


@EACH_DATABASE
@pytest.mark.parametrize("cookies", [True, False])
def test_it_stays_on_in_the_next_visit_until_it_is_switched_off(school: HarbourSchool, cookies: bool) -> None:
    aino = school.visitor(cookies=cookies)
    page = begins(aino)
    assert (ORDINARY in page.main_text, is_on(page)) == (True, False)
    page = switches(aino, page)
    assert page.path == "/lessons/xb-1/routes"
    assert (EASY in page.main_text, ORDINARY in page.main_text, is_on(page)) == (True, False, True)
    again = school.visitor(cookies=cookies)
    page = again.get("/lessons/xb-1/routes")
    assert EASY in page.main_text
    assert EASY not in begins(school.visitor("2", name="Bo Berg")).main_text
    page = switches(again, page)
    assert (ORDINARY in page.main_text, is_on(page)) == (True, False)


@pytest.mark.parametrize("lang", ["en", "fi"])
def test_a_visit_is_told_in_easy_words_too(tmp_path: Path, lang: str) -> None:
    pack = copytree(BAY_PACK, tmp_path / "bay")
    lesson = pack / "lessons" / "xb-10.yaml"
    text = '        text: {en: "No need to log in.", fi: "Ei tarvitse kirjautua."}\n'
    easy = '        easy: {en: "You need no password.", fi: "Et tarvitse salasanaa."}\n'
    lesson.write_text(lesson.read_text(encoding="utf-8").replace(text, text + easy, 1), encoding="utf-8")
    with fresh("sqlite", tmp_path) as url, harbour_school(url, pack) as school:
        aino = school.visitor(lang=lang)
        aino.post("/lessons/xb-10/start")
        page = aino.get("/lessons/xb-10/visit")
        ordinary, easier = {"en": ("No need", "no password"), "fi": ("Ei tarvitse", "Et tarvitse")}[lang]
        assert (ordinary in page.main_text, easier in page.main_text) == (True, False)
        page = switches(aino, page)
        assert (ordinary in page.main_text, easier in page.main_text) == (False, True)


def test_a_card_without_easy_words_has_its_ordinary_ones(school: HarbourSchool) -> None:
    aino = school.visitor()
    switches(aino, begins(aino))
    aino.post("/lessons/xb-1/steps/routes", {"tries": "0"})
    assert "How sure are you" in aino.get("/lessons/xb-1/before").main_text


def test_the_switch_is_offered_where_there_are_easy_words_and_where_it_is_on(school: HarbourSchool) -> None:
    aino = school.visitor()
    assert aino.get("/lessons/xb-5").all("#easy") == []
    switches(aino, begins(aino))
    assert is_on(aino.get("/lessons/xb-5"))
    assert is_on(aino.get("/me"))


def test_somebody_who_tries_a_lesson_can_switch_too(school: HarbourSchool) -> None:
    guest = school.visitor("g", role=Role.GUEST)
    page = switches(guest, guest.get("/lessons/xb-1"))
    assert is_on(page)


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org", "/\\example.org", "", "example.org"])
def test_it_leads_back_to_no_other_page_than_ours(school: HarbourSchool, back: str) -> None:
    answer = school.visitor().post("/easy-language", {"easy": "yes", "back": back})
    assert answer.headers["location"].startswith("/lessons")
