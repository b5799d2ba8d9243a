"""An administrator lays the town's own additions over a national pack, in the browser."""

import pytest

from careered.packs import overlay_store
from tests.admin.conftest import AdminOffice
from tests.support.additions import PACK, additions
from tests.support.pages import Page
from tests.support.people import Browser


def upload(office: AdminOffice, files: dict[str, bytes], browser: Browser | None = None) -> Page:
    """A folder with additions, as a browser sends it."""
    used = browser or office.browser
    data = dict(used.get("/admin/packs").form("form[data-busy]").fields)
    parts = [("files", (f"town/{name}", content, "text/yaml")) for name, content in files.items()]
    return Page(used.follow(used.tool.post("/admin/packs", data=data, files=parts)))


def loaded_overlays(office: AdminOffice) -> list[tuple[str, str, bool]]:
    with office.school.database.reading() as db:
        return [(row["organisation_id"], row["version"], row["current"]) for row in overlay_store.loaded_overlays(db)]


def test_additions_are_shown_first_and_used_after_one_yes(entered: AdminOffice) -> None:
    page = upload(entered, additions())
    assert "Additions of Järvelä" in page.main_text
    assert "Your own Guidance Point" in page.main_text
    assert "by grade 8 instead of 9" in page.main_text
    assert loaded_overlays(entered) == []
    listed = entered.browser.press_next(page)
    assert listed.path == "/admin/packs"
    assert "jarvela" in listed.main_text
    assert loaded_overlays(entered) == [("town", "1.0.0", True)]
    form = listed.form("form[action='/admin/packs/overlays/jarvela/remove']")
    assert "jarvela" not in entered.browser.submit(form).main_text
    assert loaded_overlays(entered) == [("town", "1.0.0", False)]


def test_additions_with_problems_are_shown_beside_their_lines(entered: AdminOffice) -> None:
    page = upload(entered, additions(lesson=("[FI-R3]", "[FI-R33]")))
    assert page.response.status_code == 422
    assert page.code == "unknown_reference"
    assert "FI-R33" in page.main_text
    assert loaded_overlays(entered) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [(("id: jarvela", "id: other"), "overlay_there"), (("title: {fi", "title: {fi"), "version_exists")],
)
def test_other_additions_and_a_changed_same_version_are_refused(
    change: tuple[str, str], code: str, entered: AdminOffice
) -> None:
    entered.browser.press_next(upload(entered, additions()))
    lesson = ("minutes: 10", "minutes: 12")
    refused = upload(entered, additions(overlay=change, lesson=lesson))
    assert (refused.response.status_code, refused.code) == (409, code)
    assert loaded_overlays(entered) == [("town", "1.0.0", True)]


def test_a_newer_version_follows(entered: AdminOffice) -> None:
    entered.browser.press_next(upload(entered, additions()))
    entered.browser.press_next(upload(entered, additions(overlay=('"1.0.0"', '"1.1.0"'))))
    assert loaded_overlays(entered) == [("town", "1.0.0", False), ("town", "1.1.0", True)]
    older = upload(entered, additions())
    assert older.code == "version_older"


def test_another_organisation_can_neither_see_nor_take_nor_remove_them(entered: AdminOffice) -> None:
    entered.browser.press_next(upload(entered, additions()))
    stranger = Browser.new(entered.school)
    stranger.press_next(stranger.get(entered.sign_in_link(organisation="village")))
    page = stranger.get("/admin/packs")
    assert "jarvela" not in page.main_text
    taken = upload(entered, additions(lesson=("minutes: 10", "minutes: 12")), stranger)
    assert taken.code == "overlay_taken"
    fields = dict(page.form("form[data-busy]").fields)
    gone = stranger.tool.post("/admin/packs/overlays/jarvela/remove", data=fields)
    assert gone.status_code == 404
    assert loaded_overlays(entered) == [("town", "1.0.0", True)]
    stranger.close()


def test_the_additions_of_a_pack_that_is_not_there_are_refused(entered: AdminOffice) -> None:
    page = upload(entered, additions(overlay=(f"extends: {PACK}", "extends: nowhere")))
    assert page.code == "unknown_reference"
