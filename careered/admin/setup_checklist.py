"""Setup checklist of the administrator's home page: six steps with their state."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.admin.platform_list import PlatformRow
from careered.i18n_marker import _
from careered.packs.store import PackStore
from careered.roster.organisations import get_profile, pack_of_organisation
from careered.roster.schools import has_class_without_school, has_schools

DONE, WAITING, NOT_STARTED = ("done", _("Done")), ("in_progress", _("Waiting for you")), ("not_started", _("Not yet"))


@dataclass(frozen=True)
class SetupStep:
    """One step. title, description: message ids. state: (kind, message id), or None if it is never done."""

    path: str
    title: str
    description: str
    state: tuple[str, str] | None


def setup_steps(
    db: Connection, pack_store: PackStore, organisation_id: str, platforms: Sequence[PlatformRow]
) -> list[SetupStep]:
    """The six steps in their order."""
    profile = get_profile(db, organisation_id)
    has_pack = pack_of_organisation(db, pack_store, organisation_id) is not None
    has_pending = any(row.platform.status == "pending" or row.pending_deployments for row in platforms)
    has_active = any(row.platform.status == "active" for row in platforms)
    schools_state = _schools_state(db, organisation_id)
    path = f"/admin/platforms/{platforms[0].platform.platform_id}" if has_pending else "/admin/connect/moodle"
    return [
        SetupStep(
            "/admin/organisation",
            _("Your organisation"),
            _("Country, name and language, and where the data is stored."),
            _state(bool(profile.country)),
        ),
        SetupStep(
            path,
            _("Connect a platform"),
            _("A platform or one of its deployments is waiting for your approval.")
            if has_pending
            else _("The platforms from which pupils open careered."),
            _state(has_active, has_pending),
        ),
        SetupStep(
            "/admin/packs",
            _("The curriculum pack"),
            _("The requirements and lessons for your country."),
            _state(has_pack),
        ),
        SetupStep(
            "/admin/schools",
            _("Schools"),
            _("Some courses do not belong to a school yet.")
            if schools_state == WAITING
            else _("Which course belongs to which school."),
            schools_state,
        ),
        SetupStep("/admin/self-test", _("Self-test"), _("Does everything work, and what needs your attention?"), None),
        SetupStep("/admin/privacy", _("Privacy notice"), _("For your data protection officer and your schools."), None),
    ]


def _state(is_done: bool, is_waiting: bool = False) -> tuple[str, str]:
    return WAITING if is_waiting else DONE if is_done else NOT_STARTED


def _schools_state(db: Connection, organisation_id: str) -> tuple[str, str]:
    if not has_schools(db, organisation_id):
        return NOT_STARTED
    return _state(True, is_waiting=has_class_without_school(db, organisation_id))
