"""Two windows, two answers: one that is handed in from an older page never takes the other's place by itself.

Where something is right or wrong the card says so and another try is one (`card_page`). Where an answer is kept as it
is, both are shown and the pupil chooses; until then the stored one stays.
"""

from dataclasses import replace

from starlette.responses import Response

from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import Verdict
from careered.lessons.answer_form import AnswerValues, ParsedAnswer
from careered.lessons.player.card_page import segments
from careered.lessons.player.card_state import CardState
from careered.web.authentication import SESSION_FIELD
from careered.web.request import PageRequest

KEEP, STORED, BOTH = "keep", "stored", "both"
"""The field of the choice and two of its values; with any other this window's answer is meant."""
_OWN_FIELDS = frozenset({SESSION_FIELD, KEEP, BOTH, "tries", "key"})


def is_choice_due(state: CardState) -> bool:
    """Whether two answers to this card stand beside each other: none of them is wrong."""
    return state.stored is not None and state.turn.verdict is Verdict.KEPT


def combined(state: CardState, parsed: ParsedAnswer) -> AnswerValues | None:
    """Both answers as one; None where the activity cannot say so."""
    grading = activity_of(state.card).grading
    combine = getattr(grading, "combine", None)
    return combine(state.card, dict(state.turn.values), parsed.values) if combine else None


def two_answers_page(req: PageRequest, state: CardState, parsed: ParsedAnswer) -> Response:
    """Both answers in words, this window's chosen; the form holds its fields, so that nothing is lost (409)."""
    attempt, card, stored = state.attempt, state.card, state.stored
    page = req.page_url = f"/lessons/{attempt.lesson.id}/{card.id}"
    return req.render(
        "lessons/two_answers.html",
        status=409,
        lesson=attempt.lesson,
        card=card,
        here=_words(req, state, parsed.values),
        there=_words(req, state, dict(state.turn.values)),
        saved_at=attempt.pupil.class_scope.format_datetime(stored.saved_at if stored else None, req.lang),
        fields=[(name, value) for name, values in req.form.items() if name not in _OWN_FIELDS for value in values],
        may_combine=combined(state, parsed) is not None,
        tries=state.turn.tries,
        segments=segments(attempt, card),
        number=attempt.lesson.steps.index(card) + 1,
        back_url=page,
    )


def _words(req: PageRequest, state: CardState, values: AnswerValues) -> str:
    """An answer as its pupil reads it."""
    turn = replace(state.turn, values=values, first={}, tries=1, verdict=Verdict.KEPT)
    line = activity_of(state.card).evidence.line(state.card, turn, req.lang, state.attempt.pack)
    return line.answer if line else ""
