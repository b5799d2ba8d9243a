"""What a posted score does to the gradebook (AGS 3.4), by the rules of the profile."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from demo_platform.courses import LineItem, Result
from demo_platform.people import Role

if TYPE_CHECKING:
    from demo_platform.platform_state import School
    from demo_platform.profiles.profile import Profile

NEW_SUBMISSION = "https://canvas.instructure.com/lti/submission"
GRADED = "FullyGraded"
_PROGRESS = {"Initialized", "Started", "InProgress", "Submitted", "Completed"}
_GRADING = {GRADED, "Pending", "PendingManual", "Failed", "NotReady"}


class ScoreRefused(Exception):
    """A score that changes nothing, and the status of the answer."""

    def __init__(self, status: int, reason: str = "Incorrect score received") -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Score:
    """A score as read. given is None where none was sent; at: epoch seconds."""

    user_id: str
    given: float | None
    maximum: float
    at: float
    graded: bool
    comment: str
    new_attempt: bool


def store(school: "School", item: LineItem, body: bytes) -> str:
    """Put a score into its cell and return the person's id; raises ScoreRefused."""
    score = read(body, school.profile)
    with school.lock:
        if item.id not in school.gradebook:  # deleted since the request came in
            raise ScoreRefused(404, "Line item not found")
        if not _gradable(school, item, score.user_id):
            raise ScoreRefused(school.profile.not_gradable_status)
        cell = school.gradebook[item.id].get(score.user_id)
        _refuse_older(school.profile, item, cell, score)
        school.gradebook[item.id][score.user_id] = _result(school, item, cell, score)
    return score.user_id


def _gradable(school: "School", item: LineItem, user_id: str) -> bool:
    person = school.people.get(user_id)
    return person is not None and person.roles.get(item.course_id) is Role.LEARNER


def _refuse_older(profile: "Profile", item: LineItem, cell: Result | None, score: Score) -> None:
    if cell is None:
        return
    stored, new = (int(cell.at), int(score.at)) if profile.whole_seconds else (cell.at, score.at)
    if stored > new or (stored == new and profile.equal_is_older):
        reason = f"Refusing score with an earlier timestamp for item {item.id} and user {score.user_id}"
        raise ScoreRefused(profile.older_status, reason)


def _result(school: "School", item: LineItem, cell: Result | None, score: Score) -> Result:
    attempts = (cell.attempts if cell else 0) + int(score.new_attempt or not cell)
    return Result(_mark(school.profile, item, cell, score), score.at, school.now(), score.comment, attempts)


def _mark(profile: "Profile", item: LineItem, cell: Result | None, score: Score) -> float | None:
    """The number for the cell, on the column's scale; None empties it."""
    if not score.graded:
        return None if profile.clears_unless_graded or not cell else cell.score
    if score.given is None:
        return None
    scaled = score.given * item.maximum / score.maximum
    return round(min(max(scaled, 0.0), item.maximum) if profile.clamp else scaled, 5)


def read(body: bytes, profile: "Profile") -> Score:
    """A score from the body of a request; raises ScoreRefused where a required member is missing or wrong."""
    raw = _object(body)
    if raw.get("activityProgress") not in _PROGRESS or raw.get("gradingProgress") not in _GRADING:
        raise ScoreRefused(400)
    given, maximum = _number(raw.get("scoreGiven")), _number(raw.get("scoreMaximum"))
    if given is not None and (maximum is None or maximum <= 0):
        raise ScoreRefused(profile.no_maximum_status)
    if given is not None and given < 0 and not profile.clamp:
        raise ScoreRefused(400)
    extension = raw.get(NEW_SUBMISSION)
    same = isinstance(extension, Mapping) and extension.get("new_submission") is False
    return Score(
        user_id=str(raw.get("userId") or ""),
        given=given,
        maximum=maximum or 1.0,
        at=_epoch(raw.get("timestamp")),
        graded=raw["gradingProgress"] == GRADED,
        comment=str(raw.get("comment") or ""),
        new_attempt=profile.counts_attempts and not same,
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except ValueError as reason:
        raise ScoreRefused(400) from reason
    if not isinstance(raw, dict):
        raise ScoreRefused(400)
    return raw


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScoreRefused(400)
    return float(value)


def _epoch(text: Any) -> float:
    """Epoch seconds of an ISO 8601 time; without a zone it is taken as UTC."""
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError) as reason:
        raise ScoreRefused(400) from reason
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
