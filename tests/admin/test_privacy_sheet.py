"""The privacy sheet says what the server does, and the server does what the sheet says."""

from dataclasses import replace
from typing import Any

import pytest
from starlette.routing import Route

from careered.admin.privacy_sheet import FIELDS, NEVER_READ, ROLES
from careered.lti.claims import Launch
from careered.privacy.declarations import personal_tables
from careered.web.sessions import COOKIE, find_viewer, open_session
from careered.web.viewer import AREAS, Role, Who
from tests.admin.conftest import Office
from tests.support.people import Browser


def area_routes(office: Office) -> list[Any]:
    """The routes whose use the table decides."""
    return [one for one in office.school.tool.routes if isinstance(one, Route) and getattr(one, "who", None) in AREAS]


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
    assert {one.who for one in routes} == set(AREAS)
    for one in routes:
        if role not in AREAS[one.who].roles:
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
    words = office.browser.get("/admin/privacy").words
    assert set(ROLES) == set(Role)
    for area in AREAS.values():
        assert area.sees in words
    for table in personal_tables():
        assert table.holds.why in words
    assert NEVER_READ in words


def test_every_field_of_a_launch_is_told_and_no_other() -> None:
    told = [name for field in FIELDS for name in field.of]
    assert sorted(told) == sorted(Launch.__dataclass_fields__)


@pytest.mark.parametrize("lang", ["fi", "sv", "da"])
def test_the_sheet_is_in_the_readers_language(lang: str, office: Office) -> None:
    page = office.enter()
    office.browser.submit(page.form("form.languages"), language=lang)
    sheet = office.browser.get("/admin/privacy")
    assert sheet.lang == lang
    assert not [area.sees for area in AREAS.values() if area.sees in sheet.words]
    assert not [field.why for field in FIELDS if field.why in sheet.words]
