"""Tables and columns by the terms of LTI and of schools.

PostgreSQL renames in place. SQLite keeps the names of constraints in the text of the table, so there each table is
written anew under its new names, and the rows are copied as they are.

Revision ID: 0008
Revises: 0007
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import careered.db.types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
TIMESTAMP = careered.db.types.UtcDateTime(timezone=True)

# old table: new table, old column: new column
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "delivery": (
        "score_delivery",
        {
            "column_id": "line_item_id",
            "wanted": "desired_score",
            "maximum": "score_maximum",
            "wanted_at": "desired_at",
            "sent": "delivered_score",
            "sent_maximum": "delivered_maximum",
            "sent_at": "delivered_at",
            "stamp": "score_timestamp",
            "due": "next_attempt_at",
            "lease": "leased_until",
        },
    ),
    "gradebook_column": (
        "line_item",
        {"link_id": "resource_link_id", "measure": "metric", "address": "line_item_url"},
    ),
    "access_log": ("access_log", {"at": "occurred_at", "view": "action", "session": "session_hash"}),
    "administrator": ("administrator_access", {"asked_at": "requested_at"}),
    "answer": ("answer", {"help_wanted": "help_reason"}),
    "class_service": (
        "context_service",
        {
            "differences_url": "nrps_differences_url",
            "listed_at": "roster_fetched_at",
            "link_id": "resource_link_id",
        },
    ),
    "connection_note": ("connection_event", {"at": "occurred_at"}),
    "deep_linking": ("deep_linking_session", {}),
    "deployment": ("deployment", {"notices_at": "notices_subscribed_at"}),
    "enrolment": ("enrolment", {"role_from": "role_source"}),
    "exit_count": ("exit_ticket_count", {"sitting_id": "live_lesson_id"}),
    "exit_given": ("exit_ticket_respondent", {"sitting_id": "live_lesson_id"}),
    "kept_line": ("notebook_entry", {"shelf": "section", "made_at": "created_at"}),
    "nameless_question": ("anonymous_question", {}),
    "note": ("feedback_note", {"by_person_id": "author_person_id", "made_at": "created_at"}),
    "one_time_link": ("one_time_link", {"note": "payload"}),
    "pack_draft": ("pack_upload", {}),
    "platform": ("platform", {"registered": "registration_method"}),
    "post": ("post", {"made_at": "created_at"}),
    "post_sign": ("post_reaction", {}),
    "provision_check": ("self_assessment", {"made_at": "created_at"}),
    "retention": (
        "retention_policy",
        {"words": "texts_months", "people": "records_months", "looks": "access_log_months"},
    ),
    "school_class": (
        "school_class",
        {"roster_at": "roster_updated_at", "roster_due": "roster_due_at", "roster_problem": "roster_error"},
    ),
    "session": (
        "session",
        {"saves": "persists", "sees": "visible_person_ids", "platform_admin": "is_platform_admin"},
    ),
    "sitting": ("live_lesson", {"closed_at": "ended_at"}),
    "snapshot": ("statistics_snapshot", {"made_at": "created_at"}),
    "track_mark": ("training_answer", {"mark": "item", "at": "answered_at"}),
    "transfer": ("transfer_code", {"made_at": "created_at"}),
    "event": ("event", {"right": "correct", "of": "total", "at": "occurred_at"}),
    "status": ("requirement_status", {"requirement": "requirement_id", "how": "method", "since": "since_at"}),
    "mark": (
        "attestation",
        {
            "subject": "target_id",
            "day": "activity_date",
            "by_person_id": "author_person_id",
            "at": "created_at",
            "before": "previous_statuses",
        },
    ),
}


KINDS = ((sa.PrimaryKeyConstraint, "pk"), (sa.UniqueConstraint, "uq"), (sa.Index, "ix"))


def upgrade() -> None:
    op.drop_column("delivery", "words")  # a copy of `state` that nothing read
    op.add_column("event", sa.Column("lesson_variant", TEXT(), nullable=False, server_default=""))
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for old, (new, columns) in NAMES.items():
        table = sa.Table(old, sa.MetaData(), autoload_with=op.get_bind())
        (_rewrite if is_sqlite else _rename)(table, new, columns)
    _move_lesson_variants()
    _move_alternative_requests()
    _rename_in_previous_statuses()
    _rename_self_assessment_question()
    for table in ("question", "anonymous_question"):
        op.execute(f"UPDATE {table} SET state = 'in_progress' WHERE state = 'taken'")
    op.execute("UPDATE platform SET registration_method = 'manual' WHERE registration_method = 'hand'")


def _named_items(table: sa.Table, new: str, columns: dict[str, str]) -> list[tuple[Any, str, list[str]]]:
    """Each key, unique constraint and index of a table, with its new name (the naming convention's) and columns."""
    named: list[tuple[Any, str, list[str]]] = []
    for item in (*table.constraints, *table.indexes):
        for kind, prefix in KINDS:
            if isinstance(item, kind):
                before = [column.name for column in item.columns]
                after = [columns.get(name, name) for name in before]
                is_unchanged = (table.name, before) == (new, after)  # a long name is cut on PostgreSQL: left as it is
                parts = [prefix, new, *([] if prefix == "pk" else after)]
                named.append((item, str(item.name) if is_unchanged else "_".join(parts), after))
    return named


def _rename(table: sa.Table, new: str, columns: dict[str, str]) -> None:
    for item, name, _ in _named_items(table, new, columns):
        if item.name == name:
            continue
        if isinstance(item, sa.Index):
            op.execute(f'ALTER INDEX "{item.name}" RENAME TO "{name}"')
        else:
            op.execute(f'ALTER TABLE "{table.name}" RENAME CONSTRAINT "{item.name}" TO "{name}"')
    for column, new_column in columns.items():
        op.alter_column(table.name, column, new_column_name=new_column)
    if new != table.name:
        op.rename_table(table.name, new)


def _rewrite(table: sa.Table, new: str, columns: dict[str, str]) -> None:
    named = _named_items(table, new, columns)
    op.rename_table(table.name, "before_0008")
    op.create_table(
        new,
        *[_new_column(column, columns.get(column.name, column.name)) for column in table.columns],
        *[type(item)(*names, name=name) for item, name, names in named if not isinstance(item, sa.Index)],
        sqlite_with_rowid=table.dialect_options["sqlite"]["with_rowid"],
    )
    op.execute(f'INSERT INTO "{new}" SELECT * FROM before_0008')
    op.drop_table("before_0008")
    for index, name, names in named:
        if isinstance(index, sa.Index):
            op.create_index(name, new, names, unique=index.unique)


def _new_column(column: sa.Column[Any], name: str) -> sa.Column[Any]:
    default = column.server_default.arg if isinstance(column.server_default, sa.DefaultClause) else None
    return sa.Column(name, column.type, nullable=column.nullable, server_default=default)


def _move_lesson_variants() -> None:
    """The variant of a started lesson was in the column of the kind of a step."""
    op.execute("UPDATE event SET lesson_variant = step_kind, step_kind = '' WHERE kind = 'lesson_started'")


def _move_alternative_requests() -> None:
    """A request to show a lesson in another way was an answer without a step; one without a reason was withdrawn."""
    key = ("organisation_id", "class_id", "person_id", "lesson_id")
    requests = op.create_table(
        "alternative_request",
        *[sa.Column(name, TEXT(), nullable=False) for name in (*key, "text")],
        sa.Column("created_at", TIMESTAMP, nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_alternative_request"),
    )
    op.create_index("ix_alternative_request_person_id", "alternative_request", ["person_id"])
    answers = sa.table(
        "answer",
        *[sa.column(name, TEXT()) for name in (*key, "step_id", "help_reason")],
        sa.column("values", sa.JSON()),
        sa.column("saved_at", TIMESTAMP),
    )
    rows = op.get_bind().execute(sa.select(answers).where(answers.c.step_id == "", answers.c.help_reason != ""))
    for row in rows.mappings().all():
        values = {**{name: row[name] for name in key}, "text": row["values"].get("text", "")}
        op.get_bind().execute(sa.insert(requests).values(**values, created_at=row["saved_at"]))
    op.get_bind().execute(sa.delete(answers).where(answers.c.step_id == ""))


def _rename_self_assessment_question() -> None:
    """What schools say of themselves is kept by the id of the question."""
    key = ("organisation_id", "school_id", "term")
    table = sa.table("self_assessment", *[sa.column(name, TEXT()) for name in key], sa.column("answers", sa.JSON()))
    for row in op.get_bind().execute(sa.select(table)).mappings().all():
        answers = {"anonymous" if name == "nameless" else name: value for name, value in row["answers"].items()}
        where = sa.and_(*[table.c[name] == row[name] for name in key])
        op.get_bind().execute(sa.update(table).where(where).values(answers=answers))


def _rename_in_previous_statuses() -> None:
    """What an attestation keeps of the statuses before it names their columns."""
    columns = NAMES["status"][1]
    key = ("organisation_id", "class_id", "person_id", "kind", "target_id")
    table = sa.table(
        "attestation", *[sa.column(name, TEXT()) for name in key], sa.column("previous_statuses", sa.JSON())
    )
    for row in op.get_bind().execute(sa.select(table)).mappings().all():
        renamed = {
            requirement_id: status and {columns.get(name, name): value for name, value in status.items()}
            for requirement_id, status in row["previous_statuses"].items()
        }
        where = sa.and_(*[table.c[name] == row[name] for name in key])
        op.get_bind().execute(sa.update(table).where(where).values(previous_statuses=renamed))
