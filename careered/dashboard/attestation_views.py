"""Attest something of one pupil or many (confirmed, exempt, an offline activity), and retract it."""

from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from careered.clock import new_id, today
from careered.dashboard.attestation_choices import attestation_choices, exemption_reasons
from careered.dashboard.attestation_labels import INVALID_DATE, KIND_CHOICES, NO_PUPIL_CHOSEN, NOTHING_CHOSEN
from careered.progress import attestations
from careered.roster.groups import load_groups
from careered.roster.queries import list_pupils
from careered.roster.scope import ClassScope, active_pupil_names, class_from_path
from careered.web.after_act import NOTHING, after_act
from careered.web.request import PageRequest


def show_attestation_form(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/attestations: the form. Query parameter `pupil`: that pupil is ticked.

    Posted from the grid: `pupil` for each of the ticked, `kind` where only that is recorded.
    """
    return _page(req)


def _page(req: PageRequest, wrong: str = "") -> Response:
    scope = class_from_path(req)
    req.page_url = f"/teacher/class/{scope.class_info.id}/attestations"
    return req.render(
        "dashboard/attest.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        groups=[
            (req.gettext(label), attestation_choices(scope, kind, req.lang))
            for kind, label in KIND_CHOICES.items()
            if req.form_value("kind") in {"", kind}
        ],
        reasons=exemption_reasons(scope.pack, req.lang),
        people=active_pupil_names(req, scope),
        class_groups=load_groups(req.db, scope.class_info.organisation_id, scope.class_info.id),
        chosen=set(req.form.get("pupil", ())) | {req.query.get("pupil", "")},
        what=req.form_value("what") or req.query.get("what", ""),
        key=new_id(),
        back=req.form_value("back") or _pupil_page(req),
        day=req.form_value("day"),
        reason=req.form_value("reason"),
        wrong=req.gettext(wrong) if wrong else "",
        error_at="what" if wrong == NOTHING_CHOSEN else "day" if wrong == INVALID_DATE else "everybody",
    )


def _pupil_page(req: PageRequest) -> str:
    """The page to come back to where the form was opened from a pupil's; "" for the class's."""
    pupil_id = req.query.get("pupil", "")
    return f"/teacher/pupil/{pupil_id}" if pupil_id else ""


def attest(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/attestations/create: attest it for the chosen pupils; then `back`, with undo."""
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
    act_id, author = req.idempotency_key or new_id(), req.viewer.person_id
    attested = [
        attestations.attest(
            *(req.db, scope.pupil(pupil_id), kind, target_id, author),
            reason=reason,
            activity_date=day,
            act_id=act_id,
        )
        for pupil_id in sorted(chosen)
    ]
    return after_act(req, scope.class_info.id, act_id if any(attested) else NOTHING)


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
    """POST /teacher/class/{id}/attestations/retract: undo the latest of a kind; what the pupils did since counts."""
    scope = class_from_path(req)
    kind, _, target_id = req.form_value("what").partition(":")
    members = {pupil.id for pupil in list_pupils(req.db, *scope.key)}
    retracted = [
        attestations.retract(req.db, scope.pupil(pupil_id), kind, target_id, req.viewer.person_id)
        for pupil_id in sorted(members.intersection(req.form.get("pupil", ())))
    ]
    return after_act(req, scope.class_info.id, next(filter(None, retracted), NOTHING))
