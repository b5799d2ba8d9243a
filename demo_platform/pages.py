"""The pages people see: picker, course, activity, launch form, gradebook. All work without JavaScript."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from demo_platform.courses import Course, LineItem, Result
from demo_platform.people import Person, Role

if TYPE_CHECKING:
    from demo_platform.platform_state import School

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
    guardians = [(one, next(iter(one.mentor_of))) for one in school.people.values() if one.mentor_of]
    context = {"classes": classes, "administrators": administrators, "first": first, "guardians": guardians}
    return page("people.html", context)


def course(request: Request) -> Response:
    """GET /course/{course_id}?as={person_id}."""
    school: School = request.app.state.school
    found = asked(request)
    if found is None:
        return lost("No such course or person")
    where, who = found
    activities = [activity for activity in school.activities.values() if activity.course_id == where.id]
    tools = [tool for tool in school.tools.values() if tool.status == "active" and tool.deep_linking_url]
    context = {"course": where, "person": who, "activities": activities, "role": _role(who, where)}
    student_view = school.profile.name == "canvas" and is_staff(where, who)
    return page(
        "course.html", {**context, "tools": tools if is_staff(where, who) else [], "student_view": student_view}
    )


def activity(request: Request) -> Response:
    """GET /course/{course_id}/activity/{activity_id}?as=…: the tool in a frame, or a link that opens a new tab."""
    school: School = request.app.state.school
    found = asked(request)
    shown = school.activities.get(request.path_params["activity_id"])
    if found is None or shown is None or shown.course_id != found[0].id:
        return lost("No such activity")
    context = {
        "course": found[0],
        "person": found[1],
        "activity": shown,
        "target": _target(request) or shown.target,
        "storage": school.profile.storage,
        "resizes": school.profile.resizes,
        "tool_origin": school.tool.origin,
        "view": "student" if request.query_params.get("view") == "student" else "",
    }
    return page("activity.html", context)


def launch(request: Request) -> Response:
    """GET /launch/{activity_id}?as=…: the form that begins the launch."""
    school: School = request.app.state.school
    shown = school.activities.get(request.path_params["activity_id"])
    who = school.people.get(request.query_params.get("as", ""))
    if shown is None or who is None or not _belongs(who, shown.course_id):
        return lost("No such activity")
    address = school.tools[shown.client_id].addresses.login_url
    if request.query_params.get("view") == "student" and is_staff(school.courses[shown.course_id], who):
        given = {"message": "student view", "activity_id": shown.id, "client_id": shown.client_id}
        return post_form(address, school.begin(who.id, **given))
    return post_form(address, school.login_params(who.id, shown.id, target=_target(request)))


def review(request: Request) -> Response:
    """GET /review/{item_id}/{person_id}?as=…: the form that begins the review of somebody's work."""
    school: School = request.app.state.school
    item, who = (
        school.line_items.get(request.path_params["item_id"]),
        school.people.get(request.query_params.get("as", "")),
    )
    shown = next((one for one in school.activities.values() if item and one.line_item_id == item.id), None)
    if who is None or shown is None or not _belongs(who, shown.course_id):
        return lost("No such work")
    given = {"activity_id": shown.id, "client_id": shown.client_id, "about_id": request.path_params["person_id"]}
    fields = school.begin(who.id, message="LtiSubmissionReviewRequest", **given)
    return post_form(school.tools[shown.client_id].addresses.login_url, fields)


def privacy(request: Request) -> Response:
    """GET /privacy: the administrator's list of people. GET /privacy/{client_id}/{person_id}: about one of them."""
    school: School = request.app.state.school
    officer = next(one for one in school.people.values() if one.platform_admin)
    about, tool = request.path_params.get("person_id", ""), school.tools.get(request.path_params.get("client_id", ""))
    if not about:
        return page("privacy.html", {"people": list(school.people.values()), "tools": list(school.tools.values())})
    if tool is None or about not in school.people:
        return lost("No such person or tool")
    given = {"message": "DataPrivacyLaunchRequest", "client_id": tool.client_id, "about_id": about}
    return post_form(tool.addresses.login_url, school.begin(officer.id, **given))


def storage_frame(request: Request) -> Response:
    """GET /storage: the sibling frame that keeps values for the tool (client-side postMessage storage)."""
    school: School = request.app.state.school
    return page("storage.html", {"tool_origin": school.tool.origin})


def gradebook(request: Request) -> Response:
    """GET /course/{course_id}/gradebook?as=…: pupils and columns; a pupil sees the own row."""
    school: School = request.app.state.school
    found = asked(request)
    if found is None:
        return lost("No such course or person")
    where, who = found
    with school.lock:
        items = [item for item in school.line_items.values() if item.course_id == where.id]
        pupils = [p for p in _pupils(school, where) if p is who or is_staff(where, who)]
        rows = [(pupil, [mark(item, school.gradebook[item.id].get(pupil.id)) for item in items]) for pupil in pupils]
    context = {"course": where, "person": who, "items": items, "rows": rows, "staff": is_staff(where, who)}
    return page("gradebook.html", context)


def mark(item: LineItem, cell: Result | None) -> tuple[str, str]:
    """A cell in words: the mark as stored ("40.00 / 100"), and when; "–" where there is none."""
    if cell is None or cell.score is None:
        return "–", ""
    when = datetime.fromtimestamp(cell.at, UTC).strftime("%d.%m.%Y %H:%M:%S UTC")
    attempts = f", attempt {cell.attempts}" if cell.attempts > 1 else ""
    return f"{cell.score:.2f} / {item.maximum:g}", when + attempts


def asked(request: Request) -> tuple[Course, Person] | None:
    """The course of the address and the person of ?as=; None unless both exist and belong together."""
    school: School = request.app.state.school
    where = school.courses.get(request.path_params["course_id"])
    who = school.people.get(request.query_params.get("as", ""))
    if where is None or who is None or not _belongs(who, where.id):
        return None
    return where, who


def _belongs(who: Person, course_id: str) -> bool:
    return who.platform_admin or course_id in who.roles or course_id in who.mentor_of


def is_staff(where: Course, who: Person) -> bool:
    """Whether somebody teaches in a course, or looks after the platform."""
    return who.platform_admin or who.roles.get(where.id, Role.LEARNER) is not Role.LEARNER


def _role(who: Person, where: Course) -> Role | str:
    return Role.TEACHER if who.platform_admin else who.roles.get(where.id, "guardian")


def _target(request: Request) -> str:
    wanted = request.query_params.get("target", "")
    return wanted if wanted in ("iframe", "window") else ""


def _staff(school: "School", course: Course) -> list[Person]:
    return [found for found in school.members(course.id) if found.roles[course.id] is not Role.LEARNER]


def _pupils(school: "School", course: Course) -> list[Person]:
    learners = [found for found in school.members(course.id) if found.roles[course.id] is Role.LEARNER]
    return sorted(learners, key=lambda found: (found.family.casefold(), found.given.casefold()))
