"""The plan of a class session: together at first, then the lesson's parts on devices, at last the exit question.

A pupil alone needs the lesson's own minutes; in class each part takes longer, so the parts share what is left of the
session by how many cards they have. The minutes are whole and add up to the session's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise

from careered.clock import now
from careered.i18n_marker import _
from careered.live.class_counts import parts_of
from careered.packs.models import Lesson
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest

DEFAULT_MINUTES = 45
TOGETHER, EXIT = 5, 2
"""Minutes of the beginning and of the exit question, of DEFAULT_MINUTES; shorter in a shorter session."""
WARM_UP, WARM_UP_HOW = _("Talk first: what do you know already?"), _("together, without devices")
PART_HOW = _("each on their own device")
LAST, LAST_HOW = _("Exit question"), _("one tap on their own device")
NOTES = 3
"""A teacher's part in as many paragraphs says what to do before, during and after the session."""


@dataclass(frozen=True)
class PlanStep:
    """A stretch of the session. how: in what way it is done. start, minutes: from the session's beginning, and long.

    part: the number of the lesson's part that is done in it, from 1; 0 for none.
    """

    title: str
    how: str
    start: int
    minutes: int
    part: int = 0

    def begins(self, started_at: datetime) -> datetime:
        """When it begins, in a session that started at that moment."""
        return started_at + timedelta(minutes=self.start)

    def is_past(self, started_at: datetime) -> bool:
        """Whether its time is over."""
        return now() >= self.begins(started_at) + timedelta(minutes=self.minutes)

    def is_now(self, started_at: datetime) -> bool:
        """Whether its time has come."""
        return self.begins(started_at) <= now() and not self.is_past(started_at)


def session_plan(parts: Sequence[tuple[str, int]], minutes: int, gettext: Callable[[str], str]) -> Sequence[PlanStep]:
    """The plan of a session of `minutes`. parts: of the lesson, title and number of cards.

    A part that has no minute of a short session is left out.
    """
    together, last = round(minutes * TOGETHER / DEFAULT_MINUTES), max(1, round(minutes * EXIT / DEFAULT_MINUTES))
    cards = [0, *accumulate(size for _title, size in parts)]
    room = minutes - together - last
    ends = [together + room * done // (cards[-1] or 1) for done in cards]
    of_parts = [
        PlanStep(title, gettext(PART_HOW), start, end - start, number)
        for number, ((title, _size), (start, end)) in enumerate(zip(parts, pairwise(ends), strict=True), 1)
        if end > start
    ]
    return (
        PlanStep(gettext(WARM_UP), gettext(WARM_UP_HOW), 0, together),
        *of_parts,
        PlanStep(gettext(LAST), gettext(LAST_HOW), minutes - last, last),
    )


def plan_of(req: PageRequest, scope: ClassScope, lesson: Lesson, minutes: int) -> Sequence[PlanStep]:
    """The plan of a session with this lesson."""
    sizes = [len(part) for part in parts_of(lesson)]
    return session_plan(list(zip(part_titles(req, scope, lesson), sizes, strict=True)), minutes, req.gettext)


def part_titles(req: PageRequest, scope: ClassScope, lesson: Lesson) -> list[str]:
    """The names of a lesson's parts, in the order of `class_counts.parts_of`."""
    unnamed = req.gettext(_("Part %(num)s"))
    titles = [part.title for part in lesson.parts] or [step.title for step in lesson.steps]
    default = scope.pack.default_language
    return [
        title.in_language(req.lang, default) if title else unnamed % {"num": number}
        for number, title in enumerate(titles, 1)
    ]


def teachers_notes(text: str) -> Sequence[str]:
    """What the teacher does before, during and after; all of it before where the author wrote it in another shape."""
    paragraphs = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
    is_in_three = len(paragraphs) == NOTES and all(one.lstrip().startswith("**") for one in paragraphs)
    return paragraphs if is_in_three else (text, "", "")
