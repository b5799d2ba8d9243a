"""What makes the tests quicker and the product no other: nothing here is in force in a process of the product's own.

tests/crash and tests/browser start the shipped command, which knows nothing of this file: there every commit waits for
the disk (tests/crash/test_as_shipped.py looks). Where a test is about what is replaced here, it asks for `as_shipped`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import count
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from joserfc._rfc7517 import pem
from joserfc._rfc7518.rsa_key import RSABinding
from joserfc.jwk import RSAKey
from sqlalchemy import Engine, event
from sqlalchemy.util import LRUCache
from starlette import testclient
from starlette.testclient import TestClient

import careered.app
from careered.db import engine
from careered.lti import registration_cache, tool_keys
from careered.packs import load
from careered.packs.read_yaml import read_checked_yaml, read_yaml
from careered.packs.yaml_tree import Tree
from careered.web import app_state
from tests.support.figures import COUNTED
from tests.support.portals import kept_portal, wait_for_tasks

KEYS, STATEMENTS = 8, 4000
_pool: list[RSAPrivateKey] = []
_turn = count()
_shared: dict[str, tuple[Any, LRUCache[Any, Any]]] = {}
_patch = pytest.MonkeyPatch()


def install() -> None:
    """Once a process, before the first test."""
    for kind in ("_sqlite", "_postgresql"):
        _patch.setattr(engine, kind, _sharing(getattr(engine, kind)))
    _patch.setattr(tool_keys, "RSAKey", _ToolsKey)
    _patch.setattr(TestClient, "_portal_factory", kept_portal)
    _patch.setattr(testclient, "wait_futures", wait_for_tasks)
    for name in ("load_pem_private_key", "load_pem_public_key"):
        _patch.setattr(pem, name, lru_cache(256)(getattr(pem, name)))
    _patch.setattr(app_state, "QUEUE_TIMEOUT_SECONDS", 60.0)  # where many tests run, nobody is told to come again
    _patch.setattr(registration_cache, "LOOK_EVERY_SECONDS", 0.0)  # tests change a platform and go on at once
    _patch.setattr(careered.app, "RENEW_SECONDS", 3600.0)  # beside the exchange whose statements somebody counts
    _patch.setattr(careered.app, "all_routes", _cached_routes(careered.app.all_routes))
    _patch.setattr(load, "_read_files", _counted("packs read", load._read_files))
    _patch.setattr(load, "read_yaml", _quickly_again(read_yaml))


@contextmanager
def as_shipped() -> Iterator[None]:
    """The product as it is, for a while."""
    _patch.undo()
    yield
    install()


def _sharing(make: Callable[[str], Engine]) -> Callable[[str], Engine]:
    """Engines of a kind compile each statement once for all; SQLite does not wait for the disk."""

    def make_shared(url: str) -> Engine:
        new = make(url)
        if new.name == "sqlite":
            event.listen(new, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        if new.name in _shared:
            new.dialect, new._compiled_cache = _shared[new.name]
        else:
            event.listen(new, "engine_connect", lambda _: _shared.setdefault(new.name, (new.dialect, _statements(new))))
        return new

    return make_shared


def _statements(first: Engine) -> Any:
    """The first engine's own statements, with room for those of all tests."""
    first._compiled_cache = LRUCache(STATEMENTS, size_alert=None)
    return first._compiled_cache


class _Pool(RSABinding):
    """Some real keys, in turn."""

    @staticmethod
    def generate_private_key(size: int) -> RSAPrivateKey:
        if len(_pool) < KEYS:
            COUNTED["keys made"] += 1
            _pool.append(RSABinding.generate_private_key(size))
            return _pool[-1]
        return _pool[next(_turn) % KEYS]


class _ToolsKey(RSAKey):
    """For the tool's own keys only. A platform's or a stranger's is nobody else's: whole cases rest on that."""

    binding = _Pool


def _cached_routes(make: Callable[[], list[Any]]) -> Callable[[], list[Any]]:
    routes: list[Any] = []

    def cached() -> list[Any]:
        routes.extend(() if routes else make())
        return list(routes)

    return cached


def _quickly_again(strict: Callable[[str, bytes], Tree]) -> Callable[[str, bytes], Tree]:
    """A file that had no problems before is read as a checked one: to the same tree, says packs/test_read_once.py."""
    without_problems: set[bytes] = set()

    def read(file: str, content: bytes) -> Tree:
        if content in without_problems:
            return read_checked_yaml(file, content)
        tree = strict(file, content)
        if not tree.problems and not tree.invalid_paths:
            without_problems.add(content)
        return tree

    return read


def _counted(what: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def counting(*args: Any, **kwargs: Any) -> Any:
        COUNTED[what] += 1
        return real(*args, **kwargs)

    return counting
