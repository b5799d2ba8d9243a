"""The page about one pupil, and what is recorded there about a talk."""

from urllib.parse import urlencode

from starlette.responses import Response

from careered.acts.toast import fresh_act, toast
from careered.agreements import store as agreements
from careered.agreements.store import MAX_LENGTH
from careered.clock import day_of, new_id, today
from careered.dashboard.labels import LEFT_ON
from careered.dashboard.pupil_views import pupil_from_path
from careered.privacy.access_log import log_access
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import Pupil
from careered.roster.scope import ClassScope, viewer_class
from careered.talks import recording
from careered.talks.labels import TOO_LONG, WRONG_DAY
from careered.talks.page import build_page
from careered.web.errors import RequestError
from careered.web.i18n import languages_from
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest
from careered.web.time_format import format_recent, format_short_date
from careered.web.typed_date import format_typed, typed_day

IDS = ("talked", "guided", "agreement")
"""What a talk leaves, by the name in the query and in the form that takes it back."""


def show_pupil(req: PageRequest) -> Response:
    """GET /teacher/pupil/{id}: one pupil. Each view is written to the access log.

    Query: talked, guided, agreement: ids of what was just recorded, for the line that takes it back.
    """
    return _page(req)


def _page(req: PageRequest, *, wrong: str = "", error_at: str = "") -> Response:
    scope = viewer_class(req)
    pupil, name = pupil_from_path(req, scope)
    zone = scope.pack.timezone
    log_access(req.db, req.viewer, pupil.id, "pupil_page")
    req.page_url = f"/teacher/pupil/{pupil.id}"
    return req.render(
        "talks/pupil.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        tab="",
        pupil=pupil,
        name=name,
        page=build_page(req, scope, pupil),
        letter_languages=languages_from(scope.pack.default_language),
        pack=scope.pack,
        key=new_id(),
        day=req.form_value("day") if wrong else format_typed(today(zone)),
        agreed=req.form_value("agreed") if wrong else "",
        wrong=req.gettext(wrong) if wrong else "",
        error_at=error_at,
        longest=MAX_LENGTH,
        talk=_just_recorded(req, scope),
        toast=toast(req, scope, f"/teacher/pupil/{pupil.id}"),
        left=req.gettext(LEFT_ON) % {"day": format_short_date(day_of(pupil.left_at, zone), req.lang)}
        if pupil.left_at
        else "",
        format_day=lambda day: format_short_date(day, req.lang),
        format_time=lambda at: format_recent(at, req.lang, zone) if at else "",
    )


def _just_recorded(req: PageRequest, scope: ClassScope) -> dict[str, str]:
    """The ids of the query, as long as the message about them stands; nothing once it is undone."""
    act = fresh_act(req, scope, req.query.get("talked", ""))
    return {name: req.query.get(name, "") for name in IDS} if act and act.can_be_undone else dict.fromkeys(IDS, "")


def record_talk(req: PageRequest) -> Response:
    """POST /teacher/pupil/{id}/talked: we have talked on `day`; `agreed` is read by the pupil too."""
    scope, pupil = _guided_pupil(req)
    if pupil.status != ACTIVE:  # what is agreed is read on the pupil's own page, wherever the pupil is now
        raise RequestError("not_found")
    current_day = today(scope.pack.timezone)
    day = typed_day(req.form_value("day"), current_day) if req.form_value("day").strip() else current_day
    agreed = agreements.one_line(req.form_value("agreed"))
    if day is None or day > current_day:
        return _page(req, wrong=WRONG_DAY, error_at="day")
    if len(agreed) > MAX_LENGTH:
        return _page(req, wrong=TOO_LONG, error_at="agreed")
    ids = recording.record(req, scope, scope.pupil(pupil.id), day, agreed)
    return req.redirect(f"/teacher/pupil/{pupil.id}?{urlencode(ids)}")


def undo_talk(req: PageRequest) -> Response:
    """POST /teacher/pupil/{id}/talked/undo: it was pressed by mistake."""
    scope, pupil = _guided_pupil(req)
    recording.undo(req, scope, scope.pupil(pupil.id))
    done = req.form_value("talked") or req.form_value("guided")
    return req.redirect(f"/teacher/pupil/{pupil.id}{'?' + urlencode({'done': done}) if done else ''}")


def delete_agreement(req: PageRequest) -> Response:
    """POST /teacher/pupil/{id}/agreements/delete: it does not hold any more."""
    scope, pupil = _guided_pupil(req)
    agreements.delete_one(req.db, scope.pupil(pupil.id).key, req.form_value("agreement"))
    return req.redirect(f"/teacher/pupil/{pupil.id}#agreed")


def _guided_pupil(req: PageRequest) -> tuple[ClassScope, Pupil]:
    """The pupil in the URL. Raises `not_found` for anybody else, and for whom the table gives no part in guidance."""
    if not sees_in_course(req.viewer.role, Data.GUIDANCE):
        raise RequestError("not_found")
    scope = viewer_class(req)
    return scope, pupil_from_path(req, scope)[0]
