"""Doing a lesson together: start, how far the class is (numbers only), a question at the end, and the close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, update

from careered.clock import new_id, now
from careered.db.lookup import lookup, same
from careered.db.upsert import insert_if_new
from careered.progress.sitting_tables import ExitCount, ExitGiven, Sitting
from careered.progress.tables import Event
from careered.roster.arrive import ACTIVE
from careered.roster.tables import Enrolment

_sittings, _given, _counts = Sitting.__table__, ExitGiven.__table__, ExitCount.__table__
_events, _enrolments = Event.__table__, Enrolment.__table__
_NEWEST = select(_sittings).order_by(_sittings.c.started_at.desc()).limit(1)
_CHOSEN = select(_counts.c.choice, _counts.c.number)
_GIVEN = select(_given.c.person_id)
GRACE = timedelta(minutes=10)
"""How long after the devices are put away the question at the end can still be answered."""
LONGEST = timedelta(hours=4)
TOLD_FROM = 5
"""From how many answers on it is told how many chose what."""


@dataclass(frozen=True)
class Together:
    """A lesson that a class does, or did last, together."""

    id: str
    lesson_id: str
    question: str
    started_at: datetime
    devices_until: datetime
    closed_at: datetime | None

    @property
    def runs(self) -> bool:
        """Whether it is going on at this moment."""
        return self.closed_at is None and now() < self.devices_until + GRACE


@dataclass(frozen=True)
class HowFar:
    """Where the class is with the lesson: numbers of pupils, none of whom is named. steps: by step id."""

    pupils: int
    begun: int
    done: int
    steps: Mapping[str, int]


def newest(db: Connection, organisation_id: str, class_id: str) -> Together | None:
    """The lesson that a class does together now, or did last; None where it never did."""
    row = lookup(db, _NEWEST, _sittings, organisation_id=organisation_id, class_id=class_id).mappings().first()
    return Together(**{name: row[name] for name in Together.__dataclass_fields__}) if row else None


def running(db: Connection, organisation_id: str, class_id: str) -> Together | None:
    """The lesson that a class does together at this moment."""
    found = newest(db, organisation_id, class_id)
    return found if found and found.runs else None


def start(db: Connection, organisation_id: str, class_id: str, lesson_id: str, devices_until: datetime) -> str:
    """A class begins; another lesson that was going on is over. The id of what began."""
    close(db, organisation_id, class_id)
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "lesson_id": lesson_id}
    until = min(devices_until, now() + LONGEST)
    db.execute(insert(_sittings).values(**row, question="", started_at=now(), devices_until=until, closed_at=None))
    return row["id"]


def close(db: Connection, organisation_id: str, class_id: str) -> None:
    """Whatever is going on in a class is over."""
    where = same(_sittings, organisation_id=organisation_id, class_id=class_id) & _sittings.c.closed_at.is_(None)
    db.execute(update(_sittings).where(where).values(closed_at=now()))


def ask(db: Connection, organisation_id: str, class_id: str, question: str) -> None:
    """Put a question at the end of what is going on."""
    where = same(_sittings, organisation_id=organisation_id, class_id=class_id) & _sittings.c.closed_at.is_(None)
    db.execute(update(_sittings).where(where).values(question=question))


def has_answered(db: Connection, organisation_id: str, class_id: str, one: Together, person_id: str) -> bool:
    """Whether somebody has answered the question."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "sitting_id": one.id, "question": one.question}
    return lookup(db, _GIVEN, _given, **key, person_id=person_id).first() is not None


def answer(db: Connection, organisation_id: str, class_id: str, one: Together, person_id: str, choice: str) -> bool:
    """Count an answer in; whether it was the person's first. Who gave it and what it was are never kept together."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "sitting_id": one.id, "question": one.question}
    if not insert_if_new(db, _given, {**key, "person_id": person_id}, key=(*key, "person_id")):
        return False
    counted = {**key, "choice": choice}
    insert_if_new(db, _counts, {**counted, "number": 0}, key=tuple(counted))
    db.execute(update(_counts).where(same(_counts, **counted)).values(number=_counts.c.number + 1))
    return True


def how_far(db: Connection, organisation_id: str, class_id: str, lesson_id: str) -> HowFar:
    """Counts the pupils who are in the class. Two queries."""
    pupil = same(_enrolments, organisation_id=organisation_id, class_id=class_id, role="pupil", status=ACTIVE)
    here = select(_enrolments.c.person_id).where(pupil)
    pupils = db.execute(select(func.count()).select_from(here.subquery())).scalar_one()
    mine = same(_events, organisation_id=organisation_id, class_id=class_id, lesson_id=lesson_id)
    counted = select(_events.c.kind, _events.c.step_id, func.count()).where(mine & _events.c.person_id.in_(here))
    rows = {(kind, step): number for kind, step, number in db.execute(counted.group_by(*counted.selected_columns[:2]))}
    steps = {step: number for (kind, step), number in rows.items() if kind == "step_done"}
    return HowFar(pupils, rows.get(("lesson_started", ""), 0), rows.get(("lesson_done", ""), 0), steps)


def answers(db: Connection, organisation_id: str, class_id: str, one: Together) -> Mapping[str, int]:
    """How many chose what."""
    key = {"organisation_id": organisation_id, "class_id": class_id, "sitting_id": one.id, "question": one.question}
    return {row.choice: row.number for row in db.execute(_CHOSEN.where(same(_counts, **key)))}
