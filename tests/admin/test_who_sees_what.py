"""What becomes of a pupil's traces: who looks is noted, the platform gets numbers, and nothing goes by itself.

Who gets to see what is in tests/access.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from careered.boards import store
from careered.privacy.registry import personal_tables
from careered.progress.tables import ScoreDelivery
from tests.access.traces import Victim, leave_traces
from tests.journeys.scenario import FINLAND, Scenario, open_scenario
from tests.journeys.test_mentors import access_log_rows

WORD = "Aamunkoi"


@pytest.fixture
def traced_town(database_url: str) -> Iterator[Scenario]:
    """A town in which one pupil has left traces of every kind, and the scores are sent."""
    with open_scenario(database_url) as scenario:
        scenario.teacher(FINLAND)
        with scenario.school.database.transaction() as db:
            class_id = str(scenario.class_rows()[0]["id"])
            board_id = store.create(db, "town", class_id, "findings", "Our board", moderated=False)
        leave_traces(scenario, Victim(scenario.people(FINLAND)[0], WORD, "00"), board_id)
        scenario.run_worker()
        yield scenario


def test_opening_a_pupils_page_is_logged_and_the_list_of_the_course_is_not(traced_town: Scenario) -> None:
    browser, page = traced_town.teacher(FINLAND)
    assert WORD in page.main_text
    assert access_log_rows(traced_town) == []
    row = next(link for link in page.all("table.grid tbody th a") if WORD in link.to_text())
    browser.get(str(row.attrs["href"]))
    assert [entry["action"] for entry in access_log_rows(traced_town)] == ["pupil_page"]


def test_the_platform_gets_numbers_and_no_answers(traced_town: Scenario) -> None:
    sent = [entry for entry in traced_town.platform.request_log if entry.what == "score"]
    assert sent
    assert not [entry for entry in sent if "wrote" in str(entry)]


def test_nothing_about_a_pupil_goes_by_itself_but_open_visits(traced_town: Scenario) -> None:
    before = row_counts(traced_town)
    traced_town.advance(days=400)
    traced_town.worker.housekeeping.prune()
    traced_town.worker.housekeeping.run_retention()
    after = row_counts(traced_town)
    assert {name: after[name] for name in after if name != "session"} == {
        name: before[name] for name in before if name != "session"
    }
    assert before[str(ScoreDelivery.__tablename__)] > 0
    assert after["session"] == 0


def row_counts(scenario: Scenario) -> dict[str, int]:
    """How many rows each table about people has."""
    with scenario.school.database.reading() as db:
        return {
            personal_table.table.name: int(
                db.execute(select(func.count()).select_from(personal_table.table)).scalar_one()
            )
            for personal_table in personal_tables()
        }
