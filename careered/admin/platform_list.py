"""Platforms as the administrator's pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.lti import notes, platforms
from careered.lti.registration import Registration
from careered.web.refusals import Refused
from careered.words import _

STATUS = {
    "active": ("done", _("In use")),
    "pending": ("in_progress", _("Waits for your approval")),
    "off": ("exempt", _("Switched off")),
}
NO_ACCESS = _("The platform does not accept careered's signature: marks wait. Check the connection.")


@dataclass(frozen=True)
class Row:
    """One platform. state: (kind, message id). waiting: places to approve. opened: the last launch went well.

    alert: a message id about something that somebody must mend, or "".
    """

    platform: Registration
    state: tuple[str, str]
    waiting: Sequence[str]
    opened: bool
    alert: str = ""


def rows(db: Connection, organisation_id: str) -> list[Row]:
    """The organisation's platforms, those that wait for somebody first."""
    mine = [one for one in platforms.all_platforms(db) if one.organisation_id == organisation_id]
    found = [row(db, one) for one in mine]
    return sorted(found, key=lambda one: (one.platform.status != "pending", not one.waiting, one.platform.name))


def row(db: Connection, platform: Registration) -> Row:
    """One platform with its state."""
    waiting = platforms.pending_places(db, platform.organisation_id, platform.platform_id)
    seen = notes.latest(db, platform.organisation_id, platform.platform_id)
    opened = "launch" in seen and seen["launch"].code == notes.OK
    shut_out = "token" in seen and seen["token"].code != notes.OK
    return Row(platform, STATUS.get(platform.status, STATUS["off"]), waiting, opened, NO_ACCESS if shut_out else "")


def own(db: Connection, organisation_id: str, platform_id: str) -> Row:
    """A platform of the viewer's organisation; any other is not there."""
    found = platforms.by_id(db, organisation_id, platform_id)
    if found is None:
        raise Refused("not_found")
    return row(db, found)
