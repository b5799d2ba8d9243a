"""A platform comes again, with a new client or from a new address: what pupils have done stays theirs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from careered.clock import now
from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.registration_version import change_version
from careered.lti.tables import Platform
from careered.roster.tables import Person, SchoolClass
from tests.admin.conftest import AdminOffice
from tests.admin.test_connecting import MANUAL_VALUES, connect_manually
from tests.admin.test_schools import open_as_pupil, rows
from tests.admin.test_year_rollover import attest_first
from tests.support.pages import Page
from tests.support.people import Browser
from tests.support.school import pupils_of

DEPLOYMENT = "77"


def first_platform(office: AdminOffice) -> Registration:
    with office.school.database.reading() as db:
        return next(found for found in platform_store.all_platforms(db) if found.client_id == "careered-demo")


def add_anew(office: AdminOffice, *, deployments: Sequence[str] = (DEPLOYMENT,), issuer: str = "") -> str:
    """The school deletes the tool and adds it again: another client, another deployment, perhaps another address."""
    platform, former = office.school.platform, first_platform(office)
    tool = platform.tools["careered-demo"]
    platform.tools["again"] = replace(tool, client_id="again", deployment_id=DEPLOYMENT)
    for activity in platform.activities.values():
        activity.client_id = "again"
    new = replace(former, client_id="again", status="pending", issuer=issuer or former.issuer)
    with office.school.database.transaction() as db:
        return platform_store.save(db, new, deployments)


def say_same(office: AdminOffice, platform_id: str) -> Page:
    page = office.browser.get(f"/admin/platforms/{platform_id}")
    return office.browser.submit(page.form("form[action$='/same-as']"))


def opens(office: AdminOffice, number: int = 0) -> Page:
    platform = office.school.platform
    return Browser.new(office.school).open(pupils_of(platform, "fi-8b")[number], "1")


def keys(office: AdminOffice) -> tuple[set[str], set[str]]:
    return {row["id"] for row in rows(office, SchoolClass)}, {row["id"] for row in rows(office, Person)}


@pytest.mark.parametrize("deployments", [[DEPLOYMENT], []])
def test_what_was_done_before_is_there_and_nobody_begins_at_nothing(
    office: AdminOffice, deployments: list[str]
) -> None:
    """Seen on a real platform (1): the tool deleted and added anew put every pupil at 0 of 9."""
    open_as_pupil(office)
    attest_first(office)
    office.sign_in()
    before, former = keys(office), first_platform(office)
    new_id = add_anew(office, deployments=deployments)
    login = office.school.platform.login_params(pupils_of(office.school.platform, "fi-8b")[0], "1")
    refused = Browser.new(office.school).tool.post("/lti/login", data=login)
    assert refused.headers["careered-code"] == "platform_not_active"
    page = say_same(office, new_id)
    assert page.path == f"/admin/platforms/{former.platform_id}"
    if not deployments:
        assert opens(office).code == "deployment_unknown"
        page = office.browser.get(page.path)
        earlier = page.only("button[name=earlier]").attrs["value"]
        office.browser.submit(page.form("form[action$='/deployments']"), earlier=earlier)
    assert opens(office).path == "/lessons"
    assert keys(office) == before


def test_the_former_connection_is_off_and_comes_back_within_thirty_days(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    before, former = keys(office), first_platform(office)
    new_id = add_anew(office)
    say_same(office, new_id)
    assert first_platform(office).status == "off"
    page = office.browser.get(f"/admin/platforms/{new_id}")
    office.browser.submit(page.form("form[action$='/undo']"))
    restored = first_platform(office)
    assert (restored.platform_id, restored.status) == (former.platform_id, "active")
    assert restored.deployments == former.deployments
    for activity in office.school.platform.activities.values():
        activity.client_id = "careered-demo"
    assert opens(office).path == "/lessons"
    assert keys(office) == before
    assert office.browser.get(f"/admin/platforms/{new_id}").all("form[action$='/same-as']")


def test_a_course_that_has_moved_has_no_address_until_somebody_opens_it_where_it_is_now(office: AdminOffice) -> None:
    open_as_pupil(office)
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(course_address="https://old.school.example/course/7"))
    office.sign_in()
    say_same(office, add_anew(office))
    assert {row["course_address"] for row in rows(office, SchoolClass)} == {""}


def test_after_thirty_days_it_stays(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    new_id = add_anew(office)
    say_same(office, new_id)
    page = office.browser.get(f"/admin/platforms/{new_id}")
    with office.school.database.transaction() as db:
        db.execute(update(Platform.__table__).values(replaced_at=now() - timedelta(days=30, minutes=1)))
    assert office.browser.submit(page.form("form[action$='/undo']")).response.status_code == 404
    assert first_platform(office).status == "off"


def test_a_platform_that_has_moved_is_offered_too_and_one_of_the_same_address_first(office: AdminOffice) -> None:
    open_as_pupil(office)
    office.sign_in()
    new_id = add_anew(office, issuer="https://moved.test")
    page = office.browser.get(f"/admin/platforms/{new_id}")
    assert "Was this platform connected before?" in page.main_text
    assert first_platform(office).issuer in page.main_text


def test_a_platform_by_hand_waits_for_the_answer(office: AdminOffice) -> None:
    open_as_pupil(office)
    with office.school.database.transaction() as db:
        change_version(db)
        db.execute(update(Platform.__table__).values(family="itslearning"))
    assert connect_manually(office) == {}
    with office.school.database.reading() as db:
        table = Platform.__table__
        found = db.execute(select(table.c.status).where(table.c.issuer == MANUAL_VALUES["issuer"])).scalar_one()
    assert found == "pending"


def test_nothing_is_offered_once_a_class_counts_or_where_nothing_was_before(office: AdminOffice) -> None:
    office.sign_in()
    new_id = add_anew(office)
    address = f"/admin/platforms/{new_id}"
    assert not office.browser.get(address).all("form[action$='/same-as']")
    former = first_platform(office)
    for activity in office.school.platform.activities.values():
        activity.client_id = "careered-demo"
    open_as_pupil(office)
    page = office.browser.get(address)
    office.browser.submit(page.form("form[action$='/approve']"))
    for activity in office.school.platform.activities.values():
        activity.client_id = "again"
    assert opens(office).path == "/lessons"
    assert not office.browser.get(address).all("form[action$='/same-as']")
    refused = office.browser.submit(page.form("form[action$='/same-as']"), earlier=former.platform_id)
    assert refused.response.status_code == 404
