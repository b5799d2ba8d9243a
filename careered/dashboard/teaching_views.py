"""What a teacher has of a lesson: its part for the teacher, a printout of its visits, which objectives it teaches."""

from starlette.responses import Response

from careered.packs.coverage import coverage, rows_of_lesson
from careered.packs.visits import visits
from careered.roster.scope import class_from_path
from careered.web.errors import RequestError
from careered.web.request import PageRequest

CLASS_PICTURE_KIND = "post"
"""The activity whose answers are the class's picture."""

TAB = "lesson"
"""Of the class's tabs, the one that these pages belong to."""


def show_teachers_part(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/lessons/{lesson}: before, during and after the lesson, and what it is for. To print."""
    scope = class_from_path(req)
    lesson = scope.pack.lesson(req.path_params["lesson"])
    if lesson is None or not lesson.is_playable:
        raise RequestError("not_found")
    return req.render(
        "dashboard/teachers_part.html",
        class_info=scope.class_info,
        tab=TAB,
        lesson=lesson,
        class_pictures=[card for card in lesson.steps if card.kind == CLASS_PICTURE_KIND],
        rows=rows_of_lesson(scope.pack, lesson.id),
    )


def show_printout(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/lessons/{lesson}/printout: its visits on paper, for whoever cannot open the page."""
    scope = class_from_path(req)
    lesson = scope.pack.lesson(req.path_params["lesson"])
    found = visits(lesson) if lesson and lesson.is_playable else ()
    if not found:
        raise RequestError("not_found")
    return req.render("dashboard/printout.html", class_info=scope.class_info, tab=TAB, lesson=lesson, visits=found)


def show_objectives(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/objectives: each objective, and the cards that teach and practise it."""
    scope = class_from_path(req)
    rows = coverage(scope.pack)
    return req.render(
        "dashboard/objectives.html",
        class_info=scope.class_info,
        tab=TAB,
        framework=scope.pack.framework,
        rows=rows,
        has_own_words=any(row.item.wording == "own" for row in rows),
    )
