"""Whom a live lesson is for: the whole class or one of its groups, and which of them have one now.

Two run at once only where no pupil is in both (docs/decisions/0040): who is in two rooms hears neither.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from careered.db.prefetch import Row
from careered.live.live_lesson import LiveLesson
from careered.live.live_rows import GROUP, OPEN
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.groups import groups_from_row
from careered.roster.members import MEMBERS, members_from_rows


@dataclass(frozen=True)
class ForWhom:
    """group_id: None for the whole class, whose name is "". person_ids: of the active pupils."""

    group_id: str | None
    name: str
    person_ids: frozenset[str]

    def meets(self, other: "ForWhom") -> bool:
        """Whether some pupils are in both; the whole class meets everybody, also who comes later."""
        return None in {self.group_id, other.group_id} or not self.person_ids.isdisjoint(other.person_ids)


@dataclass(frozen=True)
class Open:
    """A live lesson that staff have not ended, and whom it is for."""

    live_lesson: LiveLesson
    whom: ForWhom


def audiences(row: Row) -> Sequence[ForWhom]:
    """The whole class, and its groups by name, also those in which nobody is now. row: with MEMBERS and GROUPS."""
    active = frozenset(pupil.id for pupil in members_from_rows(MEMBERS.read(row)).pupils if pupil.status == ACTIVE)
    groups = [ForWhom(group.id, group.name, group.person_ids & active) for group in groups_from_row(row)]
    return [ForWhom(None, "", active), *groups]


def open_lessons(row: Row, everybody: Sequence[ForWhom]) -> Sequence[Open]:
    """Those that staff have not ended, by the names of their groups. row: with OPEN. everybody: as of `audiences`."""
    lessons = {lesson.group_id: lesson for lesson in (LiveLesson(**each) for each in OPEN.read(row))}
    return [Open(lessons[whom.group_id], whom) for whom in everybody if whom.group_id in lessons]


def running_now(lessons: Iterable[Open]) -> list[Open]:
    """Those of them whose time is not over."""
    return [one for one in lessons if one.live_lesson.is_running]


def running_in(row: Row) -> list[Open]:
    """Those that run in the class, none of a group that is gone. row: with the WHO_ROWS of `live_rows.py`."""
    return running_now(open_lessons(row, audiences(row)))


def in_the_way(wanted: ForWhom, running: Iterable[Open]) -> list[Open]:
    """Those of others who have a pupil in common; one's own lesson is ended by the next."""
    return [one for one in running if one.whom.group_id != wanted.group_id and one.whom.meets(wanted)]


def free(everybody: Iterable[ForWhom], running: Sequence[Open]) -> list[ForWhom]:
    """Who can begin a lesson beside those that run: nobody of them is in one. No group without pupils."""
    busy = {one.whom.group_id for one in running}
    able = [whom for whom in everybody if whom.group_id not in busy and not in_the_way(whom, running)]
    return [whom for whom in able if whom.person_ids or whom.group_id is None]


def offered(everybody: Sequence[ForWhom], running: Sequence[Open]) -> list[ForWhom]:
    """Who is offered a lesson: who is free; where nobody is, those whose next lesson ends the one that they have."""
    return free(everybody, running) or [one.whom for one in running]


def live_address(class_id: str, group_id: str | None, below: str = "", **query: str) -> str:
    """The address of staff's page for the whole class or for a group. below: "/wall", or what a form does."""
    named = {**query, **({GROUP: group_id} if group_id else {})}
    path = f"/teacher/class/{class_id}/live-lesson{below}"
    return f"{path}?{urlencode(named)}" if named else path
