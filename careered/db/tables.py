"""What every table of careered declares beside its definition.

`Holds` says whose data a table keeps, how the person gets a copy, and how it goes. The privacy room works from
these declarations alone; a test fails for a table without one, and for one whose key does not begin with the
organisation (design decision 7).
"""

from collections.abc import Collection, Mapping
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
class Holds:
    """Whose data a table keeps and what erasing the person does.

    whose: "person" (by `column`), "organisation" (facts of a school, nobody's), or "shared" (the installation's).
    erase: "delete" the row; "unlink" sets the column to null and keeps the fact; "keep" with the reason in `why`.
    export: whether the row belongs in the person's copy of own data.
    """

    whose: Literal["person", "organisation", "shared"]
    why: str
    column: str = ""
    export: bool = False
    erase: Literal["delete", "unlink", "keep"] = "keep"


@dataclass(frozen=True)
class Counts:
    """What a table of sums counts, so that erasing somebody counts them out: nobody stays behind in a figure.

    of: the counted table's name. by: the key columns that both share. column: what the counted rows differ in.
    groups: each column of sums with the values that it counts.
    """

    of: str
    by: tuple[str, ...]
    column: str
    groups: Mapping[str, Collection[str]]


class Table(SQLModel):
    """Base of all tables: storage only. Input is validated by separate classes before it gets here."""

    holds: ClassVar[Holds]
    counts: ClassVar[Counts | None] = None
    __table__: ClassVar[Any]
