"""A town lays its own additions over the national pack: its pupils see them, and nobody loses anything by it."""

from careered.lessons.kinds import registry
from careered.packs import overlay_store
from careered.packs.overlay import read_overlay_bytes
from careered.packs.store import Shelf
from tests.journeys.test_a_new_pack import load
from tests.journeys.town import FINLAND, WHOLE, Town, figures
from tests.support.additions import PACK, additions
from tests.support.people import finish_lesson

LOCAL = "a[href='/lessons/jarvela-1']"


def look_again(town: Town) -> None:
    """The tool looks at once, as it does by itself a few seconds later."""
    town.school.tool.state.house.parts[Shelf] = Shelf(registry())


def lay(town: Town, organisation: str = "", **changes: tuple[str, str]) -> None:
    """The town's administrator lays the additions over the pack."""
    organisation = organisation or town.rooms()[0]["organisation_id"]
    files = additions(**changes)
    with town.school.database.write() as db:
        read = read_overlay_bytes(files, Shelf(registry()).pack(db, PACK), registry())
        assert read.overlay, read.problems
        overlay_store.load(db, organisation, files, read.overlay)
    look_again(town)


def take_off(town: Town) -> None:
    with town.school.database.write() as db:
        assert overlay_store.remove(db, town.rooms()[0]["organisation_id"], "jarvela")
    look_again(town)


def test_pupils_of_the_town_see_the_local_lesson_and_the_local_service(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.teacher(FINLAND)
    lay(monday)
    browser, home = monday.opens(pupil, WHOLE[FINLAND])
    assert home.all(LOCAL)
    browser.press(browser.press(browser.get("/lessons/jarvela-1")))
    assert "Järvelän Ohjaamo" in browser.get("/lessons/jarvela-1/jarvela-1-contact").words


def test_another_towns_additions_are_not_seen(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    lay(monday, organisation="somewhere else")
    browser, home = monday.opens(pupil, WHOLE[FINLAND])
    assert not home.all(LOCAL)
    assert browser.get("/lessons/jarvela-1").response.status_code == 404


def test_a_requirement_that_is_due_earlier_here_counts_here(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    _, home = monday.opens(pupil, WHOLE[FINLAND])
    before = figures(home)[1]
    lay(monday)
    _, home = monday.opens(pupil, WHOLE[FINLAND])
    assert figures(home)[1] == before + 1


def test_a_pupil_in_the_middle_of_a_national_lesson_finishes_it_when_additions_come_and_go(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    pack = monday.pack(FINLAND)
    lesson = pack.lesson("fi-2")
    assert lesson
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    page = browser.press(browser.press(browser.get("/lessons/fi-2")))
    lay(monday)
    page = browser.get(page.path)
    take_off(monday)
    assert figures(finish_lesson(browser, pack, page, lesson))[0] == 1
    assert monday.work_until_quiet() == 0
    assert monday.points(pupil, FINLAND)[0] == 1


def test_a_local_lesson_that_was_begun_can_be_finished_after_it_was_taken_off(monday: Town) -> None:
    pupil, other = monday.people(FINLAND)[:2]
    monday.teacher(FINLAND)
    lay(monday)
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    step = browser.press(browser.get("/lessons/jarvela-1"))
    take_off(monday)
    assert browser.get("/lessons").all(LOCAL)
    step = browser.press(browser.get(step.path))
    assert step.path == "/lessons/jarvela-1/jarvela-1-contact"
    _, home = monday.opens(other, WHOLE[FINLAND])
    assert not home.all(LOCAL)


def test_a_new_national_version_comes_with_the_additions_on_it(monday: Town) -> None:
    pupil = monday.people(FINLAND)[0]
    monday.teacher(FINLAND)
    lay(monday)
    load(monday, {"lessons/fi-3.yaml": ("minutes: 45", "minutes: 44")})
    _, home = monday.opens(pupil, WHOLE[FINLAND])
    assert home.all(LOCAL)
    assert monday.report(FINLAND)["pack"]["version"].startswith("99.")
    assert monday.report(FINLAND)["pack"]["version"].endswith("+jarvela.1.0.0")
