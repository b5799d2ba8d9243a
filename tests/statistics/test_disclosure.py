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
from careered.packs.store import PackStore
from careered.settings import Settings
from careered.statistics.disclosure import (
    METHODS,
    MIN_CELL_SIZE,
    PublishedCell,
    RawCell,
    publish,
    reached_share,
    sum_published,
)
from careered.web.request import AppState
from tests.dashboard.factories import SECRET, TOOL, valley_app_state
from tests.statistics.worlds import STATES, GroupKey, World, cell_part, published, random_world, store

SMALL = range(1, MIN_CELL_SIZE)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppState]:
    """Sums are made in Python from one query: one kind of database is enough for hundreds of worlds."""
    url = f"sqlite:///{tmp_path_factory.mktemp('worlds') / 'db'}"
    upgrade(Database(Settings(base_url=TOOL, secret_key=SECRET, database_url=url).sqlalchemy_url))
    with valley_app_state(url) as opened:
        yield opened


def new_world(app_state: AppState, seed: int) -> World:
    with app_state.database.reading() as db:
        pack = app_state.get(PackStore).pack(db, "valley-7-9")
    assert pack
    return random_world(pack, random.Random(seed))


def small_cells(world: World) -> list[tuple[GroupKey, str, str]]:
    """(group, requirement, part) of each part of one to four pupils."""
    return [
        (group, key, part)
        for group in world.groups
        for key in world.requirement_ids(group)
        for part, number in world.cell(group, key).items()
        if number in SMALL
    ]


def alternatives(world: World, group: GroupKey, key: str, part: str) -> Iterator[World]:
    """The same world with one pupil more or fewer in a small part, which stays small: from or to each other part."""
    number = world.cell(group, key)[part]
    for other_part in ("exempt", "rest", *METHODS):
        for source, target, after in ((other_part, part, number + 1), (part, other_part, number - 1)):
            if other_part != part and after in SMALL and world.cell(group, key)[source]:
                yield with_one_pupil_moved(world, group, key, source, target)


def with_one_pupil_moved(world: World, group: GroupKey, key: str, source: str, target: str) -> World:
    other = deepcopy(world)
    pupil = next(pupil for pupil in other.pupils if pupil.group == group and cell_part(*pupil.states[key]) == source)
    pupil.states[key] = next(state for state in STATES if cell_part(*state) == target)
    return other


@pytest.mark.parametrize("seed", range(12))
def test_for_every_small_cell_there_is_another_world_that_is_published_alike(seed: int, app_state: AppState) -> None:
    made, dice = new_world(app_state, seed), random.Random(seed)
    store(app_state, made)
    told, cells = published(app_state, made.pack), small_cells(made)
    for place, key, part in dice.sample(cells, min(8, len(cells))):
        assert any(is_published_like(app_state, other, told) for other in alternatives(made, place, key, part)), (
            place,
            key,
        )


def is_published_like(app_state: AppState, world: World, expected: dict[str, Any]) -> bool:
    store(app_state, world)
    return published(app_state, world.pack) == expected


@pytest.mark.parametrize("seed", range(12))
def test_a_pupil_more_in_a_small_group_changes_nothing_that_is_published(seed: int, app_state: AppState) -> None:
    made = new_world(app_state, seed)
    store(app_state, made)
    told = published(app_state, made.pack)
    for place in [place for place in made.groups if made.size(place) in range(1, MIN_CELL_SIZE - 1)]:
        other = deepcopy(made)
        like = deepcopy(next(one for one in other.pupils if one.group == place))
        like.id += "-twin"
        other.pupils.append(like)
        store(app_state, other)
        assert published(app_state, made.pack) == told, place


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
                for grade, value in by_subtraction(total, cells, name):
                    found.add((report["school"]["code"], grade, total["key"], name, value))
    return found | by_comparing_sums(tables)


def by_subtraction(total: dict[str, Any], cells: dict[Any, dict[str, Any]], name: str) -> list[tuple[Any, int]]:
    """A sum without its told parts, where one part is hidden."""
    hidden = [grade for grade, row in cells.items() if row[name] is None]
    if len(hidden) != 1 or total[name] is None:
        return []
    return [(hidden[0], total[name] - sum(row[name] for row in cells.values() if row[name] is not None))]


def by_comparing_sums(tables: dict[str, Any]) -> set[tuple[str, Any, str, str, int]]:
    """Two requirements of different grades are asked of different pupils: the difference is a group."""
    found = set()
    for report in tables["schools"]:
        hidden = [part["grade"] for part in report["grades"] if part["pupils"] is None]
        for first, second in combinations([row for row in report["requirements"] if row["pupils"] is not None], 2):
            gap = abs(first["pupils"] - second["pupils"])
            for grade in hidden if len(hidden) == 1 else []:
                found.add((report["school"]["code"], grade, "", "size", gap))
        if report["pupils"] is not None and len(hidden) == 1:
            published_sum = sum(part["pupils"] for part in report["grades"] if part["pupils"] is not None)
            found.add((report["school"]["code"], hidden[0], "", "size", report["pupils"] - published_sum))
    return found


def correct_guesses(world: World, guesses: set[tuple[str, Any, str, str, int]]) -> list[tuple[str, Any, str, str, int]]:
    """The guesses that hit a true figure of one to four pupils, and all guesses of that cell agree."""
    hits = []
    for code, grade, key, name, value in guesses:
        group = (f"s{code[1:]}", grade)
        rivals = {guess[4] for guess in guesses if guess[:4] == (code, grade, key, name)}
        if value in SMALL and rivals == {value} and true_figure(world, group, key, name) == value:
            hits.append((code, grade, key, name, value))
    return hits


def true_figure(world: World, group: GroupKey, key: str, name: str) -> int:
    cell = world.cell(group, key) if key else None
    if cell is None or name == "pupils":
        return world.size(group)
    return cell["exempt"] if name == "exempt" else sum(cell[method] for method in METHODS)


def without_suppression(world: World, tables: dict[str, Any]) -> dict[str, Any]:
    """What somebody would publish who hides small cells and leaves the sums as they are."""
    open_sums = deepcopy(tables)
    for report in open_sums["schools"]:
        groups = [group for group in world.groups if group[0] == f"s{report['school']['code'][1:]}"]
        report["pupils"] = sum(world.size(group) for group in groups)
        for row in report["requirements"]:
            in_scope = [group for group in groups if row["key"] in world.requirement_ids(group)]
            for name in ("pupils", "exempt", "reached"):
                row[name] = sum(true_figure(world, group, row["key"], name) for group in in_scope)
    return open_sums


def test_an_attacker_with_every_table_recovers_no_cell_under_five(app_state: AppState) -> None:
    dice, recovered, guesses = random.Random(7), [], 0
    for seed in range(100, 140):
        made = new_world(app_state, seed)
        for _ in range(3):
            store(app_state, made)
            found = attacks(published(app_state, made.pack)["told"])
            guesses += len(found)
            recovered += correct_guesses(made, found)
            change_at_random(made, dice)
    assert recovered == []


def change_at_random(world: World, rng: random.Random) -> None:
    """Life goes on between two questions: states change, somebody comes, somebody leaves."""
    for pupil in rng.sample(world.pupils, 5):
        for key in world.requirement_ids(pupil.group):
            pupil.states[key] = rng.choice(STATES)
    world.pupils.remove(rng.choice(world.pupils))


def test_the_same_attacker_finds_what_honest_sums_give_away(app_state: AppState) -> None:
    caught = 0
    for seed in range(100, 110):
        made = new_world(app_state, seed)
        store(app_state, made)
        caught += len(
            correct_guesses(made, attacks(without_suppression(made, published(app_state, made.pack)["told"])))
        )
    assert caught > 20


def test_sums_and_shares_are_of_told_cells_only() -> None:
    hidden = publish(RawCell(9, 0, {"lesson": 3, "teacher": 0, "offline": 0}))
    open_cell = publish(RawCell(20, 5, {"lesson": 5, "teacher": 5, "offline": 0}))
    assert hidden == PublishedCell(9, 0, None, None)
    assert open_cell == PublishedCell(20, 5, 10, {"lesson": 5, "teacher": 5, "offline": 0})
    assert sum_published([hidden, open_cell]) == open_cell
    assert reached_share([hidden, open_cell]) == 67
    assert sum_published([hidden, hidden]) == PublishedCell(18)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (RawCell(4, 0, {"lesson": 4}), PublishedCell()),
        (RawCell(5, 5, {"lesson": 0}), PublishedCell(5, 5, 0, {"lesson": 0})),
        (RawCell(24, 1, {"lesson": 23}), PublishedCell(24)),
        (RawCell(24, 0, {"lesson": 23}), PublishedCell(24, 0)),
        (RawCell(24, 0, {"lesson": 24}), PublishedCell(24, 0, 24, {"lesson": 24})),
        (RawCell(24, 0, {"lesson": 10, "offline": 2}), PublishedCell(24, 0, 12)),
        (RawCell(10, 6, {"lesson": 0}), PublishedCell(10)),
    ],
)
def test_what_a_cell_may_tell(cell: RawCell, said: PublishedCell) -> None:
    assert publish(cell) == said
