"""Undone after scores have been sent: the gradebook shows what it showed, and never less than a newer grade."""

import pytest

from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, open_scenario
from tests.support.pages import Page


def confirms(scenario: Scenario, person: str) -> tuple[FrameBrowser, Page]:
    """A teacher confirms a requirement of a pupil: the page after it."""
    teacher, classroom = scenario.teacher(FINLAND)
    page = teacher.get(f"{classroom.path}/attestations")
    what = next(
        str(option.attrs["value"])
        for option in page.all("#what option")
        if str(option.attrs["value"]).startswith("confirmed:")
    )
    return teacher, teacher.submit(page.form("form#mark"), what=what, pupil=scenario.person_id(person))


def test_after_the_score_was_sent_the_older_one_is_sent_again(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND, "fi-3")
    scenario.run_worker_until_idle()
    before = scenario.gradebook_points(pupil, FINLAND)
    teacher, page = confirms(scenario, pupil)
    scenario.advance(minutes=1)
    scenario.run_worker_until_idle()
    assert scenario.gradebook_points(pupil, FINLAND) != before
    scenario.advance(days=20)
    home = page.path
    teacher, _ = scenario.teacher(FINLAND)
    teacher.submit(teacher.get(f"{home}/log").form("ul.log form"))
    scenario.run_worker_until_idle()
    assert scenario.gradebook_points(pupil, FINLAND) == before


def test_a_score_that_has_not_left_leaves_no_nought(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    teacher, page = confirms(scenario, pupil)
    teacher.submit(page.form(".toast form"))
    scenario.run_worker_until_idle()
    assert scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND]) is None


@pytest.mark.parametrize("profile", ["moodle", "canvas", "itslearning"])
def test_a_grade_that_a_teacher_gave_since_then_stays(database_url: str, profile: str) -> None:
    with open_scenario(database_url, profile) as scenario:
        pupil = scenario.people(FINLAND)[0]
        scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
        teacher, page = confirms(scenario, pupil)
        scenario.run_worker_until_idle()
        scenario.advance(hours=1)
        scenario.platform.grade_by_hand("1", pupil, 80.0)
        scenario.advance(hours=1)
        teacher, _ = scenario.teacher(FINLAND)
        teacher.submit(teacher.get(f"{page.path}/log").form("ul.log form"))
        scenario.run_worker_until_idle()
        cell = scenario.gradebook_cell(pupil, WHOLE_PROGRAMME[FINLAND])
        assert cell
        assert (cell.score, cell.by_hand) == (80.0, True)
