"""After an update: whose figures differ from the evening before, though nobody has done anything, is said first."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, update

from careered.clock import now
from careered.db.queries import where_equal
from careered.jobs import figures_check
from careered.jobs.figures_check import CLASSES_AT_A_TIME, check_figures, code_release, last_evening
from careered.packs.store import PackStore
from careered.progress.tables import EveningFigures, RequirementStatus
from careered.progress.transfer import copy_progress
from careered.roster.scope import load_class_scope
from careered.roster.tables import Enrolment, SchoolClass
from careered.web.permissions import Role
from tests.dashboard.conftest import aino, school, teacher
from tests.dashboard.test_attestations import attests, first_requirement
from tests.lessons.factories import HarbourSchool, Visitor
from tests.support.pages import Page

__all__ = ["aino", "school", "teacher"]
_statuses = RequirementStatus.__table__
NOTICE = "a[href*='/figures?']"


def evening_passes(school: HarbourSchool, release: str = "old") -> int:
    """The worker keeps what the pages show."""
    return check_figures(school.database, school.app.state.careered.get(PackStore), release)


def update_changes(school: HarbourSchool, *pupils: Visitor) -> None:
    """A migration that takes the states of pupils away, as none should."""
    with school.database.transaction() as db:
        for pupil in pupils:
            db.execute(delete(_statuses).where(where_equal(_statuses, person_id=pupil.viewer.person_id)))


def lost_since_the_evening(school: HarbourSchool, pupil: Visitor, teacher: Visitor) -> None:
    """What the teacher had confirmed in the evening is gone the day after."""
    attests(teacher, f"confirmed:{first_requirement(school)}", pupil)
    evening_passes(school)
    update_changes(school, pupil)


def class_of(pupil: Visitor) -> tuple[str, str]:
    return pupil.viewer.organisation_id, pupil.viewer.class_id


def class_page(teacher: Visitor) -> Page:
    return teacher.get(teacher.viewer.home_url)


def test_the_heading_of_the_figures_says_what_stands_below_it(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    lost_since_the_evening(school, aino, teacher)
    figures = f"{teacher.viewer.home_url}/figures"
    assert teacher.get(figures).only("main h1").to_text() == "No figures changed with an update"
    evening_passes(school, "new")
    assert teacher.get(figures).only("main h1").to_text() == "Figures changed with an update"


def test_what_an_update_changes_is_on_the_class_page_until_it_is_read(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    eino = school.visitor("2", name="Eino Eteläinen")
    attests(teacher, f"confirmed:{first_requirement(school)}", aino, eino)
    assert evening_passes(school) == 1
    update_changes(school, aino)
    evening_passes(school, "new")
    page = class_page(teacher)
    assert "1 pupil" in page.only(".notice").to_text()
    differences = teacher.get(str(page.only(NOTICE).attrs["href"]))
    (row,) = differences.all("table.then-now tbody tr")
    assert [" ".join(cell.to_text().split()) for cell in row.query("th, td")][::2] == ["Aino Aalto", "Confirmed"]
    assert "Not started" in row.to_text()
    page = teacher.submit(differences.form("form#read"), {})
    assert page.all(NOTICE) == []
    figures = teacher.get(f"{teacher.viewer.home_url}/figures")
    assert figures.all("table.then-now") == []
    assert figures.all("[popovertarget=signs]") == []  # there are no symbols on this page to be explained


def test_an_open_page_learns_of_it_by_its_polling(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    evening_passes(school)
    address = str(class_page(teacher).only("#live").attrs["hx-get"])
    update_changes(school, aino)
    evening_passes(school, "new")
    answer = teacher.client.get(address, headers={"hx-request": "true", "hx-request-type": "partial"})
    assert answer.status_code == 200
    assert "/figures" in answer.text


def test_whoever_did_something_since_the_evening_is_no_difference(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    evening_passes(school)
    attests(teacher, f"confirmed:{first_requirement(school)}", aino)
    evening_passes(school, "new")
    assert class_page(teacher).all(NOTICE) == []


def test_what_a_joined_account_has_brought_since_the_evening_is_no_difference(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    eino = school.visitor("2", name="Eino Eteläinen")
    attests(teacher, f"confirmed:{first_requirement(school)}", eino)
    evening_passes(school)
    accounts = {"earlier": eino.viewer.person_id, "pupil": aino.viewer.person_id}
    assert teacher.post(f"{teacher.viewer.home_url}/accounts/join", accounts).status_code == 303
    evening_passes(school, "new")
    assert class_page(teacher).all(NOTICE) == []


def test_what_changes_without_an_update_is_none_and_neither_is_another_grade(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    lost_since_the_evening(school, aino, teacher)
    with time_machine.travel(now() + timedelta(days=1)):
        assert evening_passes(school) == 1
    with school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(changed_at=now() + timedelta(days=2)))
        db.execute(update(EveningFigures.__table__).values(states={first_requirement(school): "done"}))
    evening_passes(school, "new")
    assert class_page(teacher).all(NOTICE) == []


@pytest.mark.parametrize("change", [{"grade": 9}, {"figures_release": "old 8 0.9.0"}])
def test_nor_is_a_grade_that_a_launch_says_or_another_version_of_the_pack(
    school: HarbourSchool, aino: Visitor, teacher: Visitor, change: dict[str, object]
) -> None:
    lost_since_the_evening(school, aino, teacher)
    with school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(**change))
    evening_passes(school, "new")
    assert class_page(teacher).all(NOTICE) == []


def test_what_a_transfer_has_brought_since_the_evening_is_no_difference(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    evening_passes(school)
    with school.database.transaction() as db:
        db.execute(update(EveningFigures.__table__).values(states={first_requirement(school): "done"}))
        in_class = load_class_scope(db, school.app.state.careered.get(PackStore), *class_of(aino))
        assert in_class
        scope = in_class.pupil(aino.viewer.person_id)
        copy_progress(db, {**scope.key, "class_id": "elsewhere"}, scope)
    evening_passes(school, "new")
    assert class_page(teacher).all(NOTICE) == []


def test_two_releases_side_by_side_take_no_turns(school: HarbourSchool, aino: Visitor) -> None:
    packs, begun = school.app.state.careered.get(PackStore), now()
    assert check_figures(school.database, packs, "old", begun) == 1
    assert check_figures(school.database, packs, "new", now()) == 1
    assert check_figures(school.database, packs, "old", begun) == 0
    assert aino.viewer.class_id


def test_a_grade_that_the_class_s_teacher_has_taken_over_is_no_difference_either(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    lost_since_the_evening(school, aino, teacher)
    with school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade_set_at=now() + timedelta(minutes=1), changed_at=None))
    evening_passes(school, "new")
    assert class_page(teacher).all(NOTICE) == []


def test_a_pupil_who_has_left_is_counted_no_more_from_the_next_evening_on(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    eino = school.visitor("2", name="Eino Eteläinen")
    attests(teacher, f"confirmed:{first_requirement(school)}", aino, eino)
    evening_passes(school)
    update_changes(school, aino, eino)
    evening_passes(school, "new")
    assert "2 pupils" in class_page(teacher).only(".notice").to_text()
    with school.database.transaction() as db:
        is_eino = where_equal(Enrolment.__table__, person_id=eino.viewer.person_id)
        db.execute(update(Enrolment.__table__).where(is_eino).values(status="left"))
    evening_passes(school, "newest")
    assert "1 pupil's" in class_page(teacher).only(".notice").to_text()


def test_two_updates_before_anybody_reads_show_the_state_before_the_first_of_what_it_changed(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    lost_since_the_evening(school, aino, teacher)
    evening_passes(school, "new")
    evening_passes(school, "newest")
    page = teacher.get(f"{teacher.viewer.home_url}/figures")
    assert "Confirmed" in page.only("table.then-now").to_text()
    assert "1 pupil has done nothing" in page.only(".lead").to_text()
    assert "1 pupil" in class_page(teacher).only(".notice").to_text()


def test_a_second_update_that_changes_the_same_pupil_hides_nothing_of_the_first(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    lost_since_the_evening(school, aino, teacher)
    evening_passes(school, "new")
    with school.database.transaction() as db:
        db.execute(update(EveningFigures.__table__).values(states={first_requirement(school): "in_progress"}))
    evening_passes(school, "newest")
    page = teacher.get(f"{teacher.viewer.home_url}/figures")
    assert "Confirmed" in page.only("table.then-now").to_text()


def test_the_administrator_is_told_which_classes_and_not_whom(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    lost_since_the_evening(school, aino, teacher)
    evening_passes(school, "new")
    admin = school.visitor("admin", role=Role.ADMIN)
    page = admin.get("/admin")
    assert "1 class" in page.only(".notice").to_text()
    assert "Aino" not in page.main_text
    with school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(ended_at=now()))
    assert admin.get("/admin").all(".notice") == [], "nobody reads on in a class that has ended"


def test_each_class_is_kept_once_an_evening_a_few_at_a_time(school: HarbourSchool, aino: Visitor) -> None:
    assert evening_passes(school) == 1 <= CLASSES_AT_A_TIME
    assert evening_passes(school) == 0
    with time_machine.travel(last_evening(now()) + timedelta(days=1, minutes=1)):
        assert evening_passes(school) == 1
        assert evening_passes(school) == 0
    assert aino.viewer.class_id


def test_a_class_with_a_fault_stops_no_other_and_waits_for_the_next_evening(
    school: HarbourSchool, aino: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object) -> int:
        raise ValueError("stored otherwise than read")

    monkeypatch.setattr(figures_check, "keep_figures", fails)
    assert evening_passes(school) == 1
    assert evening_passes(school) == 0
    monkeypatch.undo()
    with time_machine.travel(last_evening(now()) + timedelta(days=1, minutes=1)):
        assert evening_passes(school) == 1
    assert aino.viewer.class_id


def test_the_evening_is_the_last_one_and_the_code_has_a_name_of_its_own() -> None:
    assert last_evening(datetime(2026, 11, 26, 19, 30, tzinfo=UTC)).day == 26
    assert last_evening(datetime(2026, 11, 26, 9, 30, tzinfo=UTC)).day == 25
    assert code_release() == code_release() != ""
