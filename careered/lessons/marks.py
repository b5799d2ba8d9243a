"""Where the pupil's mark is on its way to the platform, in words. A pupil is never shown an error about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.lessons.pupil import Pupil
from careered.progress.delivery_words import Row, state_of
from careered.progress.read import deliveries
from careered.progress.wishes import REQUIREMENTS
from careered.web.i18n import translations
from careered.web.time_format import format_recent
from careered.words import _

WORDS: Mapping[str, str] = {
    "delivered": _("In %(platform)s since %(time)s."),
    "waiting": _("On its way to %(platform)s. It is sent by itself."),
    "newer_in_platform": _("Your teacher has given a mark in %(platform)s. It stays as it is."),
}
LATER = _("It will be sent later by itself. You do not need to do anything.")
SETTLED = ("delivered", "newer_in_platform")


@dataclass(frozen=True)
class MarkLine:
    """The line about the mark. settled: nothing more will happen to it by itself. state: of `state_of`."""

    state: str
    words: str

    @property
    def settled(self) -> bool:
        """Whether an open page may stop asking."""
        return self.state in SETTLED


def mark_line(db: Connection, pupil: Pupil, lesson_id: str, lang: str) -> MarkLine | None:
    """What to say about the mark of a lesson; None when the class has no column for it."""
    where = pupil.where
    rows = [
        row
        for row in deliveries(db, where.organisation_id, where.class_id, where.person_id)
        if row["measure"] in {REQUIREMENTS, f"lesson:{lesson_id}"}
    ]
    states = [(state_of(row), row) for row in rows]
    slowest = min(states, key=lambda found: found[0] in SETTLED, default=None)
    return MarkLine(slowest[0], _words(slowest[0], slowest[1], pupil, lang)) if slowest else None


def _words(state: str, row: Row, pupil: Pupil, lang: str) -> str:
    since = format_recent(row["sent_at"], lang, pupil.pack.timezone) if row["sent_at"] else ""
    facts = {"platform": pupil.course.room.platform_name, "time": since}
    return translations(lang).gettext(WORDS.get(state, LATER)) % facts
