"""A town lays its own additions over the national pack: its pupils see them, and nobody loses anything by it."""

from careered.lessons.kinds import registry
from careered.packs import overlay_store
from careered.packs.overlay import read_overlay_bytes
from careered.packs.store import PackStore
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total
from tests.journeys.test_a_new_pack import load_changed_pack
from tests.support.additions import PACK, additions
from tests.support.people import finish_lesson

LOCAL_LESSON = "a[href^='/lessons/jarvela-1?']"


def reload_packs(scenario: Scenario) -> None:
    """The tool looks at once, as it does by itself a few seconds later."""
    scenario.school.tool.state.careered.singletons[PackStore] = PackStore(registry(), reads_elsewhere=True)


def add_overlay(scenario: Scenario, organisation: str = "", **changes: tuple[str, str]) -> None:
    """The town's administrator lays the additions over the pack."""
    organisation = organisation or scenario.class_rows()[0]["organisation_id"]
    files = additions(**changes)
    with scenario.school.database.transaction() as db:
        read = read_overlay_bytes(files, PackStore(registry()).pack(db, PACK), registry())
        assert read.overlay, read.problems
        overlay_store.save_overlay(db, organisation, files, read.overlay)
    reload_packs(scenario)


def remove_overlay(scenario: Scenario) -> None:
    with scenario.school.database.transaction() as db:
        assert overlay_store.remove_overlay(db, scenario.class_rows()[0]["organisation_id"], "jarvela")
    reload_packs(scenario)


def test_pupils_of_the_town_see_the_local_lesson_and_the_local_service(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.teacher(FINLAND)
    add_overlay(scenario)
    browser, home = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert home.all(LOCAL_LESSON)
    browser.press_next(browser.press_next(browser.get("/lessons/jarvela-1")))
    assert "Järvelän Ohjaamo" in browser.get("/lessons/jarvela-1/jarvela-1-contact").main_text


def test_another_towns_additions_are_not_seen(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    add_overlay(scenario, organisation="somewhere else")
    browser, home = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert not home.all(LOCAL_LESSON)
    assert browser.get("/lessons/jarvela-1").response.status_code == 404


def test_a_requirement_that_is_due_earlier_here_counts_here(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    before = done_of_total(browser.get("/requirements"))[1]
    add_overlay(scenario)
    assert done_of_total(browser.get("/requirements"))[1] == before + 1


def test_a_pupil_in_the_middle_of_a_national_lesson_finishes_it_when_additions_come_and_go(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    pack = scenario.pack(FINLAND)
    lesson = pack.lesson("fi-2")
    assert lesson
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    page = browser.press_next(browser.press_next(browser.get("/lessons/fi-2")))
    add_overlay(scenario)
    page = browser.get(page.path)
    remove_overlay(scenario)
    assert done_of_total(finish_lesson(browser, pack, page, lesson))[0] == 1
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1


def test_a_local_lesson_that_was_begun_can_be_finished_after_it_was_taken_off(scenario: Scenario) -> None:
    pupil, other = scenario.people(FINLAND)[:2]
    scenario.teacher(FINLAND)
    add_overlay(scenario)
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    step = browser.press_next(browser.get("/lessons/jarvela-1"))
    remove_overlay(scenario)
    assert browser.get("/lessons").all(LOCAL_LESSON)
    step = browser.press_next(browser.get(step.path))
    assert step.path == "/lessons/jarvela-1/jarvela-1-contact"
    _, home = scenario.opens(other, WHOLE_PROGRAMME[FINLAND])
    assert not home.all(LOCAL_LESSON)


def test_a_new_national_version_comes_with_the_additions_on_it(scenario: Scenario) -> None:
    pupil = scenario.people(FINLAND)[0]
    scenario.teacher(FINLAND)
    add_overlay(scenario)
    load_changed_pack(scenario, {"lessons/fi-3.yaml": ('"minutes": 5', '"minutes": 6')})
    _, home = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert home.all(LOCAL_LESSON)
    assert scenario.report(FINLAND)["pack"]["version"].startswith("99.")
    assert scenario.report(FINLAND)["pack"]["version"].endswith("+jarvela.1.0.0")
