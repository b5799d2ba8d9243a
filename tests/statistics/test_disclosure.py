"""Disclosure control: nobody who has all published tables can recover a count of one to four pupils.

Two populations that differ in one small cell are published identically. An attacker who computes all differences
recovers nothing from the published tables, but does from tables with unsuppressed sums.
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
from careered.web.app_state import AppState
from tests.dashboard.factories import SECRET, TOOL, valley_app_state
from tests.statistics.worlds import STATES, GroupKey, World, cell_part, published, random_world, store

SMALL = range(1, MIN_CELL_SIZE)


@pytest.fixture(scope="module")
def app_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppState]:
    """Sums are computed in Python from one query: SQLite alone is enough for hundreds of populations."""
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
    world, rng = new_world(app_state, seed), random.Random(seed)
    store(app_state, world)
    expected, cells = published(app_state, world.pack), small_cells(world)
    for group, key, part in rng.sample(cells, min(8, len(cells))):
        assert any(is_published_like(app_state, other, expected) for other in alternatives(world, group, key, part)), (
            group,
            key,
        )


def is_published_like(app_state: AppState, world: World, expected: dict[str, Any]) -> bool:
    store(app_state, world)
    return published(app_state, world.pack) == expected


@pytest.mark.parametrize("seed", range(12))
def test_a_pupil_more_in_a_small_group_changes_nothing_that_is_published(seed: int, app_state: AppState) -> None:
    world = new_world(app_state, seed)
    store(app_state, world)
    expected = published(app_state, world.pack)
    for group in [group for group in world.groups if world.size(group) in range(1, MIN_CELL_SIZE - 1)]:
        other = deepcopy(world)
        twin = deepcopy(next(pupil for pupil in other.pupils if pupil.group == group))
        twin.id += "-twin"
        other.pupils.append(twin)
        store(app_state, other)
        assert published(app_state, world.pack) == expected, group


# The attacker: groups of the reports are unknowns, published figures and sums are equations.


def attacks(tables: dict[str, Any]) -> set[tuple[str, Any, str, str, int]]:
    """(school, grade, requirement, figure, value) of each hidden figure that a subtraction gives."""
    guesses = set()
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
                    guesses.add((report["school"]["code"], grade, total["key"], name, value))
    return guesses | by_comparing_sums(tables)


def by_subtraction(total: dict[str, Any], cells: dict[Any, dict[str, Any]], name: str) -> list[tuple[Any, int]]:
    """A sum minus its published parts, where exactly one part is suppressed."""
    hidden = [grade for grade, row in cells.items() if row[name] is None]
    if len(hidden) != 1 or total[name] is None:
        return []
    return [(hidden[0], total[name] - sum(row[name] for row in cells.values() if row[name] is not None))]


def by_comparing_sums(tables: dict[str, Any]) -> set[tuple[str, Any, str, str, int]]:
    """Two requirements of different grades are asked of different pupils: the difference is a group."""
    guesses = set()
    for report in tables["schools"]:
        hidden = [part["grade"] for part in report["grades"] if part["pupils"] is None]
        for first, second in combinations([row for row in report["requirements"] if row["pupils"] is not None], 2):
            gap = abs(first["pupils"] - second["pupils"])
            for grade in hidden if len(hidden) == 1 else []:
                guesses.add((report["school"]["code"], grade, "", "size", gap))
        if report["pupils"] is not None and len(hidden) == 1:
            published_sum = sum(part["pupils"] for part in report["grades"] if part["pupils"] is not None)
            guesses.add((report["school"]["code"], hidden[0], "", "size", report["pupils"] - published_sum))
    return guesses


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
    """The tables with small cells suppressed but exact sums."""
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
    rng, recovered = random.Random(7), []
    for seed in range(100, 140):
        world = new_world(app_state, seed)
        for _ in range(3):
            store(app_state, world)
            recovered += correct_guesses(world, attacks(published(app_state, world.pack)["statistics"]))
            change_at_random(world, rng)
    assert recovered == []


def change_at_random(world: World, rng: random.Random) -> None:
    """Between two reports states change and a pupil leaves."""
    for pupil in rng.sample(world.pupils, 5):
        for key in world.requirement_ids(pupil.group):
            pupil.states[key] = rng.choice(STATES)
    world.pupils.remove(rng.choice(world.pupils))


def test_the_same_attacker_recovers_what_exact_sums_reveal(app_state: AppState) -> None:
    caught = 0
    for seed in range(100, 110):
        world = new_world(app_state, seed)
        store(app_state, world)
        caught += len(
            correct_guesses(world, attacks(without_suppression(world, published(app_state, world.pack)["statistics"])))
        )
    assert caught > 20


def test_sums_and_shares_are_of_published_cells_only() -> None:
    hidden = publish(RawCell(9, 0, {"lesson": 3, "teacher": 0, "offline": 0}))
    open_cell = publish(RawCell(20, 5, {"lesson": 5, "teacher": 5, "offline": 0}))
    assert hidden == PublishedCell(9, 0, None, None)
    assert open_cell == PublishedCell(20, 5, 10, {"lesson": 5, "teacher": 5, "offline": 0})
    assert sum_published([hidden, open_cell]) == open_cell
    assert reached_share([hidden, open_cell]) == 67
    assert sum_published([hidden, hidden]) == PublishedCell(18)


@pytest.mark.parametrize(
    ("cell", "expected"),
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
def test_a_cell_is_published_without_small_counts(cell: RawCell, expected: PublishedCell) -> None:
    assert publish(cell) == expected
