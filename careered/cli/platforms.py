"""careered platforms add | invite | list | approve | off."""

from dataclasses import asdict
from typing import Annotated

import typer
from sqlalchemy import Connection, insert, select

from careered.cli.common import Json, database, fail, settings, show
from careered.clock import new_id, now
from careered.lti import platforms, urls
from careered.lti.connecting import invite
from careered.lti.quirks import FAMILIES
from careered.lti.registration import Registration
from careered.roster.tables import Organisation
from careered.settings import Settings

app = typer.Typer(help="Learning platforms that may open careered.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Option(help="What people call the platform; shown to pupils.")],
    issuer: Annotated[str, typer.Option(help="The platform's issuer, letter for letter.")],
    client_id: Annotated[str, typer.Option(help="The client id that the platform gave.")],
    auth_url: Annotated[str, typer.Option(help="Authentication request address.")],
    token_url: Annotated[str, typer.Option(help="Access token address.")],
    jwks_url: Annotated[str, typer.Option(help="Public keyset address.")],
    deployment: Annotated[list[str], typer.Option(help="Deployment id; may be given several times.")],
    country: Annotated[str, typer.Option(help="Country of the curriculum pack, such as fi or dk.")],
    family: Annotated[str, typer.Option(help=f"One of {', '.join(FAMILIES)}.")] = "other",
    host: Annotated[list[str] | None, typer.Option(help="Another host name of it; may be given several times.")] = None,
    organisation: Annotated[str, typer.Option(help="Provider of education; the only one if left out.")] = "",
    as_json: bool = Json,
) -> None:
    """Connect a platform by hand. The same issuer and client id again changes the connection and keeps its id."""
    found = settings()
    _refuse_bad(found, family, {"auth-url": auth_url, "token-url": token_url, "jwks-url": jwks_url})
    with database(found).write() as db:
        registration = Registration(
            organisation_id=organisation_id(db, organisation),
            platform_id="",
            name=name,
            issuer=issuer,
            client_id=client_id,
            auth_url=auth_url,
            token_url=token_url,
            jwks_url=jwks_url,
            family=family,
            country=country.lower(),
            hosts=tuple(_hosts(host or [])),
        )
        platform_id = platforms.add(db, registration, deployment)
    show([{"id": platform_id, "name": name}], ("id", "name"), as_json=as_json)


def _hosts(given: list[str]) -> list[str]:
    for one in given:
        if not urls.is_host(one):
            fail(f"--host {one}: must be a name such as school.example.org, without https:// and without a path.")
    return [one.lower() for one in given]


def _refuse_bad(found: Settings, family: str, addresses: dict[str, str]) -> None:
    if family not in FAMILIES:
        raise typer.BadParameter(f"--family is one of {', '.join(FAMILIES)}")
    for option, address in addresses.items():
        if not urls.outgoing_allowed(address, found.allow_loopback):
            fail(f"--{option} {address}: must be https and not an address of this machine or a private network.")


@app.command("invite")
def invite_platform(
    country: Annotated[str, typer.Option(help="Country of the curriculum pack, such as fi or dk.")],
    organisation: Annotated[str, typer.Option(help="Provider of education; the only one if left out.")] = "",
    approved: Annotated[bool, typer.Option("--approved", help="In use as soon as it has registered.")] = False,
    as_json: bool = Json,
) -> None:
    """Print an address that one platform can register itself with: once, within seven days."""
    found = settings()
    with database(found).write() as db:
        address = invite.make(db, organisation_id(db, organisation), found.origin, country=country, approved=approved)
    if as_json:
        show([{"url": address}], ("url",), as_json=True)
        return
    typer.echo(address)
    if not approved:
        typer.echo("When it has registered: careered platforms list, then careered platforms approve ID", err=True)


@app.command()
def approve(
    platform: Annotated[str, typer.Argument(help="The platform's id, as `platforms list` prints it.")],
    deployment: Annotated[str, typer.Option(help="Approve only this waiting place of it.")] = "",
) -> None:
    """Let people in from a platform that has registered, or from a place of it that waits."""
    with database().write() as db:
        known = _known(db, platform)
        if deployment:
            platforms.approve(db, known.organisation_id, known.platform_id, deployment)
        else:
            platforms.set_status(db, known.organisation_id, known.platform_id, "active")
    typer.echo(f"{known.name}{f', place {deployment},' if deployment else ''} is approved.")


@app.command()
def off(platform: Annotated[str, typer.Argument(help="The platform's id, as `platforms list` prints it.")]) -> None:
    """Let nobody in from a platform. Nothing is deleted; `approve` switches it on again."""
    with database().write() as db:
        known = _known(db, platform)
        platforms.set_status(db, known.organisation_id, known.platform_id, "off")
    typer.echo(f"{known.name} is off.")


def _known(db: Connection, platform_id: str) -> Registration:
    found = [one for one in platforms.all_platforms(db) if one.platform_id == platform_id]
    if not found:
        fail("There is no such platform. careered platforms list shows their ids.")
    return found[0]


def organisation_id(db: Connection, name: str) -> str:
    """The organisation of a name, made if new; without a name the only one there is."""
    table = Organisation.__table__
    rows = db.execute(select(table)).mappings().all()
    named = [row for row in rows if row["name"] == name] if name else list(rows)
    if len(named) > 1:
        raise typer.BadParameter("there are several organisations: say which by --organisation")
    if named:
        return str(named[0]["organisation_id"])
    row = {"organisation_id": new_id(), "name": name or "careered", "created_at": now()}
    db.execute(insert(table).values(**row))
    return str(row["organisation_id"])


@app.command("list")
def list_platforms(as_json: bool = Json) -> None:
    """The connected platforms."""
    with database().read() as db:
        rows = [
            asdict(one)
            | {"deployments": sorted(one.deployments)}
            | {"waiting": platforms.pending_places(db, one.organisation_id, one.platform_id)}
            for one in platforms.all_platforms(db)
        ]
    columns = ("platform_id", "name", "issuer", "client_id", "country", "family", "status", "waiting")
    show(rows, columns, as_json=as_json)
