"""careered as shipped: `careered serve` on SQLite, one process, its worker inside."""

import sys
from pathlib import Path

from bench.platform import Platform
from bench.server import Contender, careered_environment, prepare_store


def contender(folder: Path, port: int, platform: Platform) -> Contender:
    """Database, pack and platform made by careered's own commands."""
    environment = careered_environment(folder, port)
    prepare_store(environment, platform)
    command = [sys.executable, "-m", "careered", "serve", "--host", "127.0.0.1", "--port", str(port)]
    return Contender("careered", command, environment)
