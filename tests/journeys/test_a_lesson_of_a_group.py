"""A class in two rooms: the teacher does a lesson with one group, the counsellor another one with the other."""

from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, FIRST_LESSON, WHOLE_PROGRAMME, Scenario
from tests.support.pages import Page

LESSON, OTHER = FIRST_LESSON[FINLAND], "fi-3"


def makes_group(staff: FrameBrowser, class_path: str, name: str, *pupils: str) -> None:
    """Staff tick pupils by their names."""
    page = staff.get(f"{class_path}/groups")
    boxes = {
        one.to_text().strip(): str(one.query("input")[0].attrs["value"]) for one in page.all("#group label:has(input)")
    }
    staff.submit(page.form("form#group"), name=name, pupil=[boxes[pupil] for pupil in pupils])


def starts(staff: FrameBrowser, class_path: str, group: str, lesson: str) -> Page:
    """Staff choose a group by its name, as the form offers it."""
    page = staff.get(f"{class_path}/live-lesson?new=1")
    offered = {one.to_text().rpartition(",")[0]: str(one.attrs["value"]) for one in page.all("#group option")}
    return staff.submit(page.form("form#start-lesson"), lesson=lesson, minutes="45", group=offered[group])


def figures(page: Page) -> list[str]:
    return [one.to_text() for one in page.all(".stage .figures dd")]


def test_two_rooms_of_a_class_each_do_a_lesson_and_the_others_go_on_alone(scenario: Scenario) -> None:
    teacher, page = scenario.teacher(FINLAND)
    counsellor, _ = scenario.opens(scenario.people(FINLAND, Role.COUNSELLOR)[0], WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()  # fetches the list of members
    pupils = scenario.people(FINLAND)
    names = {person.id: person.name for person in scenario.platform.members(FINLAND)}
    makes_group(teacher, page.path, "Tupa", *[names[pupil] for pupil in pupils[:2]])
    makes_group(counsellor, page.path, "Pirtti", *[names[pupil] for pupil in pupils[2:5]])

    tupa, pirtti = starts(teacher, page.path, "Tupa", LESSON), starts(counsellor, page.path, "Pirtti", OTHER)
    assert (figures(tupa), figures(pirtti)) == (["0 / 2", "0 / 2"], ["0 / 3", "0 / 3"])
    scenario.goes_through(scenario.opens(pupils[0], WHOLE_PROGRAMME[FINLAND])[0], FINLAND, LESSON)
    beside = {one.to_text().strip(): pirtti.path_of(one) for one in pirtti.all(".beside .chips a")}
    assert figures(teacher.get(beside["Tupa"])) == ["1 / 2", "1 / 2"]
    homes = [scenario.opens(pupils[which], WHOLE_PROGRAMME[FINLAND])[0].get("/lessons") for which in (1, 2, 6)]
    assert [home.path_of(home.next_control) for home in homes[:2]] == [f"/lessons/{LESSON}", f"/lessons/{OTHER}"]
    assert ["Ryhmäsi tekee tätä nyt" in home.main_text for home in homes] == [True, True, False]
    assert homes[2].all("[hx-get]") == []

    over = counsellor.submit(pirtti.form("#close-lesson"))
    assert [one.to_text().strip() for one in over.all(".beside li")] == ["Tupa"]
