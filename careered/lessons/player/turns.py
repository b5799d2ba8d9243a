"""Where a pupil stands with a card: from what is stored to a `Turn`, and from one try to the next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from careered.frozen import with_values
from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import ClassBoard, Grade, Turn, Verdict
from careered.packs.models import Card, Lesson, Pack
from careered.progress.queries import Answers, StoredAnswer


def stored_turn(
    lesson: Lesson,
    card: Card,
    answers: Answers,
    arrange: Callable[[Sequence[str]], list[str]] = list,
    *,
    board: ClassBoard | None = None,
    pack: Pack | None = None,
) -> Turn:
    """The turn that is stored; a new one where nothing is, or only a draft."""
    stored = answers.get((lesson.id, card.id))
    return Turn(
        values=stored.values if stored else {},
        first=(stored.first_values or {}) if stored else {},
        tries=stored.tries if stored else 0,
        verdict=Verdict(stored.verdict) if stored and stored.verdict else None,
        earlier=first_answers(lesson, answers),
        latest=latest_answers(lesson, answers),
        arrange=arrange,
        lesson=lesson,
        board=board,
        pack=pack,
    )


def first_answers(lesson: Lesson, answers: Answers) -> Mapping[str, Mapping[str, Any]]:
    """The first answers to the lesson's cards, by card."""
    return {
        card_id: stored.first_values or stored.values
        for (lesson_id, card_id), stored in answers.items()
        if lesson_id == lesson.id
    }


def latest_answers(lesson: Lesson, answers: Answers) -> Mapping[str, Mapping[str, Any]]:
    """The latest answers to the lesson's cards, by card."""
    return {card_id: stored.values for (lesson_id, card_id), stored in answers.items() if lesson_id == lesson.id}


def take_turn(card: Card, turn: Turn, values: dict[str, Any]) -> tuple[Turn, Grade]:
    """One more try with these values: the turn after it, and what is said.

    Without a verdict it is no try yet; a kept answer of which a part is changed is open again.
    """
    tried = with_values(turn, values=values, first=turn.first if turn.tries else values, tries=turn.tries + 1)
    grade = activity_of(card).grading.grade(card, values, tried)
    if grade.verdict is None:
        return with_values(turn, values=values, verdict=None if turn.is_answered else turn.verdict), grade
    return with_values(tried, verdict=grade.verdict), grade


def current_grade(card: Card, turn: Turn) -> Grade | None:
    """What was said to the latest try, found anew from the card as it is now; None before the first."""
    if turn.verdict is None:
        return None
    return with_values(activity_of(card).grading.grade(card, dict(turn.values), turn), verdict=turn.verdict)


def is_outdated(stored: StoredAnswer | None, tries: str) -> bool:
    """Whether a page that was rendered after `tries` tries is older than the latest one. Drafts make no page older."""
    return stored is not None and stored.tries > 0 and tries != str(stored.tries)
