"""Before a lesson a teacher reads what to do in it, and which objectives of the curriculum it is for."""

from collections.abc import Iterator
from shutil import copytree

import pytest

from careered.lessons.activities.mission.schema import Content as Visit
from careered.web.permissions import Role
from tests.lessons.factories import BAY_PACK, HarbourSchool, harbour_school
from tests.support.databases import fresh
from tests.support.pages import Page

GUIDE = "\nteacher: {en: '**Before:** Open the board.', fi: '**Ennen:** Avaa taulu.'}\n"


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HarbourSchool]:
    """The school by the bay, with a part for the teacher and an objective in the lesson that has a class's picture."""
    folder = tmp_path_factory.mktemp("pack")
    lesson = copytree(BAY_PACK, folder / "bay") / "lessons" / "xb-11.yaml"
    text = lesson.read_text(encoding="utf-8").replace("kind: post", "kind: post\n        teaches: [XB-G]", 1)
    text = text.replace("What would help you to choose?", "What would “help” you to choose?")
    lesson.write_text(text + GUIDE, encoding="utf-8")
    with fresh("sqlite", folder) as url, harbour_school(url, folder / "bay") as school:
        yield school


def page_of(school: HarbourSchool, address: str, lang: str = "en") -> Page:
    """A page of the teacher's own class."""
    teacher = school.visitor("t", role=Role.TEACHER, name="Opo Lehto", lang=lang)
    return Page(teacher.client.get(f"/teacher/class/{teacher.viewer.class_id}{address}"))


def words_of(page: Page) -> str:
    """What is read in the middle of the page, in one line."""
    return " ".join(page.all("main")[0].to_text().split())


def test_a_teacher_prints_the_part_of_a_lesson_with_its_picture_and_its_objectives(taught: HarbourSchool) -> None:
    page = page_of(taught, "/lessons/xb-11")
    words = words_of(page)
    assert "Before: Open the board." in words
    assert "becomes the class's picture. It shows how many pupils chose each answer, but never who." in words
    assert "Guidance in our words" in words
    assert "The card “What would ‘help’ you to choose?” becomes" in words
    assert "Taught on: What would ‘help’ you to choose?" in words
    assert "the official wording has not been imported yet" in words
    assert page.all("button[data-print]")


def test_a_teacher_reads_the_part_in_the_language_of_the_visit(taught: HarbourSchool) -> None:
    words = words_of(page_of(taught, "/lessons/xb-11", lang="fi"))
    assert "Ennen: Avaa taulu." in words
    assert "Ohjaus omin sanoin" in words


def test_a_lesson_that_the_pack_does_not_have_has_no_part(taught: HarbourSchool) -> None:
    assert page_of(taught, "/lessons/xb-99").response.status_code == 404


def test_who_cannot_open_a_page_gets_its_visit_on_paper_without_an_answer(taught: HarbourSchool) -> None:
    (visit,) = (card for card in taught.lesson("xb-10").steps if isinstance(card, Visit))
    page = page_of(taught, "/lessons/xb-10/printout")
    words = words_of(page)
    assert visit.title.in_language("en") in words
    assert visit.practice.title.in_language("en") in words
    options = [option for question in visit.questions for option in question.options]
    assert [box.to_text() for box in page.all(".boxes li")] == [option.text.in_language("en") for option in options]
    assert not [option for option in options if option.reason and option.reason.in_language("en") in words]
    assert page.all("button[data-print]")


def test_a_lesson_without_a_visit_has_nothing_to_print_for_it(taught: HarbourSchool) -> None:
    assert page_of(taught, "/lessons/xb-11/printout").response.status_code == 404
    assert page_of(taught, "/lessons/xb-99/printout").response.status_code == 404


def test_a_teacher_sees_which_lesson_teaches_each_objective(taught: HarbourSchool) -> None:
    page = page_of(taught, "/objectives")
    (objective,) = page.all(".objective")
    assert "Guidance in\u00a0our\u00a0words" in objective.to_text()
    assert [link.attrs["href"].partition("?")[0].rpartition("/")[2] for link in objective.query("a")] == ["xb-11"]


def test_a_teacher_goes_from_the_list_of_objectives_into_the_folded_one(taught: HarbourSchool) -> None:
    page = page_of(taught, "/objectives")
    (link,) = page.all(".objective-links a")
    assert link.to_text() == "Guidance"
    assert page.all(f"details.objective > {link.attrs['href']}"), "a browser opens only what holds the target inside"


@pytest.mark.parametrize("address", ["/objectives", "/lessons/xb-11", "/lessons/xb-10/printout"])
def test_what_a_teacher_prints_is_under_the_lesson_tab_of_the_class(taught: HarbourSchool, address: str) -> None:
    page = page_of(taught, address)
    assert [tab.to_text() for tab in page.all("body.staff .tabs [aria-current=page]")] == ["Lesson"]


def test_who_asks_for_a_schools_figures_sees_the_tabs_of_a_class_only_as_its_staff(taught: HarbourSchool) -> None:
    teacher, author = (taught.visitor(role, role=role).get("/school/access") for role in (Role.TEACHER, Role.AUTHOR))
    assert [tab.to_text() for tab in teacher.all("body.staff .tabs [aria-current=page]")] == ["Reports"]
    assert author.all("form[action$='/school/access/request']")
    assert not author.all(".tabs")


def test_a_lesson_without_objectives_says_nothing_of_the_curriculum(taught: HarbourSchool) -> None:
    assert "What the curriculum requires" not in words_of(page_of(taught, "/lessons/xb-10"))
