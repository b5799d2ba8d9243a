"""One day: whatever shows or checks a date goes by the calendar of the class's country, late in the evening too."""

from datetime import UTC, datetime

from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, Scenario, pupil_link
from tests.support.pages import Page

LATE = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
"""In Finland it is the 25th, half past midnight."""


def test_a_lesson_that_is_done_after_midnight_is_of_the_new_day_wherever_it_is_shown(scenario: Scenario) -> None:
    scenario.clock.move_to(LATE)
    pupil = scenario.people(FINLAND)[0]
    for lesson in ("fi-1", "fi-2"):
        scenario.finishes(pupil, FINLAND, lesson)
    scenario.advance(hours=10)
    teacher, page = scenario.teacher(FINLAND)
    table = teacher.tool.get(f"{page.path}/report?as=csv").content.decode("utf-8-sig")
    sheet = teacher.tool.get(f"{page.path}/report?as=html").text
    record = teacher.get(pupil_link(page, scenario.platform.people[pupil].name)).main_text
    assert "25.11.2026" in table
    assert "24.11.2026" not in table + sheet + record


def test_an_activity_of_today_can_be_recorded_right_after_midnight_and_one_of_tomorrow_cannot(
    scenario: Scenario,
) -> None:
    scenario.clock.move_to(LATE)
    teacher, page = scenario.teacher(FINLAND)
    scenario.run_worker()  # fetches who is in the class
    assert [recorded(teacher, page, day) for day in ("2026-11-25", "2026-11-26")] == [200, 422]


def recorded(teacher: FrameBrowser, page: Page, day: str) -> int:
    """The answer to a teacher who records an offline activity of a day for the whole class."""
    form_page = teacher.get(f"{page.path}/attestations")
    choices = [str(option.attrs["value"]) for option in form_page.all("#what option")]
    what = next(choice for choice in choices if choice.startswith("offline:"))
    return teacher.submit(form_page.form("form#mark"), what=what, day=day, everybody="yes").response.status_code
