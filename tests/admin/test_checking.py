"""An administrator wants to know whether a connection works: the worker checks it, the page shows the results."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, update

from careered.admin.platform_courses import MAX_SHOWN
from careered.clock import now
from careered.lti import connection_log, platform_store
from careered.lti.tables import Platform as PlatformRow
from careered.progress.tables import LineItem, ScoreDelivery
from careered.roster.tables import School, SchoolClass
from tests.admin.conftest import AdminOffice
from tests.support.people import Browser, finish_lesson
from tests.support.school import LMS, activities_of, pupils_of


def test_the_page_waits_without_waiting_and_then_shows_every_step(office: AdminOffice) -> None:
    school = office.school
    Browser.new(school).open("10", activities_of(school.platform, "fi-8b")[0])
    office.sign_in()
    page = office.platform_page()
    page = office.browser.submit(page.form("form[action$='/check']"))
    assert page.all("#check[hx-get]")
    assert not page.all(".findings li")
    school.run_worker_once()
    refreshed = office.browser.tool.get(page.path, headers={"HX-Request": "true"})
    assert refreshed.status_code == 200
    assert "findings" in refreshed.text
    page = office.platform_page()
    assert not page.all("#check[hx-get]")
    steps = page.all(".findings li")
    assert len(steps) >= 11
    assert not page.all(".findings li.problem"), page.main_text


def test_what_is_broken_stands_on_the_page_with_where_to_click(office: AdminOffice) -> None:
    school = office.school
    Browser.new(school).open("10", activities_of(school.platform, "fi-8b")[0])
    school.platform.faults.withheld = "score"
    office.sign_in()
    office.browser.submit(office.platform_page().form("form[action$='/check']"))
    school.run_worker_once()
    page = office.platform_page()
    (found,) = page.all(".findings li.problem")
    assert "score" in found.to_text()
    assert "Site administration" in found.to_text()
    assert page.all(".findings li")[0].to_text() == found.to_text()  # first, before what is not known and what works
    assert [word.to_text() for word in found.query(".word")] == ["Needs attention"]  # in words, not by the colour alone
    message = page.only("textarea#message").to_text()
    assert "Site administration" in message
    assert LMS in message


def test_the_results_are_in_the_language_of_who_reads_them(office: AdminOffice) -> None:
    office.sign_in()
    office.browser.submit(office.platform_page().form("form[action$='/check']"))
    office.school.run_worker_once()
    office.browser.submit(office.platform_page().form("form.languages"), language="fi")
    said = office.platform_page().main_text
    assert ("Oppimisalusta on hyväksytty." in said, "The platform is approved." in said) == (True, False)


def test_what_only_careereds_administrator_can_mend_is_in_no_message_to_the_platform(office: AdminOffice) -> None:
    office.sign_in()
    with office.school.database.transaction() as db:
        db.execute(update(PlatformRow.__table__).values(status="pending"))
    office.browser.submit(office.platform_page().form("form[action$='/check']"))
    office.school.run_worker_once()
    page = office.platform_page()
    assert page.all(".findings li.problem")
    assert not page.all("#message")


def test_a_pack_that_is_not_loaded_is_no_matter_of_the_platforms(office: AdminOffice) -> None:
    office.sign_in()
    with office.school.database.transaction() as db:
        (platform,) = platform_store.all_platforms(db)
        connection_log.record(db, platform.organisation_id, platform.platform_id, connection_log.LAUNCH, "no_pack", {})
    office.browser.submit(office.platform_page().form("form[action$='/check']"))
    office.school.run_worker_once()
    page = office.platform_page()
    assert "careered packs load" in page.main_text
    assert not page.all("#message")


def courses_of(office: AdminOffice) -> list[tuple[str, ...]]:
    """The lines of the courses: title, word, list fetched, columns, last score, scores waiting."""
    lines = [row.query("bdi, small, td") for row in office.platform_page().all(".courses tbody tr")]
    return [tuple(cell.to_text() for cell in line) for line in lines]


def test_each_course_says_what_works_in_it_and_what_does_not_stands_first(entered: AdminOffice) -> None:
    school = entered.school
    pupil = Browser.new(school)
    pupil.open(pupils_of(school.platform, "dk-9a")[0], activities_of(school.platform, "dk-9a")[0])
    pupil.close()
    titles = sorted(course[0] for course in courses_of(entered))
    assert len(titles) == 2
    assert {course[1] for course in courses_of(entered)} == {"Not known yet"}
    with school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(roster_updated_at=now(), roster_state="fresh"))
        db.execute(update(LineItem.__table__).values(line_item_url=""))
        failed = update(SchoolClass.__table__).where(SchoolClass.__table__.c.title == titles[1])
        db.execute(failed.values(roster_state="failed"))
    assert [course[:2] for course in courses_of(entered)] == [
        (titles[1], "The list could not be fetched"),
        (titles[0], "Works"),
    ]
    assert "Allow careered to read names and roles" in entered.platform_page().main_text
    with school.database.transaction() as db:
        db.execute(failed.values(roster_state="doubtful"))
    assert courses_of(entered)[0][:2] == (titles[1], "Most pupils are missing from the list")


def test_the_start_page_warns_of_a_list_that_a_platform_does_not_give(entered: AdminOffice) -> None:
    """Seen: nothing to do on the start page, and a warning on the platform's own."""
    columns = SchoolClass.__table__.c
    with entered.school.database.transaction() as db:
        platform = db.execute(select(columns.organisation_id, columns.platform_id)).one()
        connection_log.record(db, platform[0], platform[1], "roster", "nrps_refused", {})
    assert "does not give the list of participants" in entered.browser.get("/admin").main_text
    with entered.school.database.transaction() as db, time_machine.travel(now() + timedelta(minutes=1)):
        connection_log.record(db, platform[0], platform[1], "roster", connection_log.OK, {})
    assert "list of participants" not in entered.browser.get("/admin").main_text


def test_two_courses_of_one_name_are_told_apart_by_their_school(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        organisation_id = db.execute(select(SchoolClass.__table__.c.organisation_id)).scalar_one()
        row = {"organisation_id": organisation_id, "id": "s", "code": "1", "name": "Salon koulu", "created_at": now()}
        db.execute(insert(School.__table__).values(**row))
        db.execute(update(SchoolClass.__table__).values(school_id="s"))
    told = entered.platform_page().only(".courses tbody th small").to_text()
    assert " ".join(told.split()) == "Salon koulu · Not known yet"


def test_a_course_whose_scores_the_platform_refuses_says_how_many_wait(entered: AdminOffice) -> None:
    school = entered.school
    pupil = Browser.new(school)
    pupil.open(pupils_of(school.platform, "fi-8b")[0], "1")
    lesson = school.packs["FI"].lesson("fi-2")
    assert lesson
    finish_lesson(pupil, school.packs["FI"], pupil.get("/lessons/fi-2"), lesson)
    pupil.close()
    ((*_rest, waiting),) = courses_of(entered)
    assert waiting == "1–4"  # who few pupils are that have just got somewhere is not said
    in_time = ScoreDelivery.__table__.c.next_attempt_at.is_not(None)
    for values in ({"state": "refused"}, {"state": "waiting", "next_attempt_at": now() - timedelta(hours=1)}):
        with school.database.transaction() as db:
            db.execute(update(ScoreDelivery.__table__).where(in_time).values(**values))
        ((_title, word, *_more, still_waiting),) = courses_of(entered)
        assert (word, still_waiting) == ("Scores do not arrive", waiting)


def test_a_launch_outside_any_course_is_no_course(entered: AdminOffice) -> None:
    school = entered.school
    pupil = Browser.new(school)
    pupil.open(pupils_of(school.platform, "fi-8b")[0], "1")
    pupil.close()
    assert len(courses_of(entered)) == 1
    with school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(context_id=""))
    assert not courses_of(entered)


def test_a_course_beyond_those_that_are_listed_is_counted(
    entered: AdminOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MAX_SHOWN, "unknown", 0)
    school = entered.school
    pupil = Browser.new(school)
    pupil.open(pupils_of(school.platform, "fi-8b")[0], "1")
    pupil.close()
    assert not courses_of(entered)
