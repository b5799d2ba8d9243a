"""An administrator says which course belongs to which school."""

from typing import Any

import pytest
from sqlalchemy import select, update

from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.roster.school_csv import parse_school_rows
from careered.roster.tables import School, SchoolClass, SchoolRule
from careered.statistics.figures import SchoolFigures, compute_figures
from tests.admin.conftest import AdminOffice
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import pupils_of

LINES = "0123;Järvikoulu;*8B*\n0200;Søskolen;*9.A*"


def open_as_pupil(office: AdminOffice, course: str = "fi-8b", activity: str = "1", index: int = 0) -> None:
    """A pupil opens the programme."""
    browser = Browser.new(office.school)
    browser.open(pupils_of(office.school.platform, course)[index], activity)
    browser.close()


def preview_lines(office: AdminOffice, lines: str = "", file: bytes = b"") -> Page:
    """The administrator asks what lines would do."""
    form = office.browser.get("/admin/schools").form("form[data-next]")
    data = {**dict(form.fields), "lines": lines}
    files = {"file": ("schools.csv", file, "text/csv")} if file else {"file": ("", b"", "application/octet-stream")}
    return Page(office.browser.follow(office.browser.tool.post("/admin/schools", data=data, files=files)))


def rows(office: AdminOffice, table: Any) -> list[dict[str, Any]]:
    with office.school.database.reading() as db:
        return [dict(row) for row in db.execute(select(table.__table__)).mappings()]


def school_names(office: AdminOffice) -> dict[str, str]:
    """By course: the name of its school."""
    names = {row["id"]: row["name"] for row in rows(office, School)}
    return {row["title"]: names.get(row["school_id"], "") for row in rows(office, SchoolClass)}


def test_an_administrator_sees_what_would_change_before_anything_does(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    page = preview_lines(office, LINES)
    assert "1 course, 2 schools" in page.main_text
    assert "no school → Järvikoulu" in page.main_text
    assert rows(office, School) == []
    office.browser.press_next(page)
    assert list(school_names(office).values()) == ["Järvikoulu"]


def test_however_many_courses_change_the_yes_stands_before_their_list(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    html = preview_lines(office, LINES).response.text
    assert html.index('action="/admin/schools/save"') < html.index("Courses that change school")


def test_lines_can_come_as_a_file(office: AdminOffice) -> None:
    office.sign_in()
    office.browser.press_next(preview_lines(office, file=LINES.encode("utf-8-sig")))
    assert [row["name"] for row in rows(office, School)] == ["Järvikoulu", "Søskolen"]


def test_a_course_that_comes_later_goes_to_its_school_by_itself(office: AdminOffice) -> None:
    office.sign_in()
    office.browser.press_next(preview_lines(office, LINES))
    open_as_pupil(office)
    open_as_pupil(office, "dk-9a", "3")
    assert sorted(school_names(office).values()) == ["Järvikoulu", "Søskolen"]


def test_a_course_that_got_another_name_still_counts_to_its_school(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    office.browser.press_next(preview_lines(office, LINES))
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(title="Ohjaus", label=""))
    page = office.browser.get("/admin/schools")
    assert "1 course, 2 schools" in page.main_text
    assert "without a school" not in page.main_text
    assert "Järvikoulu → no school" in preview_lines(office, LINES).main_text


def test_a_school_that_keeps_its_code_keeps_its_courses_and_another_name(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    office.browser.press_next(preview_lines(office, LINES))
    (before,) = [row["id"] for row in rows(office, School) if row["code"] == "0123"]
    office.browser.press_next(preview_lines(office, "0123;Uusi Järvikoulu;*8B*"))
    assert [(row["id"], row["name"]) for row in rows(office, School)] == [(before, "Uusi Järvikoulu")]
    assert list(school_names(office).values()) == ["Uusi Järvikoulu"]
    office.browser.press_next(preview_lines(office, "0200;Søskolen"))
    assert list(school_names(office).values()) == [""]
    assert [row["pattern"] for row in rows(office, SchoolRule)] == []


def test_what_changed_meanwhile_is_shown_again_and_not_saved(office: AdminOffice) -> None:
    office.sign_in()
    page = preview_lines(office, LINES)
    open_as_pupil(office)
    again = office.browser.press_next(page)
    assert again.response.status_code == 409
    assert "changed in the meantime" in again.main_text
    assert rows(office, School) == []
    office.browser.press_next(again)
    assert list(school_names(office).values()) == ["Järvikoulu"]


def test_wrong_lines_are_told_and_stay_in_the_field(office: AdminOffice) -> None:
    office.sign_in()
    page = preview_lines(office, "0123;Järvikoulu\n0123;Other\n;Third")
    assert page.response.status_code == 422
    assert page.response.headers["careered-code"] == page.code == "schools_invalid"
    assert "Line 2" in page.main_text
    assert "Line 3" in page.main_text
    assert "0123;Other" in page.only("#lines").to_text()
    assert rows(office, School) == []


@pytest.mark.parametrize("path", ["/admin/schools", "/admin/organisation"])
def test_a_pupil_finds_no_such_page(path: str, office: AdminOffice) -> None:
    browser = Browser.new(office.school)
    browser.open(pupils_of(office.school.platform, "fi-8b")[0], "1")
    assert browser.get(path).response.status_code == 404
    browser.close()


def test_another_organisation_sees_and_changes_nothing(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    office.browser.press_next(preview_lines(office, LINES))
    stranger = Browser.new(office.school)
    stranger.press_next(stranger.get(office.sign_in_link(organisation="village")))
    page = stranger.get("/admin/schools")
    assert "Järvikoulu" not in page.main_text
    form = page.form("form[data-next]")
    empty = {**dict(form.fields), "lines": ""}
    asked = Page(stranger.tool.post("/admin/schools", data=empty, files={"file": ("", b"", "text/csv")}))
    stranger.press_next(asked)
    assert list(school_names(office).values()) == ["Järvikoulu"]
    stranger.close()


def test_each_part_of_the_example_of_a_line_is_explained(office: AdminOffice) -> None:
    """Seen by somebody who asked what LAKE was."""
    office.sign_in()
    hint = office.browser.get("/admin/schools").only("#example")
    ((school,), _errors) = parse_school_rows(hint.query("code")[0].to_text())
    told = hint.to_text().replace(hint.query("code")[0].to_text(), "")
    assert len(school.patterns) == 2
    assert all(f"“{pattern.strip('*')}”" in told for pattern in school.patterns)


def test_the_first_page_says_what_waits_for_the_administrator(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    office.browser.press_next(preview_lines(office, LINES))
    steps = office.browser.get("/admin").only(".setup").to_text()
    assert "Which course belongs to which school." in steps
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(school_id=""))
    steps = office.browser.get("/admin").only(".setup").to_text()
    assert "Some courses do not belong to a school yet." in steps


def test_a_school_of_few_pupils_has_no_figures(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    office.browser.press_next(preview_lines(office, LINES))
    assert "under 5" in office.browser.get("/admin").main_text
    for index in range(1, 5):
        open_as_pupil(office, index=index)
    with office.school.database.reading() as db:
        found = compute_figures(db, PackStore(registry()), "town")
    assert found == [SchoolFigures("0123", "Järvikoulu", 1, 5, 0), SchoolFigures("0200", "Søskolen", 0, 0, None)]


def test_an_administrator_says_who_they_are(office: AdminOffice) -> None:
    office.sign_in()
    page = office.browser.get("/admin/organisation")
    assert "sqlite" in page.main_text or "PostgreSQL" in page.main_text
    assert not page.all("[name=country][checked]")  # asked, never guessed
    (finland,) = [note.to_text() for note in page.all(".choice .note") if "Finnish" in note.to_text()]
    assert f"Requirements:\u00a0{len(office.school.packs['FI'].requirements)}" in finland  # before anything is chosen
    wrong = office.browser.press_next(page, name=" ", country="XX")
    assert wrong.response.status_code == 422
    assert len(wrong.all(".errors li")) == 2
    done = office.browser.press_next(wrong, name="Järvelä", country="FI", lang="fi")
    assert done.path == "/admin"
    assert done.only("h1").to_text() == "Järvelä"
    first, *_ = office.browser.get("/admin/organisation").all("[name=country]")
    assert first.attrs["value"] == "FI"  # Denmark's code comes before it
    assert "checked" in first.attrs
    assert office.browser.get("/admin/packs").all("section.card")[0].attrs["id"] == office.school.packs["FI"].id
    assert office.sign_in().lang == "fi"


def test_no_password_of_the_database_is_shown(office: AdminOffice) -> None:
    office.sign_in()
    assert "secret" not in office.browser.get("/admin/organisation").main_text
    assert "@" not in office.browser.get("/admin/organisation").all("code")[0].to_text()


def test_where_two_patterns_fit_a_later_course_goes_where_the_first_line_said(office: AdminOffice) -> None:
    office.sign_in()
    office.browser.press_next(preview_lines(office, "0900;Yläkoulu;*8B*\n0100;Alakoulu;*\n0050;Koulu ilman kaavaa"))
    open_as_pupil(office)
    assert list(school_names(office).values()) == ["Yläkoulu"]
    assert office.browser.get("/admin/schools").main_text.index("0900") < office.browser.get(
        "/admin/schools"
    ).main_text.index("0100")
