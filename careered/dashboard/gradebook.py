"""The class's scores on the platform: every pupil's score in every column, those that need attention first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.db.prefetch import Row
from careered.progress.class_progress import load_class_progress
from careered.progress.outbox.labels import delivery_state, describe_delivery
from careered.progress.outbox.line_items import load_line_items
from careered.progress.outbox.states import HELD, NEEDS_ATTENTION
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import Pupil
from careered.roster.names import sort_key, staff_names
from careered.roster.scope import ClassScope

ICONS = {
    "delivered": "check",
    "waiting": "clock",
    "retrying": "clock",
    "newer_in_platform": "person",
    "column_gone": "info",
}


@dataclass(frozen=True)
class ScoreRow:
    """One pupil's score in a column: the desired score, its delivery state, and the sentence about it.

    has_left: whether they are in the class no more, where their scores stay.
    """

    id: str
    name: str
    score: str
    state: str
    icon: str
    text: str
    has_left: bool = False


@dataclass(frozen=True)
class ScoreColumn:
    """One column of the platform's gradebook. needs_attention: a score in it waits for somebody to fix something.

    without: the names of the class's pupils who have no score in it yet.
    """

    label: str
    rows: Sequence[ScoreRow]
    without: Sequence[str] = ()

    @property
    def needs_attention(self) -> bool:
        """Whether sending again is offered."""
        return any(row.state in NEEDS_ATTENTION and row.state != HELD for row in self.rows)

    @property
    def is_gone(self) -> bool:
        """Whether it has been deleted on the platform, with its activity perhaps: nothing is missing then."""
        return any(row.state == "column_gone" for row in self.rows)

    @property
    def held_count(self) -> int:
        """How many scores are lower than what the platform has, and wait for the teacher."""
        return sum(row.state == HELD for row in self.rows)

    @property
    def delivered_count(self) -> int:
        """How many scores the platform has."""
        return sum(row.state == "delivered" for row in self.rows)


def score_columns(db: Connection, scope: ClassScope, lang: str, secret: bytes) -> list[ScoreColumn]:
    """The columns of a class, oldest first, deleted ones last, each with the names of who has no score in it yet."""
    members = load_class_progress(db, scope)
    names = staff_names((member.pupil for member in members), secret, scope.class_info.id, lang)
    scores: dict[str, dict[str, ScoreRow]] = {}
    for member in members:
        for row in member.deliveries:
            in_column = scores.setdefault(row["line_item_id"], {})
            in_column[member.pupil.id] = _score_row(member.pupil, names[member.pupil.id], row, scope, lang)
    active = [member.pupil.id for member in members if member.pupil.status == ACTIVE]
    columns = []
    for line_item in load_line_items(db, scope.class_info.organisation_id, scope.class_info.id):
        rows = scores.get(line_item["id"], {})
        without = sorted((names[id_] for id_ in active if id_ not in rows), key=lambda name: sort_key(name, lang))
        columns.append(ScoreColumn(line_item["label"], _most_urgent_first(rows.values(), lang), without))
    return sorted(columns, key=lambda column: column.is_gone)


def _score_row(pupil: Pupil, name: str, row: Row, scope: ClassScope, lang: str) -> ScoreRow:
    state = delivery_state(row)
    text = describe_delivery(row, scope.class_info.platform_name, lang, scope.pack.timezone)
    score, has_left = f"{row['desired_score']} / {row['score_maximum']}", pupil.status != ACTIVE and not pupil.is_joined
    return ScoreRow(pupil.id, name, score, state, ICONS.get(state, "warning"), text, has_left)


def _most_urgent_first(rows: Iterable[ScoreRow], lang: str) -> list[ScoreRow]:
    return sorted(rows, key=lambda row: (row.state not in NEEDS_ATTENTION, sort_key(row.name, lang)))
