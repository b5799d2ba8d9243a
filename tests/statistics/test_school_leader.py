"""A school leader asks for a school, is given it by an administrator, and sees its classes in numbers."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import insert

from careered.clock import new_id
from careered.progress.acts import TALKED, store_act
from careered.roster.tables import Enrolment, SchoolClass
from careered.statistics import leader_views
from demo_platform.people import Role
from tests.admin.conftest import AdminOffice
from tests.admin.test_schools import LINES, open_as_pupil, preview_lines, rows
from tests.statistics.test_statistics_pages import completes_a_lesson
from tests.support.counters import statements_of
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.plans import read_as_a_whole
from tests.support.school import pupils_of, school

PUPILS = 6


@pytest.fixture
def office(database_url: str) -> Iterator[AdminOffice]:
    """A municipality of two schools; six pupils of 8B have come, and five of them have done a lesson."""
    with school(database_url) as found:
        made = AdminOffice(found, Browser.new(found))
        for index in range(PUPILS):
            open_as_pupil(made, index=index)
        made.sign_in()
        made.browser.press_next(preview_lines(made, LINES))
        yield made
        made.browser.close()


@pytest.fixture
def leader(office: AdminOffice) -> Iterator[Browser]:
    """A teacher of 8B who leads the school, too, and has asked for it."""
    browser = Browser.new(office.school)
    teacher = next(one.id for one in office.school.platform.people.values() if one.roles.get("fi-8b") is Role.TEACHER)
    page = browser.open(teacher, "1")
    access = browser.get(str(browser.get(f"{page.path}/reports").only("a[href^='/school/access']").attrs["href"]))
    browser.press_next(access)
    yield browser
    browser.close()


def gives(office: AdminOffice, school_name: str) -> Page:
    """The administrator gives the one who asked a school."""
    form = office.browser.get("/admin/organisation").form("#leaders form[action$='/give']")
    page = office.browser.get("/admin/organisation").only("#leaders select")
    value = next(str(one.attrs["value"]) for one in page.query("option") if one.to_text().strip() == school_name)
    return office.browser.submit(form, school=value)


def opens_school(leader: Browser) -> Page:
    return leader.press_next(leader.get("/school/access"))


def rows_of(page: Page) -> dict[str, list[str]]:
    """The table's rows by class."""
    return {
        row.query("th")[0].to_text().strip(): [" ".join(cell.to_text().split()) for cell in row.query("td")]
        for row in page.all("table.shares tbody tr")
    }


def test_a_leader_sees_classes_in_numbers_and_no_name_of_a_pupil(office: AdminOffice, leader: Browser) -> None:
    for index in range(PUPILS):
        completes_a_lesson(office, index)
    gives(office, "Järvikoulu")
    page = opens_school(leader)
    (pupils, *shares) = next(iter(rows_of(page).values()))
    assert pupils == str(PUPILS)
    assert "100 %" in shares
    assert "0 %" in shares
    for number in pupils_of(office.school.platform, "fi-8b")[:PUPILS]:
        assert office.school.platform.people[number].family not in page.main_text
    parts = page.all("main section[aria-labelledby], main [role=region][aria-labelledby]")
    names = [str(part.attrs["aria-labelledby"]) for part in parts]
    assert sorted(set(names)) == sorted(names) != []  # axe: a part and what scrolls in it had the same name


def test_one_pupil_who_is_done_is_hidden_also_from_the_leader(office: AdminOffice, leader: Browser) -> None:
    completes_a_lesson(office, 0)
    gives(office, "Järvikoulu")
    page = opens_school(leader)
    assert not re.search(r"\b(16|17) %", page.main_text)
    assert len(page.all("td.untold")) > 0


def test_a_class_without_pupils_stands_in_the_table_that_the_head_counts(office: AdminOffice, leader: Browser) -> None:
    """Seen on a page: "13 classes" above twelve."""
    room = rows(office, SchoolClass)[0]
    with office.school.database.transaction() as db:
        empty = {**room, "id": new_id(), "context_id": "later", "title": "8D"}
        db.execute(insert(SchoolClass.__table__).values(**empty))
    gives(office, "Järvikoulu")
    page = opens_school(leader)
    assert "2 luokkaa" in page.only("h1").to_text()
    assert len(rows_of(page)) == 2
    assert rows_of(page)["8D"] == ["0", "Ei vielä oppilaita"]


def test_a_small_class_is_told_with_another_and_the_sign_between_them_is_explained(
    office: AdminOffice, leader: Browser
) -> None:
    room = rows(office, SchoolClass)[0]
    member = next(row for row in rows(office, Enrolment) if row["role"] == "pupil")
    with office.school.database.transaction() as db:
        small = {**room, "id": new_id(), "context_id": "later", "title": "8D"}
        db.execute(insert(SchoolClass.__table__).values(**small))
        db.execute(insert(Enrolment.__table__).values(**{**member, "class_id": small["id"]}))
    gives(office, "Järvikoulu")
    page = opens_school(leader)
    assert [title for title in rows_of(page) if " + " in title] == list(rows_of(page))
    assert "+ luokat yhdessä" in " ".join(page.only("ul.key").to_text().split())


def cards_of(page: Page) -> list[str]:
    """What stands under "Pupils" and the other figures above the table."""
    return [" ".join(card.to_text().split()) for card in page.all("ul.cards li")]


def test_early_in_a_term_a_leader_reads_what_a_nought_means(office: AdminOffice, leader: Browser) -> None:
    gives(office, "Järvikoulu")
    page = opens_school(leader)
    pupils, done, talks, questions, lessons = cards_of(page)
    assert pupils.endswith(str(PUPILS))
    assert "0 % Näytettävissä luvuissa mikään ei ole vielä valmis" in done
    assert [re.search(r"\b0\b", card) for card in (talks, questions, lessons)] == [None] * 3
    assert page.main_text.count("0 %: kukaan ei ole vielä valmis") == 1


def test_talks_with_all_but_one_are_hidden_and_not_called_few(office: AdminOffice, leader: Browser) -> None:
    """Seen on a page: "< 5" of talks with five of six."""
    gives(office, "Järvikoulu")
    room = rows(office, SchoolClass)[0]
    members = [row for row in rows(office, Enrolment) if row["role"] == "pupil" and row["class_id"] == room["id"]]
    with office.school.database.transaction() as db:
        for member in members[1:PUPILS]:
            key = {name: member[name] for name in ("organisation_id", "class_id", "person_id")}
            store_act(db, key, new_id(), TALKED, "opo")
    talks = cards_of(opens_school(leader))[2]
    assert "piilotettu" in talks
    assert "<" not in talks


def test_before_an_administrator_says_so_and_after_the_right_is_taken_there_is_nothing(
    office: AdminOffice, leader: Browser
) -> None:
    assert leader.tool.get("/school").status_code == 404
    asked = leader.get("/school/access")
    assert asked.all("form[action$='/open']") == []
    assert "ylläpito-oikeutta" not in asked.main_text  # that is an administrator's
    gives(office, "Järvikoulu")
    assert opens_school(leader).path == "/school"
    assert leader.get("/school").response.status_code == 200
    office.browser.submit(office.browser.get("/admin/organisation").form("#leaders form[action$='/remove']"))
    assert leader.tool.get("/school").status_code != 200


def test_another_schools_leader_sees_that_school_only(office: AdminOffice, leader: Browser) -> None:
    gives(office, "Søskolen")
    page = opens_school(leader)
    assert "Søskolen" in page.only("h1").to_text()
    assert rows_of(page) == {}


def test_the_ten_questions_and_the_files_are_there_too(office: AdminOffice, leader: Browser) -> None:
    classroom = leader.get(str(leader.get("/school/access").all(".tabs a")[0].attrs["href"]))
    assessment = leader.get(f"{classroom.path}/self-assessment")
    leader.submit(assessment.form("main form"), plan="yes")
    gives(office, "Järvikoulu")
    page = opens_school(leader)
    assert len(page.all("table.ten tbody tr")) == 10
    answer = leader.tool.get("/school?as=csv")
    assert answer.headers["content-disposition"].endswith(".csv")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_of_one_school_reads_no_other_schools_classes(office: AdminOffice, leader: Browser) -> None:
    gives(office, "Järvikoulu")
    opens_school(leader)
    with statements_of(office.school.tool.state.careered.database) as statements:
        leader.get("/school")
    assert len(statements) > 5
    assert read_as_a_whole(office.school.database, statements) == set()


@pytest.mark.parametrize(("points", "words"), [(1, "+1 prosenttiyksikkö"), (-3, "−3 prosenttiyksikköä")])
def test_one_point_is_no_points(
    office: AdminOffice, leader: Browser, monkeypatch: pytest.MonkeyPatch, points: int, words: str
) -> None:
    gives(office, "Järvikoulu")
    monkeypatch.setattr(leader_views, "_previous", lambda *_: ("1.10.", {}))
    monkeypatch.setattr(leader_views, "told_of_report", lambda _: {})
    monkeypatch.setattr(leader_views, "share_change", lambda *_: points)
    figures = [" ".join(one.to_text().split()) for one in opens_school(leader).all(".cards small")]
    assert f"Muutos 1.10. lähtien: {words}" in figures
