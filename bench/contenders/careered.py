"""careered as shipped: `careered serve`, one process; on SQLite with its worker inside."""

import sys
from pathlib import Path

from bench.platform import Platform
from bench.server import Contender, careered_environment, prepare_store


def contender(folder: Path, port: int, platform: Platform, database_url: str) -> Contender:
    """Database, pack and platform made by careered's own commands. database_url: "" for SQLite."""
    environment = careered_environment(folder, port, database_url)
    prepare_store(environment, platform)
    command = [sys.executable, "-m", "careered", "serve", "--host", "127.0.0.1", "--port", str(port)]
    return Contender("careered", command, environment)
