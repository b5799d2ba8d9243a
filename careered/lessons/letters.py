"""What staff have written to a pupil: first on the home page until it is seen, and beside the step it is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.guidance import notes
from careered.guidance.notes import AGAIN, REMINDER, NoteView
from careered.lessons.play import next_lesson
from careered.lessons.pupil import Pupil, pupil_of
from careered.web.edge import Ask


@dataclass(frozen=True)
class Letter:
    """A note as the pupil sees it. about: the lesson or step; href: the way there, "" where there is none."""

    id: str
    kind: str
    about: str
    text: str
    href: str


def letters_of(ask: Ask, pupil: Pupil) -> list[Letter]:
    """What is not seen yet, the newest first. A reminder whose work is done is not shown any more."""
    if not ask.me.saves:
        return []
    found = [one for one in _all(ask, pupil) if one.read_at is None]
    return [letter for one in found if (letter := _letter(ask, pupil, one))]


def about_step(ask: Ask, pupil: Pupil, lesson_id: str, step_id: str) -> Sequence[NoteView]:
    """What was written about a step, seen or not."""
    if not ask.me.saves:
        return []
    return [one for one in _all(ask, pupil) if (one.lesson_id, one.step_id) == (lesson_id, step_id)]


def _all(ask: Ask, pupil: Pupil) -> Sequence[NoteView]:
    where = pupil.where
    return notes.notes_of(ask.db, where.organisation_id, where.class_id, where.person_id)


def _letter(ask: Ask, pupil: Pupil, one: NoteView) -> Letter | None:
    if one.kind == REMINDER:
        following = next_lesson(pupil.pack, pupil.grade, pupil.played)
        title = following.title.in_language(ask.lang) if following else ""
        return Letter(one.id, one.kind, title, "", f"/lessons/{following.id}") if following else None
    lesson = pupil.pack.lesson(one.lesson_id)
    step = lesson.step(one.step_id) if lesson else None
    change = "?change=1" if one.kind == AGAIN else ""
    href = f"/lessons/{one.lesson_id}/{one.step_id}{change}" if step else ""
    return Letter(one.id, one.kind, step.title.in_language(ask.lang) if step else "", one.text, href)


def read(ask: Ask) -> Response:
    """POST /notes/seen: the pupil has read a note."""
    pupil = pupil_of(ask)
    if ask.me.saves:
        where = pupil.where
        notes.seen(ask.db, where.organisation_id, where.class_id, where.person_id, ask.field("note"))
    return ask.go("/lessons")
