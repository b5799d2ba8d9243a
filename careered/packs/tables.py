"""Tables of loaded packs and overlays with their files, and of uploads."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime


class PackVersion(Table, table=True):
    """One loaded version of a pack. Old versions stay: pupils finish a lesson in the version they began.

    files: text by relative name. content_hash: see files.content_hash. current: the version for newly begun lessons.
    successors: by requirement that it drops, the one that it counts as; null for none.
    """

    __tablename__ = "pack_version"
    data_policy: ClassVar[DataPolicy] = DataPolicy("shared", "national content of the installation, nobody's data")

    pack_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    country: str
    content_hash: str
    files: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    current: bool
    loaded_at: datetime = Field(sa_type=UtcDateTime)
    successors: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True), nullable=True))


class PackOverlay(Table, table=True):
    """One loaded version of an organisation's additions to a national pack.

    files: text by relative name. current: the version that is merged with the pack's current version.
    """

    __tablename__ = "pack_overlay"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "local services, lessons and grade placement, nobody's data"
    )

    organisation_id: str = Field(primary_key=True)
    overlay_id: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    pack_id: str
    content_hash: str
    files: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    current: bool
    loaded_at: datetime = Field(sa_type=UtcDateTime)


class PackUpload(Table, table=True):
    """A pack that an administrator has uploaded but not confirmed: exactly the files that were checked."""

    __tablename__ = "pack_upload"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "organisation", "uploaded lessons until they are confirmed, nobody's data"
    )

    organisation_id: str = Field(primary_key=True)
    content_hash: str = Field(primary_key=True)
    files: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
