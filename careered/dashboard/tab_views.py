"""The class's tabs beside the grid: its lessons; and the help for staff."""

from starlette.responses import Response

from careered.dashboard.grid import columns_of
from careered.dashboard.help_topics import STAFF_TOPICS
from careered.dashboard.labels import STATE_MEANINGS
from careered.live.class_head import class_head
from careered.progress.labels import STATE_LABELS
from careered.progress.misconceptions import by_lesson, misconception_counts
from careered.progress.outbox.line_items import load_line_items
from careered.roster.scope import class_from_path
from careered.web.help import read_guide
from careered.web.request import PageRequest


def show_lessons(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/lessons: what staff do during each lesson, and what many of the class believe."""
    scope = class_from_path(req)
    misconceptions = by_lesson(misconception_counts(req.db, *scope.key, scope.pack))
    return req.render(
        "dashboard/lessons.html",
        class_info=scope.class_info,
        head=class_head(req),
        tab="lesson",
        lessons=[lesson for lesson in scope.pack.playable_lessons() if lesson.teacher or lesson.id in misconceptions],
        misconceptions=misconceptions,
    )


def show_help(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/help?role=…&search=…: the guide, what signs and columns mean, questions that come up."""
    scope = class_from_path(req)
    path, columns = f"/teacher/class/{scope.class_info.id}/help", columns_of(scope, (), req.lang)
    return req.render(
        "dashboard/help.html",
        guide=read_guide(req, path, STAFF_TOPICS, scope.class_info.id),
        class_info=scope.class_info,
        tab="",
        has_line_item=bool(load_line_items(req.db, *scope.key)),
        columns=columns,
        paragraphs=list(dict.fromkeys(one for column in columns for one in column.paragraphs)),
        legend=[(str(key), label, STATE_MEANINGS[key]) for key, label in STATE_LABELS.items()],
    )
