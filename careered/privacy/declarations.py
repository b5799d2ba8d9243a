"""What every table says about itself: whose data it keeps, why, and how it goes."""

from dataclasses import dataclass

from sqlalchemy import Table as SqlTable
from sqlmodel import SQLModel

from careered.db.tables import Holds, Table


@dataclass(frozen=True)
class Declared:
    """A table and its declaration; `holds` is None where the author forgot it."""

    table: SqlTable
    holds: Holds | None

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.table.name


def declared_tables() -> list[Declared]:
    """Every table there is (of the rooms that have been imported), by name, with its declaration."""
    holds = {model.__table__.name: getattr(model, "holds", None) for model in _models(Table)}
    return [Declared(table, holds.get(name)) for name, table in sorted(SQLModel.metadata.tables.items())]


def _models(parent: type[Table]) -> list[type[Table]]:
    below = [model for child in parent.__subclasses__() for model in (child, *_models(child))]
    return [model for model in below if hasattr(model, "__table__")]
