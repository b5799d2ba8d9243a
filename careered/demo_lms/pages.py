"""The pages people see: picker, course, activity, launch form, gradebook. All work without JavaScript."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from careered.demo_lms.courses import Course, LineItem, Result
from careered.demo_lms.people import Person, Role

if TYPE_CHECKING:
    from careered.demo_lms.school import School

HERE = Path(__file__).parent
SAME_ORIGIN = {"X-Frame-Options": "SAMEORIGIN"}
_env = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)


def page(name: str, context: Mapping[str, Any], status: int = 200, *, framed: bool = False) -> Response:
    """A page. framed: may stand in any frame (only the forms on the way to the tool)."""
    html = _env.get_template(name).render(context)
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store", **({} if framed else SAME_ORIGIN)})


def lost(reason: str) -> Response:
    """The platform's own error page."""
    return page("lost.html", {"reason": reason}, 404, framed=True)


def post_form(action: str, fields: Mapping[str, str]) -> Response:
    """A form that sends itself, with a button for browsers without JavaScript."""
    return page("post.html", {"action": action, "fields": fields}, framed=True)


def people(request: Request) -> Response:
    """GET /: who do you want to be?"""
    school: School = request.app.state.school
    classes = [(course, _staff(school, course), _pupils(school, course)) for course in school.courses.values()]
    with school.lock:
        administrators = [found for found in school.people.values() if found.platform_admin]
    first = next(iter(school.courses))
    return page("people.html", {"classes": classes, "administrators": administrators, "first": first})


def course(request: Request) -> Response:
    """GET /course/{course_id}?as={person_id}."""
    school: School = request.app.state.school
    found = _asked(request)
    if found is None:
        return lost("No such course or person")
    where, who = found
    activities = [activity for activity in school.activities.values() if activity.course_id == where.id]
    return page("course.html", {"course": where, "person": who, "activities": activities, "role": _role(who, where)})


def activity(request: Request) -> Response:
    """GET /course/{course_id}/activity/{activity_id}?as=…: the tool in a frame, or a link that opens a new tab."""
    school: School = request.app.state.school
    found = _asked(request)
    shown = school.activities.get(request.path_params["activity_id"])
    if found is None or shown is None or shown.course_id != found[0].id:
        return lost("No such activity")
    context = {
        "course": found[0],
        "person": found[1],
        "activity": shown,
        "target": _target(request) or shown.target,
        "storage": school.profile.storage,
        "tool_origin": school.tool.origin,
    }
    return page("activity.html", context)


def launch(request: Request) -> Response:
    """GET /launch/{activity_id}?as=…: the form that begins the launch."""
    school: School = request.app.state.school
    shown = school.activities.get(request.path_params["activity_id"])
    who = school.people.get(request.query_params.get("as", ""))
    if shown is None or who is None or not _belongs(who, shown.course_id):
        return lost("No such activity")
    return post_form(school.tool.login_url, school.login_params(who.id, shown.id, target=_target(request)))


def storage_frame(request: Request) -> Response:
    """GET /storage: the sibling frame that keeps values for the tool (client-side postMessage storage)."""
    school: School = request.app.state.school
    return page("storage.html", {"tool_origin": school.tool.origin})


def gradebook(request: Request) -> Response:
    """GET /course/{course_id}/gradebook?as=…: pupils and columns; a pupil sees the own row."""
    school: School = request.app.state.school
    found = _asked(request)
    if found is None:
        return lost("No such course or person")
    where, who = found
    with school.lock:
        items = [item for item in school.line_items.values() if item.course_id == where.id]
        pupils = [p for p in _pupils(school, where) if p is who or _role(who, where) is not Role.LEARNER]
        rows = [(pupil, [mark(item, school.gradebook[item.id].get(pupil.id)) for item in items]) for pupil in pupils]
    return page("gradebook.html", {"course": where, "person": who, "items": items, "rows": rows})


def mark(item: LineItem, cell: Result | None) -> tuple[str, str]:
    """A cell in words: the mark as stored ("40.00 / 100"), and when; "–" where there is none."""
    if cell is None or cell.score is None:
        return "–", ""
    when = datetime.fromtimestamp(cell.at, UTC).strftime("%d.%m.%Y %H:%M:%S UTC")
    attempts = f", attempt {cell.attempts}" if cell.attempts > 1 else ""
    return f"{cell.score:.2f} / {item.maximum:g}", when + attempts


def _asked(request: Request) -> tuple[Course, Person] | None:
    """The course of the address and the person of ?as=; None unless both exist and belong together."""
    school: School = request.app.state.school
    where = school.courses.get(request.path_params["course_id"])
    who = school.people.get(request.query_params.get("as", ""))
    if where is None or who is None or not _belongs(who, where.id):
        return None
    return where, who


def _belongs(who: Person, course_id: str) -> bool:
    return who.platform_admin or course_id in who.roles


def _role(who: Person, where: Course) -> Role:
    return Role.TEACHER if who.platform_admin else who.roles[where.id]


def _target(request: Request) -> str:
    wanted = request.query_params.get("target", "")
    return wanted if wanted in ("iframe", "window") else ""


def _staff(school: "School", course: Course) -> list[Person]:
    return [found for found in school.members(course.id) if found.roles[course.id] is not Role.LEARNER]


def _pupils(school: "School", course: Course) -> list[Person]:
    learners = [found for found in school.members(course.id) if found.roles[course.id] is Role.LEARNER]
    return sorted(learners, key=lambda found: (found.family.casefold(), found.given.casefold()))
