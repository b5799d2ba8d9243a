"""Platforms, their deployments and links, and the tool's own keys."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


class Platform(Table, table=True):
    """A registration: one platform with one client id of ours.

    status: "active", "pending" (registered, not yet approved) or "off". Found by (issuer, client_id): hosted
    platforms share one issuer. registration_method: "manual" or "dynamic". scopes: granted to a dynamic registration,
    empty if unknown. hosts: further host names that deep linking responses may be sent to (a school's own host on a
    shared service). service_hosts: hosts of the services that approved launches have named. deployment_kind: what one
    deployment is, as an administrator answered: "school", "course" (of one school, whose deployments share their
    people), or "" while nobody has been asked. replaced_by: the platform that took another connection instead of this
    one, at replaced_at; "" otherwise.
    """

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "how to reach the learning platform")

    organisation_id: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    audience: str | None = None
    family: str
    country: str
    status: str
    registration_method: str = "manual"
    deployment_kind: str = ""
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    hosts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    service_hosts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    replaced_by: str = ""
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Deployment(Table, table=True):
    """A deployment of the tool on a platform. status: "approved", or "pending" until an administrator approves it.

    status "former": of a connection that was replaced, under a name of ours; its classes wait until it has been said
    which new one it is. replaces: which one this was said to be (former_deployments.py), "" otherwise.
    notices_url: where to subscribe to notices; notices_subscribed_at: when we last did.
    """

    __tablename__ = "deployment"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "places on the platform")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    deployment_id: str = Field(primary_key=True)
    status: str = "approved"
    replaces: str = ""
    notices_url: str = ""
    notices_subscribed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class RegistrationVersion(Table, table=True):
    """The state that all platforms and deployments are in: another value after every change. One row."""

    __tablename__ = "registration_version"
    data_policy: ClassVar[DataPolicy] = DataPolicy("shared", "whether what is known of the platforms has changed")

    name: str = Field(primary_key=True)
    version: str


class ContextService(Table, table=True):
    """Service URLs of a class from its last launch: line items (AGS) and memberships (NRPS).

    nrps_differences_url: changes since the last roster (NRPS 2.0, 2.5.1). roster_fetched_at: when the last full
    roster was read. resource_link_id: of the last launch, for platforms that give a roster only by resource link.
    """

    __tablename__ = "context_service"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "service addresses of a course")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    platform_id: str
    deployment_id: str
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    line_items_url: str
    roster_url: str
    nrps_differences_url: str = ""
    roster_fetched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resource_link_id: str = ""
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ToolKeyRow(Table, table=True):
    """A key pair of the tool; the private half is encrypted with the installation's secret."""

    __tablename__ = "tool_key"
    data_policy: ClassVar[DataPolicy] = DataPolicy("shared", "the installation's own signing keys")

    kid: str = Field(primary_key=True)
    private_pem_encrypted: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
    active_from: datetime = Field(sa_type=UtcDateTime)
    published_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeepLinkingSession(Table, table=True):
    """A deep linking request, stored with the session until the response is sent (DL 2.0, 4.4).

    settings: the platform's settings as sent; `data` is returned unchanged.
    """

    __tablename__ = "deep_linking_session"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "what a platform wants to have chosen, for the length of a visit"
    )

    organisation_id: str = Field(primary_key=True)
    token_hash: str = Field(primary_key=True)
    platform_id: str
    deployment_id: str
    grade: int | None = None
    pack_id: str
    settings: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ConnectionEventRow(Table, table=True):
    """A connection event: how one step of a platform's connection last ended. No person, no URL.

    step: "login", "launch", "frame", "token", ... code: "ok" or the error's code. facts: seconds of skew and such.
    """

    __tablename__ = "connection_event"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "how the connection to a platform last went")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    facts: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    occurred_at: datetime = Field(sa_type=UtcDateTime)
