"""Lessons done together, notes to pupils, groups, transfer codes, frozen figures, the self-check, ended classes.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import careered.db.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = careered.db.types.UtcDateTime(timezone=True)


def texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, TEXT(), nullable=False) for name in names]


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, MOMENT, nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("school_class") as table:
        table.add_column(moment("ended_at", nullable=True))
        table.add_column(moment("grade_set_at", nullable=True))
    together()
    people()
    figures()


def together() -> None:
    op.create_table(
        "sitting",
        *texts("organisation_id", "class_id", "id", "lesson_id", "question"),
        moment("started_at"),
        moment("devices_until"),
        moment("closed_at", nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "id", name="pk_sitting"),
    )
    given = ("organisation_id", "class_id", "sitting_id", "question", "person_id")
    op.create_table("exit_given", *texts(*given), sa.PrimaryKeyConstraint(*given, name="pk_exit_given"))
    op.create_index("ix_exit_given_person_id", "exit_given", ["person_id"])
    counted = ("organisation_id", "class_id", "sitting_id", "question", "choice")
    op.create_table(
        "exit_count",
        *texts(*counted),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*counted, name="pk_exit_count"),
    )


def people() -> None:
    op.create_table(
        "note",
        *texts("organisation_id", "class_id", "person_id", "id", "kind", "lesson_id", "step_id", "text"),
        *texts("by_person_id"),
        moment("made_at"),
        moment("read_at", nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "person_id", "id", name="pk_note"),
    )
    op.create_index("ix_note_person_id", "note", ["person_id"])
    op.create_table(
        "class_group",
        *texts("organisation_id", "class_id", "id", "name"),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "id", name="pk_class_group"),
    )
    member = ("organisation_id", "class_id", "group_id", "person_id")
    op.create_table("group_member", *texts(*member), sa.PrimaryKeyConstraint(*member, name="pk_group_member"))
    op.create_index("ix_group_member_person_id", "group_member", ["person_id"])
    op.create_table(
        "transfer",
        *texts("organisation_id", "class_id", "person_id", "code_hash"),
        moment("made_at"),
        moment("used_at", nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "person_id", name="pk_transfer"),
        sa.UniqueConstraint("code_hash", name="uq_transfer_code_hash"),
    )
    op.create_index("ix_transfer_person_id", "transfer", ["person_id"])


def figures() -> None:
    op.create_table(
        "snapshot",
        *texts("organisation_id", "day"),
        sa.Column("figures", sa.JSON(), nullable=False),
        moment("made_at"),
        sa.PrimaryKeyConstraint("organisation_id", "day", name="pk_snapshot"),
    )
    op.create_table(
        "provision_check",
        *texts("organisation_id", "school_id", "term"),
        sa.Column("answers", sa.JSON(), nullable=False),
        moment("made_at"),
        sa.PrimaryKeyConstraint("organisation_id", "school_id", "term", name="pk_provision_check"),
    )
