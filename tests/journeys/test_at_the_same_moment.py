"""Two who do something at the same moment: what both did counts, once each, and the gradebook has all of it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from careered.demo_lms.people import Role
from careered.progress import wishes
from tests.journeys.browser import Visitor
from tests.journeys.test_changing_classes import key_of
from tests.journeys.town import FINLAND, WHOLE, Town
from tests.support.pages import Page
from tests.support.people import answers_for, step_of

Press = Callable[[], Page]


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The first who has worked out a mark stops before it is kept, until the second has too, or cannot get there."""
    original, lock, second, count = wishes.raise_for, threading.Lock(), threading.Event(), iter(range(1_000_000))

    def waits(*given: object) -> None:
        original(*given)  # type: ignore[arg-type]
        with lock:
            first = next(count) == 0
        if first:
            second.wait(1)
        else:
            second.set()

    monkeypatch.setattr(wishes, "raise_for", waits)
    yield
    second.set()


def at_once(*presses: Press) -> list[Page]:
    with ThreadPoolExecutor(len(presses)) as hands:
        pages = list(hands.map(lambda press: press(), presses))
    assert [page.response.status_code for page in pages] == [200] * len(presses), [page.words for page in pages]
    return pages


def before_the_source(town: Town, browser: Visitor, lesson_id: str) -> Press:
    """A pupil stands before the step of a lesson in which a source is judged, with the answer typed."""
    pack = town.pack(FINLAND)
    page = browser.get(f"/lessons/{lesson_id}")
    for _ in range(20):
        step = step_of(pack, page.path)
        form = page.form("[data-next]") if page.leads_on.name == "form" else None
        filled = answers_for(step, form) if step and form and (form.texts or form.choices) else {}
        if form and step and step.kind == "evaluate_source":
            return lambda: browser.submit(form, **filled)
        page = browser.press(page, **filled)
    raise AssertionError(page.path)


def confirms(teacher: Visitor, home: str, name: str, paragraph: str) -> Press:
    page = teacher.get(f"{home}/mark")
    form, key = page.form("form#mark"), key_of(page, name)
    return lambda: teacher.submit(form, what=f"confirmed:{paragraph}", pupil=key)


def state_of(town: Town, person: str, paragraph: str) -> str:
    found = {one["key"]: str(one["state"]) for one in town.record(person, FINLAND)["requirements"]}
    return found[paragraph]


def counted(town: Town, person: str) -> tuple[int, int]:
    """What the report counts, and what the gradebook has."""
    assert town.work_until_quiet() == 0
    states = [one["state"] for one in town.record(person, FINLAND)["requirements"]]
    return sum(state in {"done", "confirmed"} for state in states), town.points(person, FINLAND)[0]


def test_two_sources_that_are_judged_in_two_tabs(monday: Town, meeting: None) -> None:
    person = monday.people(FINLAND)[0]
    pupil, _ = monday.opens(person, WHOLE[FINLAND])
    at_once(before_the_source(monday, pupil, "fi-2"), before_the_source(monday, pupil, "fi-3"))
    assert state_of(monday, person, "FI-R4") == "done"  # it needs two
    assert counted(monday, person) == (1, 1)


def test_a_teacher_confirms_while_the_pupil_gets_there(monday: Town, meeting: None) -> None:
    person = monday.people(FINLAND)[0]
    name = str(monday.platform.people[person].name)
    pupil, _ = monday.opens(person, WHOLE[FINLAND])
    before_the_source(monday, pupil, "fi-2")()
    teacher, page = monday.teacher(FINLAND)
    monday.work()
    at_once(confirms(teacher, page.path, name, "FI-R4"), before_the_source(monday, pupil, "fi-3"))
    assert state_of(monday, person, "FI-R4") == "confirmed"
    assert counted(monday, person) == (1, 1)


def test_two_teachers_who_confirm_for_the_same_pupil(monday: Town, meeting: None) -> None:
    person = monday.people(FINLAND)[0]
    name = str(monday.platform.people[person].name)
    monday.opens(person, WHOLE[FINLAND])
    one, page = monday.teacher(FINLAND)
    other, _ = monday.opens(monday.people(FINLAND, Role.ASSISTANT)[0], WHOLE[FINLAND])
    monday.work()
    at_once(*[confirms(each, page.path, name, "FI-R1") for each in (one, other)])
    at_once(confirms(one, page.path, name, "FI-R2"), confirms(other, page.path, name, "FI-R3"))
    assert counted(monday, person) == (3, 3)
