"""Attest something of one pupil or many (confirmed, exempt, an offline activity), and retract it."""

from starlette.responses import Response

from careered.clock import new_id, today
from careered.dashboard.attestation_choices import attestation_choices, exemption_reasons
from careered.dashboard.attestation_form import AttestationForm, read_form
from careered.dashboard.attestation_labels import KIND_CHOICES
from careered.dashboard.panel import KINDS, left_out, open_panel
from careered.progress import attestations
from careered.progress.acts import id_of_press
from careered.progress.outbox.line_items import load_line_items
from careered.roster.groups import load_groups
from careered.roster.members import list_pupils
from careered.roster.scope import ClassScope, active_pupil_names, class_from_path
from careered.web.after_act import NOTHING, after_act
from careered.web.request import PageRequest
from careered.web.typed_date import format_typed


def show_attestation_form(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/attestations: the form, or the panel that `do` names.

    Query: do (a key of KINDS), what (the choice that is made), pupil (ids of the ticked, with commas between). Posted
    from the grid: `pupil` for each of the ticked, `kind` (a value of KINDS) for `do`; the kind of `what` says it, too.
    """
    return _page(req, class_from_path(req))


def _page(req: PageRequest, scope: ClassScope, wrong: AttestationForm | None = None) -> Response:
    path = req.page_url = f"/teacher/class/{scope.class_info.id}/attestations"
    do, what = _panel_name(req, is_refused=wrong is not None), _value(req, "what")
    chosen = req.form.get("pupil", ()) or [pupil_id for pupil_id in req.query.get("pupil", "").split(",") if pupil_id]
    return req.render(
        "dashboard/panel_page.html" if do in KINDS else "dashboard/attest.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        panel=open_panel(req, scope, do, chosen, what) if do in KINDS else None,
        groups=[
            (req.gettext(label), attestation_choices(scope, kind, req.lang)) for kind, label in KIND_CHOICES.items()
        ],
        reasons=exemption_reasons(scope.pack, req.lang),
        people=active_pupil_names(req, scope),
        has_line_item=do not in KINDS and bool(load_line_items(req.db, *scope.key)),
        class_groups=load_groups(req.db, *scope.key),
        chosen=set(chosen),
        what=what,
        key=new_id(),
        back=_value(req, "back") or (f"/teacher/pupil/{chosen[0]}" if len(chosen) == 1 and not do else ""),
        day=req.form_value("day") if wrong else format_typed(today(scope.pack.timezone)),
        last_day=req.form_value("last_day"),
        reason=req.form_value("reason"),
        wrong=req.gettext(wrong.error) if wrong else "",
        error_at=wrong.error_at if wrong else "",
        path=path,
    )


def _panel_name(req: PageRequest, *, is_refused: bool) -> str:
    """The panel that is asked for, a key of KINDS; "" for the form of everything, also where that is refused."""
    kind = req.form_value("kind") or ("" if is_refused else _value(req, "what").partition(":")[0])
    return _value(req, "do") or next((do for do, of_panel in KINDS.items() if of_panel == kind), "")


def _value(req: PageRequest, name: str) -> str:
    """A value of the posted form, else of the query."""
    return req.form_value(name) or req.query.get(name, "")


def attest(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/attestations/create: attest it for the chosen pupils; then `back`, with undo."""
    scope = class_from_path(req)
    form, author = read_form(req, scope), req.viewer.person_id
    act_id = id_of_press(req.db, *scope.key, req.idempotency_key)
    if form.error:
        return _page(req, scope, form)
    passed_over = left_out(req, scope, form.kind, form.target_id)
    attested = [
        attestations.attest(
            *(req.db, scope.pupil(pupil_id), form.kind, form.target_id, author),
            reason=form.reason,
            activity_date=form.days[0],
            activity_end_date=form.days[1],
            act_id=act_id,
        )
        for pupil_id in form.pupil_ids
        if pupil_id not in passed_over
    ]
    return after_act(req, scope.class_info.id, act_id if any(attested) else NOTHING)


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
