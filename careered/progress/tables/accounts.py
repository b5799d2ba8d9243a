"""Pupils who change classes or accounts: codes and joined accounts."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Column
from sqlmodel import Field

from careered.db.tables import DataPolicy, Table
from careered.db.types import UtcDateTime
from careered.i18n_marker import _


class TransferCode(Table, table=True):
    """A code with which a pupil takes progress to another class. code_hash: SHA-256; only the pupil has the code."""

    __tablename__ = "transfer_code"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("The fact that a code for changing classes was made"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True, index=True)
    code_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JoinedAccount(Table, table=True):
    """An earlier account of a pupil whose progress in a class counts for another one (`joined.py`).

    person_id: the account that goes on. earlier_person_id: the one that does not; enrolment: what its was before.
    brought: what came along, and the statuses before and after it, so that exactly that can be taken away again.
    """

    __tablename__ = "joined_account"
    data_policy: ClassVar[DataPolicy] = DataPolicy(
        "person",
        _("The fact that two accounts in a class were joined, and what was carried over"),
        person_column="person_id",
        is_exported=True,
        erase="delete",
    )

    organisation_id: str = Field(primary_key=True)
    class_id: str = Field(primary_key=True)
    earlier_person_id: str = Field(primary_key=True)
    person_id: str = Field(index=True)
    author_person_id: str
    enrolment: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    brought: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    joined_at: datetime = Field(sa_type=UtcDateTime)
