"""Two who do something at the same moment: what both did counts, once each, and the gradebook has all of it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from careered.progress.outbox import deliveries
from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario
from tests.journeys.test_changing_classes import form_value_of
from tests.support.pages import Page
from tests.support.people import answers_for, step_at

Submission = Callable[[], Page]


@pytest.fixture
def barrier(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The first to compute a score stops before storing it, until the second has computed one too or is locked out."""
    original, lock, second, count = (
        deliveries.schedule_scores,
        threading.Lock(),
        threading.Event(),
        iter(range(1_000_000)),
    )

    def waits(*arguments: object, **options: object) -> None:
        original(*arguments, **options)  # type: ignore[arg-type]
        with lock:
            first = next(count) == 0
        if first:
            second.wait(1)
        else:
            second.set()

    monkeypatch.setattr(deliveries, "schedule_scores", waits)
    yield
    second.set()


def submit_together(*submissions: Submission) -> list[Page]:
    with ThreadPoolExecutor(len(submissions)) as hands:
        pages = list(hands.map(lambda press: press(), submissions))
    assert [page.response.status_code for page in pages] == [200] * len(submissions), [page.words for page in pages]
    return pages


def until_the_source_step(scenario: Scenario, browser: FrameBrowser, lesson_id: str) -> Submission:
    """A pupil stands before the step of a lesson in which a source is judged, with the answer typed."""
    pack = scenario.pack(FINLAND)
    page = browser.get(f"/lessons/{lesson_id}")
    for _ in range(20):
        step = step_at(pack, page.path)
        form = page.next_form if page.next_control.name != "a" else None
        filled = answers_for(step, form) if step and form else {}
        if form and step and step.kind == "evaluate_source":
            return lambda: browser.submit(form, **filled)
        page = browser.press_next(page, **filled)
    raise AssertionError(page.path)


def prepare_confirmation(teacher: FrameBrowser, home: str, name: str, paragraph: str) -> Submission:
    page = teacher.get(f"{home}/attestations")
    form, key = page.form("form#mark"), form_value_of(page, name)
    return lambda: teacher.submit(form, what=f"confirmed:{paragraph}", pupil=key)


def state_of(scenario: Scenario, person: str, paragraph: str) -> str:
    states = {
        requirement["key"]: str(requirement["state"])
        for requirement in scenario.record(person, FINLAND)["requirements"]
    }
    return states[paragraph]


def gradebook_score(scenario: Scenario, person: str) -> tuple[int, int]:
    """What the report counts, and what the gradebook has."""
    assert scenario.run_worker_until_idle() == 0
    states = [requirement["state"] for requirement in scenario.record(person, FINLAND)["requirements"]]
    return sum(state in {"done", "confirmed"} for state in states), scenario.gradebook_points(person, FINLAND)[0]


def test_two_sources_that_are_judged_in_two_tabs(scenario: Scenario, barrier: None) -> None:
    person = scenario.people(FINLAND)[0]
    pupil, _ = scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    submit_together(until_the_source_step(scenario, pupil, "fi-4"), until_the_source_step(scenario, pupil, "fi-3"))
    assert state_of(scenario, person, "FI-R4") == "done"  # it needs two
    assert gradebook_score(scenario, person) == (1, 1)


def test_a_teacher_confirms_while_the_pupil_gets_there(scenario: Scenario, barrier: None) -> None:
    person = scenario.people(FINLAND)[0]
    name = str(scenario.platform.people[person].name)
    pupil, _ = scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    until_the_source_step(scenario, pupil, "fi-4")()
    teacher, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    submit_together(
        prepare_confirmation(teacher, page.path, name, "FI-R4"), until_the_source_step(scenario, pupil, "fi-3")
    )
    assert state_of(scenario, person, "FI-R4") == "confirmed"
    assert gradebook_score(scenario, person) == (1, 1)


def test_two_teachers_who_confirm_for_the_same_pupil(scenario: Scenario, barrier: None) -> None:
    person = scenario.people(FINLAND)[0]
    name = str(scenario.platform.people[person].name)
    scenario.opens(person, WHOLE_PROGRAMME[FINLAND])
    first, page = scenario.teacher(FINLAND)
    other, _ = scenario.opens(scenario.people(FINLAND, Role.ASSISTANT)[0], WHOLE_PROGRAMME[FINLAND])
    scenario.run_worker()
    submit_together(*[prepare_confirmation(teacher, page.path, name, "FI-R1") for teacher in (first, other)])
    submit_together(
        prepare_confirmation(first, page.path, name, "FI-R2"), prepare_confirmation(other, page.path, name, "FI-R3")
    )
    assert gradebook_score(scenario, person) == (3, 3)
