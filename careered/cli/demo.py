"""careered demo: tool and demo school platform in one process, with both packs, on loopback."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from sqlalchemy import Connection
from starlette.applications import Starlette

from careered.app import create_app
from careered.cli.admin import sign_in_address
from careered.cli.common import fail, open_database, resolve_organisation
from careered.cli.demo_life.fill import Arrivals, fill_class
from careered.cli.packs import read_and_print
from careered.cli.server import server_options
from careered.clock import new_id
from careered.db import migrate
from careered.lti import platform_store
from careered.lti.claims import VerifiedClaims, read_launch
from careered.lti.platform import Registration
from careered.packs import version_store
from careered.packs.store import PackStore
from careered.settings import Settings
from careered.web.app_state import AppState
from demo_platform.app import create_demo_platform
from demo_platform.begun_courses import BEGUN_COURSES, BegunCourse, add_begun_courses
from demo_platform.platform import DemoPlatform
from demo_platform.registration import CLIENT_ID
from demo_platform.registration import registration as demo_registration


def national_pack_folders() -> list[Path]:
    """The national packs: beside the code in a checkout, inside the package when installed."""
    package = Path(__file__).parent.parent
    content_dirs = [package / "content", package.parent / "content"]
    return sorted(folder.parent for content_dir in content_dirs for folder in content_dir.glob("*/pack.yaml"))


def demo(
    port: Annotated[int, typer.Option(help="Port of the tool.")] = 8000,
    lms_port: Annotated[int, typer.Option(help="Port of the demo school platform.")] = 8100,
    data: Annotated[Path, typer.Option(help="Folder for the demo's data; safe to delete.")] = Path("data/demo"),
) -> None:
    """Start the tool and a small school platform beside it, and print the address to open."""
    tool, lms = f"http://localhost:{port}", f"http://127.0.0.1:{lms_port}"
    settings = Settings(base_url=tool, data_dir=data, database_url=_fresh_database_url(data), allow_loopback=True)
    prepare_demo(settings, lms)
    tool_app, lms_app = create_app(settings), create_demo_platform(lms, settings.origin)
    fill_begun_classes(tool_app.state.careered, lms_app.state.platform)
    typer.echo(f"\n  Open {lms} and pick a person.\n  (The tool itself is at {tool}. Stop with Ctrl+C.)\n")
    configs = [_server_config(tool_app, port), _server_config(lms_app, lms_port)]
    with asyncio.Runner(loop_factory=configs[0].get_loop_factory()) as runner:
        runner.run(_serve(configs))


def _fresh_database_url(data: Path) -> str:
    """A new database each time: the demo platform forgets its gradebook, so the tool must not remember scores."""
    database_file = (data / "demo.sqlite3").resolve()
    for old_file in data.glob("demo.sqlite3*"):
        old_file.unlink()
    return f"sqlite:///{database_file}"


def prepare_demo(settings: Settings, lms: str) -> None:
    """Schema, packs, and the demo platforms: one school that both countries' courses live on."""
    database = open_database(settings)
    migrate.upgrade(database)
    for folder in national_pack_folders():
        result = read_and_print(folder)
        if result.pack is None:
            fail(f"{folder} has problems; they are above.")
        with database.transaction() as db:
            version_store.save_pack(db, result.files, result.pack)
    with database.transaction() as db:
        _register_demo_platform(db, lms)


def _register_demo_platform(db: Connection, lms: str) -> None:
    demo_platform = demo_registration(lms)
    registration = Registration(
        organisation_id=resolve_organisation(db, ""),
        platform_id="",
        name="Koulu / Skole",
        issuer=demo_platform.issuer,
        client_id=demo_platform.client_id,
        auth_url=demo_platform.auth_url,
        token_url=demo_platform.token_url,
        jwks_url=demo_platform.jwks_url,
        family="moodle",
        country="fi",
    )
    platform_store.save(db, registration, [demo_platform.deployment_id])


def fill_begun_classes(state: AppState, platform: DemoPlatform) -> None:
    """Two classes of a teacher in each country, in the middle of their year, in tool and platform; and the office."""
    add_begun_courses(platform)
    _read_packs(state)
    with state.database.transaction() as db:
        registration = platform_store.require_by_issuer(db, platform.base_url, CLIENT_ID)
        for begun in BEGUN_COURSES:
            fill_class(db, state, registration, _arrivals(platform, begun), is_eventful=bool(begun.course.note))
    for begun in BEGUN_COURSES:
        platform.drop_person(begun.course.id, begun.leaver_id)
    platform.office_url = lambda: sign_in_address(state.database, state.settings.origin)


def _read_packs(state: AppState) -> None:
    """Have all packs in memory: no transaction reads one."""
    with state.database.reading() as db:
        pack_ids = {row["pack_id"] for row in version_store.loaded_versions(db)}
    for pack_id in sorted(pack_ids):
        state.get(PackStore).pack_outside(state.database, pack_id)


def _arrivals(platform: DemoPlatform, begun: BegunCourse) -> Arrivals:
    """What the platform would say in the launches of everybody in a course."""
    members = platform.members(begun.course.id)
    claims = [platform.claims(member.id, begun.activity_id, nonce=new_id()) for member in members]
    return Arrivals([read_launch(VerifiedClaims(one)) for one in claims], [begun.leaver_id])


def _server_config(app: Starlette, port: int) -> uvicorn.Config:
    return uvicorn.Config(app, host="127.0.0.1", port=port, **server_options())


async def _serve(configs: Sequence[uvicorn.Config]) -> None:
    await asyncio.gather(*[uvicorn.Server(config).serve() for config in configs])
