"""careered platforms add | invite | list | approve | deployments | disable."""

from dataclasses import asdict
from typing import Annotated, Literal

import typer
from sqlalchemy import Connection

from careered.cli.common import (
    JsonOption,
    OrganisationOption,
    fail,
    load_settings,
    open_database,
    print_rows,
    resolve_organisation,
)
from careered.lti import deployment_store, platform_store, urls
from careered.lti.platform import Registration
from careered.lti.quirks import FAMILIES
from careered.lti.registration import invite
from careered.settings import Settings
from careered.web.errors import RequestError

app = typer.Typer(help="Learning platforms that may open careered.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Option(help="The platform's name; shown to pupils.")],
    issuer: Annotated[str, typer.Option(help="The platform's issuer, exactly as it writes it.")],
    client_id: Annotated[str, typer.Option(help="The client id that the platform assigned.")],
    auth_url: Annotated[str, typer.Option(help="Authentication request address.")],
    token_url: Annotated[str, typer.Option(help="Access token address.")],
    jwks_url: Annotated[str, typer.Option(help="Public keyset address.")],
    deployment: Annotated[list[str], typer.Option(help="Deployment id; may be given several times.")],
    country: Annotated[str, typer.Option(help="Country of the curriculum pack, such as fi or dk.")],
    family: Annotated[str, typer.Option(help=f"One of {', '.join(FAMILIES)}.")] = "other",
    host: Annotated[list[str] | None, typer.Option(help="Another host name of it; may be given several times.")] = None,
    organisation: OrganisationOption = "",
    as_json: bool = JsonOption,
) -> None:
    """Register a platform by hand. With a known issuer and client id, update the registration and keep its id."""
    settings = load_settings()
    _check_options(settings, family, {"auth-url": auth_url, "token-url": token_url, "jwks-url": jwks_url})
    with open_database(settings).transaction() as db:
        registration = Registration(
            organisation_id=resolve_organisation(db, organisation),
            platform_id="",
            name=name,
            issuer=issuer,
            client_id=client_id,
            auth_url=auth_url,
            token_url=token_url,
            jwks_url=jwks_url,
            family=family,
            country=country.lower(),
            hosts=tuple(_check_hosts(host or [])),
        )
        try:
            platform_id = platform_store.save(db, registration, deployment)
        except RequestError:
            fail(f"{issuer}, client {client_id}: another organisation has connected this platform.")
    print_rows([{"id": platform_id, "name": name}], ("id", "name"), as_json=as_json)


def _check_hosts(hosts: list[str]) -> list[str]:
    for host in hosts:
        if not urls.is_host(host):
            fail(f"--host {host}: must be a name such as school.example.org, without https:// and without a path.")
    return [host.lower() for host in hosts]


def _check_options(settings: Settings, family: str, urls_by_option: dict[str, str]) -> None:
    if family not in FAMILIES:
        raise typer.BadParameter(f"--family is one of {', '.join(FAMILIES)}")
    for option, url in urls_by_option.items():
        if not urls.is_outgoing_allowed(url, settings.allow_loopback):
            fail(f"--{option} {url}: must be https and not an address of this machine or a private network.")


@app.command("invite")
def invite_platform(
    country: Annotated[str, typer.Option(help="Country of the curriculum pack, such as fi or dk.")],
    organisation: OrganisationOption = "",
    approved: Annotated[bool, typer.Option("--approved", help="Approve it as soon as it has registered.")] = False,
    as_json: bool = JsonOption,
) -> None:
    """Print a one-time address for dynamic registration, valid for seven days."""
    settings = load_settings()
    with open_database(settings).transaction() as db:
        url = invite.create_invitation(
            db, resolve_organisation(db, organisation), settings.origin, country=country, is_approved=approved
        )
    if as_json:
        print_rows([{"url": url}], ("url",), as_json=True)
        return
    typer.echo(url)
    if not approved:
        typer.echo("When it has registered: careered platforms list, then careered platforms approve ID", err=True)


@app.command()
def approve(
    platform: Annotated[str, typer.Argument(help="The platform's id, as `platforms list` prints it.")],
    deployment: Annotated[str, typer.Option(help="Approve only this pending deployment of it.")] = "",
) -> None:
    """Allow launches from a registered platform, or from one of its pending deployments."""
    with open_database().transaction() as db:
        registration = _require_platform(db, platform)
        if deployment:
            _refuse_while_matching(registration)
            deployment_store.approve(db, registration.organisation_id, registration.platform_id, deployment)
        else:
            platform_store.set_status(db, registration.organisation_id, registration.platform_id, "active")
    typer.echo(f"{registration.name}{f', deployment {deployment},' if deployment else ''} is approved.")


@app.command("deployments")
def set_deployment_kind(
    platform: Annotated[str, typer.Argument(help="The platform's id, as `platforms list` prints it.")],
    kind: Annotated[
        Literal["school", "course"], typer.Argument(help="school: approved one by one; course: all of one school.")
    ],
) -> None:
    """Say what the platform's deployments are: several schools, or courses of one school with the same people."""
    with open_database().transaction() as db:
        registration = _require_platform(db, platform)
        _refuse_while_matching(registration)
        try:
            deployment_store.set_kind(db, registration.organisation_id, registration.platform_id, kind)
        except RequestError:
            fail("People have opened careered from more than one deployment. Approve each deployment separately.")
    typer.echo(f"{registration.name}: each deployment is a {kind}.")


@app.command()
def disable(platform: Annotated[str, typer.Argument(help="The platform's id, as `platforms list` prints it.")]) -> None:
    """Reject launches from a platform. Nothing is deleted; `approve` allows them again."""
    with open_database().transaction() as db:
        registration = _require_platform(db, platform)
        platform_store.set_status(db, registration.organisation_id, registration.platform_id, "off")
    typer.echo(f"{registration.name} is disabled.")


def _refuse_while_matching(registration: Registration) -> None:
    if registration.is_matching:
        fail("Its connection was replaced. Say on the platform's page which earlier deployment each one was.")


def _require_platform(db: Connection, platform_id: str) -> Registration:
    matches = [platform for platform in platform_store.all_platforms(db) if platform.platform_id == platform_id]
    if not matches:
        fail("There is no such platform. careered platforms list shows their ids.")
    return matches[0]


@app.command("list")
def list_platforms(as_json: bool = JsonOption) -> None:
    """Every registered platform with its deployments and status."""
    with open_database().reading() as db:
        rows = [
            asdict(platform)
            | {"deployments": sorted(platform.deployments)}
            | {"waiting": deployment_store.pending_deployments(db, platform.organisation_id, platform.platform_id)}
            for platform in platform_store.all_platforms(db)
        ]
    columns = ("platform_id", "name", "issuer", "client_id", "country", "family", "status", "waiting")
    print_rows(rows, columns, as_json=as_json)
