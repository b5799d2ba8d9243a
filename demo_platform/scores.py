"""What a posted score does to the gradebook (AGS 3.4), by the rules of the profile."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from demo_platform.courses import LineItem, Result
from demo_platform.people import Role
from demo_platform.platform_state import PlatformState
from demo_platform.profiles.profile import Profile

NEW_SUBMISSION = "https://canvas.instructure.com/lti/submission"
FULLY_GRADED = "FullyGraded"
_ACTIVITY_PROGRESS = {"Initialized", "Started", "InProgress", "Submitted", "Completed"}
_GRADING_PROGRESS = {FULLY_GRADED, "Pending", "PendingManual", "Failed", "NotReady"}


class ScoreRefused(Exception):
    """A score that changes nothing, and the HTTP status of the answer."""

    def __init__(self, status: int, reason: str = "Incorrect score received") -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Score:
    """A score as parsed. given: None where none was sent. at: epoch seconds."""

    user_id: str
    given: float | None
    maximum: float
    at: float
    graded: bool
    comment: str
    new_attempt: bool


def save_score(platform: PlatformState, item: LineItem, body: bytes) -> str:
    """Put the score of a request into the gradebook and return the person's id; raises ScoreRefused."""
    score = parse_score(body, platform.profile)
    if platform.profile.own_scale_status and score.maximum != item.maximum:
        raise ScoreRefused(platform.profile.own_scale_status)
    with platform.lock:
        if item.id not in platform.gradebook:  # deleted since the request came in
            raise ScoreRefused(404, "Line item not found")
        if not _is_gradable(platform, item, score.user_id):
            raise ScoreRefused(platform.profile.not_gradable_status)
        previous = platform.gradebook[item.id].get(score.user_id)
        _refuse_older(platform.profile, item, previous, score)
        platform.gradebook[item.id][score.user_id] = _result(platform, item, previous, score)
    return score.user_id


def _is_gradable(platform: PlatformState, item: LineItem, user_id: str) -> bool:
    person = platform.people.get(user_id)
    return person is not None and person.roles.get(item.course_id) is Role.LEARNER


def _refuse_older(profile: Profile, item: LineItem, previous: Result | None, score: Score) -> None:
    if previous is None:
        return
    stored, new = (int(previous.at), int(score.at)) if profile.whole_seconds else (previous.at, score.at)
    if stored > new or (stored == new and profile.equal_is_older):
        reason = f"Refusing score with an earlier timestamp for item {item.id} and user {score.user_id}"
        raise ScoreRefused(profile.older_status, reason)


def _result(platform: PlatformState, item: LineItem, previous: Result | None, score: Score) -> Result:
    attempts = (previous.attempts if previous else 0) + int(score.new_attempt or not previous)
    scaled = _scaled(platform.profile, item, previous, score)
    return Result(scaled, score.at, platform.now(), score.comment, attempts)


def _scaled(profile: Profile, item: LineItem, previous: Result | None, score: Score) -> float | None:
    """The score on the line item's scale; None clears the result."""
    if not score.graded:
        return None if profile.clears_unless_graded or not previous else previous.score
    if score.given is None:
        return None
    scaled = score.given * item.maximum / score.maximum
    return round(min(max(scaled, 0.0), item.maximum) if profile.clamp else scaled, 5)


def parse_score(body: bytes, profile: Profile) -> Score:
    """The score in the body of a request; raises ScoreRefused where a required member is missing or wrong."""
    members = _json_object(body)
    _check_progress(members)
    given, maximum = _number(members.get("scoreGiven")), _number(members.get("scoreMaximum"))
    _check_numbers(given, maximum, profile)
    extension = members.get(NEW_SUBMISSION)
    same_attempt = isinstance(extension, Mapping) and extension.get("new_submission") is False
    return Score(
        user_id=str(members.get("userId") or ""),
        given=given,
        maximum=maximum or 1.0,
        at=_epoch(members.get("timestamp")),
        graded=members["gradingProgress"] == FULLY_GRADED,
        comment=str(members.get("comment") or ""),
        new_attempt=profile.counts_attempts and not same_attempt,
    )


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        members = json.loads(body)
    except ValueError as error:
        raise ScoreRefused(400) from error
    if not isinstance(members, dict):
        raise ScoreRefused(400)
    return members


def _check_progress(members: Mapping[str, Any]) -> None:
    if members.get("activityProgress") not in _ACTIVITY_PROGRESS:
        raise ScoreRefused(400)
    if members.get("gradingProgress") not in _GRADING_PROGRESS:
        raise ScoreRefused(400)


def _check_numbers(given: float | None, maximum: float | None, profile: Profile) -> None:
    if given is not None and (maximum is None or maximum <= 0):
        raise ScoreRefused(profile.no_maximum_status)
    if given is not None and given < 0 and not profile.clamp:
        raise ScoreRefused(400)


def _number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScoreRefused(400)
    return float(value)


def _epoch(text: Any) -> float:
    """Epoch seconds of an ISO 8601 time; without a zone it is taken as UTC."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise ScoreRefused(400) from error
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
