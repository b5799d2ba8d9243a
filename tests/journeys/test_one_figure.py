"""One figure everywhere: a pupil's page, grid, record, report, exports, and the platform's gradebook.

Histories are made at random: lessons, marks of staff for some or all, marks taken back, exemptions. After each the
figures are read where people read them.
"""

import csv
import io
import random
import re
from typing import Any

import pytest

from tests.journeys.browser import Visitor
from tests.journeys.test_changing_classes import key_of
from tests.journeys.town import FINLAND, WHOLE, Town, figures, grid, link_to
from tests.support.pages import Page

PUPILS = 4
LESSONS = ("fi-2", "fi-3", "fi-4", "fi-1")


class History:
    """What four pupils and their teacher do, drawn by dice."""

    def __init__(self, town: Town, dice: random.Random) -> None:
        self.town, self.dice = town, dice
        self.people = town.people(FINLAND)[:PUPILS]
        self.browsers = [town.opens(person, WHOLE[FINLAND])[0] for person in self.people]
        self.teacher, page = town.teacher(FINLAND)
        town.work()
        self.home = page.path
        self.marked: list[tuple[str, str]] = []

    def names(self) -> list[str]:
        return [str(self.town.platform.people[person].name) for person in self.people]

    def happens(self) -> None:
        """One thing: a lesson is done, somebody is marked, or a mark is taken back."""
        self.town.later(minutes=1)
        self.dice.choice([self.does_a_lesson, self.is_marked, self.is_marked, self.is_unmarked])()

    def does_a_lesson(self) -> None:
        browser, lesson = self.dice.choice(self.browsers), self.dice.choice(LESSONS)
        page = browser.get(f"/lessons/{lesson}")
        if page.all("form[action$='/start']"):
            self.town.goes_through(browser, FINLAND, lesson)

    def is_marked(self) -> None:
        page = self.teacher.get(f"{self.home}/mark")
        options = [str(one.attrs["value"]) for one in page.all("#what option") if one.attrs.get("value")]
        what, name = self.dice.choice(options), self.dice.choice(self.names())
        key = key_of(page, name)
        self.teacher.submit(page.form("form#mark"), what=what, pupil=key, reason="decided")
        self.marked.append((what, key))

    def is_unmarked(self) -> None:
        if self.marked:
            what, key = self.marked.pop(self.dice.randrange(len(self.marked)))
            session = self.teacher.tool.cookies["__Host-careered"]
            data = {"what": what, "pupil": key, "session": session}
            assert self.teacher.tool.post(f"{self.home}/unmark", data=data).status_code == 200


def told(town: Town, history: History, number: int) -> dict[str, tuple[int, int]]:
    """A pupil's done and of, by where it is read."""
    person, name = history.people[number], history.names()[number]
    page = history.teacher.get(history.home)
    states = [one["state"] for one in town.record(person, FINLAND)["requirements"]]
    counted = [state for state in states if state != "exempt"]
    done = sum(state in {"done", "confirmed"} for state in counted)
    return {
        "own page": figures(history.browsers[number].get("/lessons")),
        "grid": pair(grid(page)[name][-1]),
        "record": figures(history.teacher.get(link_to(page, name))),
        "report": (done, max(len(counted), 1)),
        "export": pair(exported(history.teacher, history.home)[name]),
        "print": pair(printed(history.teacher, history.home)[name]),
        "gradebook": in_gradebook(town, person, max(len(counted), 1)),
    }


def pair(words: str) -> tuple[int, int]:
    found = re.match(r"(\d+) / (\d+)", words)
    assert found, words
    return int(found[1]), int(found[2])


def exported(teacher: Visitor, home: str) -> dict[str, str]:
    text = teacher.tool.get(f"{home}/report?as=csv").content.decode("utf-8-sig")
    return {row[0]: row[1] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")}


def printed(teacher: Visitor, home: str) -> dict[str, str]:
    page = Page(teacher.tool.get(f"{home}/report?as=html"))
    rows: list[Any] = page.all("tbody tr")
    return {row.query("th")[0].to_text(): row.query("td")[0].to_text() for row in rows}


def in_gradebook(town: Town, person: str, of: int) -> tuple[int, int]:
    """What the platform shows, out of its 100; nothing there is nothing done."""
    cell = town.cell(person, WHOLE[FINLAND])
    return round((cell.score or 0) * of / 100) if cell else 0, of


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_figures_are_the_same_everywhere(monday: Town, seed: int) -> None:
    history = History(monday, random.Random(seed))
    for _ in range(4):
        for _ in range(5):
            history.happens()
        assert monday.work_until_quiet() == 0
        for number in range(PUPILS):
            found = told(monday, history, number)
            assert len(set(found.values())) == 1, (seed, number, found)


def test_taking_the_only_mark_back_takes_it_out_of_the_gradebook(monday: Town) -> None:
    history = History(monday, random.Random(1))
    page = history.teacher.get(f"{history.home}/mark")
    key = key_of(page, history.names()[0])
    history.teacher.submit(page.form("form#mark"), what="confirmed:FI-R1", pupil=key)
    assert monday.work_until_quiet() == 0
    of = len(monday.record(history.people[0], FINLAND)["requirements"])
    assert in_gradebook(monday, history.people[0], of)[0] == 1
    history.marked.append(("confirmed:FI-R1", key))
    monday.later(minutes=1)
    history.is_unmarked()
    assert monday.work_until_quiet() == 0
    assert in_gradebook(monday, history.people[0], of)[0] == 0
