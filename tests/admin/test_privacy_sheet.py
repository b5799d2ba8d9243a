"""The privacy sheet says what the server does, and the server does what the sheet says."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import make_url, update
from starlette.routing import Route

from careered.admin.privacy_labels import ASSESSMENT, DATA_LABELS, FIELDS, LETTER, NEVER_READ, ROLE_LABELS, SCOPE_LABELS
from careered.admin.privacy_views import data_viewers
from careered.lti.claims import Launch
from careered.lti.nrps import Member
from careered.lti.tables import Platform
from careered.privacy.registry import personal_tables
from careered.roster.tables import Organisation
from careered.web.i18n import translations
from careered.web.permissions import ALLOWED_ROLES, PERMISSIONS, Audience, Data, DataScope, Role, data_scopes
from careered.web.session_cookies import COOKIE
from careered.web.sessions import find_viewer, open_session
from tests.admin.conftest import AdminOffice
from tests.support.people import Browser
from tests.support.school import pupils_of


def restricted_routes(office: AdminOffice) -> list[Any]:
    """The routes whose use the table decides."""
    return [
        route
        for route in office.school.tool.routes
        if isinstance(route, Route) and getattr(route, "who", None) in ALLOWED_ROLES
    ]


def browser_with_role(office: AdminOffice, role: Role) -> Browser:
    """A browser with a session of its own in a role."""
    office.sign_in()
    token = office.browser.tool.cookies[COOKIE]
    with office.school.database.transaction() as db:
        administrator = find_viewer(db, token, keeps_cookies=True)
        assert administrator
        viewer = open_session(db, replace(administrator, token="", role=role, person_id=f"a {role}"))
    browser = Browser.new(office.school)
    browser.tool.cookies.set(COOKIE, viewer.token)
    return browser


def status_of(browser: Browser, path: str, *, action: bool) -> int:
    url = path.replace("{", "").replace("}", "")
    if action:
        return browser.tool.post(url, data={"session": browser.tool.cookies[COOKIE]}).status_code
    return browser.tool.get(url).status_code


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_what_the_sheet_does_not_say_of_a_role_does_not_exist_for_it(role: Role, office: AdminOffice) -> None:
    browser = browser_with_role(office, role)
    routes = restricted_routes(office)
    assert {route.who for route in routes} == set(ALLOWED_ROLES)
    for route in routes:
        if role not in ALLOWED_ROLES[route.who]:
            action = "GET" not in (route.methods or ())
            assert status_of(browser, route.path, action=action) == 404, (role, route.path)
    browser.close()


def test_an_administrator_opens_every_page_that_the_sheet_names(office: AdminOffice) -> None:
    office.sign_in()
    pages = [
        route.path
        for route in restricted_routes(office)
        if route.who is Audience.ADMIN and "GET" in route.methods and "{" not in route.path
    ]
    assert {"/admin", "/admin/schools", "/admin/privacy", "/admin/self-test", "/admin/packs"} <= set(pages)
    for path in pages:
        assert office.browser.get(path).response.status_code == 200, path


def test_the_sheet_prints_the_table_that_lets_people_through(office: AdminOffice) -> None:
    office.sign_in()
    rows = {row.query("th")[0].to_text(): row.query("td")[0].to_text() for row in access_table_rows(office)}
    assert list(rows) == list(DATA_LABELS.values())
    for data, role in itertools.product(Data, Role):
        named = ROLE_LABELS[role] in rows[DATA_LABELS[data]]
        assert named is bool(data_scopes(role, data)), (data, role)


def access_table_rows(office: AdminOffice) -> list[Any]:
    """The lines of the table of who sees what."""
    return list(office.browser.get("/admin/privacy").all("table.sheet tbody tr"))


def test_every_line_of_the_table_of_permissions_has_a_label() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(DATA_LABELS) == set(Data) == {data for permission in PERMISSIONS for data in permission.data}
    assert set(SCOPE_LABELS) == set(DataScope)


def test_a_teacher_sees_answers_of_the_own_course_and_what_is_only_the_pupils_is_seen_by_the_pupil() -> None:
    staff = data_viewers(Data.ANSWERS)[1]
    assert (staff.roles, staff.scope_label) == (
        [ROLE_LABELS[Role.TEACHER], ROLE_LABELS[Role.ASSISTANT]],
        SCOPE_LABELS[DataScope.COURSE],
    )
    assert [viewers.roles for viewers in data_viewers(Data.PRIVATE)] == [
        [ROLE_LABELS[Role.PUPIL]],
        [ROLE_LABELS[Role.OFFICER]],
    ]


def test_what_every_table_about_people_is_for_is_on_the_sheet(office: AdminOffice) -> None:
    office.sign_in()
    text = office.browser.get("/admin/privacy").main_text
    for table in personal_tables():
        assert table.data_policy.purpose_label in text
    assert NEVER_READ in text


def test_every_field_of_a_launch_and_of_the_list_of_participants_is_listed_and_no_other() -> None:
    launch_fields = [name for field in FIELDS for name in field.launch_fields]
    assert sorted(launch_fields) == sorted(Launch.__dataclass_fields__)
    member_fields = [name for field in FIELDS for name in field.member_fields]
    assert sorted(member_fields) == sorted(Member.__dataclass_fields__)


def test_what_only_the_organisation_knows_is_a_line_to_write_on(office: AdminOffice) -> None:
    office.sign_in()
    page = office.browser.get("/admin/privacy")
    assert len(page.all("dd.blank")) == sum(not question.answer for question in ASSESSMENT) > 0
    assert "%(" not in page.main_text


def test_few_pupils_are_not_counted_out_on_the_sheet(office: AdminOffice) -> None:
    office.sign_in()
    assert "Courses: 0. Pupils: 0–4." in office.browser.get("/admin/privacy").main_text
    visitor = Browser.new(office.school)
    visitor.open(pupils_of(office.school.platform, "fi-8b")[0], "1")
    visitor.close()
    assert "Courses: 1. Pupils: 0–4." in office.browser.get("/admin/privacy").main_text


def test_the_sheet_names_the_place_and_the_platforms_and_no_secret(office: AdminOffice) -> None:
    office.sign_in()
    text = office.browser.get("/admin/privacy").response.text
    assert "Moodle" in text
    assert office.school.settings.secret.decode() not in text
    password = make_url(office.school.settings.sqlalchemy_url).password
    assert not password or str(password) not in text


@pytest.mark.parametrize("lang", ["fi", "sv", "da"])
def test_the_sheet_is_in_the_readers_language(lang: str, office: AdminOffice) -> None:
    page = office.sign_in()
    office.browser.submit(page.form("form.languages"), language=lang)
    sheet = office.browser.get("/admin/privacy")
    assert sheet.lang == lang
    english = [*DATA_LABELS.values(), *ROLE_LABELS.values(), *LETTER, *(question.question for question in ASSESSMENT)]
    english += [text for field in FIELDS for text in (field.name, field.purpose)]
    translated = [text for text in english if translations(lang).gettext(text) != text and " " in text]
    assert translated
    assert not [text for text in translated if text in sheet.main_text]


def test_the_sheet_of_an_organisation_without_name_and_platforms_leaves_no_loose_signs(office: AdminOffice) -> None:
    office.sign_in()
    with office.school.database.transaction() as db:
        db.execute(update(Organisation.__table__).values(name=""))
        db.execute(update(Platform.__table__).values(status="off"))
    page = office.browser.get("/admin/privacy")
    assert page.only("h1").to_text() == "Privacy notice"
    assert "Only the connected platforms: none yet." in page.main_text
