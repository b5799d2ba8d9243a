"""Groups that staff make, and a grid that shows a part of the class by what its address says."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from sqlalchemy import delete, insert

from careered.clock import now
from careered.progress.tables import RequirementStatus
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import class_page, grid_rows
from tests.support.pages import Page

STATUSES = RequirementStatus.__table__
AINO, VAINO, SIIRI = "Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"


def post_form(classroom: Classroom, path: str, data: dict[str, str | list[str]]) -> Page:
    """The teacher sends a form of the class."""
    browser = classroom.browser_of("Opo Lehto")
    session = browser.headers["cookie"].split("=", 1)[1]
    response = browser.post(
        f"/teacher/class/{classroom.id}{path}", data={**data, "session": session}, follow_redirects=False
    )
    return Page(browser.get(response.headers["location"]) if response.is_redirect else response)


def save_group(classroom: Classroom, name: str, *people: str, **fields: str) -> str:
    """Create or change a group; the id of the group of this name, "" where there is none."""
    page = post_form(
        classroom, "/groups/save", {"name": name, "pupil": [classroom.people[person] for person in people], **fields}
    )
    filters = class_page(classroom).all("#group option") if page.response.status_code == 200 else []
    return next((str(option.attrs["value"]) for option in filters if option.to_text() == name), "")


def names_in_grid(page: Page) -> set[str]:
    """Who is in the grid."""
    return {link.to_text() for link in page.all("table.grid tbody th bdi")}


def test_a_group_is_a_filter_and_stays_in_the_address(classroom: Classroom) -> None:
    group_id = save_group(classroom, "A-ryhmä", AINO, SIIRI)
    page = class_page(classroom, f"?group={group_id}")
    assert set(grid_rows(page)) == {AINO, SIIRI}
    live = str(page.only("#live").attrs["hx-get"])
    assert f"group={group_id}" in live
    chips = [str(link.attrs["href"]) for link in page.all("nav .chips a")]
    assert chips
    assert all(f"group={group_id}" in address for address in chips)


def test_a_group_gets_another_name_and_other_people(classroom: Classroom) -> None:
    group_id = save_group(classroom, "A", AINO)
    assert save_group(classroom, "B", VAINO, group=group_id) == group_id
    assert set(grid_rows(class_page(classroom, f"?group={group_id}"))) == {VAINO}


def test_a_group_goes_and_its_pupils_stay(classroom: Classroom) -> None:
    group_id = save_group(classroom, "A", AINO)
    post_form(classroom, "/groups/remove", {"group": group_id})
    page = class_page(classroom, f"?group={group_id}")
    assert page.all("#group") == []
    assert len(grid_rows(page)) == 3


def test_only_pupils_of_the_class_get_into_a_group(classroom: Classroom) -> None:
    stranger = "somebody-else"
    page = post_form(classroom, "/groups/save", {"name": "A", "pupil": [stranger, classroom.people[AINO]]})
    assert page.all("main ul.lines bdi")[1].to_text() == AINO
    assert len(page.all("main ul.lines bdi")) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_group_without_a_usable_name_is_not_made_and_nothing_is_lost(classroom: Classroom, name: str) -> None:
    page = post_form(classroom, "/groups/save", {"name": name, "pupil": [classroom.people[AINO]]})
    assert page.response.status_code == 422
    assert len(page.all("#group input[checked]")) == 1
    assert class_page(classroom).all("#group") == []


def test_a_group_of_another_class_is_not_there(classroom: Classroom) -> None:
    page = post_form(classroom, "/groups/save", {"name": "A", "group": "other"})
    assert (page.response.status_code, page.code) == (404, "not_found")


def test_who_has_not_reached_a_requirement_is_found_by_it(classroom: Classroom) -> None:
    everybody = grid_rows(class_page(classroom))
    first = [name for name, cells in everybody.items() if cells[0] in {"Not started", "In progress"}]
    key = str(class_page(classroom).all("#still-open option")[1].attrs["value"])
    assert set(grid_rows(class_page(classroom, f"?open={key}"))) == set(first)
    assert len(first) < 3


def test_the_list_of_requirements_says_that_it_narrows_nothing_until_one_is_chosen(classroom: Classroom) -> None:
    page = class_page(classroom)
    assert page.all("#still-open option")[0].to_text() == "All requirements"
    assert page.only("#still-open optgroup").attrs["label"] == "Not done yet"


def test_a_requirement_that_everybody_has_reached_is_nobodys_still_to_do(classroom: Classroom) -> None:
    key = str(class_page(classroom).all("#still-open option")[1].attrs["value"])
    rest = {"method": "lessons", "evidence": [], "pack_version": "1.2.0", "since_at": now(), "state": "done"}
    with classroom.app_state.database.transaction() as db:
        db.execute(delete(STATUSES).where(STATUSES.c.requirement_id == key))
        for name in (AINO, VAINO, SIIRI):
            row = {**classroom.scope(name).key, "requirement_id": key, **rest}
            db.execute(insert(STATUSES).values(**row))
    assert names_in_grid(class_page(classroom, f"?open={key}")) == set()


def test_a_group_to_record_something_for_is_named_as_the_class_is(classroom: Classroom) -> None:
    save_group(classroom, "Ryhmä A", AINO, SIIRI)
    page = Page(classroom.browser_of("Opo Lehto", lang="fi").get(f"/teacher/class/{classroom.id}/attestations"))
    assert [one.to_text() for one in page.all(".people label b")] == ["Koko luokka", "Koko ryhmä: Ryhmä A"]


def test_what_narrows_the_grid_stands_in_words_each_with_a_way_to_take_it_off(classroom: Classroom) -> None:
    group_id = save_group(classroom, "A-ryhmä", AINO, SIIRI)
    option = class_page(classroom).all("#still-open option")[1]
    asked = {"group": group_id, "open": str(option.attrs["value"]), "sort": "-seen"}
    found = class_page(classroom, f"?{urlencode(asked)}").all(".in-force li")
    words = ["Group: A-ryhmä", f"Not done yet: {option.to_text()}", "Sort by: Most recently active first"]
    assert [one.to_text("", strip=False).strip() for one in found] == [f"{word}. Remove" for word in words]
    for name, one in zip(asked, found, strict=True):
        left = dict(parse_qsl(urlsplit(str(one.query("a")[0].attrs["href"])).query))
        assert {key: value for key, value in left.items() if key != "in"} == {
            key: value for key, value in asked.items() if key != name
        }


def test_what_the_address_makes_up_is_not_said_to_narrow_the_grid(classroom: Classroom) -> None:
    page = class_page(classroom, "?open=nothing&group=nobody&sort=upwards")
    assert (page.all(".in-force"), len(names_in_grid(page))) == ([], 3)


@pytest.mark.parametrize(("search", "names"), [("ÖHM", {VAINO}), ("å", {SIIRI}), ("xyz", set()), ("%", set())])
def test_part_of_a_name_finds_pupils(classroom: Classroom, search: str, names: set[str]) -> None:
    assert names_in_grid(class_page(classroom, f"?search={search}")) == names


def test_a_group_and_a_search_narrow_the_grid_together(classroom: Classroom) -> None:
    group_id = save_group(classroom, "A", AINO, VAINO)
    assert set(grid_rows(class_page(classroom, f"?group={group_id}&search=aino"))) == {AINO}
    assert names_in_grid(class_page(classroom, f"?group={group_id}&search=siiri")) == set()


def test_a_whole_group_is_marked_at_once(classroom: Classroom) -> None:
    group_id = save_group(classroom, "A", AINO, SIIRI)
    options = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/attestations")).all(
        "#what option"
    )
    what = next(value for option in options if (value := str(option.attrs["value"])).startswith("confirmed:"))
    post_form(classroom, "/attestations/create", {"what": what, "group": group_id})
    confirmed = {name for name, cells in grid_rows(class_page(classroom)).items() if "Confirmed" in cells}
    assert confirmed == {AINO, SIIRI}


def test_pupils_have_no_pages_about_groups(classroom: Classroom) -> None:
    browser = classroom.browser_of(AINO, role=Role.PUPIL)
    assert browser.get(f"/teacher/class/{classroom.id}/groups").status_code == 404
