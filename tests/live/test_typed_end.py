"""A teacher types when phones are put away."""

from datetime import UTC, datetime

import pytest
import time_machine

from careered.live.typed_end import typed_end, whole_minutes
from careered.web.app_state import AppState
from tests.dashboard.conftest import app_state
from tests.dashboard.factories import class_8b
from tests.support.pages import Page

__all__ = ["app_state"]

AT = datetime(2026, 11, 26, 8, 0, 30, tzinfo=UTC)
"""10.00.30 in Helsinki."""


@pytest.mark.parametrize("typed", ["10.45", "10:45", "klo 10.45", "kl. 10.45", " KL 10:45 "])
def test_a_time_of_day_is_by_the_schools_clock(typed: str) -> None:
    end = typed_end(typed, AT, "Europe/Helsinki")
    assert end == datetime(2026, 11, 26, 8, 45, tzinfo=UTC)
    assert whole_minutes(AT, end) == 45


def test_a_session_that_begins_before_midnight_ends_after_it() -> None:
    before_midnight = datetime(2026, 11, 26, 21, 25, tzinfo=UTC)
    assert typed_end("0.10", before_midnight, "Europe/Helsinki") == datetime(2026, 11, 26, 22, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("45", 45), ("20 min", 20), ("5", 5), ("240", 240), ("90 minuuttia", 90)]
)
def test_minutes_are_counted_from_now(typed: str, minutes: int) -> None:
    end = typed_end(typed, AT, "Europe/Helsinki")
    assert end is not None
    assert whole_minutes(AT, end) == minutes


@pytest.mark.parametrize(
    "typed", ["", "soon", "4", "241", "9.59", "10.04", "14.01", "24.10", "10.60", "10.45.30", "-20"]
)
def test_what_is_no_end_of_a_session_is_not_read(typed: str) -> None:
    assert typed_end(typed, AT, "Europe/Helsinki") is None


def planned(page: Page) -> int:
    """The minutes of the chosen lesson's plan."""
    return sum(int(one.to_text()) for one in page.all("#start-lesson .about")[0].query(".minutes text"))


def test_the_plan_follows_the_typed_end_without_javascript_and_nothing_starts(app_state: AppState) -> None:
    teacher = (classroom := class_8b(app_state)).browser_of("Opo Lehto")
    path = f"/teacher/class/{classroom.id}/live-lesson"
    with time_machine.travel(AT, tick=False):
        start = Page(teacher.get(path))
        offered = start.only("#minutes").attrs["value"]
        assert planned(start) == 45
        for typed, minutes in ((offered, 45), ("75 min", 75)):
            drawn = Page(teacher.post(f"{path}/start", data={"lesson": "xv-2", "minutes": typed, "do": "plan"}))
            chosen = drawn.all("#start-lesson input[checked]")[0].attrs["value"]
            assert (chosen, planned(drawn), drawn.only("#minutes").attrs["value"]) == ("xv-2", minutes, typed)
        refused = Page(teacher.post(f"{path}/start", data={"lesson": "xv-2", "minutes": "soon"}))
        assert (refused.response.status_code, refused.all(".stage")) == (422, [])
        assert refused.only("#minutes").attrs["value"] == "soon"
        assert teacher.post(f"{path}/start", data={"lesson": "xv-2", "minutes": offered}).status_code == 303
        assert "45 minutes left" in Page(teacher.get(path)).only(".clock").to_text()
