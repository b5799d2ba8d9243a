"""The privacy sheet says what the server does, and the server does what the sheet says."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import make_url
from starlette.routing import Route

from careered.admin.privacy_sheet import seers
from careered.admin.privacy_words import ASSESSMENT, DATA, FIELDS, LETTER, NEVER_READ, ROLES, SCOPES
from careered.lti.claims import Launch
from careered.lti.nrps import Member
from careered.privacy.declarations import personal_tables
from careered.web.i18n import translations
from careered.web.permissions import ADMITTED, PERMISSIONS, Data, Role, Scope, Who, scopes
from careered.web.sessions import COOKIE, find_viewer, open_session
from tests.admin.conftest import Office
from tests.support.people import Browser
from tests.support.school import pupils_of


def area_routes(office: Office) -> list[Any]:
    """The routes whose use the table decides."""
    return [
        one for one in office.school.tool.routes if isinstance(one, Route) and getattr(one, "who", None) in ADMITTED
    ]


def came_as(office: Office, role: Role) -> Browser:
    """Somebody in a role, with a visit of their own."""
    office.enter()
    token = office.browser.tool.cookies[COOKIE]
    with office.school.database.write() as db:
        administrator = find_viewer(db, token, cookies=True)
        assert administrator
        viewer = open_session(db, replace(administrator, token="", role=role, person_id=f"a {role}"))
    browser = Browser.of(office.school)
    browser.tool.cookies.set(COOKIE, viewer.token)
    return browser


def asks(browser: Browser, path: str, *, action: bool) -> int:
    where = path.replace("{", "").replace("}", "")
    if action:
        return browser.tool.post(where, data={"session": browser.tool.cookies[COOKIE]}).status_code
    return browser.tool.get(where).status_code


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_what_the_sheet_does_not_say_of_a_role_does_not_exist_for_it(role: Role, office: Office) -> None:
    browser = came_as(office, role)
    routes = area_routes(office)
    assert {one.who for one in routes} == set(ADMITTED)
    for one in routes:
        if role not in ADMITTED[one.who]:
            action = "GET" not in (one.methods or ())
            assert asks(browser, one.path, action=action) == 404, (role, one.path)
    browser.close()


def test_an_administrator_opens_every_page_that_the_sheet_names(office: Office) -> None:
    office.enter()
    pages = [
        one.path for one in area_routes(office) if one.who is Who.ADMIN and "GET" in one.methods and "{" not in one.path
    ]
    assert {"/admin", "/admin/schools", "/admin/privacy", "/admin/self-test", "/admin/packs"} <= set(pages)
    for path in pages:
        assert office.browser.get(path).response.status_code == 200, path


def test_the_sheet_prints_the_table_that_lets_people_through(office: Office) -> None:
    office.enter()
    rows = {row.query("th")[0].to_text(): row.query("td")[0].to_text() for row in table(office)}
    assert list(rows) == list(DATA.values())
    for data, role in itertools.product(Data, Role):
        named = ROLES[role] in rows[DATA[data]]
        assert named is bool(scopes(role, data)), (data, role)


def table(office: Office) -> list[Any]:
    """The lines of the table of who sees what."""
    return list(office.browser.get("/admin/privacy").all("table.sheet tbody tr"))


def test_every_line_of_the_table_of_permissions_has_words() -> None:
    assert set(ROLES) == set(Role)
    assert set(DATA) == set(Data) == {data for one in PERMISSIONS for data in one.data}
    assert set(SCOPES) == set(Scope)


def test_a_teacher_sees_answers_of_the_own_course_and_what_is_only_the_pupils_is_seen_by_the_pupil() -> None:
    staff = seers(Data.ANSWERS)[1]
    assert (staff.roles, staff.whose) == ([ROLES[Role.TEACHER], ROLES[Role.ASSISTANT]], SCOPES[Scope.COURSE])
    assert [one.roles for one in seers(Data.PRIVATE)] == [[ROLES[Role.PUPIL]], [ROLES[Role.OFFICER]]]


def test_what_every_table_about_people_is_for_is_on_the_sheet(office: Office) -> None:
    office.enter()
    words = office.browser.get("/admin/privacy").words
    for one in personal_tables():
        assert one.holds.why in words
    assert NEVER_READ in words


def test_every_field_of_a_launch_and_of_the_list_of_participants_is_told_and_no_other() -> None:
    told = [name for field in FIELDS for name in field.of]
    assert sorted(told) == sorted(Launch.__dataclass_fields__)
    listed = [name for field in FIELDS for name in field.listed]
    assert sorted(listed) == sorted(Member.__dataclass_fields__)


def test_what_only_the_organisation_knows_is_a_line_to_write_on(office: Office) -> None:
    office.enter()
    page = office.browser.get("/admin/privacy")
    assert len(page.all("dd.blank")) == sum(not one.known for one in ASSESSMENT) > 0
    assert "%(" not in page.words


def test_few_pupils_are_not_counted_out_on_the_sheet(office: Office) -> None:
    office.enter()
    assert "0 courses, with 0–4 pupils" in office.browser.get("/admin/privacy").words
    visitor = Browser.of(office.school)
    visitor.open(pupils_of(office.school.platform, "fi-8b")[0], "1")
    visitor.close()
    assert "1 courses, with 0–4 pupils" in office.browser.get("/admin/privacy").words


def test_the_sheet_names_the_place_and_the_platforms_and_no_secret(office: Office) -> None:
    office.enter()
    text = office.browser.get("/admin/privacy").response.text
    assert "Moodle" in text
    assert office.school.settings.secret.decode() not in text
    password = make_url(office.school.settings.database).password
    assert not password or str(password) not in text


@pytest.mark.parametrize("lang", ["fi", "sv", "da"])
def test_the_sheet_is_in_the_readers_language(lang: str, office: Office) -> None:
    page = office.enter()
    office.browser.submit(page.form("form.languages"), language=lang)
    sheet = office.browser.get("/admin/privacy")
    assert sheet.lang == lang
    english = [*DATA.values(), *ROLES.values(), *LETTER, *(one.asked for one in ASSESSMENT)]
    english += [words for one in FIELDS for words in (one.name, one.why)]
    told = [one for one in english if translations(lang).gettext(one) != one and " " in one]
    assert told
    assert not [one for one in told if one in sheet.words]
