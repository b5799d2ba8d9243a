"""Attest something of one pupil or many (confirmed, exempt, an offline activity), and retract it."""

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from careered.clock import today
from careered.dashboard.attestation_choices import attestation_choices, exemption_reasons
from careered.dashboard.attestation_labels import INVALID_DATE, KIND_CHOICES, NO_PUPIL_CHOSEN, NOTHING_CHOSEN
from careered.progress import attestations
from careered.roster.groups import load_groups
from careered.roster.queries import list_pupils
from careered.roster.scope import ClassScope, active_pupil_names, class_from_path
from careered.web.request import PageRequest


def show_attestation_form(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/attestations: the form. Query parameter `pupil`: that pupil is ticked."""
    return _page(req)


def _page(req: PageRequest, wrong: str = "") -> Response:
    scope = class_from_path(req)
    req.page_url = f"/teacher/class/{scope.class_info.id}/attestations"
    return req.render(
        "dashboard/attest.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        groups=[
            (req.gettext(label), attestation_choices(scope, kind, req.lang)) for kind, label in KIND_CHOICES.items()
        ],
        reasons=exemption_reasons(scope.pack, req.lang),
        people=active_pupil_names(req, scope),
        class_groups=load_groups(req.db, scope.class_info.organisation_id, scope.class_info.id),
        chosen=set(req.form.get("pupil", ())) | {req.query.get("pupil", "")},
        what=req.form_value("what") or req.query.get("what", ""),
        day=req.form_value("day"),
        reason=req.form_value("reason"),
        wrong=req.gettext(wrong) if wrong else "",
        error_at="what" if wrong == NOTHING_CHOSEN else "day" if wrong == INVALID_DATE else "everybody",
    )


def attest(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/attestations/create: attest it for the chosen pupils; the answer offers to retract."""
    scope = class_from_path(req)
    kind, _, target_id = req.form_value("what").partition(":")
    people = active_pupil_names(req, scope)
    ticked = _ticked_pupils(req, scope)
    chosen = [pupil_id for pupil_id, _name in people if req.form_value("everybody") == "yes" or pupil_id in ticked]
    error = _form_error(req, scope, chosen)
    if error:
        return _page(req, error)
    reason = req.form_value("reason") if kind == attestations.EXEMPT else ""
    day = req.form_value("day") if kind == attestations.OFFLINE else ""
    attested_ids = [
        pupil_id
        for pupil_id in sorted(chosen)
        if attestations.attest(
            req.db, scope.pupil(pupil_id), kind, target_id, req.viewer.person_id, reason=reason, activity_date=day
        )
    ]
    return _result_page(req, scope, attested_ids, undone=False)


def _ticked_pupils(req: PageRequest, scope: ClassScope) -> set[str]:
    """Ids of the ticked pupils, and of the members of ticked groups."""
    class_groups = load_groups(req.db, scope.class_info.organisation_id, scope.class_info.id)
    group_members = [group.person_ids for group in class_groups if group.id in req.form.get("group", ())]
    return set(req.form.get("pupil", ())).union(*group_members)


def _form_error(req: PageRequest, scope: ClassScope, chosen: Sequence[str]) -> str:
    choice_values = {choice.value for kind in KIND_CHOICES for choice in attestation_choices(scope, kind, req.lang)}
    if req.form_value("what") not in choice_values:
        return NOTHING_CHOSEN
    codes = {code for code, _ in exemption_reasons(scope.pack, req.lang)}
    if req.form_value("what").startswith(attestations.EXEMPT) and req.form_value("reason") not in codes:
        return NOTHING_CHOSEN
    if not _is_past_date(req.form_value("day"), scope.pack.timezone):
        return INVALID_DATE
    return "" if chosen else NO_PUPIL_CHOSEN


def _is_past_date(text: str, timezone: str) -> bool:
    """Whether `text` is an ISO 8601 date not after today in the class's country, or empty."""
    try:
        return not text or date.fromisoformat(text) <= today(timezone)
    except ValueError:
        return False


def retract(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/attestations/retract: retract; what the pupils did in the meantime counts."""
    scope = class_from_path(req)
    kind, _, target_id = req.form_value("what").partition(":")
    members = {pupil.id for pupil in list_pupils(req.db, scope.class_info.organisation_id, scope.class_info.id)}
    retracted_ids = [
        pupil_id
        for pupil_id in sorted(req.form.get("pupil", ()))
        if pupil_id in members and attestations.retract(req.db, scope.pupil(pupil_id), kind, target_id)
    ]
    return _result_page(req, scope, retracted_ids, undone=True)


def _result_page(req: PageRequest, scope: ClassScope, pupil_ids: Sequence[str], *, undone: bool) -> Response:
    names = dict(active_pupil_names(req, scope))
    req.page_url = f"/teacher/class/{scope.class_info.id}/attestations"
    return req.render(
        "dashboard/attested.html",
        class_info=scope.class_info,
        what=req.form_value("what"),
        people=[(pupil_id, names.get(pupil_id, "")) for pupil_id in pupil_ids],
        undone=undone,
    )
