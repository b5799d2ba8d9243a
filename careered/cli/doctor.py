"""careered doctor PLATFORM."""

from dataclasses import asdict
from typing import Annotated

import typer

from careered.admin.doctor.diagnose import Doctor
from careered.cli.common import JsonOption, fail, load_settings, open_database, print_rows
from careered.lti import platform_store, tool_key_store
from careered.lti.network import platform_client
from careered.lti.platform import Registration
from careered.web.i18n import LANGUAGES

SYMBOLS = {"ok": "✓", "problem": "✗", "unknown": "?"}


def doctor(
    platform: Annotated[str, typer.Argument(help="Its ID, its name or part of its address.")],
    lang: Annotated[str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")] = "en",
    as_json: bool = JsonOption,
) -> None:
    """Check a platform's connection step by step. Each failed step says where to fix it."""
    settings = load_settings()
    database = open_database(settings)
    with database.reading() as db:
        matches = [
            registration for registration in platform_store.all_platforms(db) if _matches(registration, platform)
        ]
    if len(matches) != 1:
        fail("No platform matches that." if not matches else "Several platforms match that; give the ID.")
    diagnose = Doctor(
        database,
        platform_client(allow_loopback=settings.allow_loopback),
        tool_key_store.Signer(settings, database),
        settings.origin,
    )
    results = diagnose(matches[0], lang)
    if as_json:
        print_rows([asdict(result) for result in results], (), as_json=True)
    for result in () if as_json else results:
        typer.echo(f"{SYMBOLS[result.state]} {result.sentence}" + (f"\n    {result.mend}" if result.mend else ""))
    if any(result.state == "problem" for result in results):
        raise typer.Exit(1)


def _matches(registration: Registration, query: str) -> bool:
    return (
        query in (registration.platform_id, registration.name, registration.issuer, registration.client_id)
        or query.lower() in registration.issuer.lower()
    )
