"""Questions to the staff of a class, boards, what pupils keep on their own page, the track and the marks of staff.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import careered.db.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = careered.db.types.UtcDateTime(timezone=True)


def texts(*names: str) -> list[sa.Column]:
    return [sa.Column(name, TEXT(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "question",
        *texts("organisation_id", "class_id", "id", "person_id", "text", "state", "answer"),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "id", name="pk_question"),
    )
    op.create_index("ix_question_person_id", "question", ["person_id"])
    op.create_table(
        "nameless_question",
        *texts("organisation_id", "class_id", "id", "text", "state", "answer"),
        sa.Column("week", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "id", name="pk_nameless_question"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "board",
        *texts("organisation_id", "class_id", "id", "kind", "prompt"),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("moderated", sa.Boolean(), nullable=False),
        *texts("opens", "closes"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "id", name="pk_board"),
    )
    op.create_table(
        "post",
        *texts("organisation_id", "board_id", "id", "person_id", "subject", "text", "state"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "board_id", "id", name="pk_post"),
    )
    op.create_index("ix_post_person_id", "post", ["person_id"])
    op.create_table(
        "post_sign",
        *texts("organisation_id", "board_id", "post_id", "kind", "person_id"),
        sa.PrimaryKeyConstraint(
            "organisation_id", "board_id", "post_id", "kind", "person_id", name="pk_post_sign"
        ),
    )
    op.create_index("ix_post_sign_person_id", "post_sign", ["person_id"])
    op.create_table(
        "kept_line",
        *texts("organisation_id", "person_id", "id", "shelf", "text"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", "id", name="pk_kept_line"),
    )
    op.create_index("ix_kept_line_person_id", "kept_line", ["person_id"])
    op.create_table(
        "track_mark",
        *texts("organisation_id", "person_id", "mark", "value"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", "mark", name="pk_track_mark"),
    )
    op.create_index("ix_track_mark_person_id", "track_mark", ["person_id"])
    op.create_table(
        "mark",
        *texts("organisation_id", "class_id", "person_id", "kind", "subject", "reason", "day", "by_person_id"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "class_id", "person_id", "kind", "subject", name="pk_mark"),
    )
    op.create_index("ix_mark_person_id", "mark", ["person_id"])
