"""careered doctor PLATFORM."""

from dataclasses import asdict
from typing import Annotated

import httpx2
import typer

from careered.admin.doctor.diagnose import Doctor
from careered.cli.common import Json, database, fail, settings, show
from careered.lti import keyring, platforms
from careered.lti.registration import Registration
from careered.web.i18n import LANGUAGES

MARKS = {"ok": "✓", "problem": "✗", "unknown": "?"}


def doctor(
    platform: Annotated[str, typer.Argument(help="Its id, its name, or a part of its address.")],
    lang: Annotated[str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")] = "en",
    as_json: bool = Json,
) -> None:
    """Go through a platform's connection step by step: a tick, or a sentence with where to click."""
    found = settings()
    here = database(found)
    with here.read() as db:
        known = [one for one in platforms.all_platforms(db) if _is_meant(one, platform)]
    if len(known) != 1:
        fail("No platform is called that." if not known else "Several platforms are called that; give the id.")
    examine = Doctor(here, httpx2.Client(timeout=10), keyring.Signer(found, here), found.origin)
    lines = examine(known[0], lang)
    if as_json:
        show([asdict(line) for line in lines], (), as_json=True)
    for line in () if as_json else lines:
        typer.echo(f"{MARKS[line.state]} {line.sentence}" + (f"\n    {line.mend}" if line.mend else ""))
    if any(line.state == "problem" for line in lines):
        raise typer.Exit(1)


def _is_meant(one: Registration, word: str) -> bool:
    return word in (one.platform_id, one.name, one.issuer, one.client_id) or word.lower() in one.issuer.lower()
