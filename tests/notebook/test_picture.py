"""A pupil's picture: the flower of the last scale and the country's way, empty as an invitation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from careered.lessons.activities.scale.schema import Content as Scale
from careered.notebook.picture import Picture, draw, picture_of
from tests.lessons.factories import BAY_PACK, HarbourSchool, Visitor, harbour_school
from tests.support.card_player import does_lesson
from tests.support.databases import fresh
from tests.support.pages import Page

LEVELS = ["not_yet", "sometimes", "often", "nearly_always"]
STATEMENTS = ["help", "build", "solve", "create", "tidy", "lead"]


@pytest.fixture
def bay(tmp_path: Path) -> Iterator[HarbourSchool]:
    with fresh("sqlite", tmp_path) as url, harbour_school(url, BAY_PACK) as school:
        yield school


@pytest.fixture
def scale(bay: HarbourSchool) -> Scale:
    card = bay.lesson("xb-5").step("strengths")
    assert isinstance(card, Scale)
    return card


def levels(*places: int) -> dict[str, str]:
    return {f"level-{name}": LEVELS[place] for name, place in zip(STATEMENTS, places, strict=True)}


def draws_a_flower(pupil: Visitor, *places: int) -> None:
    pupil.get("/lessons/xb-5")
    pupil.post("/lessons/xb-5/start")
    tries = pupil.get("/lessons/xb-5/strengths?change=1").all("input[name=tries]")[0].attrs["value"]
    assert pupil.post("/lessons/xb-5/steps/strengths", {**levels(*places), "tries": tries}).status_code == 303


def words(page: Page) -> str:
    return page.all("figure svg")[0].attrs["aria-label"]


def test_a_page_with_nothing_on_it_invites_to_the_first_lesson(bay: HarbourSchool) -> None:
    page = bay.visitor().get("/me")
    assert "Your own picture grows here" in page.main_text
    assert words(page) == "An empty flower. A route with no stops yet."
    assert "The first piece · 4 min" in page.all(".bar [data-next]")[0].to_text()
    assert page.all("#answers") == []


def test_the_flower_is_that_of_the_last_answer_and_only_the_pupils(bay: HarbourSchool) -> None:
    aino = bay.visitor()
    draws_a_flower(aino, 3, 1, 2, 2, 0, 1)
    assert words(aino.get("/me")).startswith("Your flower: I help: nearly always, I build: sometimes")
    draws_a_flower(aino, 0, 3, 2, 2, 0, 1)
    page = aino.get("/me")
    assert words(page).startswith("Your flower: I help: not yet, I build: nearly always")
    assert len(page.all("figure svg [transform^=rotate]")) == 6
    assert "pocket card" in page.all(".bar [data-next]")[0].to_text()
    assert "Your flower" not in bay.visitor("2", name="Bo Berg").get("/me").response.text


@pytest.mark.parametrize(
    ("places", "named"),
    [
        ((3, 1, 2, 2, 0, 1), ["I\u00a0help, I\u00a0solve,", "I\u00a0create"]),
        ((3, 2, 2, 2, 0, 1), ["I\u00a0help"]),
        ((3, 3, 3, 3, 0, 1), []),
        ((2, 2, 2, 2, 2, 2), []),
    ],
)
def test_at_most_three_petals_are_named_and_none_out_of_equals(
    places: tuple[int, ...], named: list[str], scale: Scale
) -> None:
    flower = picture_of((scale, levels(*places)), None, "en").flower
    assert flower
    assert flower.names == named


def test_a_country_without_a_map_has_no_way(scale: Scale) -> None:
    picture = picture_of((scale, levels(0, 1, 2, 3, 0, 1)), None, "en")
    assert not picture.stops
    assert "<circle class" not in draw(picture, "en")
    assert not picture.is_empty


def test_the_way_begins_where_the_pupil_is_and_is_open(bay: HarbourSchool) -> None:
    picture = picture_of(None, bay.pack.education_map, "fi")
    assert [stop.name for stop in picture.stops] == ["Peruskoulu", "", ""]
    assert picture.is_empty


def test_the_way_is_the_one_that_was_marked_last(bay: HarbourSchool) -> None:
    aino = bay.visitor()
    aino.follow_next(aino.get("/lessons/xb-9"))
    aino.answer("way", lesson="xb-9", fields={"at": "job", "way": ["job", "trade"]})
    page = aino.get("/me")
    assert words(page) == "An empty flower. Your route: School, Trade school, Work."
    assert "School" not in words(bay.visitor("2", name="Bo Berg").get("/me"))


def test_what_an_author_writes_is_words_in_the_picture() -> None:
    drawn = draw(Picture(None, [], ["<b>&"]), "en")
    assert "<b>" not in drawn


def test_a_service_leads_to_its_own_page(bay: HarbourSchool) -> None:
    aino = bay.visitor()
    page = aino.submit(aino.get("/me").form("#services-form"), {"service": ["compass", "room"]})
    assert [tile.attrs.get("href", "") for tile in page.all(".tile")] == ["https://compass.example.org/en", ""]


def test_a_service_that_was_visited_in_a_lesson_is_there_by_itself_until_one_chooses(bay: HarbourSchool) -> None:
    aino = bay.visitor()
    assert aino.get("/me").all(".tile") == []
    does_lesson(aino, "xb-10")
    service = bay.lesson("xb-10").steps[0].service  # type: ignore[attr-defined]
    page = aino.get("/me")
    assert [element.attrs["value"] for element in page.all("#services-form input[checked]")] == [service]
    assert len(page.all(".tile")) == 1
    page = aino.submit(page.form("#services-form"), {"service": ["room"]})
    assert [element.attrs["value"] for element in page.all("#services-form input[checked]")] == ["room"]


def test_an_own_plan_stands_there_as_a_sentence(bay: HarbourSchool) -> None:
    aino = bay.visitor()
    page = aino.submit(aino.get("/me").form("form#add-form"), {"text": "I ask before <Christmas>", "shelf": "plan"})
    assert [line.to_text() for line in page.all(".sentence")] == ["I ask before <Christmas>"]
    assert "open" in page.all("#answers")[0].attrs
    assert "open" not in aino.get("/me").all("#answers")[0].attrs
