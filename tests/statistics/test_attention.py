"""Above the schools stands what an administrator may want to look at first, from figures that are told anyway."""

from datetime import timedelta

from careered.clock import today
from careered.reports.table import Report
from careered.statistics.attention import Reason, reasons_to_look

LONG_AGO = (today("UTC") - timedelta(weeks=3)).isoformat()
OF_LATE = (today("UTC") - timedelta(weeks=3, days=-2)).isoformat()


def entry(code: str, share: int | None = 40, *, courses: int = 2, pupils: int | None = 30) -> Report:
    return {"code": code, "name": code.upper(), "courses": courses, "pupils": pupils, "share": share}


def test_a_school_without_a_course_and_courses_without_a_school_are_told() -> None:
    schools = [entry("a"), entry("b", None, courses=0, pupils=None), entry("", courses=3, pupils=None)]
    assert reasons_to_look(schools, {}, "") == [Reason("unassigned", 3), Reason("empty", 1, (("B", "b"),))]


def test_where_nobody_has_named_schools_no_course_lacks_one() -> None:
    assert reasons_to_look([entry("", courses=3)], {}, "") == []


def test_a_school_whose_share_is_smaller_than_on_the_saved_day_is_told() -> None:
    schools = [entry("a", 39), entry("b", 41), entry("c", None)]
    assert reasons_to_look(schools, {"a": -1, "b": 1, "c": None}, OF_LATE) == [Reason("lower", 1, (("A", "a"),))]


def test_a_share_that_stands_still_is_told_after_three_weeks_unless_everything_is_done() -> None:
    schools, changes = [entry("a", 40), entry("b", 100), entry("c", None)], {"a": 0, "b": 0, "c": None}
    assert reasons_to_look(schools, changes, OF_LATE) == []
    assert reasons_to_look(schools, changes, LONG_AGO) == [Reason("same", 1, (("A", "a"),))]
