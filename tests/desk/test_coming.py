"""What comes for a whole class stands at the end of the desk, until everybody has done what prepares for it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import insert

from careered.clock import now
from careered.desk.coming import coming_dates
from careered.lessons.kinds import registry
from careered.packs.load import read_pack
from careered.progress.tables import RequirementStatus
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.time_format import format_months
from tests.crash.processes import ROOT
from tests.dashboard.factories import Classroom
from tests.desk.conftest import COUNSELLOR
from tests.desk.test_desk import desk, press, rows

WEEKS_BEFORE = datetime(2032, 1, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def class_8c(app_state: AppState) -> Classroom:
    """8C, whose lesson prepares for the joint application: Aino and Eetu, and Leo who has left."""
    classroom = Classroom(app_state, "8C", "course-8c", grade=8)
    classroom.launches(COUNSELLOR, Role.TEACHER)
    for name in ("Aino Mäkelä", "Eetu Niemi", "Leo Saari"):
        classroom.launches(name)
    classroom.receives_roster("Aino Mäkelä", "Eetu Niemi")
    return classroom


def is_ready(classroom: Classroom, name: str, state: str = "done") -> None:
    done = {"requirement_id": "XV-R1", "state": state, "method": "lesson", "evidence": [], "since_at": now()}
    row = {**classroom.scope(name).key, **done, "pack_version": "1.0.0"}
    with classroom.app_state.database.transaction() as db:
        db.execute(insert(RequirementStatus.__table__).values(row))


def coming(classroom: Classroom, at: datetime) -> list[str]:
    with time_machine.travel(at, tick=False):
        return rows(desk(classroom, "?why=coming"))


def test_a_date_stands_on_the_desk_from_twelve_weeks_before_until_its_last_day(class_8c: Classroom) -> None:
    row = (
        "8C Whole class Joint application this year: 16 February 2032 – 16 March 2032. "
        "Done by 0 of 2: Introduced to Paths"
    )
    assert coming(class_8c, datetime(2031, 11, 23, 9, 0, tzinfo=UTC)) == []
    assert coming(class_8c, datetime(2031, 11, 24, 9, 0, tzinfo=UTC)) == [row]
    assert coming(class_8c, datetime(2032, 3, 16, 9, 0, tzinfo=UTC)) == [row]
    assert coming(class_8c, datetime(2032, 3, 17, 9, 0, tzinfo=UTC)) == []


def test_a_day_that_nobody_has_read_is_told_by_its_months(class_8c: Classroom) -> None:
    (row,) = coming(class_8c, datetime(2033, 1, 10, 9, 0, tzinfo=UTC))
    assert "Joint application this year: in February–March." in row
    assert "2033" not in row


def test_it_goes_when_everybody_has_done_what_prepares_for_it_or_is_exempt(class_8c: Classroom) -> None:
    is_ready(class_8c, "Aino Mäkelä")
    (row,) = coming(class_8c, WEEKS_BEFORE)
    assert "Done by 1 of 2" in row
    is_ready(class_8c, "Eetu Niemi", "exempt")
    assert coming(class_8c, WEEKS_BEFORE) == []


def test_it_leads_to_the_start_of_its_lesson_and_can_be_put_off_to_the_next_week(class_8c: Classroom) -> None:
    with time_machine.travel(WEEKS_BEFORE, tick=False):
        browser, page = class_8c.browser_of(COUNSELLOR), desk(class_8c, "?why=coming")
        link = str(page.all(".coming .acts a")[0].attrs["href"])
        assert browser.get(link).headers["location"].startswith(f"/teacher/class/{class_8c.id}/live-lesson?lesson=xv-1")
        press(browser, page, "/postpone")
    assert coming(class_8c, WEEKS_BEFORE) == []
    assert coming(class_8c, WEEKS_BEFORE.replace(day=12)) != []


@pytest.mark.parametrize(("folder", "grade", "when"), [("finland", 9, "in February–March"), ("denmark", 9, "in March")])
def test_both_countries_tell_a_ninth_grade_of_its_application(folder: str, grade: int, when: str) -> None:
    pack = read_pack(ROOT / "content" / folder, registry()).pack
    assert pack is not None
    (one,) = coming_dates(pack, grade, date(2027, 1, 20), "en")
    assert one.when == when
    assert not list(coming_dates(pack, grade - 1, date(2027, 1, 20), "en"))
    assert not list(coming_dates(pack, grade, date(2026, 10, 1), "en"))


def test_finnish_says_the_word_for_month_once() -> None:
    days = date(2027, 2, 1), date(2027, 3, 31)
    assert format_months(*days, "fi") == "helmi–maaliskuu"
    assert [format_months(*days, lang) for lang in ("sv", "da")] == ["februari–mars", "februar–marts"]
    assert format_months(days[1], days[1], "fi") == "maaliskuu"
