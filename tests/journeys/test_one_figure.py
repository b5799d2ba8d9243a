"""One figure everywhere: a pupil's page, grid, record, report, exports, and the platform's gradebook.

Histories are made at random: lessons, attestations for some or all, retractions, exemptions. After each the
figures are read where people read them.
"""

import csv
import io
import random
import re
from typing import Any

import pytest

from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total, grid_cells, pupil_link
from tests.journeys.test_changing_classes import form_value_of
from tests.support.pages import Page

PUPILS = 4
LESSONS = ("fi-2", "fi-3", "fi-4", "fi-1")


class History:
    """What four pupils and their teacher do, drawn by dice."""

    def __init__(self, scenario: Scenario, dice: random.Random) -> None:
        self.town, self.dice = scenario, dice
        self.people = scenario.people(FINLAND)[:PUPILS]
        self.browsers = [scenario.opens(person, WHOLE_PROGRAMME[FINLAND])[0] for person in self.people]
        self.teacher, page = scenario.teacher(FINLAND)
        scenario.run_worker()
        self.home = page.path
        self.attested: list[tuple[str, str]] = []

    def names(self) -> list[str]:
        return [str(self.town.platform.people[person].name) for person in self.people]

    def do_something(self) -> None:
        """One thing: a lesson is done, or something is attested or retracted."""
        self.town.advance(minutes=1)
        self.dice.choice([self.complete_lesson, self.attest, self.attest, self.retract])()

    def complete_lesson(self) -> None:
        browser, lesson = self.dice.choice(self.browsers), self.dice.choice(LESSONS)
        page = browser.get(f"/lessons/{lesson}")
        if page.all("form[action$='/start']"):
            self.town.goes_through(browser, FINLAND, lesson)

    def attest(self) -> None:
        page = self.teacher.get(f"{self.home}/attestations")
        options = [str(element.attrs["value"]) for element in page.all("#what option") if element.attrs.get("value")]
        what, name = self.dice.choice(options), self.dice.choice(self.names())
        key = form_value_of(page, name)
        self.teacher.submit(page.form("form#mark"), what=what, pupil=key, reason="decided")
        self.attested.append((what, key))

    def retract(self) -> None:
        if self.attested:
            what, key = self.attested.pop(self.dice.randrange(len(self.attested)))
            session = self.teacher.tool.cookies["__Host-careered"]
            data = {"what": what, "pupil": key, "session": session}
            assert self.teacher.tool.post(f"{self.home}/attestations/retract", data=data).status_code == 303


def shown_figures(scenario: Scenario, history: History, number: int) -> dict[str, tuple[int, int]]:
    """A pupil's done and of, by where it is read."""
    person, name = history.people[number], history.names()[number]
    page = history.teacher.get(history.home)
    states = [requirement["state"] for requirement in scenario.record(person, FINLAND)["requirements"]]
    counted = [state for state in states if state != "exempt"]
    done = sum(state in {"done", "confirmed"} for state in counted)
    return {
        "own page": done_of_total(history.browsers[number].get("/requirements")),
        "grid": parse_done_of(grid_cells(page)[name][-1]),
        "record": done_of_total(history.teacher.get(pupil_link(page, name))),
        "report": (done, max(len(counted), 1)),
        "export": csv_done_of(history.teacher, history.home)[name],
        "print": print_done_of(history.teacher, history.home)[name],
        "gradebook": gradebook_done_of(scenario, person, max(len(counted), 1)),
    }


def parse_done_of(words: str) -> tuple[int, int]:
    match = re.match(r"(\d+) / (\d+)", words)
    assert match, words
    return int(match[1]), int(match[2])


def csv_done_of(teacher: FrameBrowser, home: str) -> dict[str, tuple[int, int]]:
    text = teacher.tool.get(f"{home}/report?as=csv").content.decode("utf-8-sig")
    _heads, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return {name: (int(done), int(total)) for name, done, total, *_rest in rows}


def print_done_of(teacher: FrameBrowser, home: str) -> dict[str, tuple[int, int]]:
    page = Page(teacher.tool.get(f"{home}/report?as=html"))
    rows: list[Any] = page.all("tbody tr")
    cells = {row.query("th")[0].to_text(): row.query("td")[:2] for row in rows}
    return {name: (int(done.to_text()), int(total.to_text())) for name, (done, total) in cells.items()}


def gradebook_done_of(scenario: Scenario, person: str, of: int) -> tuple[int, int]:
    """What the platform shows, out of its 100; nothing there is nothing done."""
    cell = scenario.gradebook_cell(person, WHOLE_PROGRAMME[FINLAND])
    return round((cell.score or 0) * of / 100) if cell else 0, of


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_figures_are_the_same_everywhere(scenario: Scenario, seed: int) -> None:
    history = History(scenario, random.Random(seed))
    for _ in range(4):
        for _ in range(5):
            history.do_something()
        assert scenario.run_worker_until_idle() == 0
        for number in range(PUPILS):
            figures = shown_figures(scenario, history, number)
            assert len(set(figures.values())) == 1, (seed, number, figures)


def test_retracting_the_only_attestation_takes_the_score_out_of_the_gradebook(scenario: Scenario) -> None:
    history = History(scenario, random.Random(1))
    page = history.teacher.get(f"{history.home}/attestations")
    key = form_value_of(page, history.names()[0])
    history.teacher.submit(page.form("form#mark"), what="confirmed:FI-R1", pupil=key)
    assert scenario.run_worker_until_idle() == 0
    of = len(scenario.record(history.people[0], FINLAND)["requirements"])
    assert gradebook_done_of(scenario, history.people[0], of)[0] == 1
    history.attested.append(("confirmed:FI-R1", key))
    scenario.advance(minutes=1)
    history.retract()
    assert scenario.run_worker_until_idle() == 0
    assert gradebook_done_of(scenario, history.people[0], of)[0] == 0
