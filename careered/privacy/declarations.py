"""What every table says about itself: whose data it keeps, why, and how it goes."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy import Table as SqlTable
from sqlmodel import SQLModel

from careered.db.lookup import same
from careered.db.tables import Holds, Table


@dataclass(frozen=True)
class Declared:
    """A table and its declarations; `holds` is None where the author forgot it."""

    table: SqlTable
    holds: Holds | None

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.table.name


@dataclass(frozen=True)
class Personal:
    """A table with rows about people."""

    table: SqlTable
    holds: Holds

    def of(self, organisation_id: str, person_id: str) -> ColumnElement[bool]:
        """A WHERE for the rows about one person."""
        found: ColumnElement[bool] = same(
            self.table, **{"organisation_id": organisation_id, self.holds.column: person_id}
        )
        return found


def declared_tables() -> list[Declared]:
    """Every table there is (of the rooms that have been imported), by name, with its declarations."""
    models = {model.__table__.name: model for model in _models(Table)}
    return [
        Declared(table, getattr(models.get(name), "holds", None))
        for name, table in sorted(SQLModel.metadata.tables.items())
    ]


def personal_tables() -> list[Personal]:
    """The tables about people: the people themselves first, then by name."""
    found = [Personal(one.table, one.holds) for one in declared_tables() if one.holds and one.holds.whose == "person"]
    return sorted(found, key=lambda one: one.holds.column != "id")


def people() -> SqlTable:
    """The table of the people themselves: the one whose rows are persons."""
    return personal_tables()[0].table


def _models(parent: type[Table]) -> list[type[Table]]:
    below = [model for child in parent.__subclasses__() for model in (child, *_models(child))]
    return [model for model in below if hasattr(model, "__table__")]
