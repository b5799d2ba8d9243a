"""The control page: how the platform talks (profile) and how it fails (faults), changed while it runs."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from demo_platform.course_copy import copy_course
from demo_platform.faults import SERVICES, Faults
from demo_platform.pages import page
from demo_platform.profiles.catalogue import PROFILES, profile_named

if TYPE_CHECKING:
    from demo_platform.platform_state import School

SHOWN = 40
WORDS = {
    "down": "Down (503, or closed)",
    "error_500": "Internal error, next N requests",
    "rate_limit": "Too many requests, next N",
    "rate_limit_status": "… with this status",
    "retry_after": "… and Retry-After, seconds",
    "unauthorized": "401 although the token is good, next N",
    "slow": "Slow, seconds before each answer",
    "cut_after_commit": "Score stored, then connection cut, next N",
    "clock_skew": "Platform's clock ahead (or -behind), seconds",
    "withheld": "Scopes not granted (last words, such as score)",
    "refusal": "Scores refused with (422 This course has concluded)",
    "roster": "List of members: loop, elsewhere or half",
    "registration": "Registering: html, huge, refused, no client id",
}
DOWN = ("", "503", "closed")


async def control(request: Request) -> Response:
    """GET and POST /control."""
    school: School = request.app.state.school
    if request.method == "POST":
        form = {name: str(value) for name, value in (await request.form()).items()}
        try:
            _act(school, form)
        except ValueError as reason:
            return _page(school, str(reason), 400)
        return RedirectResponse("control", 303)
    return _page(school, "", 200)


def _page(school: "School", problem: str, status: int) -> Response:
    values = [(name, label, getattr(school.faults, name)) for name, label in WORDS.items()]
    with school.lock:
        recent = list(reversed(school.ledger[-SHOWN:]))
    context = {
        "profiles": PROFILES,
        "profile": school.profile,
        "faults": values,
        "ledger": recent,
        "courses": list(school.courses.values()),
    }
    more = {"key": school.key.kid, "problem": problem, "courses": list(school.courses.values())}
    return page("control.html", {**context, **more}, status)


def _act(school: "School", form: Mapping[str, str]) -> None:
    """One button a form: profile, faults, rotate, forget. ValueError in words for a value that makes no sense."""
    action = form.get("action", "")
    if action == "profile":
        school.profile = replace(profile_named(form.get("profile", "")), names="names" in form)
    elif action == "faults":
        school.faults = _faults(form)
    elif action == "rotate":
        school.rotate_keys()
    elif action == "forget":
        school.ledger.clear()
    elif action == "copy" and form.get("course") in school.courses:
        copy_course(school, form["course"])
    else:
        raise ValueError("No such action")


def _faults(form: Mapping[str, str]) -> Faults:
    plain = Faults(where=SERVICES)
    for field in fields(Faults):
        text = form.get(field.name, "").strip()
        if field.name in WORDS and text:
            setattr(plain, field.name, type(getattr(plain, field.name))(text))
    if plain.down not in DOWN:
        raise ValueError('"down" is 503, closed or empty')
    return plain
