"""careered as shipped with the bench's school in its database, not started yet."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.contenders import careered
from bench.platform import platform
from bench.school import School, fill
from bench.server import Contender, free_port
from tests.support.databases import drop, fresh_as_shipped


@dataclass(frozen=True)
class Store:
    """server: how to start it, on `port`, with its data in `folder`. url: of PostgreSQL; "" for a file of SQLite."""

    server: Contender
    people: School
    port: int
    folder: Path
    url: str


@contextmanager
def store(kind: str) -> Iterator[Store]:
    """On a kind of database, with nobody who ends a lesson; removed afterwards."""
    with ExitStack() as stack:
        folder, port = Path(stack.enter_context(TemporaryDirectory(prefix="careered-bench-"))), free_port()
        url = "" if kind == "sqlite" else stack.enter_context(fresh_as_shipped(kind, folder))
        if url:
            stack.callback(drop, url)
        server = careered.contender(folder, port, stack.enter_context(platform()), url)
        yield Store(server, fill(server.environment, 0), port, folder, url)
