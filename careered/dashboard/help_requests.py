"""The pupils of a class who asked for somebody, for the class page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.dashboard.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.dashboard.pupil_rows import PupilRow
from careered.progress.class_progress import StepHelpRequest, load_help_requests
from careered.roster.scope import ClassScope
from careered.web.i18n import translations


@dataclass(frozen=True)
class HelpRequest:
    """A pupil who asked for somebody: id and displayed name, the reason, and the lesson's title ("" if it is gone)."""

    id: str
    name: str
    reason: str
    lesson: str


def help_requests(db: Connection, scope: ClassScope, rows: Sequence[PupilRow], lang: str) -> list[HelpRequest]:
    """The latest request of each pupil in `rows`, the newest first."""
    names = {row.id: row.name for row in rows}
    latest_by_pupil = {request.person_id: request for request in reversed(load_help_requests(db, scope))}
    newest_first = sorted(latest_by_pupil.values(), key=lambda request: request.requested_at, reverse=True)
    return [
        _help_request(request, names[request.person_id], scope, lang)
        for request in newest_first
        if request.person_id in names
    ]


def _help_request(request: StepHelpRequest, name: str, scope: ClassScope, lang: str) -> HelpRequest:
    reason = translations(lang).gettext(HELP_REASONS.get(request.reason, HELP_REASON_OTHER))
    lesson = scope.pack.lesson(request.lesson_id)
    title = lesson.title.in_language(lang, scope.pack.default_language) if lesson else ""
    return HelpRequest(request.person_id, name, reason, title)
