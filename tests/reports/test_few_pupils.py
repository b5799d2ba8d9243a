"""Figures of few pupils: whoever has everything that is published cannot tell one to four from another one to four.

Two worlds that differ in one small cell are published letter by letter alike. And an attacker, who subtracts all that
can be subtracted, finds nothing in what is published, and finds it where somebody publishes honest sums.
"""

import random
from collections.abc import Iterator
from copy import deepcopy
from itertools import combinations
from typing import Any

import pytest

from careered.db.engine import Database
from careered.db.migrate import upgrade
from careered.packs.store import Shelf
from careered.progress.told import FEWEST, WAYS, Counted, Told, add, share, tell
from careered.settings import Settings
from careered.web.edge import House
from tests.dashboard.classroom import SECRET, TOOL, valley
from tests.reports.worlds import STATES, Place, World, part_of, published, settle, world

SMALL = range(1, FEWEST)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Sums are made in Python from one query: one kind of database is enough for hundreds of worlds."""
    url = f"sqlite:///{tmp_path_factory.mktemp('worlds') / 'db'}"
    upgrade(Database(Settings(base_url=TOOL, secret_key=SECRET, database_url=url).database))
    with valley(url) as made:
        yield made


def new_world(house: House, seed: int) -> World:
    with house.database.read() as db:
        pack = house.get(Shelf).pack(db, "valley-7-9")
    assert pack
    return world(pack, random.Random(seed))


def small_cells(made: World) -> list[tuple[Place, str, str]]:
    """(group, requirement, part) of each part of one to four pupils."""
    return [
        (place, key, part)
        for place in made.places
        for key in made.asked(place)
        for part, number in made.cell(place, key).items()
        if number in SMALL
    ]


def otherwise(made: World, place: Place, key: str, part: str) -> Iterator[World]:
    """The same world with one pupil more or fewer in a small part, which stays small: from or to each other part."""
    number = made.cell(place, key)[part]
    for other_part in ("exempt", "rest", *WAYS):
        for source, target, after in ((other_part, part, number + 1), (part, other_part, number - 1)):
            if other_part != part and after in SMALL and made.cell(place, key)[source]:
                yield with_one_moved(made, place, key, source, target)


def with_one_moved(made: World, place: Place, key: str, source: str, target: str) -> World:
    other = deepcopy(made)
    one = next(one for one in other.pupils if one.place == place and part_of(*one.states[key]) == source)
    one.states[key] = next(state for state in STATES if part_of(*state) == target)
    return other


@pytest.mark.parametrize("seed", range(12))
def test_for_every_small_cell_there_is_another_world_that_is_published_alike(seed: int, house: House) -> None:
    made, dice = new_world(house, seed), random.Random(seed)
    settle(house, made)
    told, cells = published(house, made.pack), small_cells(made)
    for place, key, part in dice.sample(cells, min(8, len(cells))):
        assert any(is_published_like(house, other, told) for other in otherwise(made, place, key, part)), (place, key)


def is_published_like(house: House, made: World, told: dict[str, Any]) -> bool:
    settle(house, made)
    return published(house, made.pack) == told


@pytest.mark.parametrize("seed", range(12))
def test_a_pupil_more_in_a_small_group_changes_nothing_that_is_published(seed: int, house: House) -> None:
    made = new_world(house, seed)
    settle(house, made)
    told = published(house, made.pack)
    for place in [place for place in made.places if made.size(place) in range(1, FEWEST - 1)]:
        other = deepcopy(made)
        like = deepcopy(next(one for one in other.pupils if one.place == place))
        like.id += "-twin"
        other.pupils.append(like)
        settle(house, other)
        assert published(house, made.pack) == told, place


# The attacker: groups of the reports are unknowns, told figures and sums are equations.


def attacks(tables: dict[str, Any]) -> set[tuple[str, Any, str, str, int]]:
    """(school, grade, requirement, figure, value) of each hidden figure that a subtraction gives."""
    found = set()
    for report in tables["schools"]:
        for total in report["requirements"]:
            cells = {
                part["grade"]: row
                for part in report["grades"]
                for row in part["requirements"]
                if row["key"] == total["key"]
            }
            for name in ("pupils", "exempt", "reached"):
                for grade, value in taken_from(total, cells, name):
                    found.add((report["school"]["code"], grade, total["key"], name, value))
    return found | between_sums(tables)


def taken_from(total: dict[str, Any], cells: dict[Any, dict[str, Any]], name: str) -> list[tuple[Any, int]]:
    """A sum without its told parts, where one part is hidden."""
    hidden = [grade for grade, row in cells.items() if row[name] is None]
    if len(hidden) != 1 or total[name] is None:
        return []
    return [(hidden[0], total[name] - sum(row[name] for row in cells.values() if row[name] is not None))]


def between_sums(tables: dict[str, Any]) -> set[tuple[str, Any, str, str, int]]:
    """Two requirements of different grades are asked of different pupils: the difference is a group."""
    found = set()
    for report in tables["schools"]:
        hidden = [part["grade"] for part in report["grades"] if part["pupils"] is None]
        for one, two in combinations([row for row in report["requirements"] if row["pupils"] is not None], 2):
            gap = abs(one["pupils"] - two["pupils"])
            for grade in hidden if len(hidden) == 1 else []:
                found.add((report["school"]["code"], grade, "", "size", gap))
        if report["pupils"] is not None and len(hidden) == 1:
            told = sum(part["pupils"] for part in report["grades"] if part["pupils"] is not None)
            found.add((report["school"]["code"], hidden[0], "", "size", report["pupils"] - told))
    return found


def right(made: World, guesses: set[tuple[str, Any, str, str, int]]) -> list[tuple[str, Any, str, str, int]]:
    """The guesses that hit a true figure of one to four pupils, and all guesses of that cell agree."""
    hits = []
    for code, grade, key, name, value in guesses:
        place = (f"s{code[1:]}", grade)
        rivals = {one[4] for one in guesses if one[:4] == (code, grade, key, name)}
        if value in SMALL and rivals == {value} and truth(made, place, key, name) == value:
            hits.append((code, grade, key, name, value))
    return hits


def truth(made: World, place: Place, key: str, name: str) -> int:
    cell = made.cell(place, key) if key else None
    if cell is None or name == "pupils":
        return made.size(place)
    return cell["exempt"] if name == "exempt" else sum(cell[way] for way in WAYS)


def honest(made: World, tables: dict[str, Any]) -> dict[str, Any]:
    """What somebody would publish who hides small cells and leaves the sums as they are."""
    open_sums = deepcopy(tables)
    for report in open_sums["schools"]:
        here = [place for place in made.places if place[0] == f"s{report['school']['code'][1:]}"]
        report["pupils"] = sum(made.size(place) for place in here)
        for row in report["requirements"]:
            asked = [place for place in here if row["key"] in made.asked(place)]
            for name in ("pupils", "exempt", "reached"):
                row[name] = sum(truth(made, place, row["key"], name) for place in asked)
    return open_sums


def test_an_attacker_with_every_table_recovers_no_cell_under_five(house: House) -> None:
    dice, recovered, guesses = random.Random(7), [], 0
    for seed in range(100, 140):
        made = new_world(house, seed)
        for _ in range(3):
            settle(house, made)
            found = attacks(published(house, made.pack)["told"])
            guesses += len(found)
            recovered += right(made, found)
            happens(made, dice)
    assert recovered == []


def happens(made: World, dice: random.Random) -> None:
    """Life goes on between two questions: states change, somebody comes, somebody leaves."""
    for one in dice.sample(made.pupils, 5):
        for key in made.asked(one.place):
            one.states[key] = dice.choice(STATES)
    made.pupils.remove(dice.choice(made.pupils))


def test_the_same_attacker_finds_what_honest_sums_give_away(house: House) -> None:
    caught = 0
    for seed in range(100, 110):
        made = new_world(house, seed)
        settle(house, made)
        caught += len(right(made, attacks(honest(made, published(house, made.pack)["told"]))))
    assert caught > 20


def test_sums_and_shares_are_of_told_cells_only() -> None:
    hidden = tell(Counted(9, 0, {"lesson": 3, "teacher": 0, "offline": 0}))
    open_cell = tell(Counted(20, 5, {"lesson": 5, "teacher": 5, "offline": 0}))
    assert hidden == Told(9, 0, None, None)
    assert open_cell == Told(20, 5, 10, {"lesson": 5, "teacher": 5, "offline": 0})
    assert add([hidden, open_cell]) == open_cell
    assert share([hidden, open_cell]) == 67
    assert add([hidden, hidden]) == Told(18)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (Counted(4, 0, {"lesson": 4}), Told()),
        (Counted(5, 5, {"lesson": 0}), Told(5, 5, 0, {"lesson": 0})),
        (Counted(24, 1, {"lesson": 23}), Told(24)),
        (Counted(24, 0, {"lesson": 23}), Told(24, 0)),
        (Counted(24, 0, {"lesson": 24}), Told(24, 0, 24, {"lesson": 24})),
        (Counted(24, 0, {"lesson": 10, "offline": 2}), Told(24, 0, 12)),
        (Counted(10, 6, {"lesson": 0}), Told(10)),
    ],
)
def test_what_a_cell_may_tell(cell: Counted, said: Told) -> None:
    assert tell(cell) == said
