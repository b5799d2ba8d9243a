"""Groups that staff make, and a grid that shows a part of the class by what its address says."""

import pytest

from careered.web.permissions import Role
from tests.dashboard.classroom import Classroom
from tests.dashboard.test_class_page import class_page, rows
from tests.support.pages import Page

AINO, VAINO, SIIRI = "Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"


def send(room: Classroom, path: str, data: dict[str, str | list[str]]) -> Page:
    """The teacher sends a form of the class."""
    browser = room.looks("Opo Lehto")
    session = browser.headers["cookie"].split("=", 1)[1]
    sent = browser.post(f"/teacher/class/{room.id}{path}", data={**data, "session": session}, follow_redirects=False)
    return Page(browser.get(sent.headers["location"]) if sent.is_redirect else sent)


def group(room: Classroom, name: str, *people: str, **also: str) -> str:
    """A group is made or changed; the id of the group of this name, "" where there is none."""
    page = send(room, "/groups/keep", {"name": name, "pupil": [room.people[one] for one in people], **also})
    filters = class_page(room).all("#group option") if page.response.status_code == 200 else []
    return next((str(one.attrs["value"]) for one in filters if one.to_text() == name), "")


def names(page: Page) -> set[str]:
    """Who is in the grid."""
    return {one.to_text() for one in page.all("table.grid tbody th bdi")}


def test_a_group_is_a_filter_and_stays_in_the_address(room: Classroom) -> None:
    made = group(room, "A-ryhmä", AINO, SIIRI)
    page = class_page(room, f"?group={made}")
    assert set(rows(page)) == {AINO, SIIRI}
    live = str(page.one("#live").attrs["hx-get"])
    assert f"group={made}" in live
    chips = [str(one.attrs["href"]) for one in page.all(".filters a")]
    assert chips
    assert all(f"group={made}" in one for one in chips)


def test_a_group_gets_another_name_and_other_people(room: Classroom) -> None:
    made = group(room, "A", AINO)
    assert group(room, "B", VAINO, group=made) == made
    assert set(rows(class_page(room, f"?group={made}"))) == {VAINO}


def test_a_group_goes_and_its_pupils_stay(room: Classroom) -> None:
    made = group(room, "A", AINO)
    send(room, "/groups/remove", {"group": made})
    page = class_page(room, f"?group={made}")
    assert page.all("#group") == []
    assert len(rows(page)) == 3


def test_only_pupils_of_the_class_get_into_a_group(room: Classroom) -> None:
    stranger = "somebody-else"
    page = send(room, "/groups/keep", {"name": "A", "pupil": [stranger, room.people[AINO]]})
    assert page.all("main ul.lines bdi")[1].to_text() == AINO
    assert len(page.all("main ul.lines bdi")) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_group_without_a_usable_name_is_not_made_and_nothing_is_lost(room: Classroom, name: str) -> None:
    page = send(room, "/groups/keep", {"name": name, "pupil": [room.people[AINO]]})
    assert page.response.status_code == 422
    assert len(page.all("#group input[checked]")) == 1
    assert class_page(room).all("#group") == []


def test_a_group_of_another_class_is_not_there(room: Classroom) -> None:
    page = send(room, "/groups/keep", {"name": "A", "group": "other"})
    assert (page.response.status_code, page.code) == (404, "not_found")


def test_who_has_not_reached_a_requirement_is_found_by_it(room: Classroom) -> None:
    everybody = rows(class_page(room))
    first = [name for name, cells in everybody.items() if cells[0] in {"Not started", "In progress"}]
    key = str(class_page(room).all("#still-open option")[1].attrs["value"])
    assert set(rows(class_page(room, f"?open={key}"))) == set(first)
    assert len(first) < 3


@pytest.mark.parametrize(("search", "found"), [("ÖHM", {VAINO}), ("å", {SIIRI}), ("xyz", set()), ("%", set())])
def test_part_of_a_name_finds_pupils(room: Classroom, search: str, found: set[str]) -> None:
    assert names(class_page(room, f"?search={search}")) == found


def test_filters_narrow_together(room: Classroom) -> None:
    made = group(room, "A", AINO, VAINO)
    assert set(rows(class_page(room, f"?group={made}&search=aino"))) == {AINO}
    assert names(class_page(room, f"?group={made}&search=siiri")) == set()


def test_a_whole_group_is_marked_at_once(room: Classroom) -> None:
    made = group(room, "A", AINO, SIIRI)
    options = Page(room.looks("Opo Lehto").get(f"/teacher/class/{room.id}/mark")).all("#what option")
    what = next(value for one in options if (value := str(one.attrs["value"])).startswith("confirmed:"))
    page = send(room, "/mark/done", {"what": what, "group": made})
    assert {one.to_text() for one in page.all("main ul bdi")} == {AINO, SIIRI}


def test_pupils_have_no_pages_about_groups(room: Classroom) -> None:
    browser = room.looks(AINO, role=Role.PUPIL)
    assert browser.get(f"/teacher/class/{room.id}/groups").status_code == 404
