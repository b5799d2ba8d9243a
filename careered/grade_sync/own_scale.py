"""A platform that takes no scale but its column's own (AGS 3.4 lets them differ) gets the score in that one.

What was learnt stays with the line item, so that its next score goes right at once.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select, update

from careered.db.queries import where_equal
from careered.grade_sync.queue import PendingScore
from careered.lti import ags
from careered.lti.client import Rejected, ServiceClient, ServiceResult
from careered.lti.platform import Registration
from careered.progress.tables import LineItem

Score = Mapping[str, object]
_line_items = LineItem.__table__


def post_score(
    client: ServiceClient, registration: Registration, pending: PendingScore, score: Score
) -> tuple[ServiceResult, float | None]:
    """Post a score; once more in the column's own scale if it is refused in the first.

    score: the message in our scale. Returns the last answer, and the column's maximum if its own scale was used.
    """
    used = pending.own_maximum
    result = ags.post_score(client, registration, pending.line_item_url, _scaled(score, used))
    if not _may_be_the_scale(result):
        return result, used
    maximum = ags.read_own_maximum(client, registration, pending.line_item_url)
    if maximum is None or maximum == (used or pending.score_maximum):
        return result, used
    return ags.post_score(client, registration, pending.line_item_url, _scaled(score, maximum)), maximum


def load_own_maximum(db: Connection, pending: PendingScore) -> float | None:
    """The scale as it is known now: a classmate's score of the same batch may have taught it since the lease."""
    own_maximum: float | None = db.execute(
        select(_line_items.c.own_maximum).where(
            where_equal(_line_items, organisation_id=pending.organisation_id, id=pending.line_item_id)
        )
    ).scalar_one()
    return own_maximum


def store_own_maximum(db: Connection, pending: PendingScore, maximum: float) -> None:
    """Keep with the line item in which scale its scores go."""
    this_line_item = where_equal(_line_items, organisation_id=pending.organisation_id, id=pending.line_item_id)
    db.execute(update(_line_items).where(this_line_item).values(own_maximum=maximum))


def _scaled(score: Score, maximum: float | None) -> Score:
    """The message in another scale, with four decimals; as it is for None."""
    if maximum is None:
        return score
    given, ours = float(str(score["scoreGiven"])), float(str(score["scoreMaximum"]))
    return {**score, "scoreGiven": ags.in_scale(given, ours, maximum), "scoreMaximum": maximum}


def _may_be_the_scale(result: ServiceResult) -> bool:
    """Whether a refusal may mean the scale. Moodle has one sentence for it and for who is not in the course."""
    reasons = {"refused", "not_in_course"}
    return isinstance(result, Rejected) and result.status in {400, 422} and result.reason in reasons
