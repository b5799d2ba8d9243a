"""The control page: how the platform behaves (profile) and how it fails (faults), changed while it runs."""

from collections.abc import Mapping
from dataclasses import fields, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from demo_platform.course_copy import copy_course
from demo_platform.faults import SERVICES, Faults
from demo_platform.platform_state import PlatformState
from demo_platform.profiles.catalogue import PROFILES, profile_named
from demo_platform.rendering import page
from demo_platform.visitors import form_fields, platform_of

MAX_LOG_ENTRIES = 40  # on the page
FAULT_LABELS = {
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
DOWN_VALUES = ("", "503", "closed")


async def control(request: Request) -> Response:
    """GET and POST /control."""
    platform = platform_of(request)
    if request.method != "POST":
        return _page(platform, "", 200)
    try:
        _act(platform, await form_fields(request))
    except ValueError as error:
        return _page(platform, str(error), 400)
    return RedirectResponse("control", 303)


def _page(platform: PlatformState, problem: str, status: int) -> Response:
    with platform.lock:
        entries = list(reversed(platform.request_log[-MAX_LOG_ENTRIES:]))
    context = {
        "profiles": PROFILES,
        "profile": platform.profile,
        "faults": [(name, label, getattr(platform.faults, name)) for name, label in FAULT_LABELS.items()],
        "request_log": entries,
        "courses": list(platform.courses.values()),
        "key": platform.key.kid,
        "problem": problem,
    }
    return page("control.html", context, status)


def _act(platform: PlatformState, form: Mapping[str, str]) -> None:
    """One button a form: profile, faults, rotate, forget, copy. ValueError for a value that is not possible."""
    action = form.get("action", "")
    if action == "profile":
        platform.profile = replace(profile_named(form.get("profile", "")), names="names" in form)
    elif action == "faults":
        platform.faults = _parse_faults(form)
    elif action == "rotate":
        platform.rotate_keys()
    elif action == "forget":
        platform.request_log.clear()
    elif action == "copy" and form.get("course") in platform.courses:
        copy_course(platform, form["course"])
    else:
        raise ValueError("No such action")


def _parse_faults(form: Mapping[str, str]) -> Faults:
    faults = Faults(where=SERVICES)
    for field in fields(Faults):
        text = form.get(field.name, "").strip()
        if field.name in FAULT_LABELS and text:
            setattr(faults, field.name, type(getattr(faults, field.name))(text))
    if faults.down not in DOWN_VALUES:
        raise ValueError('"down" is 503, closed or empty')
    return faults
