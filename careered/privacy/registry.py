"""The data policies that the tables declare."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy import Table as SqlTable
from sqlmodel import SQLModel

from careered.db.queries import where_equal
from careered.db.tables import DataPolicy, Table


@dataclass(frozen=True)
class TableDeclaration:
    """A table and its data policy; None if the author forgot it."""

    table: SqlTable
    data_policy: DataPolicy | None

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.table.name


@dataclass(frozen=True)
class PersonalTable:
    """A table with rows about people."""

    table: SqlTable
    data_policy: DataPolicy

    def rows_of(self, organisation_id: str, person_id: str) -> ColumnElement[bool]:
        """The WHERE condition for the rows about one person."""
        condition: ColumnElement[bool] = where_equal(
            self.table, **{"organisation_id": organisation_id, self.data_policy.person_column: person_id}
        )
        return condition


def declared_tables() -> list[TableDeclaration]:
    """All tables of the imported modules, by name."""
    models = {model.__table__.name: model for model in _table_models(Table)}
    return [
        TableDeclaration(table, getattr(models.get(name), "data_policy", None))
        for name, table in sorted(SQLModel.metadata.tables.items())
    ]


def personal_tables() -> list[PersonalTable]:
    """Tables with data of people: the people table first, then by name."""
    tables = [
        PersonalTable(declaration.table, declaration.data_policy)
        for declaration in declared_tables()
        if declaration.data_policy and declaration.data_policy.owner == "person"
    ]
    return sorted(tables, key=lambda table: table.data_policy.person_column != "id")


def people_table() -> SqlTable:
    """The people table: the one whose rows are people."""
    return personal_tables()[0].table


def _table_models(parent: type[Table]) -> list[type[Table]]:
    models = [model for child in parent.__subclasses__() for model in (child, *_table_models(child))]
    return [model for model in models if hasattr(model, "__table__")]
