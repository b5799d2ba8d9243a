"""The exchanges with careered behind the rows: what is asked, by whom, and what must come back."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from html import unescape

from bench.browser import Answer, Connection
from bench.school import FIRST_CARDS, LESSON, School, Visitor
from bench.server import BrokenError, Server
from bench.visits import SETTLE_SECONDS
from careered.web.session_cookies import COOKIE

(FIRST_CARD, CHOICE), LAST_CARD = FIRST_CARDS[LESSON], "now"
Asks = Callable[[Connection], Awaitable[Answer]]


@dataclass(frozen=True)
class Exchange:
    """status, word: what the answer must have. share: how many there are in a round for each visit.

    prepare: what happens outside the measurement, before each of them; before the first where `once`. is_new: whether
    no answer may be the one before.
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
                lambda line: _answer(line, next(self._answering), LESSON, FIRST_CARD, CHOICE), 303, share=0.2
            ),
            "answer that ends": Exchange(
                lambda line: _answer(line, next(self._ending), LESSON, LAST_CARD, CHOICE), 303, share=0.1
            ),
            "class page drawn anew": Exchange(
                lambda line: _get(line, teacher, self._class),
                word="<html",
                prepare=self._somebody_begins,
                share=0.05,
                is_new=True,
            ),
            "class page unchanged": Exchange(lambda line: _get(line, teacher, self._class), word="<html", share=0.2),
            "unchanged poll": Exchange(self._polls, 204, prepare=self._looks, once=True),
            "desk": Exchange(lambda line: _get(line, teacher, "/desk"), word="<html", share=0.2),
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
        pupil, lesson = next(self._beginning, (None, ""))
        if pupil is None:
            raise BrokenError("everybody has begun: fewer rounds or visits")
        return await _answer(line, pupil, lesson, *FIRST_CARDS[lesson])


async def _get(line: Connection, visitor: Visitor, path: str) -> Answer:
    return await line.get(path, {COOKIE: visitor.token})


async def _answer(line: Connection, pupil: Visitor, lesson: str, card: str, choice: str) -> Answer:
    form = {"session": pupil.token, "choice": choice}
    return await line.post(f"/lessons/{lesson}/steps/{card}", form, {COOKIE: pupil.token}, "same-origin")


async def cpu_of(server: Server, name: str, exchange: Exchange, count: int) -> float:
    """Milliseconds of the server's CPU for one exchange, over `count` of them one after the other."""
    cpu, last = 0.0, b""
    async with Connection(server.port) as line:
        for batch in [1] * count if exchange.prepare and not exchange.once else [count]:
            if exchange.prepare:
                await exchange.prepare(line)
                await asyncio.sleep(SETTLE_SECONDS)
            before = server.cpu_seconds()
            for _ in range(batch):
                answer = await exchange.ask(line)
                check(name, exchange, answer)
                if exchange.is_new and answer.body == last:
                    raise BrokenError(f"careered: {name} is what it was before")
                last = answer.body
            if batch > 1:
                await asyncio.sleep(SETTLE_SECONDS)  # what the server does after its last answer is its work too
            cpu += server.cpu_seconds() - before
    return cpu / count * 1000


def check(name: str, exchange: Exchange, answer: Answer) -> None:
    """A refusal is fast, and must never count. Raises BrokenError."""
    if answer.status != exchange.status or exchange.word.encode() not in answer.body:
        code = answer.headers.get("careered-code", "")
        raise BrokenError(f"careered: {name} answered {answer.status} {code} without {exchange.word!r}")
