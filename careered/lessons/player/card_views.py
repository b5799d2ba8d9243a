"""One card: its page, and what becomes of an answer to it.

The form posts; the answer is 303 to the same card at `#answer`, or to the next card where nothing is said. Until then
no page holds a reason or tells what is right (`activities.contract.PageModule`).

An answer is three statements (tests/lessons/test_what_an_answer_costs.py), after the one that waits for its turn:
1. the session, and beside it the class, the lesson's answers and where the pupil stands (`progress.standing`);
2. the answer; 3. its events, with the statuses that rise by them; and where a score changes 4. that.
"""

from dataclasses import replace

from starlette.responses import Response

from careered.feedback import store as feedback
from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import Grade, Turn, Verdict
from careered.lessons.answer_form import AnswerParser, ParsedAnswer
from careered.lessons.attempt import LessonAttempt, step_from_path
from careered.lessons.gating import may_visit, next_url, step_not_open_page
from careered.lessons.player.card_page import card_page
from careered.lessons.player.card_state import CardState, NotTaken
from careered.lessons.player.class_board import load_class_board, put_on_board
from careered.lessons.player.shuffle import arranger
from careered.lessons.player.turns import is_outdated, stored_turn, take_turn
from careered.lessons.player.two_answers import BOTH, KEEP, STORED, combined, is_choice_due, two_answers_page
from careered.lessons.player.unfinished import ASKED, WRITE, has_unfinished_words
from careered.lessons.sequencing import completes_lesson
from careered.packs.models import Card
from careered.progress import events, queries
from careered.progress.completion import counts_steps_of
from careered.progress.events import StepDone, Tries
from careered.progress.queries import ANSWERS
from careered.progress.standing import standing_from_rows
from careered.web.errors import RequestError
from careered.web.request import PageRequest

MAX_TRIES_OF_VISITORS = 9


def show_card(req: PageRequest, attempt: LessonAttempt) -> Response:
    """GET /lessons/{lesson}/{card}: the card, as answered where it is. `?change` opens a kept answer again."""
    card = _card_from_path(req, attempt)
    if not may_visit(req, attempt, card):
        return step_not_open_page(req, attempt)
    return card_page(req, _load_state(req, attempt, card))


def submit_card(req: PageRequest, attempt: LessonAttempt) -> Response:
    """POST /lessons/{lesson}/steps/{card}: one try. 422 where something is missing, 409 from an older page."""
    card = _card_from_path(req, attempt)
    if not may_visit(req, attempt, card):
        return step_not_open_page(req, attempt)
    state = _load_state(req, attempt, card)
    parsed = activity_of(card).grading.read_answer(card, AnswerParser(req.form))
    if parsed.errors:
        return card_page(req, state, NotTaken(parsed))
    if _is_repeated(req, state, parsed):
        return _answered(req, state)
    if req.viewer.persists and card.asks and is_outdated(state.stored, req.form_value("tries")):
        return _show_both(req, state, parsed)
    asked = req.form_value(ASKED)
    if asked == WRITE or (not asked and not parsed.help_reason and _has_unfinished_words(card, parsed)):
        return card_page(req, state, NotTaken(parsed, is_unfinished=not asked, was_asked=bool(asked)))
    return _take_chosen(req, state, parsed)


def _has_unfinished_words(card: Card, parsed: ParsedAnswer) -> bool:
    unused = getattr(activity_of(card).grading, "unused_words", None)
    return has_unfinished_words(parsed.values, unused(card, parsed.values) if unused else ())


def _show_both(req: PageRequest, state: CardState, parsed: ParsedAnswer) -> Response:
    """From an older page: the pupil chooses, or sees what was said to the other try; nothing is stored."""
    if is_choice_due(state):
        return two_answers_page(req, state, parsed)
    return card_page(req, state, NotTaken(parsed, is_outdated=True))


def _take_chosen(req: PageRequest, state: CardState, parsed: ParsedAnswer) -> Response:
    """Take an answer; of two that were given in two windows the one that is kept, or both as one."""
    if req.form_value(BOTH):
        both = combined(state, parsed)
        return _take(req, state, replace(parsed, values=both) if both is not None else parsed)
    if req.form_value(KEEP) == STORED:
        return _answered(req, state)
    return _take(req, state, parsed)


def _card_from_path(req: PageRequest, attempt: LessonAttempt) -> Card:
    card = step_from_path(req, attempt)
    if not isinstance(card, Card):
        raise RequestError("not_found")
    return card


def _load_state(req: PageRequest, attempt: LessonAttempt, card: Card) -> CardState:
    lesson = attempt.lesson
    answers = queries.answers_from_rows(req.rows(ANSWERS)) if req.viewer.persists else {}
    arrange = arranger(req.state.settings.secret, req.viewer.person_id, card.id)
    board = load_class_board(req, attempt, card)
    turn = stored_turn(lesson, card, answers, arrange, board=board, pack=attempt.pack)
    return CardState(attempt, card, turn, answers.get((lesson.id, card.id)))


def _is_repeated(req: PageRequest, state: CardState, parsed: ParsedAnswer) -> bool:
    """A second press of the button, or a card on which nothing can be changed any more: nothing is stored again.

    The same answer from the page as it is now is another try.
    """
    turn = state.turn
    is_closed = turn.is_answered and turn.verdict is not Verdict.KEPT
    is_pressed_twice = is_outdated(state.stored, req.form_value("tries")) and turn.values == parsed.values
    return is_closed or is_pressed_twice


def _take(req: PageRequest, state: CardState, parsed: ParsedAnswer) -> Response:
    """Grade the answer and store it. To visitors for whom nothing is stored it is answered on the page itself."""
    if req.viewer.persists:
        turn, grade = take_turn(state.card, state.turn, parsed.values)
        _store(req, state, turn, parsed, grade)
    elif state.card.asks:
        turn, _ = take_turn(state.card, replace(state.turn, tries=_tries_of_visitor(req)), parsed.values)
        return card_page(req, state.with_turn(turn))
    return _answered(req, state)


def _tries_of_visitor(req: PageRequest) -> int:
    """How often somebody for whom nothing is stored has tried: their page carries it."""
    text = req.form_value("tries")
    return int(text) if text in map(str, range(MAX_TRIES_OF_VISITORS + 1)) else 0


def _store(req: PageRequest, state: CardState, turn: Turn, parsed: ParsedAnswer, grade: Grade) -> None:
    """The try, and with the final one the card's events; what staff wrote about an earlier answer is resolved."""
    scope, attempt, lesson, card = state.attempt.pupil.scope, state.attempt, state.attempt.lesson, state.card
    if card.asks:
        first_at = state.stored.first_at if state.stored else None
        tries = Tries(dict(turn.first), first_at, turn.tries, turn.verdict or "", card.VERSION)
        revision, help_reason = state.revision + 1, parsed.help_reason
        events.store_answer(
            req.db, scope, lesson.id, card.id, parsed.values, revision=revision, help_reason=help_reason, tries=tries
        )
    if turn.is_answered:
        put_on_board(req, attempt, card, parsed.values)
    is_begun = lesson.id in attempt.progress.started
    if turn.is_answered and not state.is_done:
        _record_done(req, state, grade, starts_lesson=not is_begun)
    elif not is_begun:
        events.record_lesson_start(req.db, scope, lesson.id)
    if state.is_done:  # staff can only write about what was handed in
        feedback.resolve_on_resubmit(req.db, scope.key, lesson.id, card.id)


def _record_done(req: PageRequest, state: CardState, grade: Grade, *, starts_lesson: bool) -> None:
    """The card is done. Requirements are looked at where one can move: by a first, a last or a counted card."""
    attempt, lesson, card = state.attempt, state.attempt.lesson, state.card
    is_last = completes_lesson(lesson, card, attempt.progress)
    is_first = not any(lesson_id == lesson.id for lesson_id, _ in attempt.progress.done_steps)
    moves_statuses = is_last or is_first or counts_steps_of(attempt.pupil.pack, card.kind)
    events.record_step_done(
        req.db,
        attempt.pupil.scope,
        StepDone(lesson.id, card.id, card.kind, grade.correct, grade.total, attempt.pack.version),
        starts_lesson=starts_lesson,
        completes_lesson=is_last,
        moves_statuses=moves_statuses,
        standing=standing_from_rows(req.rows) if moves_statuses else None,
    )


def _answered(req: PageRequest, state: CardState) -> Response:
    """On to what is said to the answer, or to the next card where nothing is."""
    if state.card.asks:
        return req.redirect(f"/lessons/{state.attempt.lesson.id}/{state.card.id}#answer")  # no such place: at the top
    return req.redirect(next_url(state.attempt, state.card))
