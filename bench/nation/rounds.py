"""The nation and the school, measured in turn: who goes first changes from round to round."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import typer

from bench.exchanges import Exchange, Pages, cpu_of
from bench.nation.jobs import Jobs
from bench.nation.overviews import Overviews
from bench.nation.rows import LONG, OVERVIEWS, SHORT
from bench.platform import PEOPLE, Platform
from bench.school import fill
from bench.server import Server
from bench.visits import Visits
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs.store import PackStore
from tests.support.databases import as_shipped_server

WARM_UP, ENDERS, LONG_QUEUE, SHORT_QUEUE = 32, 2, 100_000, 100
Figures = dict[str, list[float]]


@dataclass(frozen=True)
class Place:
    """A database with careered in front of it. url: for libpq."""

    name: str
    url: str
    server: Server
    organisation_id: str

    @cached_property
    def database(self) -> Database:
        """For what is no page."""
        return Database(self.url.replace("postgresql://", "postgresql+psycopg://"))


class Measured:
    """A place's figures, a value of each a round."""

    def __init__(self, place: Place, lms: Platform, figures: Figures) -> None:
        self._place, self._figures = place, figures
        self._server = replace(place.server, beside=(as_shipped_server().get_pid(),))
        self._visits = Visits(self._server, lms)
        people = fill(place.server.contender.environment, ENDERS, place.organisation_id)
        self._jobs = Jobs(place.database, PackStore(registry()), place.organisation_id)
        with place.database.transaction() as db:
            overviews = Overviews(db, place.url, place.organisation_id).exchanges()
        self._pages: Mapping[str, Exchange] = {**Pages(people).exchanges(), **overviews}

    async def warm_up(self) -> None:
        """Everybody has come once: from now on they come back."""
        await self._visits.sample(WARM_UP, 1)
        await self._visits.sample(PEOPLE - WARM_UP, 2)
        for name in self._wanted():
            await cpu_of(self._server, name, self._pages[name], 3)

    def _wanted(self) -> list[str]:
        """A school has no national figures."""
        left_out = {"answer that ends", *(OVERVIEWS if self._place.name == "school" else ())}
        return [name for name in self._pages if name not in left_out]

    async def round(self, visits: int) -> None:
        """One value of each figure."""
        sample = await self._visits.sample(visits, 1)
        self._note("login + launch", sample.launch_ms)
        self._note("home", sample.page_ms)
        for name in self._wanted():
            exchange = self._pages[name]
            count = max(1, round(visits * exchange.share))
            self._note(name, await cpu_of(self._server, name, exchange, count))
        for name, job in self._jobs.by_name().items():
            self._note(name, job())

    def queues(self, rounds: int) -> None:
        """Scores are taken of a short and of a long queue, after everything else: nothing waits but they."""
        for name, number in ((SHORT, SHORT_QUEUE), (LONG, LONG_QUEUE)):
            self._jobs.wait(number)
            self._jobs.take()
            for _ in range(rounds):
                self._note(name, self._jobs.take())
                self._note(f"scores counted, {name.rpartition(' of ')[2]}", self._jobs.count())
        self._jobs.wait(0)

    def _note(self, name: str, value: float) -> None:
        self._figures.setdefault(f"{self._place.name}, {name}", []).append(value)


async def measure(nation_place: Place, school_place: Place, lms: Platform, rounds: int, visits: int) -> Figures:
    """All figures by name. Of pages milliseconds of CPU, careered's and PostgreSQL's; of jobs of wall clock."""
    figures: Figures = {}
    both = [Measured(place, lms, figures) for place in (nation_place, school_place)]
    for one in both:
        await one.warm_up()
    for number in range(rounds):
        typer.echo(f"round {number + 1} of {rounds}", err=True)
        for one in both if number % 2 else both[::-1]:
            await one.round(visits)
    both[0].queues(rounds)
    for place in (nation_place, school_place):
        place.database.engine.dispose()
    return figures
