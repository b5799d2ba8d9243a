"""Panels: a teacher is asked only what the choice needs, and is told whom it changes before it is pressed."""

import pytest
from sqlalchemy import select

from careered.progress.tables import RequirementStatus, StaffAct
from tests.dashboard.test_attestations import attests, first_requirement
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, Visitor
from tests.support.pages import Page


def panel(teacher: Visitor, do: str, *pupils: Visitor, what: str = "") -> Page:
    """The panel of one kind of act, for these pupils."""
    ids = ",".join(pupil.viewer.person_id for pupil in pupils)
    return teacher.get(f"{teacher.viewer.home_url}/attestations?do={do}&pupil={ids}&what={what}")


def offline_choice(page: Page) -> str:
    return str(page.all("input[name=what]")[0].attrs["value"])


def days(school: HarbourSchool) -> list[tuple[str, str]]:
    """First and last day of what has been recorded, in their order."""
    table = StaffAct.__table__
    with school.database.reading() as db:
        rows = db.execute(select(table.c.activity_date, table.c.activity_end_date).order_by(table.c.created_at))
        return [tuple(row) for row in rows]


def test_a_panel_asks_only_what_its_choice_needs(aino: Visitor, teacher: Visitor) -> None:
    fields = {do: {str(one.attrs["name"]) for one in panel(teacher, do, aino).all("#panel input")} for do in PANELS}
    common = {"key", "back", "do", "what", "pupil", *(fields["confirm"] & {"session"})}
    assert fields == {
        "confirm": common,
        "visit": common | {"day", "last_day"},
        "exempt": common | {"reason"},
    }


def test_the_form_of_everything_asks_for_a_day_as_the_panel_of_a_visit_does(aino: Visitor, teacher: Visitor) -> None:
    """Seen on the page of reports: “When?” was empty and without a hint, and a placement could have no last day."""
    form = teacher.get(f"{teacher.viewer.home_url}/attestations")
    asked = [
        [
            (field.attrs["name"], field.attrs["value"], field.attrs.get("aria-describedby"))
            for field in page.all(".days input")
        ]
        for page in (form, panel(teacher, "visit", aino))
    ]
    assert asked[0] == asked[1]
    assert asked[0][0][1]


PANELS = ("confirm", "visit", "exempt")


def test_no_reason_is_chosen_for_the_teacher_and_none_is_asked_for_again(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    page = panel(teacher, "exempt", aino)
    assert page.all("input[name=reason][checked]") == []
    page = teacher.submit(page.form("#panel"), {"what": f"exempt:{first_requirement(school)}"})
    assert page.response.status_code == 422
    assert "Choose a reason." in page.main_text
    assert page.all("input[name=what][checked]")
    assert school.count(StaffAct) == 0


def test_who_has_it_already_is_left_out_and_not_counted(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    eino = school.visitor("2", name="Eino Eteläinen")
    what = f"confirmed:{first_requirement(school)}"
    attests(teacher, what, aino)
    page = panel(teacher, "confirm", aino, eino, what=what)
    assert "1 pupil. 1 already has it and is left out. 1 of them is not done yet." in page.main_text
    page = teacher.submit(page.form("#panel"), {})
    assert page.only(".toast").to_text().startswith("Confirmed: Knows Compass, Eino Eteläinen")


def test_a_teacher_is_not_told_of_unfinished_work_where_all_have_done_it(aino: Visitor, teacher: Visitor) -> None:
    aino.completes(*(step for step in GOOD_ANSWERS if step.startswith("xh-1")))
    requirement = first_requirement(aino.school)
    page = panel(teacher, "confirm", aino, what=f"confirmed:{requirement}")
    [told] = [row.to_text() for row in page.all("label, .row") if row.query(f"input[value='confirmed:{requirement}']")]
    assert "1 pupil" in told
    assert "not done yet" not in told


def test_who_is_exempt_is_left_out_when_the_class_is_confirmed(aino: Visitor, teacher: Visitor) -> None:
    requirement = first_requirement(aino.school)
    attests(teacher, f"exempt:{requirement}", aino, reason="decided")
    page = panel(teacher, "confirm", aino, what=f"confirmed:{requirement}")
    assert "This applies to 0 pupils. 1 is exempt and is left out." in page.main_text
    assert page.only(f"input[value='confirmed:{requirement}']").attrs["data-will"] == ""
    assert teacher.submit(page.form("#panel"), {}).only(".toast").to_text().startswith("Nothing changed")


def test_who_has_done_it_keeps_it_when_the_class_is_exempted_and_the_panel_says_so(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    eino, helmi, siiri = (
        school.visitor(number, name=name)
        for number, name in (("2", "Eino Eteläinen"), ("3", "Helmi Hovi"), ("4", "Siiri Sarka"))
    )
    requirement = first_requirement(school)
    what = f"exempt:{requirement}"
    aino.completes(*(step for step in GOOD_ANSWERS if step.startswith("xh-1")))
    attests(teacher, f"confirmed:{requirement}", eino)
    attests(teacher, what, helmi, reason="decided")
    page = panel(teacher, "exempt", aino, eino, helmi, siiri, what=what)
    said = "This applies to 1 pupil. 1 is exempt and is left out. 2 have done it and are left out."
    assert said in page.main_text
    assert page.only(f"input[value='{what}']").attrs["data-will"] == siiri.viewer.person_id
    page = teacher.submit(page.form("#panel"), {"reason": "decided"})
    assert "Siiri Sarka" in page.only(".toast").to_text()
    attests(teacher, what, reason="decided")
    states = [
        school.count(RequirementStatus, person_id=pupil.viewer.person_id, requirement_id=requirement, state=state)
        for pupil, state in ((aino, "done"), (eino, "confirmed"), (siiri, "exempt"))
    ]
    assert states == [1, 1, 1]


def test_beside_the_grid_a_panel_asks_for_the_ticked_only_and_names_the_tiles_that_it_changes(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    eino, _helmi = school.visitor("2", name="Eino Eteläinen"), school.visitor("3", name="Helmi Hovi")
    requirement, home = first_requirement(school), teacher.viewer.home_url
    attests(teacher, f"confirmed:{requirement}", aino)
    page = teacher.get(f"{home}?do=confirm&tick={aino.viewer.person_id},{eino.viewer.person_id}")
    assert page.all("table.grid")
    assert [name.to_text() for name in page.all("aside[data-panel] .names bdi")] == ["Aino Aalto", "Eino Eteläinen"]
    choice = page.only(f"input[value='confirmed:{requirement}']")
    assert (choice.attrs["data-column"], choice.attrs["data-will"]) == (requirement, eino.viewer.person_id)
    page = teacher.submit(page.form("#panel"), {"what": f"confirmed:{requirement}"})
    assert page.path == home
    assert page.only(".toast").to_text().startswith("Confirmed: Knows Compass, Eino Eteläinen")


@pytest.mark.parametrize(
    ("do", "sentence"),
    [
        ("confirm", "Choose what you are confirming."),
        ("visit", "Choose which one."),
        ("exempt", "Choose what you are exempting them from."),
    ],
)
def test_a_button_that_waits_says_in_its_own_words_for_what(
    teacher: Visitor, aino: Visitor, do: str, sentence: str
) -> None:
    """Seen under "Confirm 5": choose what you want to record."""
    page = teacher.get(f"{teacher.viewer.home_url}?do={do}&tick={aino.viewer.person_id}")
    assert page.only("[data-panel] .what-first").to_text() == sentence


@pytest.mark.parametrize("query", ["do=confirm", "do=everything&tick=1", "do=confirm&tick="])
def test_no_panel_stands_beside_the_grid_for_nobody_or_for_an_act_that_there_is_none_of(
    teacher: Visitor, aino: Visitor, query: str
) -> None:
    page = teacher.get(f"{teacher.viewer.home_url}?{query}")
    assert aino.viewer.name in page.main_text
    assert page.all("aside[data-panel]") == []


def test_a_second_visit_is_another_one_and_the_same_day_is_not(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    for day in ("1.9.2026", "2.9.2026", "2.9.2026"):
        page = panel(teacher, "visit", aino)
        page = teacher.submit(page.form("#panel"), {"what": offline_choice(page), "day": day})
    assert "Nothing changed" in page.only(".toast").to_text()
    assert "1 already has one. This will be recorded as another one" in panel(teacher, "visit", aino).main_text
    assert days(school) == [("2026-09-01", ""), ("2026-09-02", "")]


def test_a_work_period_has_a_first_and_a_last_day(school: HarbourSchool, aino: Visitor, teacher: Visitor) -> None:
    page = panel(teacher, "visit", aino)
    form = {"what": offline_choice(page), "day": "1.9.2026", "last_day": "12.9.2026"}
    teacher.submit(page.form("#panel"), form)
    assert days(school) == [("2026-09-01", "2026-09-12")]


@pytest.mark.parametrize(
    ("day", "last_day", "said"),
    [
        ("soon", "", "Enter the day as"),
        ("1.1.2999", "", "This day is in the future."),
        ("1.9.2026", "1.1.2999", "This day is in the future."),
        ("2.9.2026", "1.9.2026", "The last day is before the first one."),
        ("", "1.9.2026", "Enter the day as"),
    ],
)
def test_a_day_that_cannot_be_is_said_and_what_was_typed_stays(
    school: HarbourSchool, aino: Visitor, teacher: Visitor, day: str, last_day: str, said: str
) -> None:
    page = panel(teacher, "visit", aino)
    form = {"what": offline_choice(page), "day": day, "last_day": last_day}
    page = teacher.submit(page.form("#panel"), form)
    assert page.response.status_code == 422
    assert said in page.main_text
    assert page.only("#day").attrs["value"] == day
    assert len(page.all("input[name=pupil][checked]")) == 1
    assert school.count(StaffAct) == 0
