"""Whose progress is meant: the three keys of every progress table, and the curriculum it is measured by."""

from dataclasses import dataclass

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.roster.read import ClassRoom, class_room


@dataclass(frozen=True)
class Where:
    """Whose progress, in which class, under which pack and grade."""

    organisation_id: str
    class_id: str
    person_id: str
    pack: Pack
    grade: int | None

    @property
    def keys(self) -> dict[str, str]:
        """The leading key columns of every progress table."""
        return {
            "organisation_id": self.organisation_id,
            "class_id": self.class_id,
            "person_id": self.person_id,
        }


@dataclass(frozen=True)
class Course:
    """A class with its curriculum: what pages about a class begin with."""

    room: ClassRoom
    pack: Pack

    def where(self, person_id: str) -> Where:
        """The progress keys of one member."""
        return Where(self.room.organisation_id, self.room.id, person_id, self.pack, self.room.grade)


def course_of(db: Connection, shelf: Shelf, organisation_id: str, class_id: str) -> Course | None:
    """The class with its current pack and its organisation's additions.

    None when there is no such class, or its pack is not loaded.
    """
    room = class_room(db, organisation_id, class_id)
    pack = shelf.local(db, organisation_id, room.pack_id) if room else None
    return Course(room, pack) if room and pack else None
