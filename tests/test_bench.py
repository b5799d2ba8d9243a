"""The table of the bench: what it is measured against stays as it was, and its gates say what holds."""

import asyncio
import re
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from starlette.responses import PlainTextResponse

from bench import acceptance, contenders
from bench.acceptance import Row, results
from bench.browser import Connection
from bench.contenders import frozen_store, frozen_tables
from bench.contenders.traced import BytecodeCounter

LAUNCHED = {"sub": "1001", "name": "Aava Kuusela", "context_id": "100", "title": "8B", "lang": "fi"}


def test_the_frozen_peer_needs_nothing_of_careered() -> None:
    for path in Path(contenders.__file__).parent.glob("*frozen*.py"):
        assert re.findall(r"^(?:from|import) careered\b.*", path.read_text(), re.MULTILINE) == []


def test_the_frozen_store_knows_somebody_again_and_takes_a_nonce_once() -> None:
    engine = create_engine("sqlite://")
    frozen_tables.metadata.create_all(engine)
    with engine.begin() as db:
        launches = [{**LAUNCHED, "origin": "https://lms.example", "nonce": nonce} for nonce in ("a", "b")]
        tokens = [frozen_store.keep(db, launch) for launch in launches]
        with pytest.raises(PermissionError, match="used"):
            frozen_store.keep(db, launches[0])
        assert [frozen_store.name_of(db, token) for token in tokens] == ["Aava Kuusela"] * 2
        tables = (frozen_tables.person, frozen_tables.school_class, frozen_tables.enrolment, frozen_tables.session)
        assert [db.execute(select(func.count()).select_from(table)).scalar() for table in tables] == [1, 1, 1, 2]


@pytest.mark.parametrize(("database", "holds", "few_enough"), [("sqlite", False, True), ("postgresql", True, False)])
def test_a_row_is_judged_by_the_gates_of_its_database(database: str, holds: bool, few_enough: bool) -> None:
    row = Row("page : empty", "page", "empty", at_most=(6, 8), exchange="page", statements=(3, 1))
    (found,) = results([row], {"page": [2.1, 1.4, 0.8], "empty": [0.3, 0.2, 0.2]}, {"page": 2}, database)
    assert str(found.found) == "7.00 [4.00-7.00]"
    assert (found.holds, found.few_enough) == (holds, few_enough)


def test_the_peer_must_cost_at_least_so_many_times_as_much() -> None:
    row = Row("peer : ours", "peer", "ours", at_least=(2, 2))
    found = [results([row], {"peer": [peer], "ours": [1.0]}, {}, "sqlite")[0].holds for peer in (1.9, 2.0)]
    assert found == [False, True]


def test_no_row_has_its_name_twice() -> None:
    names = [row.name for row in acceptance.ROWS]
    assert len(names) == len(set(names))


def test_a_function_that_is_called_twice_costs_twice_the_bytecodes() -> None:
    def add(left: int, right: int) -> int:
        return left + right

    def counted(times: int) -> int:
        counter, others = BytecodeCounter(PlainTextResponse()), sys.gettrace()
        counter.start()
        for number in range(times):
            add(number, 1)
        sys.settrace(others)
        threading.settrace(None)
        return next(count for function, count in counter.take().items() if function.endswith("<locals>.add"))

    assert counted(2) == 2 * counted(1) > 0


def test_whoever_thinks_longer_than_a_server_keeps_a_connection_comes_on_another() -> None:
    """Seen: a storm of launches that ended with the first pupil who thought for ten seconds."""

    async def answers_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        writer.close()  # without saying so, as after a long silence

    async def asks_twice() -> list[int]:
        server = await asyncio.start_server(answers_once, "127.0.0.1", 0)
        async with server, Connection(server.sockets[0].getsockname()[1]) as line:
            first = await line.get("/", {})
            await asyncio.sleep(0.1)  # until the end has come
            return [first.status, (await line.get("/", {})).status]

    assert asyncio.run(asks_twice()) == [200, 200]
