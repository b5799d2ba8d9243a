"""careered demo: tool and demo school platform in one process, with both packs, on loopback."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from sqlalchemy import Connection

from careered.app import create_app
from careered.cli.common import database, fail
from careered.cli.packs import read
from careered.cli.platforms import organisation_id
from careered.cli.run import server_options
from careered.db import migrate
from careered.demo_lms.app import create_lms
from careered.demo_lms.platform import registration as demo_registration
from careered.lti import platforms
from careered.lti.registration import Registration
from careered.packs import store
from careered.settings import Settings


def content_folders() -> list[Path]:
    """The national packs: beside the code in a checkout, inside the package when installed."""
    package = Path(__file__).parent.parent
    places = [package / "content", package.parent / "content"]
    return sorted(folder.parent for place in places for folder in place.glob("*/pack.yaml"))


def demo(
    port: Annotated[int, typer.Option(help="Port of the tool.")] = 8000,
    lms_port: Annotated[int, typer.Option(help="Port of the demo school platform.")] = 8100,
    data: Annotated[Path, typer.Option(help="Folder for the demo's data; safe to delete.")] = Path("data/demo"),
) -> None:
    """Start the tool and a small school platform beside it, and print the address to open."""
    tool, lms = f"http://localhost:{port}", f"http://127.0.0.1:{lms_port}"
    found = Settings(base_url=tool, data_dir=data, database_url=_anew(data), allow_loopback=True)
    prepare(found, lms)
    typer.echo(f"\n  Open {lms} and pick a person.\n  (The tool itself is at {tool}. Stop with Ctrl+C.)\n")
    asyncio.run(_serve_both(found, port, lms, lms_port))


def _anew(data: Path) -> str:
    """A new database each time: the demo platform forgets its gradebook, so the tool must not remember marks."""
    database_file = (data / "demo.sqlite3").resolve()
    for old in data.glob("demo.sqlite3*"):
        old.unlink()
    return f"sqlite:///{database_file}"


def prepare(settings: Settings, lms: str) -> None:
    """Schema, packs, and the demo platforms: one school that both countries' courses live on."""
    here = database(settings)
    migrate.upgrade(here)
    for folder in content_folders():
        found = read(folder)
        if found.pack is None:
            fail(f"{folder} has problems; they are above.")
        with here.write() as db:
            store.load(db, found.files, found.pack)
    with here.write() as db:
        _connect(db, lms)


def _connect(db: Connection, lms: str) -> None:
    known = demo_registration(lms)
    registration = Registration(
        organisation_id=organisation_id(db, ""),
        platform_id="",
        name="Koulu / Skole",
        issuer=known.issuer,
        client_id=known.client_id,
        auth_url=known.auth_url,
        token_url=known.token_url,
        jwks_url=known.jwks_url,
        family="moodle",
        country="fi",
    )
    platforms.add(db, registration, [known.deployment_id])


async def _serve_both(found: Settings, port: int, lms: str, lms_port: int) -> None:
    options = server_options()
    tool = uvicorn.Server(uvicorn.Config(create_app(found), host="127.0.0.1", port=port, **options))
    school = create_lms(lms, found.origin)
    platform = uvicorn.Server(uvicorn.Config(school, host="127.0.0.1", port=lms_port, **options))
    await asyncio.gather(tool.serve(), platform.serve())
