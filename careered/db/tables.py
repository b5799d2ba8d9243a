"""Base class of the tables, and the data policy that every table declares.

`DataPolicy` says whose data a table stores, whether the person's copy has them, and how they are erased. The
privacy pages work from these declarations alone; a test fails for a table without one, and for one whose key does not
begin with the organisation (design decision 7).
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sqlalchemy import MetaData
from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


@dataclass(frozen=True)
class DataPolicy:
    """Whose data a table stores and what erasing the person does.

    owner: "person" (by `person_column`), "organisation" (facts of a school), or "shared" (the installation's).
    erase: "delete" the row; "set_null" clears the person column; "keep", for the reason in `purpose_label`; "end" is of
    sessions (`web/sessions.py`), whose row says no more of anybody.
    is_exported: whether the row belongs in the person's copy of own data.
    is_free_text: whether the person wrote it, or it was addressed to them; it may be erased earlier.
    """

    owner: Literal["person", "organisation", "shared"]
    purpose_label: str
    person_column: str = ""
    is_exported: bool = False
    is_free_text: bool = False
    erase: Literal["delete", "set_null", "keep", "end"] = "keep"


class Table(SQLModel):
    """Base of all tables: storage only. Input is validated by other classes first: no validator is built at start."""

    model_config = {"defer_build": True}
    data_policy: ClassVar[DataPolicy]
    __table__: ClassVar[Any]
