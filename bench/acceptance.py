"""The rows of the table and their gates: what is compared with what, and how many statements it may take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.measure import Spread, spread

SQLITE, POSTGRESQL = "sqlite", "postgresql"
Gates = tuple[float | None, float | None]
"""On SQLite and on PostgreSQL; None where there is none."""
Samples = Mapping[str, Sequence[float]]
"""Figures by name, one a round: those of one place in the lists were taken side by side."""
EMPTY, NONE = "empty exchange", (None, None)


@dataclass(frozen=True)
class Row:
    """A ratio taken round by round, with its gate. under: "" where `over` is a ratio already. exchange: counted."""

    name: str
    over: str
    under: str = ""
    at_most: Gates = NONE
    at_least: Gates = NONE
    exchange: str = ""
    statements: Gates = NONE

    @property
    def figures(self) -> set[str]:
        """The names of the figures that it needs."""
        return {self.over, self.under} - {""}


@dataclass(frozen=True)
class Result:
    """A row as it was found on a database. counted: statements; None where nobody counted."""

    row: Row
    found: Spread
    gate: str
    holds: bool | None
    counted: int | None = None
    statements: float | None = None

    @property
    def few_enough(self) -> bool | None:
        """Whether the statements keep their gate; None without one."""
        return None if self.counted is None or self.statements is None else self.counted <= self.statements


def _peer(store: str, key: str, least: float, concurrency: int) -> Row:
    name = f"PyLTI1p3 + Flask on {store} : careered, login + launch, c={concurrency}"
    pair = f"{key} launch c={concurrency}", f"careered launch c={concurrency}"
    return Row(name, *pair, at_least=(least, least))


def _page(name: str, over: str, at_most: Gates, statements: Gates = NONE) -> Row:
    return Row(f"{name} : {EMPTY}", over, EMPTY, at_most=at_most, exchange=over, statements=statements)


LAUNCH, PAGE = "careered launch c=1", "careered page c=1"
ROWS = (
    *[_peer("the store of 6a80bec", "peer, frozen store", 2.0, concurrency) for concurrency in (1, 16)],
    *[_peer("the present store", "peer, present store", 1.6, concurrency) for concurrency in (1, 16)],
    Row("login + launch : floor", LAUNCH, "floor launch c=1", (5, None), NONE, LAUNCH, (2, 2)),
    Row("login + launch, p99 : p50, c=16", "careered tail c=16", at_most=(3, 3)),
    Row(f"{EMPTY} : the floor's page", EMPTY, "floor page c=1", (1.6, 1.6), NONE, EMPTY, (0, 0)),
    _page("first page", PAGE, (6, 8), (1, 1)),
    _page("card, not answered yet", "card", (7, 8), (1, 1)),
    _page("answer", "answer", (10, 13), (3, 4)),
    _page("answer that ends a lesson", "answer that ends", NONE, (5, 6)),
    _page("class page 25 x 9 drawn anew", "class page drawn anew", (20, 22), (4, 4)),
    _page("class page unchanged", "class page unchanged", (5, 6), (1, 1)),
    _page("unchanged poll", "unchanged poll", (3.5, 4.5), (1, 1)),
    _page("desk, 12 classes of 290 pupils", "desk", (20, 22)),
)


def results(rows: Sequence[Row], samples: Samples, counts: Mapping[str, int], database: str) -> list[Result]:
    """The rows as they were found."""
    return [_result(row, samples, counts.get(row.exchange), database) for row in rows]


def _result(row: Row, samples: Samples, counted: int | None, database: str) -> Result:
    place = (SQLITE, POSTGRESQL).index(database)
    below = samples[row.under] if row.under else [1.0] * len(samples[row.over])
    found = spread(over / under for over, under in zip(samples[row.over], below, strict=True))
    least, most = row.at_least[place], row.at_most[place]
    if least is not None:
        return Result(row, found, f">= {least:g}", found.median >= least, counted, row.statements[place])
    holds = None if most is None else found.median <= most
    return Result(row, found, "" if most is None else f"<= {most:g}", holds, counted, row.statements[place])
