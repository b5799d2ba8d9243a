"""The page of a card: the frame around it, the activity's view, and what is said to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from starlette.responses import HTMLResponse, Response

from careered.clock import today
from careered.i18n_marker import _
from careered.lessons.activities import activity_of
from careered.lessons.activities.contract import Turn, Verdict
from careered.lessons.attempt import LessonAttempt
from careered.lessons.feedback_banner import feedback_on_step
from careered.lessons.gating import next_url
from careered.lessons.player import card_cache
from careered.lessons.player.card_state import CardState, NotTaken
from careered.lessons.player.turns import current_grade
from careered.lessons.player.unfinished import ASKED, KEEP
from careered.lessons.sequencing import neighbour
from careered.packs.facts import past_day
from careered.packs.models import Card
from careered.packs.picture_address import picture_url
from careered.services.cards import cards_for_step
from careered.web import rendering
from careered.web.rendering import page_shell
from careered.web.request import PageRequest
from careered.web.static import ACTIVITY_PREFIX, assets
from careered.web.time_format import format_date

VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.RIGHT: _("Exactly"),
    Verdict.AGAIN: _("Not quite"),
    Verdict.TOLD: _("Here is the answer"),
    Verdict.KEPT: _("Saved"),
}


class Segment(NamedTuple):
    """One card in the bar of progress. state: "done", "here" or "". begins_part: a gap stands before it."""

    state: str
    begins_part: bool


@dataclass(frozen=True)
class Say:
    """The answer to an answer. verdict: for its sign; word: the verdict in a word; texts: the reasons."""

    verdict: str
    word: str
    texts: tuple[str, ...]


def card_page(req: PageRequest, state: CardState, not_taken: NotTaken | None = None) -> Response:
    """The card as it stands with this pupil; with `not_taken` what they entered, and why it was not taken."""
    attempt, card = state.attempt, state.card
    req.page_url = _address(state)
    is_open = _is_open(state, is_changed="change" in req.query or not_taken is not None)
    shown = _shown_turn(state, not_taken, is_open=is_open)
    past = _past(req, state)
    context = {
        **_place(state),
        "past": past,
        **_activity(req, state, shown, not_taken, is_open=is_open, is_past=past != ""),
        **_said(req, state, shown, not_taken, is_open=is_open),
    }
    version = attempt.pack.id, attempt.pack.version, attempt.pack.content_hash, attempt.lesson.id
    shell = page_shell(req.viewer_or_none, req.lang, req.page_url)
    text = card_cache.page_text(shell, shown, context, version)
    if text is not None:
        return HTMLResponse(text)
    module = rendering.module(shell, activity_of(card).template, context)
    status = not_taken.status if not_taken else 200
    return req.render("lessons/card.html", status=status, **context, activity=module)


def _address(state: CardState) -> str:
    return f"/lessons/{state.attempt.lesson.id}/{state.card.id}"


def _shown_turn(state: CardState, not_taken: NotTaken | None, *, is_open: bool) -> Turn:
    """The turn that the page draws: with what was just entered, and without the verdict of what is being changed."""
    turn = replace(state.turn, entered=not_taken.parsed.values) if not_taken else state.turn
    return replace(turn, verdict=None) if is_open and turn.verdict is Verdict.KEPT else turn


def _place(state: CardState) -> dict[str, Any]:
    """Where the card stands in its lesson, and the ways back and on."""
    attempt, card = state.attempt, state.card
    lesson, previous = attempt.lesson, neighbour(attempt.lesson, card, -1)
    return {
        "lesson": lesson,
        "card": card,
        "segments": segments(attempt, card),
        "page": _address(state),
        "number": lesson.steps.index(card) + 1,
        "back_url": f"/lessons/{lesson.id}" + (f"/{previous.id}" if previous else "?cover=1"),
        "next_url": next_url(attempt, card),
        "is_last": neighbour(lesson, card, 1) is None,
    }


def _past(req: PageRequest, state: CardState) -> str:
    """The last day on which the card was right, in the reader's words; "" while it is."""
    pack = state.attempt.pack
    day = past_day(pack, state.card, today(pack.timezone))
    return format_date(day, req.lang) if day else ""


def _activity(
    req: PageRequest, state: CardState, shown: Turn, not_taken: NotTaken | None, *, is_open: bool, is_past: bool
) -> dict[str, Any]:
    """What the activity's template draws, and the files that go with it."""
    pack, card = state.attempt.pack, state.card
    activity, errors = activity_of(card), not_taken.parsed.errors if not_taken else ()
    faults = {error.field: req.gettext(error.message) for error in errors}
    return {
        "picture_url": lambda picture: picture_url(pack, picture),
        "activity_template": activity.template,
        "view": {**_view(req, state, shown, is_past=is_past), "closed": not is_open, "faults": faults},
        "services": cards_for_step(pack, card, req.lang),
        "style": _asset(f"{card.kind}.css"),
        "script": _asset(f"{card.kind}.js"),
        "is_open": is_open,
        "tries": req.form_value("tries") if errors else state.turn.tries,  # an older page stays one
        "revision": state.revision,
    }


def _view(req: PageRequest, state: CardState, shown: Turn, *, is_past: bool) -> dict[str, Any]:
    """The activity's view with the card's own words: as its text, or where the activity shows them in small."""
    view = dict(activity_of(state.card).page.view(state.card, shown, req.lang))
    words = _own_words(req, state, is_past=is_past)
    return {**view, "aside": words} if "aside" in view else {"text": words, **view}


def _own_words(req: PageRequest, state: CardState, *, is_past: bool) -> str:
    """The card's text: in general words once it is past its day, in easy ones for who reads those; "" for none."""
    card, reads_easy = state.card, req.viewer.reads_easy
    general = card.general if is_past else None
    words = general or (card.easy if reads_easy else None) or card.text
    return words.in_language(req.lang) if words else ""


def _said(
    req: PageRequest, state: CardState, shown: Turn, not_taken: NotTaken | None, *, is_open: bool
) -> dict[str, Any]:
    """What is said to an answer: the verdict and its reasons, or what is missing; and the teacher's words."""
    card = state.card
    return {
        "verdict": shown.verdict or "",
        "say": _say(req, state) if shown.verdict and not not_taken else None,
        "missing": [req.gettext(error.message) for error in not_taken.parsed.errors] if not_taken else [],
        "is_outdated": not_taken is not None and not_taken.is_outdated,
        "is_unfinished": not_taken is not None and not_taken.is_unfinished,
        "was_asked": (not_taken is not None and not_taken.was_asked) or req.form_value(ASKED) == KEEP,
        "may_change": state.turn.verdict is Verdict.KEPT and not is_open and card.asks and req.viewer.persists,
        "feedback": feedback_on_step(req) if state.is_done else [],
    }


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
