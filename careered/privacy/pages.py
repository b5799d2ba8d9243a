"""What an officer, or a person about oneself, sees and does: look, take a copy, erase. Each is noted."""

from starlette.responses import Response

from careered.privacy.erase import erase_person
from careered.privacy.export import as_file
from careered.privacy.find import Person, person
from careered.privacy.log import seen
from careered.privacy.stored import stored_about
from careered.web import pages
from careered.web.edge import Ask
from careered.web.refusals import Refused
from careered.web.sessions import end
from careered.words import _


def show_person(ask: Ask) -> Response:
    """GET /privacy: what is stored about the one person whom the visit is about, and why."""
    found = _person(ask, "privacy_page")
    stored = stored_about(ask.db, ask.me.organisation_id, found.id)
    return ask.render("privacy/person.html", person=found, own=_own(ask), stored=stored, platform=ask.me.platform_name)


def download(ask: Ask) -> Response:
    """GET or POST /privacy/copy: everything about the person as a JSON file."""
    found = _person(ask, "privacy_copy")
    headers = {"Content-Disposition": f'attachment; filename="careered-{found.id}.json"'}
    return Response(as_file(ask.db, ask.me.organisation_id, found.id), media_type="application/json", headers=headers)


def confirm(ask: Ask) -> Response:
    """GET /privacy/erasing: what erasing takes away and what stays; the box that says one is sure."""
    return _confirmation(ask, _person(ask, "privacy_page"))


def erase(ask: Ask) -> Response:
    """POST /privacy/erase: erase the person. The visit ends with it: there is nothing left that it is about."""
    found = _person(ask, "privacy_erase" if _is_sure(ask) else "privacy_page")
    if not _is_sure(ask):
        return _confirmation(ask, found, _("Tick the box if you are sure."))
    gone = erase_person(ask.db, ask.me.organisation_id, found.id)
    end(ask.db, ask.me.token)
    shell = pages.shell_for(None, ask.lang, ask.here)
    context = {"person": found, "own": _own(ask), "stored": gone, "platform": ask.me.platform_name}
    return pages.render(shell, "privacy/erased.html", context)


def _is_sure(ask: Ask) -> bool:
    return ask.field("sure") == "yes"


def _own(ask: Ask) -> bool:
    """Whether the visit is about oneself."""
    return ask.me.sees == (ask.me.person_id,)


def _person(ask: Ask, view: str) -> Person:
    """The person whom the visit is about; that somebody looks is noted. Nobody else is there for this viewer."""
    if len(ask.me.sees) != 1:
        raise Refused("not_found")
    found = person(ask.db, ask.me.organisation_id, ask.me.sees[0])
    if found is None:
        raise Refused("person_unknown")
    seen(ask.db, ask.me, found.id, view)
    return found


def _confirmation(ask: Ask, found: Person, problem: str = "") -> Response:
    stored = stored_about(ask.db, ask.me.organisation_id, found.id)
    ask.here = "/privacy/erasing"  # also after a POST: the language switch comes back here
    return ask.render(
        "privacy/erasing.html",
        status=422 if problem else 200,
        person=found,
        own=_own(ask),
        stored=stored,
        platform=ask.me.platform_name,
        problem=ask.translate(problem) if problem else "",
    )
