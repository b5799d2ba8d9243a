"""Where a viewer is: the class and its pack, as the pages of this room need them."""

from dataclasses import dataclass
from datetime import datetime

from careered.guidance.boards import BoardView, board
from careered.packs.models import Pack
from careered.packs.store import Shelf
from careered.roster.read import ClassRoom, class_room
from careered.web.edge import Ask
from careered.web.permissions import Role
from careered.web.refusals import Refused
from careered.web.time_format import format_datetime


@dataclass(frozen=True)
class Place:
    """The class that a viewer came to, with its current pack."""

    room: ClassRoom
    pack: Pack

    @property
    def keys(self) -> tuple[str, str]:
        """Organisation and class: the leading keys of what belongs to the class."""
        return self.room.organisation_id, self.room.id

    def when(self, at: datetime | None, lang: str) -> str:
        """A moment as people of the class write it; empty for none."""
        return format_datetime(at, lang, self.pack.timezone) if at else ""


def place_of(ask: Ask) -> Place:
    """The viewer's class; refuses by `no_pack` while its pack is not loaded."""
    room = class_room(ask.db, ask.me.organisation_id, ask.me.class_id)
    pack = ask.house.get(Shelf).local(ask.db, room.organisation_id, room.pack_id) if room else None
    if room is None or pack is None:
        raise Refused("no_pack")
    return Place(room, pack)


def staff_place(ask: Ask) -> Place:
    """The class of the address, for its own staff; any other class does not exist, nor does one without a course."""
    place = place_of(ask)
    if ask.path["id"] != place.room.id or not place.room.context_id:
        raise Refused("not_found")
    return place


def board_of(ask: Ask, place: Place) -> BoardView:
    """The board of the address; one of another class is not there."""
    found = board(ask.db, *place.keys, ask.path["board"])
    if found is None:
        raise Refused("not_found")
    return found


def takes_part(ask: Ask) -> bool:
    """Whether what the viewer sends is kept: pupils', not that of people who try the pages out."""
    return ask.me.role is Role.PUPIL and ask.me.saves
