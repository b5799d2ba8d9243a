"""A class that stays with an older version of its pack is counted by that one."""

from collections.abc import Sequence

import pytest
from sqlalchemy import RowMapping, insert, select, update

from careered.clock import now
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from careered.progress.tables import RequirementStatus
from careered.reports.table_text import short_requirement_title
from careered.roster.tables import Enrolment, SchoolClass
from careered.statistics.disclosure import sizes_to_publish
from careered.statistics.figures import SchoolFigures, compute_figures
from careered.statistics.school_report import build_organisation_report
from tests.admin.conftest import AdminOffice
from tests.admin.test_dropped_requirements import load, preview, set_up_class, version_without_r9
from tests.admin.test_schools import LINES, open_as_pupil, preview_lines
from tests.admin.test_year_rollover import begin_earlier, teacher_accepts, teacher_of_class


def five_pupils_who_reached_r9(office: AdminOffice) -> None:
    """A class of grade 9 whose five pupils have reached FI-R1 and FI-R9."""
    for index in range(5):
        open_as_pupil(office, index=index)
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=9, grade_set_at=now()))
        members = db.execute(select(Enrolment.__table__).where(Enrolment.__table__.c.role == "pupil")).mappings()
        for row in [_reached(member, key) for member in members for key in ("FI-R1", "FI-R9")]:
            db.execute(insert(RequirementStatus.__table__).values(**row))
    office.sign_in()


def _reached(member: RowMapping, requirement_id: str) -> dict[str, object]:
    key = {name: member[name] for name in ("organisation_id", "class_id", "person_id")}
    status = {"state": "done", "method": "lesson", "evidence": [], "pack_version": "1", "since_at": now()}
    return {**key, **status, "requirement_id": requirement_id}


def figures(office: AdminOffice) -> tuple[Sequence[SchoolFigures], dict[str, int | None]]:
    """The town's schools, and how many have reached each requirement."""
    with office.school.database.reading() as db:
        schools = compute_figures(db, PackStore(registry()), "town")
    (pack,) = build_organisation_report(schools, "town", "Town")["packs"]
    return schools, {entry["key"]: entry["reached"] for entry in pack["requirements"]}


def test_the_towns_figures_do_not_fall_by_a_version_that_a_class_has_not_taken_over(office: AdminOffice) -> None:
    five_pupils_who_reached_r9(office)
    before, reached_before = figures(office)
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history", "word": "9.0.0"})
    kept, reached = figures(office)
    assert (kept, reached) == (before, reached_before)
    assert reached["FI-R9"] == 5
    teacher_accepts(office)
    accepted, reached = figures(office)
    assert (accepted[0].reached_percent or 0) < (before[0].reached_percent or 0)
    assert "FI-R9" not in reached
    with teacher_of_class(office) as (teacher, page):
        assert "Täällä päätät" in teacher.get(f"{page.path}/curriculum").main_text


def test_a_requirement_that_only_an_older_version_has_is_shown_by_its_title(office: AdminOffice) -> None:
    five_pupils_who_reached_r9(office)
    office.browser.press_next(preview_lines(office, LINES))
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history", "word": "9.0.0"})
    page = office.browser.get("/admin/statistics/0123")
    assert short_requirement_title(office.school.packs["FI"], "FI-R9", "en") in page.main_text
    assert "FI-R9" not in page.main_text


def test_the_year_is_counted_by_the_version_that_the_class_keeps(office: AdminOffice) -> None:
    """All is done but FI-R9, which the current version has dropped: by the class's own, grade 9 asks for more."""
    set_up_class(office, *(f"FI-R{number}" for number in range(1, 9)))
    load(office, preview(office, version_without_r9()))
    begin_earlier(office)
    for kept, lower in ((office.school.packs["FI"].version, True), ("", False)):
        with office.school.database.transaction() as db:
            db.execute(update(SchoolClass.__table__).values(kept_version=kept, grade=8, grade_set_at=None))
        page = office.browser.get("/admin/school-year")
        assert ("lower for" in page.main_text) is lower


@pytest.mark.parametrize(
    ("sizes", "published"),
    [
        ([30, 30], {30}),
        ([30, 27], {30}),
        ([30, 26, 25], {30, 25}),
        ([30, 20, 17, 15], {30, 20, 15}),
        ([5, 4], {5}),
        ([30, 0], {30, 0}),
        ([], set()),
    ],
)
def test_groups_side_by_side_do_not_tell_the_size_of_a_small_class(sizes: list[int], published: set[int]) -> None:
    assert sizes_to_publish(sizes) == published
