"""Platforms, their deployments and links, used nonces, and the tool's own keys."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


class Platform(Table, table=True):
    """A registration: one learning platform that knows us by one client id.

    status: "active", "pending" (registered, not yet approved) or "off". Found by (issuer, client_id); hosted
    platforms share one issuer, so neither alone is enough. registered: "hand" or "dynamic".
    scopes: what a dynamic registration was granted; empty where nobody said. hosts: the platform's other host names
    that may be sent a deep linking answer (a school's own address on a shared service).
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
    registered: str = "hand"
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    hosts: list[str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)


class Deployment(Table, table=True):
    """A place on a platform where the tool is used. status: "approved", or "pending" until somebody has said yes.

    notices_url: where the platform takes our wish for notices; notices_at: when we last told it.
    """

    __tablename__ = "deployment"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "places on the platform")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    deployment_id: str = Field(primary_key=True)
    status: str = "approved"
    notices_url: str = ""
    notices_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ClassService(Table, table=True):
    """What a platform offers for a class: its gradebook and roster services, as the last launch said.

    differences_url: where the platform tells what has changed since the last list (NRPS 2.0, 2.5.1). listed_at: when
    the last whole list was read; changes are no whole list.
    link_id: the activity of the last launch, for platforms that give a list only by activity.
    """

    __tablename__ = "class_service"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "service addresses of a course")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    platform_id: str
    deployment_id: str
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    line_items_url: str
    roster_url: str
    differences_url: str = ""
    listed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    link_id: str = ""
    updated_at: datetime = Field(sa_type=UtcDateTime)


class UsedNonce(Table, table=True):
    """A nonce that has made a session. Kept a little longer than any token lives, then removed."""

    __tablename__ = "used_nonce"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "random words against replay, nobody's data")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    nonce: str = Field(primary_key=True)
    used_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ToolKeyRow(Table, table=True):
    """A key pair of the tool; the private half is encrypted with the installation's secret."""

    __tablename__ = "tool_key"
    data_policy: ClassVar[DataPolicy] = DataPolicy("shared", "the installation's own signing keys")

    kid: str = Field(primary_key=True)
    private_pem_encrypted: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
    active_from: datetime = Field(sa_type=UtcDateTime)
    published_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeepLinkingRow(Table, table=True):
    """What a platform asked for in a deep linking launch, kept with the visit until it is answered (DL 2.0, 3.4).

    settings: the platform's settings as it sent them; `data` goes back letter for letter.
    """

    __tablename__ = "deep_linking"
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


class ConnectionNote(Table, table=True):
    """How one step of a platform's connection last went, for the connection doctor: no person, no address.

    step: "login", "launch", "frame", "token", ... code: "ok" or the refusal's code. facts: seconds of skew and such.
    """

    __tablename__ = "connection_note"
    data_policy: ClassVar[DataPolicy] = DataPolicy("organisation", "how the connection to a platform last went")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    facts: dict[str, object] = Field(sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)
