"""Scores after an attestation was undone: the older one again, but nothing over a grade that is newer than it.

Platforms refuse a score that is older than the grade they have (AGS 2.0, 3.4). So the older score goes with the time
of the one that it replaces: a grade that a teacher has given since then stays. A score that never left is forgotten.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete

from careered.clock import now
from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.progress.tables import ScoreDelivery

_deliveries = ScoreDelivery.__table__


def with_earlier_times(rows: Sequence[Mapping[str, Any]], deliveries: Mapping[str, Row]) -> list[Mapping[str, Any]]:
    """Changed rows with the time of the score that each replaces. deliveries: those before, by line item."""
    return [
        {**row, "desired_at": deliveries[row["line_item_id"]]["desired_at"]}
        if row["line_item_id"] in deliveries
        else row
        for row in rows
    ]


def forget_unsent(db: Connection, pupil_key: Mapping[str, str]) -> None:
    """Delete a pupil's noughts where nothing was ever sent: a nought in the gradebook would be a grade."""
    is_leased = _deliveries.c.leased_until.is_not(None) & (_deliveries.c.leased_until >= now())
    was_never_sent = (_deliveries.c.score_timestamp == 0) & _deliveries.c.delivered_score.is_(None) & ~is_leased
    is_nought = _deliveries.c.desired_score == 0
    db.execute(delete(_deliveries).where(where_equal(_deliveries, **pupil_key) & was_never_sent & is_nought))
