"""A new school year: courses move up or end, and activities no longer say the grade."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, update

from careered.admin.year_rollover_flow import GradeMove, moves_of
from careered.admin.year_rollover_impact import ChangeImpact
from careered.clock import new_id, now, today
from careered.packs.dates import next_school_year_starts, school_year
from careered.packs.models import Pack
from careered.progress.tables import RequirementStatus, ScoreDelivery
from careered.roster.few_pupils import rounded
from careered.roster.tables import Enrolment, Person, School, SchoolClass
from careered.roster.year_rollover import GradeChange, YearClass, plan_rollover
from careered.web.time_format import format_datetime
from tests.admin.conftest import AdminOffice
from tests.admin.test_schools import open_as_pupil, rows
from tests.support.pages import Page
from tests.support.people import Browser


def class_grade(office: AdminOffice) -> int | None:
    """Grade of the only class."""
    (room,) = rows(office, SchoolClass)
    found: int | None = room["grade"]
    return found


def set_up_grade(office: AdminOffice, number: int) -> None:
    """A pupil launched a year ago, and the class got this grade."""
    open_as_pupil(office)
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=number))
    begin_earlier(office)
    office.sign_in()


def begin_earlier(office: AdminOffice, since: datetime | None = None) -> None:
    """The classes began in the school year before, or at some time."""
    with office.school.database.transaction() as db:
        began = since or now() - timedelta(days=366)
        db.execute(update(SchoolClass.__table__).values(created_at=began))


def word() -> str:
    """What has to be typed."""
    return school_year(today("Europe/Helsinki"), "07-31")


def roll_over(office: AdminOffice) -> Page:
    return office.browser.submit(office.browser.get("/admin/school-year").form("form#move"), word=word())


def set_one(office: AdminOffice, to: str) -> Page:
    """One course, on its own line."""
    page = office.browser.get("/admin/school-year")
    return office.browser.submit(page.form("form[action='/admin/school-year/class']"), to=to)


def test_what_would_happen_is_told_before_it_does(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    page = office.browser.get("/admin/school-year")
    assert "8 → 9" in page.main_text
    assert class_grade(office) == 8
    roll_over(office)
    assert class_grade(office) == 9


def test_after_the_last_grade_a_course_ends_and_its_pupils_stay(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    people = len(rows(office, Person))
    roll_over(office)
    (room,) = rows(office, SchoolClass)
    assert room["ended_at"] is not None
    assert len(rows(office, Person)) == people
    home = office.browser.get("/admin/statistics")
    assert home.all("table.school-figures tbody tr") == []


def test_an_ended_course_goes_on_after_all(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    roll_over(office)
    office.browser.submit(
        office.browser.get("/admin/school-year").form("form[action='/admin/school-year/class']"), to="9"
    )
    (room,) = rows(office, SchoolClass)
    assert (room["ended_at"], room["grade"]) == (None, 9)


def test_what_changed_since_somebody_looked_is_shown_again(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    page = office.browser.get("/admin/school-year")
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=7))
    again = office.browser.submit(page.form("form#move"))
    assert again.response.status_code == 409
    assert class_grade(office) == 7


def test_an_activity_that_says_last_years_grade_does_not_bring_it_back(office: AdminOffice) -> None:
    office.school.platform.activities["1"].custom["careered_grade"] = "8"
    open_as_pupil(office)
    assert class_grade(office) == 8
    begin_earlier(office)
    office.sign_in()
    roll_over(office)
    open_as_pupil(office, index=1)
    assert class_grade(office) == 9


def test_scores_follow_the_requirements_of_the_new_grade(office: AdminOffice) -> None:
    office.school.platform.activities["1"].custom["careered_grade"] = "8"
    open_as_pupil(office)
    begin_earlier(office)
    office.sign_in()
    attest_first(office)
    before = highest_score_maximum(office)
    roll_over(office)
    assert highest_score_maximum(office) == before
    teacher_accepts(office)
    assert highest_score_maximum(office) > before


@contextmanager
def teacher_of_class(office: AdminOffice) -> Iterator[tuple[Browser, Page]]:
    """The teacher of the class, who has opened it."""
    staff = next(
        member.id for member in office.school.platform.members("fi-8b") if member.roles["fi-8b"].name == "TEACHER"
    )
    teacher = Browser.new(office.school)
    yield teacher, teacher.open(staff, "1")
    teacher.close()


def attest_first(office: AdminOffice) -> None:
    """Staff confirm a requirement, so a score is due."""
    with teacher_of_class(office) as (teacher, page):
        form = teacher.get(f"{page.path}/attestations").form("form#mark")
        answer = teacher.submit(form, what="confirmed:FI-R1", everybody="yes")
        assert answer.response.status_code == 200, answer.code


def teacher_accepts(office: AdminOffice) -> str:
    """The teacher says that the class is of the new grade; returns what the page had said."""
    with teacher_of_class(office) as (teacher, page):
        asked = teacher.get(f"{page.path}/curriculum")
        teacher.submit(asked.form("form#accept"))
        return asked.main_text


def highest_score_maximum(office: AdminOffice) -> int:
    with office.school.database.reading() as db:
        return max(int(maximum) for maximum in db.execute(select(ScoreDelivery.__table__.c.score_maximum)).scalars())


@pytest.mark.parametrize("to", ["12", "", "<b>", "gone"])
def test_a_course_is_put_only_where_its_pack_has_a_grade(office: AdminOffice, to: str) -> None:
    set_up_grade(office, 8)
    refused = office.browser.submit(
        office.browser.get("/admin/school-year").form("form[action='/admin/school-year/class']"), to=to
    )
    assert (refused.response.status_code, refused.code) == (404, "not_found")
    assert class_grade(office) == 8


@pytest.mark.parametrize("typed", ["", "yes", "2019-2020", "NEW YEAR"])
def test_without_the_word_nothing_happens(office: AdminOffice, typed: str) -> None:
    set_up_grade(office, 8)
    refused = office.browser.submit(office.browser.get("/admin/school-year").form("form#move"), word=typed)
    assert refused.response.status_code == 422
    assert f"Type exactly this: {word()}" in refused.main_text
    assert class_grade(office) == 8


@pytest.mark.parametrize(
    ("began", "on", "moves"),
    [
        (datetime(2026, 8, 12, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC), False),
        (datetime(2026, 8, 12, tzinfo=UTC), datetime(2027, 5, 31, tzinfo=UTC), False),
        (datetime(2026, 8, 12, tzinfo=UTC), datetime(2027, 7, 31, 12, tzinfo=UTC), False),
        (datetime(2026, 8, 12, tzinfo=UTC), datetime(2027, 7, 31, 21, 30, tzinfo=UTC), True),
        (datetime(2026, 8, 12, tzinfo=UTC), datetime(2027, 11, 2, tzinfo=UTC), True),
        (datetime(2026, 7, 31, 21, 30, tzinfo=UTC), datetime(2027, 7, 31, 12, tzinfo=UTC), False),
    ],
)
def test_a_course_moves_up_only_from_the_month_in_which_the_packs_school_year_begins(
    office: AdminOffice, northern_pack: Pack, began: datetime, on: datetime, moves: bool
) -> None:
    year_class = YearClass("c", "8B", northern_pack.id, 8, has_ended=False, since=began)
    with time_machine.travel(on, tick=False):
        assert bool(plan_rollover([year_class], {northern_pack.id: northern_pack})) is moves


@pytest.fixture
def northern_pack(office: AdminOffice) -> Pack:
    """The Finnish pack: its school year ends on 31 July."""
    return office.school.packs["FI"]


def test_in_the_middle_of_the_year_the_page_says_when_the_next_one_begins(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    begin_earlier(office, now())
    page = office.browser.get("/admin/school-year")
    assert not page.all("form#move")
    next_year = next_school_year_starts(today("Europe/Helsinki"), "07-31")
    assert f"starts on {next_year.day} {next_year:%B} {next_year.year}" in page.main_text
    assert "stays as it is" not in page.main_text  # under a drawing of what will become of it


def test_in_the_middle_of_the_year_the_way_of_the_grades_is_drawn_already(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    begin_earlier(office, now())
    page = office.browser.get("/admin/school-year")
    assert " ".join(page.only(".flow li").to_text().split()) == "Grade 9 1 course the course ends"


def test_grades_are_drawn_as_one_way_with_their_courses_and_pupils() -> None:
    def impact(grade: int, new_grade: int | None, pupils: int) -> ChangeImpact:
        year_class = YearClass("c", "", "p", grade, has_ended=False, since=now())
        return ChangeImpact(GradeChange(year_class, new_grade), pupils, 0)

    moves = moves_of([impact(9, None, 4), impact(7, 8, 20), impact(8, 9, 4), impact(7, 8, 21), impact(8, 9, 1)])
    assert moves == [
        GradeMove(7, 8, courses=2, pupils=41, leads_on=True),
        GradeMove(8, 9, courses=2, pupils=5, leads_on=True),
        GradeMove(9, None, courses=1, pupils=4, leads_on=False),
    ]


def test_a_course_moves_up_once_a_year(office: AdminOffice) -> None:
    set_up_grade(office, 7)
    roll_over(office)
    assert not office.browser.get("/admin/school-year").all("form#move")
    assert class_grade(office) == 8


def test_how_many_pupils_and_figures_it_concerns_stands_there_before(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    do_requirements(office, "FI-R1", "FI-R2")
    page = office.browser.get("/admin/school-year")
    assert [item.to_text().strip() for item in page.all("dl.sheet dd")] == ["1", "1–4", "1–4"]
    assert "lower for 1–4" in page.main_text


def test_a_course_its_grade_and_all_tell_as_little_of_few_pupils(office: AdminOffice) -> None:
    """Seen on a picture: "3 pupils" of a course stood beside "fewer than five pupils" of its grade."""
    set_up_grade(office, 8)
    page = office.browser.get("/admin/school-year")
    assert "1–4 pupils" in page.only(".flow li").to_text()
    assert "1–4 pupils" in page.only(".impacts li").to_text()
    assert not re.search(r"(?<!–)\b[1-4] pupil", page.main_text)


@pytest.mark.parametrize(("number", "told"), [(0, "0"), (1, "1–4"), (4, "1–4"), (5, "~5"), (9, "~10"), (24, "~20")])
def test_a_preview_tells_no_exact_number_of_pupils(number: int, told: str) -> None:
    assert rounded(number) == told


def copy_course(office: AdminOffice, school_name: str, **values: object) -> None:
    """A course more, like the one that is there, of a school of this name."""
    (room, *_) = rows(office, SchoolClass)
    id_ = new_id()
    with office.school.database.transaction() as db:
        of_school = {"organisation_id": room["organisation_id"], "id": id_, "name": school_name, "code": id_}
        db.execute(insert(School.__table__).values(**of_school, created_at=now()))
        row = {**room, "id": id_, "context_id": id_, "school_id": id_, **values}
        db.execute(insert(SchoolClass.__table__).values(**row))


def test_two_courses_of_one_name_are_told_apart_by_their_schools(office: AdminOffice) -> None:
    """Seen by an administrator of forty schools: "7A", "7A", "7A"."""
    set_up_grade(office, 8)
    copy_course(office, "Salon koulu", title="8A")
    copy_course(office, "Alajoen koulu", title="8A")
    page = office.browser.get("/admin/school-year")
    for lines in (".impacts small", ".one-by-one small"):
        told = [" ".join(line.to_text().split()).split(" · ")[0] for line in page.all(lines)]
        assert told[:2] == ["Alajoen koulu", "Salon koulu"], lines
    labels = [label.to_text() for label in page.all(".one-by-one label")]
    assert len(set(labels)) == len(labels) == 3


def test_among_many_courses_one_is_found_under_its_school(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    for name in ("Salon koulu", "Alajoen koulu"):
        for _number in range(6):
            copy_course(office, name, title="8A")
    copy_course(office, "Salon koulu", title="8A", ended_at=now())
    page = office.browser.get("/admin/school-year")
    folds = [" ".join(fold.query("summary")[0].to_text().split()) for fold in page.all("#courses ~ div > details")]
    assert folds == [
        "Alajoen koulu · 6 courses",
        "Salon koulu · 6 courses · 1 that has ended",
        "Courses without a school · 1 course",
    ]
    first = "#courses ~ div > details:first-child li:first-child form"
    office.browser.submit(page.form(first), to="9")
    assert [room["grade"] for room in rows(office, SchoolClass)].count(9) == 1


def test_a_course_that_has_ended_is_counted_on_no_page(office: AdminOffice) -> None:
    """Seen on pages of one school: 14 courses here and 13 there."""
    set_up_grade(office, 8)
    copy_course(office, "Salon koulu", title="8A")
    copy_course(office, "Salon koulu", title="8A", ended_at=now())
    copy_course(office, "Salon koulu", title="8A", ended_at=now(), school_id="")
    schools = office.browser.get("/admin/schools")
    assert "2 courses, 3 schools, 1 course without a school" in schools.main_text
    assert len(schools.all("#without li")) == 1
    figures = [row.query("td")[0].to_text() for row in office.browser.get("/admin").all(".town tbody tr")]
    assert sum(map(int, figures)) == 2


def test_courses_that_move_wait_and_end_are_told_apart_and_are_all_there_are(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    do_requirements(office, "FI-R1", "FI-R2")
    copy_course(office, "Salon koulu")
    copy_course(office, "Alajoen koulu", grade=9)
    copy_course(office, "Harjun koulu", grade=9)
    page = office.browser.get("/admin/school-year")
    words = [item.to_text().strip() for item in page.all("#figures ~ dl dt")]
    numbers = [item.to_text().strip() for item in page.all("#figures ~ dl dd")]
    assert dict(zip(words[:3], numbers[:3], strict=True)) == {
        "Courses that move up": "1",
        "Courses that move up once a teacher agrees": "1",
        "Courses that end": "2",
    }
    assert page.main_text.count("stay as they are until one of their teachers decides otherwise") == 1


def test_where_nobodys_figure_drops_nothing_is_said_of_courses_that_wait(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    page = office.browser.get("/admin/school-year")
    assert "decides otherwise" not in page.main_text
    assert "You can undo the change for thirty days." in page.main_text


def test_in_the_middle_of_a_year_nobody_is_told_to_save_figures_first(office: AdminOffice) -> None:
    set_up_grade(office, 9)
    assert "Save the figures first" in office.browser.get("/admin/school-year").main_text
    begin_earlier(office, now())
    assert "Save the figures first" not in office.browser.get("/admin/school-year").main_text


def do_requirements(office: AdminOffice, *requirement_ids: str) -> None:
    """One pupil of the class has reached these."""
    with office.school.database.transaction() as db:
        member = db.execute(select(Enrolment.__table__).where(Enrolment.__table__.c.role == "pupil")).mappings().first()
        assert member
        key = {name: member[name] for name in ("organisation_id", "class_id", "person_id")}
        row = {**key, "state": "done", "method": "lesson", "evidence": [], "pack_version": "1", "since_at": now()}
        for requirement_id in requirement_ids:
            db.execute(insert(RequirementStatus.__table__).values(**row, requirement_id=requirement_id))


@pytest.mark.parametrize("grade", [8, 9])
def test_for_thirty_days_it_can_be_undone(office: AdminOffice, grade: int) -> None:
    set_up_grade(office, grade)
    before = rows(office, SchoolClass)
    roll_over(office)
    last = format_datetime(rows(office, SchoolClass)[0]["changed_at"] + timedelta(days=30), "en", "Europe/Helsinki")
    assert f"until {last}".replace(" ", " ") in office.browser.get("/admin/school-year").main_text
    office.browser.submit(office.browser.get("/admin/school-year").form("form[action$='/undo']"))
    after = rows(office, SchoolClass)
    for name in ("grade", "ended_at", "grade_set_at", "changed_at"):
        assert after[0][name] == before[0][name]
    assert office.browser.get("/admin/school-year").all("form#move")


def test_after_thirty_days_it_stays(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    roll_over(office)
    page = office.browser.get("/admin/school-year")
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(changed_at=now() - timedelta(days=30, minutes=1)))
    assert not office.browser.get("/admin/school-year").all("form[action$='/undo']")
    assert office.browser.submit(page.form("form[action$='/undo']")).response.status_code == 404
    assert class_grade(office) == 9


@pytest.mark.parametrize("to", ["9", "ended"])
def test_a_single_course_asks_first_too_where_somebody_loses_by_it(office: AdminOffice, to: str) -> None:
    set_up_grade(office, 8)
    do_requirements(office, "FI-R1")
    page = set_one(office, to)
    assert (class_grade(office), rows(office, SchoolClass)[0]["ended_at"]) == (8, None)
    refused = office.browser.submit(page.form("form#confirm"), word="no")
    assert refused.response.status_code == 422
    office.browser.submit(refused.form("form#confirm"), word=word())
    (room,) = rows(office, SchoolClass)
    assert (room["offered_grade"] == 9) or (room["ended_at"] is not None)


def class_page_figures(office: AdminOffice) -> list[str]:
    """What the teacher's class page says of each pupil."""
    with teacher_of_class(office) as (_, page):
        return re.findall(r"[0-9]+ / [0-9]+", " ".join(row.to_text() for row in page.all("table tbody tr")))


@pytest.mark.parametrize("act", [roll_over, lambda office: type_word_for(office, "9")])
def test_a_typed_word_lowers_nobodys_figure_until_the_classs_teacher_says_so(
    office: AdminOffice, act: Callable[[AdminOffice], object]
) -> None:
    set_up_grade(office, 8)
    do_requirements(office, "FI-R1")
    before = class_page_figures(office)
    office.sign_in()
    act(office)
    assert class_grade(office) == 8
    assert class_page_figures(office) == before
    office.sign_in()
    page = office.browser.get("/admin/school-year")
    assert "grade 9 once the teacher agrees" in page.main_text
    assert not page.all("form#move")
    assert "8 → 9" in teacher_accepts(office)
    assert (class_grade(office), rows(office, SchoolClass)[0]["offered_grade"]) == (9, None)
    assert class_page_figures(office) != before


def type_word_for(office: AdminOffice, to: str) -> None:
    """One course, with the word that its page asks for."""
    office.browser.submit(set_one(office, to).form("form#confirm"), word=word())


def test_what_waits_for_the_teacher_can_be_undone_and_what_the_teacher_said_cannot(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    do_requirements(office, "FI-R1")
    roll_over(office)
    office.browser.submit(office.browser.get("/admin/school-year").form("form[action$='/undo']"))
    assert rows(office, SchoolClass)[0]["offered_grade"] is None
    assert "Mikään ei odota päätöstäsi" in teacher_reads(office)
    office.sign_in()
    roll_over(office)
    teacher_accepts(office)
    office.sign_in()
    assert not office.browser.get("/admin/school-year").all("form[action$='/undo']")
    assert class_grade(office) == 9


def teacher_reads(office: AdminOffice) -> str:
    """The page about what waits for the teacher."""
    with teacher_of_class(office) as (teacher, page):
        return teacher.get(f"{page.path}/curriculum").main_text


def test_a_single_course_whose_figures_do_not_fall_is_changed_at_once(office: AdminOffice) -> None:
    set_up_grade(office, 8)
    set_one(office, "9")
    assert class_grade(office) == 9


def test_where_no_course_was_ever_opened_no_heading_stands_over_nothing(office: AdminOffice) -> None:
    office.sign_in()
    page = office.browser.get("/admin/school-year")
    assert page.all("#courses") == []
    assert page.only("#left")
