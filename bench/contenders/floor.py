"""The floor: what no tool on this stack can go below. Two empty exchanges, one RSA check, one small commit.

uvicorn (with httptools and uvloop) and Starlette as careered runs them; SQLite as durable as careered's (WAL,
synchronous FULL); nothing else.
"""

import os
import sqlite3
import sys
from base64 import urlsafe_b64decode
from functools import cache
from pathlib import Path

import httpx2
import uvicorn
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bench.platform import Platform
from bench.server import Contender

_PADDING, _HASH = PKCS1v15(), SHA256()


def contender(folder: Path, port: int, platform: Platform, _database_url: str) -> Contender:
    """This module as a server."""
    own = {"BENCH_FLOOR_FOLDER": str(folder), "BENCH_FLOOR_PORT": str(port)}
    addresses = {"BENCH_FLOOR_KEYS": platform.jwks_url, "BENCH_FLOOR_AUTH": platform.auth_url}
    command = [sys.executable, "-m", "bench.contenders.floor"]
    return Contender("floor", command, {**os.environ, **own, **addresses}, word="floor")


async def login(request: Request) -> Response:
    """The first exchange: read what came, send it on."""
    await request.body()
    return RedirectResponse(f"{os.environ['BENCH_FLOOR_AUTH']}?state=floor&nonce=floor", 302)


async def launch(request: Request) -> Response:
    """The second: is the signature right? One row."""
    body = await request.body()
    signed, _, signature = body.partition(b"id_token=")[2].partition(b"&")[0].rpartition(b".")
    _key().verify(urlsafe_b64decode(signature + b"=="), signed, _PADDING, _HASH)
    _store().execute("INSERT INTO visit (signature) VALUES (?)", (signature,))
    return RedirectResponse("/lessons", 303)


async def lessons(_request: Request) -> Response:
    """An empty page."""
    return HTMLResponse("<!doctype html><title>floor</title>")


@cache
def _key() -> RSAPublicKey:
    (published,) = httpx2.get(os.environ["BENCH_FLOOR_KEYS"]).json()["keys"]
    return RSAKey.import_key(published).public_key


@cache
def _store() -> sqlite3.Connection:
    store = sqlite3.connect(Path(os.environ["BENCH_FLOOR_FOLDER"]) / "floor.sqlite3", isolation_level=None)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute("CREATE TABLE visit (signature BLOB PRIMARY KEY) WITHOUT ROWID")
    return store


def main() -> None:
    """Serve until ended."""
    doors = [
        Route("/lti/login", login, methods=["POST"]),
        Route("/lti/launch", launch, methods=["POST"]),
        Route("/lessons", lessons),
    ]
    port = int(os.environ["BENCH_FLOOR_PORT"])
    uvicorn.run(
        Starlette(routes=doors), host="127.0.0.1", port=port, access_log=False, log_level="warning", server_header=False
    )


if __name__ == "__main__":
    main()
