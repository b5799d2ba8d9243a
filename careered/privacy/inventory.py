"""Number of rows stored about a person per table, and what erasure does to them."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from careered.privacy.registry import PersonalTable, personal_tables


@dataclass(frozen=True)
class StoredRows:
    """Number of rows about a person in one table. purpose_label: a message id. erase: see DataPolicy."""

    table: str
    purpose_label: str
    rows: int
    erase: str

    @property
    def is_kept(self) -> bool:
        """Whether the rows remain after erasure."""
        return self.erase not in {"delete", "end"}


def stored_about(db: Connection, organisation_id: str, person_id: str) -> list[StoredRows]:
    """Tables with rows about a person, the people table first."""
    counted_tables = [
        (personal_table, _count_rows(db, personal_table, organisation_id, person_id))
        for personal_table in personal_tables()
    ]
    return [
        StoredRows(
            personal_table.table.name, personal_table.data_policy.purpose_label, rows, personal_table.data_policy.erase
        )
        for personal_table, rows in counted_tables
        if rows
    ]


def _count_rows(db: Connection, personal_table: PersonalTable, organisation_id: str, person_id: str) -> int:
    condition = personal_table.rows_of(organisation_id, person_id)
    return int(db.execute(select(func.count()).select_from(personal_table.table).where(condition)).scalar_one())
