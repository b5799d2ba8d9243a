"""From the platform's answer to the next state of a score delivery: pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careered.grade_sync import outcome

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@given(attempts=st.integers(0, 10_000))
def test_waits_double_from_five_seconds_to_fifteen_minutes_with_jitter(attempts: int) -> None:
    result = outcome.retry(AT, attempts)
    assert result.next_attempt_at
    wait = (result.next_attempt_at - AT).total_seconds()
    assert 1 <= wait <= min(15 * 60, 5 * 2 ** min(attempts, 10))
    assert (result.state, result.is_delivered, result.pauses_platform) == ("retrying", False, False)


def test_a_class_that_failed_together_does_not_come_back_together() -> None:
    assert len({outcome.retry(AT, 8).next_attempt_at for _ in range(30)}) > 20


@pytest.mark.parametrize("seconds", [1, 120, 3600])
def test_a_platform_that_says_when_is_tried_then_and_not_before(seconds: int) -> None:
    result = outcome.retry(AT, 7, seconds)
    assert (result.next_attempt_at, result.pauses_platform) == (AT + timedelta(seconds=seconds), True)


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("not_in_course", "not_in_course"),
        ("several_columns", "several_columns"),
        ("column_closed", "column_closed"),
        ("scope_missing", "refused"),
        ("x", "refused"),
    ],
)
def test_a_rejection_is_named_and_tried_again_twice_a_day(reason: str, state: str) -> None:
    assert outcome.rejected(reason, AT) == outcome.Outcome(state, AT + timedelta(hours=12))


@pytest.mark.parametrize("reason", ["column_gone", "course_concluded"])
def test_what_a_teacher_did_on_purpose_is_not_tried_again(reason: str) -> None:
    assert outcome.rejected(reason, AT) == outcome.Outcome(reason, None)


def test_a_conflict_is_a_teachers_own_grade_after_three_tries() -> None:
    states = [outcome.conflicting(AT, attempts).state for attempts in range(5)]
    assert states == ["waiting"] * 3 + ["newer_in_platform"] * 2
    assert outcome.conflicting(AT, 3).next_attempt_at is None


@pytest.mark.parametrize(("rejections", "seconds"), [(0, 15), (1, 60), (2, 240), (3, 900), (50, 900)])
def test_a_platform_that_rejects_our_client_gets_no_request_for_a_while_that_grows(
    rejections: int, seconds: int
) -> None:
    """It says the same when it could not fetch our keys because we were just starting."""
    result = outcome.client_rejected(AT, rejections)
    due = AT + timedelta(seconds=seconds)
    assert (result.state, result.next_attempt_at, result.pauses_platform) == ("refused", due, True)


def test_a_delivered_score_has_no_next_attempt() -> None:
    assert outcome.delivered() == outcome.Outcome("delivered", None, is_delivered=True)
