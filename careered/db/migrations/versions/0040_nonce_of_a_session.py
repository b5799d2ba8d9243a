"""A session's row uses up the nonce of its launch. Nonces that a token may still carry become ended sessions.

Revision ID: 0040
Revises: 0039
"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from careered.db.types import UtcDateTime

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

LAST_NONCE_COUNTS = timedelta(minutes=70)  # longer than any token is accepted
TEXTS = ("platform_name", "person_id", "class_id", "role", "name", "lang", "lesson_id", "return_url")
LISTS, FLAGS = ("origins", "languages", "visible_person_ids"), ("persists", "is_platform_admin")
used = sa.table(
    "used_nonce",
    *(sa.column(name, sa.String) for name in ("organisation_id", "platform_id", "nonce")),
    sa.column("used_at", UtcDateTime),
)
session = sa.table(
    "session",
    *(sa.column(name, sa.String) for name in ("organisation_id", "token_hash", "platform_id", "nonce", *TEXTS)),
    *(sa.column(name, sa.JSON) for name in LISTS),
    *(sa.column(name, sa.Boolean) for name in FLAGS),
    *(sa.column(name, UtcDateTime) for name in ("created_at", "seen_at")),
)


def upgrade() -> None:
    op.add_column("session", sa.Column("nonce", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_index("ix_session_nonce", "session", ["organisation_id", "platform_id", "nonce"], unique=True)
    db = op.get_bind()
    recent = sa.select(used).where(used.c.used_at > datetime.now(UTC) - LAST_NONCE_COUNTS)
    if rows := [ended(row) for row in db.execute(recent).mappings()]:
        db.execute(session.insert(), rows)
    op.drop_table("used_nonce")


def ended(row: sa.RowMapping) -> dict[str, object]:
    """The session of a launch, after its end."""
    names = ("organisation_id", "platform_id", "nonce")
    texts, lists, flags = dict.fromkeys(TEXTS, ""), {name: [] for name in LISTS}, dict.fromkeys(FLAGS, False)
    times = dict.fromkeys(("created_at", "seen_at"), row["used_at"])
    own = {name: row[name] for name in names} | {"token_hash": f"ended {row['nonce']}"}
    return {**own, **texts, **lists, **flags, **times}
