"""The administrator's way in six steps, with what is done and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.admin.platform_list import Row
from careered.packs.store import Shelf
from careered.roster.organisations import provider
from careered.roster.schools import courses_of, schools_of
from careered.words import _

DONE, WAITS, OPEN = ("done", _("Done")), ("in_progress", _("Waits for you")), ("not_started", _("Not yet"))


@dataclass(frozen=True)
class Step:
    """One step. title, why: message ids. state: (kind, message id), or None where there is nothing to be done with."""

    path: str
    title: str
    why: str
    state: tuple[str, str] | None


def steps(db: Connection, shelf: Shelf, organisation_id: str, platforms: Sequence[Row]) -> list[Step]:
    """The six steps in their order."""
    mine = provider(db, organisation_id)
    packs = mine.country and shelf.pack_of_country(db, mine.country)
    waiting = any(row.platform.status == "pending" or row.waiting for row in platforms)
    connected = any(row.platform.status == "active" for row in platforms)
    path = f"/admin/platforms/{platforms[0].platform.platform_id}" if waiting else "/admin/connect/moodle"
    return [
        Step("/admin/organisation", _("Who you are"), _("Name, country and language."), _state(bool(mine.country))),
        Step(path, _("Connect a platform"), _("Pupils come from there."), _state(connected, waiting)),
        Step("/admin/packs", _("The curriculum pack"), _("What your country asks for."), _state(bool(packs))),
        Step("/admin/schools", _("Schools"), _("Which course belongs to which school."), _schools(db, organisation_id)),
        Step("/admin/self-test", _("Self-test"), _("Does everything work? What needs you?"), None),
        Step("/admin/privacy", _("Privacy sheet"), _("For your data protection officer and your schools."), None),
    ]


def _state(done: bool, waits: bool = False) -> tuple[str, str]:
    return WAITS if waits else DONE if done else OPEN


def _schools(db: Connection, organisation_id: str) -> tuple[str, str]:
    if not schools_of(db, organisation_id):
        return OPEN
    return _state(True, waits=any(not course.school_id for course in courses_of(db, organisation_id)))
