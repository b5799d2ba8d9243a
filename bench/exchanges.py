"""The exchanges with careered behind the rows: what is asked, by whom, and what must come back."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import TypeVar

from bench.browser import Answer, Connection
from bench.school import CHOICE, LESSON, School, Visitor
from bench.server import BrokenError, Server
from bench.visits import SETTLE_SECONDS
from careered.web.session_cookies import COOKIE

FIRST_CARD, LAST_CARD = "before", "now"
WARM_UP = 3
"""Exchanges before a sample that are not measured: the first after a pause cost up to twenty times as much CPU."""
Asks = Callable[[Connection], Awaitable[Answer]]
T = TypeVar("T")


@dataclass(frozen=True)
class Exchange:
    """status, word: what the answer must have. share: how many there are in a round for each visit.

    prepare: what happens before each of them and is not its cost; before the first where `once`. is_new: whether no
    answer may be the one before.
    """

    ask: Asks
    status: int = 200
    word: str = ""
    prepare: Asks | None = None
    once: bool = False
    share: float = 1
    is_new: bool = False


class Pages:
    """The exchanges of a school's people with one server."""

    def __init__(self, school: School) -> None:
        self._school = school
        self._answering, self._ending = iter(school.fresh), iter(school.enders)
        self._beginning = iter(school.beginnings)
        self._class = f"/teacher/class/{school.teacher.class_id}"
        self._poll = ""

    def exchanges(self) -> Mapping[str, Exchange]:
        """All of them by name, each as often as one likes but for the answers, which are each pupil's only one."""
        teacher, pupil = self._school.teacher, self._school.fresh[-1]
        return {
            "empty exchange": Exchange(lambda line: line.get("/healthz", {}), word="ok", share=4),
            "card": Exchange(lambda line: _get(line, pupil, f"/lessons/{LESSON}/{FIRST_CARD}"), word="data-card"),
            "answer": Exchange(
                lambda line: _answer(line, _next(self._answering), LESSON, FIRST_CARD, CHOICE), 303, share=0.25
            ),
            "answer that ends": Exchange(
                lambda line: _answer(line, _next(self._ending), LESSON, LAST_CARD, CHOICE), 303, share=0.1
            ),
            "class page drawn anew": Exchange(
                lambda line: _get(line, teacher, self._class),
                word="<html",
                prepare=self._somebody_begins,
                share=0.08,
                is_new=True,
            ),
            "class page unchanged": Exchange(lambda line: _get(line, teacher, self._class), word="<html"),
            "unchanged poll": Exchange(self._polls, 204, prepare=self._looks, once=True),
            "desk": Exchange(lambda line: _get(line, teacher, "/desk"), word="<html", share=0.5),
        }

    async def _looks(self, line: Connection) -> Answer:
        answer = await _get(line, self._school.teacher, self._class)
        found = re.search(rb'id="live"[^>]* hx-get="([^"]*)"', answer.body)
        if found is None:
            raise BrokenError("the class page does not ask for news")
        self._poll = unescape(found[1].decode())
        return answer

    async def _polls(self, line: Connection) -> Answer:
        return await line.get(self._poll, {COOKIE: self._school.teacher.token}, is_poll=True)

    async def _somebody_begins(self, line: Connection) -> Answer:
        one = _next(self._beginning)
        return await _answer(line, one.pupil, one.lesson, one.card, one.choice)


def _next(people: Iterator[T]) -> T:
    """Who has not done it yet. Raises BrokenError where everybody has."""
    for one in people:
        return one
    raise BrokenError("everybody in the school has answered: fewer rounds or visits, or other rows")


async def _get(line: Connection, visitor: Visitor, path: str) -> Answer:
    return await line.get(path, {COOKIE: visitor.token})


async def _answer(line: Connection, pupil: Visitor, lesson: str, card: str, choice: str) -> Answer:
    form = {"session": pupil.token, "choice": choice}
    return await line.post(f"/lessons/{lesson}/steps/{card}", form, {COOKIE: pupil.token}, "same-origin")


async def cpu_of(server: Server, name: str, exchange: Exchange, count: int) -> float:
    """Milliseconds of the server's CPU for one exchange, over `count` of them one after the other.

    What `prepare` costs is measured apart and taken off: a pause between the two would make the exchange a cold one.
    """
    sample = _Sample(server, name, exchange)
    async with Connection(server.port) as line:
        if exchange.prepare and exchange.once:
            await exchange.prepare(line)
        await sample.cpu(line, WARM_UP)
        whole = await sample.cpu(line, count)
        prepared = await sample.cpu(line, count, only_prepared=True) if sample.is_prepared else 0.0
    return (whole - prepared) / count * 1000


class _Sample:
    """Exchanges of one kind with one server, in a row without a pause."""

    def __init__(self, server: Server, name: str, exchange: Exchange) -> None:
        self._server, self._name, self._exchange = server, name, exchange
        self._prepare = None if exchange.once else exchange.prepare
        self._last = b""

    @property
    def is_prepared(self) -> bool:
        """Whether something is done before each of them."""
        return self._prepare is not None

    async def cpu(self, line: Connection, count: int, *, only_prepared: bool = False) -> float:
        """Seconds of CPU for so many of them with what is done before each, or for that alone."""
        before = self._server.cpu_seconds()
        for _ in range(count):
            if self._prepare:
                await self._prepare(line)
            if not only_prepared:
                await self._ask(line)
        await asyncio.sleep(SETTLE_SECONDS)  # what the server does after its last answer is its work too
        return self._server.cpu_seconds() - before

    async def _ask(self, line: Connection) -> None:
        answer = await self._exchange.ask(line)
        check(self._name, self._exchange, answer)
        if self._exchange.is_new and answer.body == self._last:
            raise BrokenError(f"careered: {self._name} is what it was before")
        self._last = answer.body


def check(name: str, exchange: Exchange, answer: Answer) -> None:
    """A refusal is fast, and must never count. Raises BrokenError."""
    if answer.status != exchange.status or exchange.word.encode() not in answer.body:
        code = answer.headers.get("careered-code", "")
        raise BrokenError(f"careered: {name} answered {answer.status} {code} without {exchange.word!r}")
