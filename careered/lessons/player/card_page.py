"""The page of a card: the frame around it, the activity's view, and what is said to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.responses import HTMLResponse, Response

from careered.i18n_marker import _
from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.answer_form import ParsedAnswer
from careered.lessons.attempt import LessonAttempt
from careered.lessons.feedback_banner import feedback_on_step
from careered.lessons.gating import next_url
from careered.lessons.picture_views import picture_url
from careered.lessons.player import kept_card
from careered.lessons.player.turns import current_grade
from careered.lessons.player.unfinished import ASKED, KEEP
from careered.lessons.sequencing import neighbour
from careered.packs.models import Card
from careered.progress.queries import StoredAnswer
from careered.services.cards import cards_for_step
from careered.web import rendering
from careered.web.rendering import page_shell
from careered.web.request import PageRequest
from careered.web.static import ACTIVITY_PREFIX, assets

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.RIGHT: _("Exactly"),
    Verdict.AGAIN: _("Not quite"),
    Verdict.TOLD: _("This is how it is"),
    Verdict.KEPT: _("Saved"),
}


@dataclass(frozen=True)
class CardState:
    """A pupil before a card: the attempt, the card, where they stand with it, and the row behind it."""

    attempt: LessonAttempt
    card: Card
    turn: Turn
    stored: StoredAnswer | None

    @property
    def revision(self) -> int:
        """The revision of what is stored; 0 for nothing."""
        return self.stored.revision if self.stored else 0

    @property
    def is_done(self) -> bool:
        """Whether the card counts as done."""
        return self.attempt.progress.has_done(self.attempt.lesson, self.card)

    def with_turn(self, turn: Turn) -> "CardState":
        """The same with another turn."""
        return replace(self, turn=turn)


@dataclass(frozen=True)
class Segment:
    """One card in the bar of progress. state: "done", "here" or "". begins_part: a gap stands before it."""

    state: str
    begins_part: bool


@dataclass(frozen=True)
class Say:
    """The answer to an answer. verdict: for its sign; word: the verdict in a word; texts: the reasons."""

    verdict: str
    word: str
    texts: tuple[str, ...]


def card_page(
    req: PageRequest,
    state: CardState,
    *,
    parsed: ParsedAnswer | None = None,
    is_outdated: bool = False,
    is_unfinished: bool = False,
    was_asked: bool = False,
) -> Response:
    """The card; with `parsed` the answer was not taken: something is missing (422), or the page was outdated (409).

    is_unfinished: its words are asked about; was_asked: they were, and are not again.
    """
    attempt, card = state.attempt, state.card
    activity = activity_of(card)
    is_open = _is_open(state, is_changed="change" in req.query or parsed is not None)
    turn = replace(state.turn, entered=parsed.values) if parsed else state.turn
    shown = replace(turn, verdict=None) if is_open and turn.verdict is Verdict.KEPT else turn
    req.page_url = f"/lessons/{attempt.lesson.id}/{card.id}"
    previous = neighbour(attempt.lesson, card, -1)
    context: dict[str, Any] = {
        "lesson": attempt.lesson,
        "card": card,
        "picture_url": lambda picture: picture_url(attempt.pack, picture),
        "activity_template": activity.template,
        "view": {
            **activity.page.view(card, shown, req.lang),
            "closed": not is_open,
            "faults": {error.field: req.gettext(error.message) for error in parsed.errors} if parsed else {},
        },
        "services": cards_for_step(attempt.pack, card, req.lang),
        "is_open": is_open,
        "verdict": shown.verdict or "",
        "feedback": feedback_on_step(req, attempt.pupil, attempt.lesson.id, card.id) if state.is_done else [],
        "say": _say(req, state) if shown.verdict and not parsed else None,
        "missing": [req.gettext(error.message) for error in parsed.errors] if parsed else [],
        "is_outdated": is_outdated,
        "is_unfinished": is_unfinished,
        "was_asked": was_asked or req.form_value(ASKED) == KEEP,
        "may_change": state.turn.verdict is Verdict.KEPT and not is_open and card.asks and req.viewer.persists,
        "style": _asset(f"{card.kind}.css"),
        "script": _asset(f"{card.kind}.js"),
        "tries": req.form_value("tries") if parsed and parsed.errors else state.turn.tries,  # an older page stays one
        "revision": state.revision,
        "segments": segments(attempt, card),
        "page": f"/lessons/{attempt.lesson.id}/{card.id}",
        "number": attempt.lesson.steps.index(card) + 1,
        "back_url": f"/lessons/{attempt.lesson.id}" + (f"/{previous.id}" if previous else "?cover=1"),
        "next_url": next_url(attempt, card),
        "is_last": neighbour(attempt.lesson, card, 1) is None,
    }
    version = attempt.pack.id, attempt.pack.version, attempt.pack.content_hash, attempt.lesson.id
    shell = page_shell(req.viewer_or_none, req.lang, req.page_url)
    text = kept_card.page_text(shell, shown, context, version)
    if text is not None:
        return HTMLResponse(text)
    activity_module = rendering.module(shell, activity.template, context)
    status = 409 if is_outdated else 422 if parsed and parsed.errors else 200
    return req.render("lessons/card.html", status=status, **context, activity=activity_module)


def _asset(name: str) -> str:
    """The name of an activity's own style or script among the static files; "" where it has none."""
    full_name = f"{ACTIVITY_PREFIX}{name}"
    return full_name if full_name in assets() else ""


def _is_open(state: CardState, *, is_changed: bool) -> bool:
    """Whether the card may be answered now: not answered yet, or a kept answer that is to be changed."""
    if not state.card.asks:
        return not state.is_done
    return not state.turn.is_answered or (state.turn.verdict is Verdict.KEPT and is_changed)


def _say(req: PageRequest, state: CardState) -> Say | None:
    """What is said to the latest answer, in the words of the card as it is now."""
    verdict, grade, activity = state.turn.verdict, current_grade(state.card, state.turn), activity_of(state.card)
    if verdict is None or grade is None or not state.card.asks:
        return None
    reasons = [activity.grading.reason(state.card, key) for key in grade.reasons]
    texts = tuple(reason.in_language(req.lang) for reason in reasons if reason)
    return Say(verdict.value, req.gettext(VERDICT_WORDS[verdict]), texts)


def segments(attempt: LessonAttempt, here: Card | None) -> list[Segment]:
    """The lesson's cards as the head shows them, with a gap before each part."""
    lesson = attempt.lesson
    first_ids = {part.cards[0].id for part in lesson.parts[1:] if part.cards}
    return [
        Segment(
            "here" if card is here else "done" if attempt.progress.has_done(lesson, card) else "", card.id in first_ids
        )
        for card in lesson.steps
    ]
