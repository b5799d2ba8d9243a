"""The class that a viewer came to, with its curriculum pack; and one pupil in it. Most handlers begin here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.roster.arrive import ACTIVE
from careered.roster.names import shown_names, sort_key
from careered.roster.read import ClassRoom, class_room, pupils
from careered.web.edge import Ask
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.time_format import format_datetime


@dataclass(frozen=True)
class Where:
    """One pupil in one class, under the class's pack and grade."""

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
    """A class with its current pack."""

    room: ClassRoom
    pack: Pack

    @property
    def ids(self) -> tuple[str, str]:
        """Organisation id and class id: the leading key columns of what belongs to a class."""
        return self.room.organisation_id, self.room.id

    def where(self, person_id: str) -> Where:
        """One member of the class."""
        return Where(self.room.organisation_id, self.room.id, person_id, self.pack, self.room.grade)

    def when(self, at: datetime | None, lang: str) -> str:
        """A time of day and date in the pack's time zone, as the reader's language writes it; "" for None."""
        return format_datetime(at, lang, self.pack.timezone) if at else ""


def course_of(db: Connection, shelf: Shelf, organisation_id: str, class_id: str) -> Course | None:
    """The class with its current pack and its organisation's overlays.

    None when there is no such class, or its pack is not loaded.
    """
    room = class_room(db, organisation_id, class_id)
    pack = shelf.local(db, organisation_id, room.pack_id) if room else None
    return Course(room, pack) if room and pack else None


def course_here(ask: Ask) -> Course:
    """The class of the viewer's session. Raises `no_pack` while its pack is not loaded."""
    course = course_of(ask.db, ask.house.get(Shelf), ask.me.organisation_id, ask.me.class_id)
    if course is None:
        raise Refused("no_pack")
    return course


def own_course(ask: Ask) -> Course:
    """The class of the address, for its own staff. Raises `not_found` for any other, and for one without a context."""
    course = course_here(ask)
    if ask.path["id"] != course.room.id or not course.room.context_id:
        raise Refused("not_found")
    return course


def names_of(ask: Ask, course: Course) -> list[tuple[str, str]]:
    """The active pupils of the class as (id, displayed name), in the order of their names."""
    active = [pupil for pupil in pupils(ask.db, *course.ids) if pupil.status == ACTIVE]
    names = shown_names(active, ask.house.settings.secret, course.room.id, ask.lang)
    return sorted(names.items(), key=lambda item: sort_key(item[1], ask.lang))


def takes_part(ask: Ask) -> bool:
    """Whether what the viewer writes is stored: a pupil's, not that of staff who try the pages."""
    return ask.me.role is Role.PUPIL and ask.me.saves
