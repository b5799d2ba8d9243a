"""Platforms with their state, as the administrator's pages list them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from careered.i18n_marker import _
from careered.lti import connection_log, deployment_store, platform_store
from careered.lti.connection_log import ConnectionEvent
from careered.lti.platform import Registration
from careered.web.errors import RequestError

LIST_REFUSED = "nrps_refused"
STATUS_LABELS = {
    "active": ("done", _("In use")),
    "pending": ("in_progress", _("Waiting for your approval")),
    "off": ("exempt", _("Switched off")),
}
NO_LIST = _("The platform does not give the list of participants. Its page says what to do.")
ACCESS_REFUSED = _("The platform does not accept careered's signature, so scores are waiting. Check the connection.")


@dataclass(frozen=True)
class PlatformRow:
    """One platform. state: (kind, message id). pending_deployments: ids of deployments to approve.

    alert: message id of a problem that an administrator must fix, or "". same_platforms: other registrations of it.
    """

    platform: Registration
    state: tuple[str, str]
    pending_deployments: Sequence[str]
    last_launch_ok: bool
    alert: str = ""
    same_platforms: Sequence[Registration] = ()

    @property
    def asks_deployment_kind(self) -> bool:
        """Whether to ask once what the deployments are, before any is approved by itself (docs/decisions/0019)."""
        is_second = len(self.platform.deployments) + len(self.pending_deployments) > 1
        is_undecided = not self.platform.deployment_kind and not self.platform.is_matching
        return bool(self.pending_deployments) and is_second and is_undecided


def platform_rows(db: Connection, organisation_id: str) -> list[PlatformRow]:
    """The organisation's platforms by name, those with something to approve first. Four statements, however many.

    Without same_platforms, which only the page of one platform shows.
    """
    pending = deployment_store.pending_by_platform(db, organisation_id)
    events = connection_log.latest_by_platform(db, organisation_id)
    rows = [
        _row(platform, pending.get(platform.platform_id, []), events.get(platform.platform_id, {}))
        for platform in platform_store.all_platforms(db, organisation_id=organisation_id)
    ]
    return sorted(
        rows, key=lambda row: (row.platform.status != "pending", not row.pending_deployments, row.platform.name)
    )


def _row(platform: Registration, pending: Sequence[str], events: Mapping[str, ConnectionEvent]) -> PlatformRow:
    last_launch_ok = "launch" in events and events["launch"].code == connection_log.OK
    access_refused = "token" in events and events["token"].code != connection_log.OK
    list_refused = "roster" in events and events["roster"].code == LIST_REFUSED
    state = STATUS_LABELS.get(platform.status, STATUS_LABELS["off"])
    alert = ACCESS_REFUSED if access_refused else NO_LIST if list_refused else ""
    return PlatformRow(platform, state, tuple(pending), last_launch_ok, alert)


def own_platform_row(db: Connection, organisation_id: str, platform_id: str) -> PlatformRow:
    """The row of a platform of this organisation. Raises RequestError not_found for any other."""
    registration = platform_store.find_by_id(db, organisation_id, platform_id)
    if registration is None:
        raise RequestError("not_found")
    pending = deployment_store.pending_deployments(db, organisation_id, platform_id)
    row = _row(registration, pending, connection_log.latest_by_step(db, organisation_id, platform_id))
    return replace(row, same_platforms=platform_store.same_platforms(db, registration))
