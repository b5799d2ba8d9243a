"""What becomes of a wish after an attempt: plain functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careered.grade_sync import outcome

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@given(attempts=st.integers(0, 10_000))
def test_waits_double_from_five_seconds_to_a_quarter_of_an_hour_each_at_random(attempts: int) -> None:
    found = outcome.retry(AT, attempts)
    assert found.next_attempt_at
    wait = (found.next_attempt_at - AT).total_seconds()
    assert 1 <= wait <= min(15 * 60, 5 * 2 ** min(attempts, 10))
    assert (found.state, found.is_delivered, found.pauses_platform) == ("retrying", False, False)


def test_a_class_that_failed_together_does_not_come_back_together() -> None:
    assert len({outcome.retry(AT, 8).next_attempt_at for _ in range(30)}) > 20


@pytest.mark.parametrize("seconds", [1, 120, 3600])
def test_when_the_platform_says_when_it_is_then_and_not_before(seconds: int) -> None:
    found = outcome.retry(AT, 7, seconds)
    assert (found.next_attempt_at, found.pauses_platform) == (AT + timedelta(seconds=seconds), True)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("not_in_course", "not_in_course"),
        ("scope_missing", "refused"),
        ("x", "refused"),
    ],
)
def test_a_refusal_is_named_and_looked_at_again_twice_a_day(words: str, state: str) -> None:
    assert outcome.rejected(words, AT) == outcome.Outcome(state, AT + timedelta(hours=12))


@pytest.mark.parametrize("words", ["column_gone", "course_concluded"])
def test_what_somebody_did_on_purpose_is_not_tried_for_ever(words: str) -> None:
    assert outcome.rejected(words, AT) == outcome.Outcome(words, None)


def test_a_conflict_is_a_teachers_own_mark_after_three_tries() -> None:
    states = [outcome.conflicting(AT, attempts).state for attempts in range(5)]
    assert states == ["waiting"] * 3 + ["newer_in_platform"] * 2
    assert outcome.conflicting(AT, 3).next_attempt_at is None


def test_a_platform_that_does_not_know_us_is_left_alone_for_a_quarter_of_an_hour() -> None:
    found = outcome.client_rejected(AT)
    assert (found.state, found.next_attempt_at, found.pauses_platform) == ("refused", AT + timedelta(minutes=15), True)


def test_what_is_delivered_has_nothing_left_to_do() -> None:
    assert outcome.delivered() == outcome.Outcome("delivered", None, is_delivered=True)
