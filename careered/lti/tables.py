"""Platforms, their deployments and links, used nonces, and the tool's own keys."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field

from careered.db.tables import Holds, Table
from careered.db.types import UtcDateTime


class Platform(Table, table=True):
    """A registration: one learning platform that knows us by one client id.

    status: "active", "pending" (registered, not yet approved) or "off". Found by (issuer, client_id); hosted
    platforms share one issuer, so neither alone is enough.
    """

    __tablename__ = "platform"
    __table_args__ = (UniqueConstraint("issuer", "client_id"),)
    holds: ClassVar[Holds] = Holds("organisation", "how to reach the learning platform")

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
    created_at: datetime = Field(sa_type=UtcDateTime)


class Deployment(Table, table=True):
    """A place on a platform where the tool may be used."""

    __tablename__ = "deployment"
    holds: ClassVar[Holds] = Holds("organisation", "approved places on the platform")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    deployment_id: str = Field(primary_key=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class ClassService(Table, table=True):
    """What a platform offers for a class: its gradebook and roster services, as the last launch said."""

    __tablename__ = "class_service"
    holds: ClassVar[Holds] = Holds("organisation", "service addresses of a course")

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    platform_id: str
    deployment_id: str
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    line_items_url: str
    roster_url: str
    updated_at: datetime = Field(sa_type=UtcDateTime)


class UsedNonce(Table, table=True):
    """A nonce that has made a session. Kept a little longer than any token lives, then removed."""

    __tablename__ = "used_nonce"
    holds: ClassVar[Holds] = Holds("organisation", "random words against replay, nobody's data")

    organisation_id: str = Field(primary_key=True)
    platform_id: str = Field(primary_key=True)
    nonce: str = Field(primary_key=True)
    used_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ToolKeyRow(Table, table=True):
    """A key pair of the tool; the private half is encrypted with the installation's secret."""

    __tablename__ = "tool_key"
    holds: ClassVar[Holds] = Holds("shared", "the installation's own signing keys")

    kid: str = Field(primary_key=True)
    private_pem_encrypted: bytes
    created_at: datetime = Field(sa_type=UtcDateTime)
    active_from: datetime = Field(sa_type=UtcDateTime)
