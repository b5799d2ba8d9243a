"""careered platforms add | list."""

from dataclasses import asdict
from typing import Annotated

import typer
from sqlalchemy import Connection, insert, select

from careered.cli.common import Json, database, fail, settings, show
from careered.clock import new_id, now
from careered.lti import platforms, urls
from careered.lti.registration import Registration
from careered.roster.tables import Organisation
from careered.settings import Settings

app = typer.Typer(help="Learning platforms that may open careered.", no_args_is_help=True)
FAMILIES = ("moodle", "canvas", "itslearning", "other")


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
        )
        platform_id = platforms.add(db, registration, deployment)
    show([{"id": platform_id, "name": name}], ("id", "name"), as_json=as_json)


def _refuse_bad(found: Settings, family: str, addresses: dict[str, str]) -> None:
    if family not in FAMILIES:
        raise typer.BadParameter(f"--family is one of {', '.join(FAMILIES)}")
    for option, address in addresses.items():
        if not urls.outgoing_allowed(address, found.allow_loopback):
            fail(f"--{option} {address}: must be https and not an address of this machine or a private network.")


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
        rows = [asdict(one) | {"deployments": sorted(one.deployments)} for one in platforms.all_platforms(db)]
    show(rows, ("platform_id", "name", "issuer", "client_id", "country", "family", "status"), as_json=as_json)
