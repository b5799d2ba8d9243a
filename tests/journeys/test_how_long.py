"""How long data stay: an administrator decides, sees what it would erase, and careered keeps to it by itself."""

import json
import re

import pytest
from sqlalchemy import func, insert, select, update

from careered.clock import now
from careered.privacy.registry import personal_tables
from careered.privacy.retention import RetentionPeriods, set_retention
from careered.privacy.tables import AccessLog
from careered.progress.tables import Answer, Event, RequirementStatus
from careered.roster.tables import Enrolment, Person, SchoolClass
from demo_platform.people import Role
from tests.admin.conftest import AdminOffice
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, pupil_link
from tests.support.kept_rows import lived_once
from tests.support.pages import Page
from tests.support.people import Browser

KEEP_FOREVER = {"texts_months": "", "records_months": "", "access_log_months": ""}


def office(scenario: Scenario) -> AdminOffice:
    """The administrator of the town, who has just come in."""
    office = AdminOffice(scenario.school, Browser.new(scenario.school))
    office.sign_in()
    return office


def previews_retention(scenario: Scenario, **months: str) -> tuple[AdminOffice, Page]:
    """The administrator looks at what a rule would erase today."""
    there = office(scenario)
    page = there.browser.get("/admin/retention")
    return there, there.browser.submit(page.form("form#keeping"), **KEEP_FOREVER | months)


def saves_retention(scenario: Scenario, **months: str) -> None:
    there, page = previews_retention(scenario, **months)
    word = typed_word(page)
    assert there.browser.submit(page.form("form#keeping"), yes="yes", **word).path == "/admin/retention"


def typed_word(page: Page) -> dict[str, str]:
    """What the page asks to be typed, if it does."""
    labels = [label.to_text() for label in page.all("label[for=word]")]
    return {"word": re.findall(r"Type (.+) to confirm", labels[0])[0]} if labels else {}


def run_retention(scenario: Scenario) -> None:
    """An hour later: so often does it look."""
    scenario.advance(hours=1)
    scenario.worker.housekeeping.run_retention()


def end_all_classes(scenario: Scenario) -> None:
    """The year of every course is over."""
    with scenario.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(ended_at=now()))


def count_rows(scenario: Scenario, *tables: type) -> int:
    with scenario.school.database.reading() as db:
        counts = [db.execute(select(func.count()).select_from(table.__table__)).scalar_one() for table in tables]  # type: ignore[attr-defined]
    return sum(map(int, counts))


@pytest.fixture
def pupils(scenario: Scenario) -> list[str]:
    """Two who have finished a lesson, and a teacher who has looked at one of them."""
    two = scenario.people(FINLAND)[:2]
    lived_once(scenario.school.database, "two and a teacher", lambda: _work_and_look(scenario, two))
    return two


def _work_and_look(scenario: Scenario, two: list[str]) -> None:
    for pupil in two:
        scenario.finishes(pupil, FINLAND)
    teacher, page = scenario.teacher(FINLAND)
    teacher.get(pupil_link(page, str(scenario.platform.people[two[0]].name)))


def test_words_go_first_and_what_was_done_stays_done(scenario: Scenario, pupils: list[str]) -> None:
    saves_retention(scenario, texts_months="2", records_months="12")
    end_all_classes(scenario)
    before = scenario.report(FINLAND)["pupils"]
    scenario.advance(days=61)
    run_retention(scenario)
    assert count_rows(scenario, Answer) > 0
    scenario.advance(days=2)
    run_retention(scenario)
    assert count_rows(scenario, Answer) == 0
    assert [pupil["requirements"] for pupil in scenario.report(FINLAND)["pupils"]] == [
        pupil["requirements"] for pupil in before
    ]
    assert count_rows(scenario, Event, RequirementStatus) > 0


def test_after_the_last_course_everything_goes_and_staff_stay(scenario: Scenario, pupils: list[str]) -> None:
    saves_retention(scenario, records_months="6")
    end_all_classes(scenario)
    scenario.advance(days=200)
    run_retention(scenario)
    with scenario.school.database.reading() as db:
        names = set(db.execute(select(Person.__table__.c.sub)).scalars())
    assert names == set(scenario.people(FINLAND, Role.TEACHER))
    table_names = {
        table.table.name for table in personal_tables() if table.data_policy.person_column != "viewer_person_id"
    }
    assert {"answer", "event", "requirement_status", "score_delivery", "staff_act"} <= table_names
    assert count_rows(scenario, Answer, Event, RequirementStatus) == 0


def test_who_is_in_a_running_course_or_has_just_come_back_stays(scenario: Scenario, pupils: list[str]) -> None:
    saves_retention(scenario, texts_months="2", records_months="6")
    scenario.advance(days=400)
    run_retention(scenario)
    people, answers = count_rows(scenario, Person), count_rows(scenario, Answer)
    assert answers > 0
    end_all_classes(scenario)
    scenario.advance(days=185)
    scenario.opens(pupils[0], WHOLE_PROGRAMME[FINLAND])
    scenario.advance(days=2)
    run_retention(scenario)
    assert count_rows(scenario, Person) == people - 1
    assert 0 < count_rows(scenario, Answer) < answers


@pytest.mark.parametrize("records_months", ["6", "12"])
def test_however_short_the_periods_nobodys_figure_falls_in_a_running_class(
    scenario: Scenario, pupils: list[str], records_months: str
) -> None:
    scenario.run_worker_until_idle()
    before, scores = figures(scenario), [scenario.delivery(pupil, FINLAND) for pupil in pupils]
    saves_retention(scenario, texts_months="2", records_months=records_months, access_log_months="12")
    scenario.advance(days=730)
    run_retention(scenario)
    assert figures(scenario) == before
    assert [scenario.delivery(pupil, FINLAND) for pupil in pupils] == scores


def figures(scenario: Scenario) -> list[object]:
    """What each pupil of the class has done, as the report has it."""
    return [pupil["requirements"] for pupil in scenario.report(FINLAND)["pupils"]]


def test_an_old_course_that_is_listed_again_keeps_nobody(scenario: Scenario, pupils: list[str]) -> None:
    saves_retention(scenario, records_months="6")
    end_all_classes(scenario)
    scenario.advance(days=186)
    with scenario.school.database.transaction() as db:
        db.execute(update(Enrolment.__table__).values(updated_at=now()))
    run_retention(scenario)
    assert count_rows(scenario, Answer, Event) == 0


def test_one_who_goes_on_in_another_course_keeps_what_was_written(scenario: Scenario, pupils: list[str]) -> None:
    saves_retention(scenario, texts_months="2", records_months="6")
    end_all_classes(scenario)
    with scenario.school.database.transaction() as db:
        pupil_id = select(Person.__table__.c.id).where(Person.__table__.c.sub == pupils[0]).scalar_subquery()
        class_row = dict(db.execute(select(SchoolClass.__table__)).mappings().first() or {})
        db.execute(
            insert(SchoolClass.__table__).values(class_row | {"id": "next", "context_id": "next", "ended_at": None})
        )
        attempt = dict(
            db.execute(select(Enrolment.__table__).where(Enrolment.__table__.c.person_id == pupil_id)).mappings().one()
        )
        db.execute(insert(Enrolment.__table__).values(attempt | {"class_id": "next"}))
    scenario.advance(days=200)
    run_retention(scenario)
    with scenario.school.database.reading() as db:
        left = set(db.execute(select(Answer.__table__.c.person_id)).scalars())
    assert left == {attempt["person_id"]}


def test_notes_of_looks_go_when_they_are_old(scenario: Scenario, pupils: list[str]) -> None:
    assert count_rows(scenario, AccessLog) == 1
    saves_retention(scenario, access_log_months="12")
    scenario.advance(days=371)
    run_retention(scenario)
    assert count_rows(scenario, AccessLog) == 1
    scenario.advance(days=2)
    run_retention(scenario)
    assert count_rows(scenario, AccessLog) == 0


def test_the_log_says_how_much_went_and_nothing_else(
    scenario: Scenario, pupils: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    saves_retention(scenario, records_months="6")
    end_all_classes(scenario)
    scenario.advance(days=200)
    capsys.readouterr()
    run_retention(scenario)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "retention_run" in line]
    assert [line["erased_records"] for line in lines] == [len(pupils)]
    assert set(lines[0]) <= {"event", "level", "timestamp", "erased_records", "erased_texts", "erased_access_log"}


def test_what_a_rule_would_erase_is_shown_before_it_holds(scenario: Scenario, pupils: list[str]) -> None:
    end_all_classes(scenario)
    scenario.advance(days=200)
    _, page = previews_retention(scenario, texts_months="2", records_months="12", access_log_months="12")
    figures = [element.to_text() for element in page.all("dl.sheet dd")]
    assert figures == ["1–4", "0", "0"]
    run_retention(scenario)
    assert count_rows(scenario, Answer) > 0


def test_a_shorter_time_erases_nothing_for_thirty_days(scenario: Scenario, pupils: list[str]) -> None:
    end_all_classes(scenario)
    scenario.advance(days=200)
    saves_retention(scenario, texts_months="2", records_months="6")
    before = count_rows(scenario, Answer, Event, RequirementStatus)
    scenario.advance(days=29)
    run_retention(scenario)
    assert count_rows(scenario, Answer, Event, RequirementStatus) == before
    scenario.advance(days=1)
    run_retention(scenario)
    assert count_rows(scenario, Answer, Event, RequirementStatus) == 0


def test_a_shorter_time_is_withdrawn_before_it_holds(scenario: Scenario, pupils: list[str]) -> None:
    end_all_classes(scenario)
    scenario.advance(days=200)
    saves_retention(scenario, texts_months="2", records_months="6")
    before = count_rows(scenario, Answer, Event, RequirementStatus)
    there = office(scenario)
    page = there.browser.get("/admin/retention")
    page = there.browser.submit(page.form(".notice form#withdraw"))
    assert page.all("form#withdraw") == []
    scenario.advance(days=400)
    run_retention(scenario)
    assert count_rows(scenario, Answer, Event, RequirementStatus) == before


@pytest.mark.parametrize("word", ["", "2026", "yes", "<b>"])
def test_where_something_would_be_erased_the_day_has_to_be_typed(
    scenario: Scenario, pupils: list[str], word: str
) -> None:
    end_all_classes(scenario)
    scenario.advance(days=200)
    there, page = previews_retention(scenario, records_months="6")
    refused = there.browser.submit(page.form("form#keeping"), yes="yes", word=word)
    assert refused.response.status_code == 422
    assert [element.to_text() for element in refused.all("dl.sheet dd")][1] == "1–4"
    scenario.advance(days=400)
    run_retention(scenario)
    assert count_rows(scenario, Answer) > 0


def test_the_day_to_type_is_written_as_the_page_writes_it(scenario: Scenario, pupils: list[str]) -> None:
    end_all_classes(scenario)
    scenario.advance(days=200)
    there, page = previews_retention(scenario, records_months="6")
    word = typed_word(page)["word"]
    assert word in page.only("h1 + p").to_text()
    assert there.browser.submit(page.form("form#keeping"), yes="yes", word=word.lower()).path == "/admin/retention"


def test_a_longer_time_holds_at_once_and_what_was_announced_goes(scenario: Scenario, pupils: list[str]) -> None:
    end_all_classes(scenario)
    saves_retention(scenario, texts_months="2", records_months="6")
    scenario.advance(days=29)
    saves_retention(scenario, texts_months="24", records_months="24")
    saves_retention(scenario)
    scenario.advance(days=900)
    run_retention(scenario)
    assert count_rows(scenario, Answer, Event) > 0


def test_another_organisations_rule_touches_nobody_here(scenario: Scenario, pupils: list[str]) -> None:
    with scenario.school.database.transaction() as db:
        set_retention(db, "elsewhere", RetentionPeriods(texts_months=2, records_months=6, access_log_months=12))
    end_all_classes(scenario)
    before = count_rows(scenario, Answer, Event, RequirementStatus, AccessLog)
    scenario.advance(days=900)
    run_retention(scenario)
    assert count_rows(scenario, Answer, Event, RequirementStatus, AccessLog) == before


def test_pupils_and_the_privacy_sheet_say_what_holds(scenario: Scenario, pupils: list[str]) -> None:
    browser, _ = scenario.opens(pupils[0], WHOLE_PROGRAMME[FINLAND])
    assert "Koulusi päättää" in browser.get("/about-your-data").main_text
    saves_retention(scenario, texts_months="2", records_months="24")
    announced = re.findall(r"[\d.]+ alkaen", browser.get("/about-your-data").main_text)
    assert len(announced) == 2
    scenario.advance(days=30)
    browser, _ = scenario.opens(pupils[0], WHOLE_PROGRAMME[FINLAND])
    words = browser.get("/about-your-data").main_text
    assert "Koulusi päättää" not in words
    assert "alkaen" not in words
    assert "2 kuukauden" in words
    assert "24 kuukauden" in words
    assert "24 " in office(scenario).browser.get("/admin/privacy").main_text


@pytest.mark.parametrize("months", ["0", "-2", "2.0", "3", "1000000000000", "<b>"])
def test_a_number_of_months_that_nobody_offers_is_refused(scenario: Scenario, months: str) -> None:
    _, page = previews_retention(scenario, texts_months=months)
    assert page.response.status_code == 404
