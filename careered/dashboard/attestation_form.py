"""What somebody has filled in to attest something: what, for whom, when, why; and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from careered.clock import today
from careered.dashboard.attestation_choices import attestation_choices, exemption_reasons
from careered.dashboard.attestation_labels import (
    FUTURE_DATE,
    INVALID_DATE,
    KIND_CHOICES,
    NO_PUPIL_CHOSEN,
    NO_REASON_CHOSEN,
    NOTHING_CHOSEN,
    WRONG_ORDER,
)
from careered.progress import attestations
from careered.roster.groups import load_groups
from careered.roster.scope import ClassScope, active_pupil_names
from careered.web.request import PageRequest
from careered.web.typed_date import typed_day


@dataclass(frozen=True)
class AttestationForm:
    """A filled-in form. days: first and last day as ISO dates, "" for none. error: a message id, "" for none.

    error_at: the name of the field that is wrong.
    """

    kind: str
    target_id: str
    reason: str
    days: tuple[str, str]
    pupil_ids: Sequence[str]
    error: str = ""
    error_at: str = ""


def read_form(req: PageRequest, scope: ClassScope) -> AttestationForm:
    """The form that was posted."""
    kind, _, target_id = req.form_value("what").partition(":")
    reason = req.form_value("reason") if kind == attestations.EXEMPT else ""
    pupil_ids = _chosen_pupils(req, scope)
    days, wrong_day = _days(req, scope)
    error, error_at = _error(req, scope, reason, wrong_day, pupil_ids)
    kept_days = days if kind == attestations.OFFLINE else ("", "")
    return AttestationForm(kind, target_id, reason, kept_days, pupil_ids, error, error_at)


def _chosen_pupils(req: PageRequest, scope: ClassScope) -> list[str]:
    """Ids of the active pupils who are ticked, or whose group or class is, in the order in which locks are taken."""
    class_groups = load_groups(req.db, *scope.key)
    members = [group.person_ids for group in class_groups if group.id in req.form.get("group", ())]
    ticked, everybody = set(req.form.get("pupil", ())).union(*members), req.form_value("everybody") == "yes"
    return sorted(pupil_id for pupil_id, _ in active_pupil_names(req, scope) if everybody or pupil_id in ticked)


def _days(req: PageRequest, scope: ClassScope) -> tuple[tuple[str, str], str]:
    """First and last day, and what is wrong with them. One day alone has no last day."""
    current_day, typed = today(scope.pack.timezone), [req.form_value(name).strip() for name in ("day", "last_day")]
    days = [typed_day(text, current_day) if text else None for text in typed]
    if any(text and not day for text, day in zip(typed, days, strict=True)) or (days[1] and not days[0]):
        return ("", ""), INVALID_DATE
    if any(day and day > current_day for day in days):
        return ("", ""), FUTURE_DATE
    first, last = days
    if first and last and last < first:
        return ("", ""), WRONG_ORDER
    return (_iso(first), _iso(last) if last != first else ""), ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _error(
    req: PageRequest, scope: ClassScope, reason: str, wrong_day: str, pupil_ids: Sequence[str]
) -> tuple[str, str]:
    """The first thing that is wrong, and at which field."""
    what = req.form_value("what")
    if what not in {choice.value for kind in KIND_CHOICES for choice in attestation_choices(scope, kind, req.lang)}:
        return NOTHING_CHOSEN, "what"
    if what.startswith(attestations.EXEMPT) and reason not in dict(exemption_reasons(scope.pack, req.lang)):
        return NO_REASON_CHOSEN, "reason"
    if wrong_day:
        return wrong_day, "day"
    return ("", "") if pupil_ids else (NO_PUPIL_CHOSEN, "everybody")
