"""Pages about one person's data, for a data protection officer or the person: show, export, erase. All logged."""

from datetime import timedelta

from starlette.responses import Response

from careered.i18n_marker import _
from careered.privacy.access_log import log_access
from careered.privacy.erase import erase_person
from careered.privacy.export import export_document
from careered.privacy.find import PersonSummary, get_person
from careered.privacy.inventory import stored_about
from careered.privacy.retention_text import pupil_sentences, retention_sentences
from careered.web import rendering
from careered.web.attachment import attachment
from careered.web.errors import RequestError
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.session_end import end_sessions
from careered.web.sessions import SESSION_TTL

_STAFF = frozenset({Role.TEACHER, Role.ASSISTANT})
_OTHER_ADULTS = frozenset({Role.MENTOR, Role.OFFICER, Role.LEADER, Role.ADMIN})


def about_your_data(req: PageRequest) -> Response:
    """GET /about-your-data: what is stored about the viewer, and for how long."""
    role, sentences = req.viewer.role, []
    is_pupil = role not in _STAFF | _OTHER_ADULTS
    if is_pupil:
        sentences = retention_sentences(req.db, req.viewer.organisation_id, req.lang, pupil_sentences)
    return req.render(
        "privacy/about_your_data.html",
        platform=req.viewer.platform_name,
        is_pupil=is_pupil,
        is_staff=role in _STAFF,
        is_in_class=role not in {Role.LEADER, Role.ADMIN},
        opens_records=role in _STAFF | {Role.MENTOR, Role.OFFICER},
        hours=SESSION_TTL // timedelta(hours=1),
        retention_sentences=sentences,
    )


def show_person(req: PageRequest) -> Response:
    """GET /privacy: what is stored about the one person whom the visit is about, and why."""
    person = _load_person(req, "privacy_page")
    stored = stored_about(req.db, req.viewer.organisation_id, person.id)
    return req.render(
        "privacy/person.html", person=person, own=_is_own(req), stored=stored, platform=req.viewer.platform_name
    )


def download(req: PageRequest) -> Response:
    """GET or POST /privacy/export: everything about the person as a JSON file."""
    person = _load_person(req, "privacy_copy")
    document = export_document(req.db, req.viewer.organisation_id, person.id)
    return attachment(document, f"careered-{person.id}", "json")


def confirm_erasure(req: PageRequest) -> Response:
    """GET /privacy/confirm-erasure: what erasing takes away and what stays; the box that says one is sure."""
    return _confirmation_page(req, _load_person(req, "privacy_page"))


def erase_data(req: PageRequest) -> Response:
    """POST /privacy/erase: erase the person. The visit ends with it: there is nothing left that it is about."""
    person = _load_person(req, "privacy_erase" if _is_sure(req) else "privacy_page")
    if not _is_sure(req):
        return _confirmation_page(req, person, _("Tick the box if you are sure."))
    erased = erase_person(req.db, req.viewer.organisation_id, person.id)
    end_sessions(req.db, [req.viewer.token])
    shell = rendering.page_shell(None, req.lang, req.page_url)
    context = {"person": person, "own": _is_own(req), "stored": erased, "platform": req.viewer.platform_name}
    return rendering.render(shell, "privacy/erased.html", context)


def _is_sure(req: PageRequest) -> bool:
    return req.form_value("sure") == "yes"


def _is_own(req: PageRequest) -> bool:
    """Whether viewer and person are the same."""
    return req.viewer.visible_person_ids == (req.viewer.person_id,)


def _load_person(req: PageRequest, action: str) -> PersonSummary:
    """The only person whom this session may see; logs the access as `action`."""
    if len(req.viewer.visible_person_ids) != 1:
        raise RequestError("not_found")
    person = get_person(req.db, req.viewer.organisation_id, req.viewer.visible_person_ids[0])
    if person is None:
        raise RequestError("person_unknown")
    log_access(req.db, req.viewer, person.id, action)
    return person


def _confirmation_page(req: PageRequest, person: PersonSummary, problem: str = "") -> Response:
    stored = stored_about(req.db, req.viewer.organisation_id, person.id)
    req.page_url = "/privacy/confirm-erasure"  # also after a POST: the language switch reloads this address
    return req.render(
        "privacy/confirm_erasure.html",
        status=422 if problem else 200,
        person=person,
        own=_is_own(req),
        stored=stored,
        platform=req.viewer.platform_name,
        problem=req.gettext(problem) if problem else "",
    )
