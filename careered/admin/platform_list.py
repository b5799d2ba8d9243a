"""Platforms as the administrator's pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.i18n_marker import _
from careered.lti import connection_log, platform_store
from careered.lti.platform import Registration
from careered.web.errors import RequestError

STATUS_LABELS = {
    "active": ("done", _("In use")),
    "pending": ("in_progress", _("Waits for your approval")),
    "off": ("exempt", _("Switched off")),
}
ACCESS_REFUSED = _("The platform does not accept careered's signature: marks wait. Check the connection.")


@dataclass(frozen=True)
class PlatformRow:
    """One platform. state: (kind, message id). waiting: places to approve. opened: the last launch went well.

    alert: a message id about something that somebody must mend, or "".
    """

    platform: Registration
    state: tuple[str, str]
    pending_deployments: Sequence[str]
    last_launch_ok: bool
    alert: str = ""


def platform_rows(db: Connection, organisation_id: str) -> list[PlatformRow]:
    """The organisation's platforms, those that wait for somebody first."""
    registrations = [
        registration
        for registration in platform_store.all_platforms(db)
        if registration.organisation_id == organisation_id
    ]
    result = [platform_row(db, registration) for registration in registrations]
    return sorted(
        result,
        key=lambda registration: (
            registration.platform.status != "pending",
            not registration.pending_deployments,
            registration.platform.name,
        ),
    )


def platform_row(db: Connection, platform: Registration) -> PlatformRow:
    """One platform with its state."""
    pending = platform_store.pending_deployments(db, platform.organisation_id, platform.platform_id)
    events = connection_log.latest_by_step(db, platform.organisation_id, platform.platform_id)
    last_launch_ok = "launch" in events and events["launch"].code == connection_log.OK
    access_refused = "token" in events and events["token"].code != connection_log.OK
    return PlatformRow(
        platform,
        STATUS_LABELS.get(platform.status, STATUS_LABELS["off"]),
        pending,
        last_launch_ok,
        ACCESS_REFUSED if access_refused else "",
    )


def own_platform_row(db: Connection, organisation_id: str, platform_id: str) -> PlatformRow:
    """A platform of the viewer's organisation; any other is not there."""
    registration = platform_store.find_by_id(db, organisation_id, platform_id)
    if registration is None:
        raise RequestError("not_found")
    return platform_row(db, registration)
