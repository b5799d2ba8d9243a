"""The classes of the desk, each with what the page needs of it. No HTML here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from careered.clock import today
from careered.db.json_rows import Stored, read_time
from careered.db.json_text import read_json
from careered.db.prefetch import Row
from careered.desk import queries
from careered.packs.models import Requirement
from careered.packs.store import PackStore
from careered.packs.term_share import term_share
from careered.progress.acts import TALKED, latest_by_row
from careered.progress.completion import RequirementState, overall_state, state_in_term
from careered.progress.help_requests import ANOTHER_WAY, LESSON_REQUESTS, STEP_REQUESTS
from careered.questions.store import WAITING_QUESTIONS
from careered.roster.classes import ClassInfo
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.members import Pupil
from careered.roster.names import sort_key, staff_names
from careered.roster.scope import ClassScope, with_pack
from careered.roster.staff_classes import staff_classes_with
from careered.web.errors import RequestError
from careered.web.people_cache import PeopleCache
from careered.web.permissions import Data, Role, sees_in_course
from careered.web.request import PageRequest

NOT_STARTED = RequirementState.NOT_STARTED


class Status(NamedTuple):
    """The state of a requirement. done_at: since when it is done; None where it is not, or confirmed."""

    state: RequirementState
    done_at: datetime | None


@dataclass(frozen=True)
class DeskClass:
    """A class on the desk. role: the viewer's in it. names: of its active pupils by id, in the order of the names.

    statuses: of a pupil by requirement. The other rows are those of queries.py.
    """

    scope: ClassScope
    role: Role
    names: Mapping[str, str]
    statuses: Mapping[str, Mapping[str, Status]]
    questions: Sequence[Row] = ()
    anonymous_questions: Sequence[Row] = ()
    help_requests: Sequence[Row] = ()
    acts: Mapping[tuple[str, str], Row] = field(default_factory=dict)
    """The latest act on each row, by reason and target."""

    @property
    def info(self) -> ClassInfo:
        """The class itself."""
        return self.scope.class_info

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """What the class's grade asks for."""
        return self.scope.pack.requirements_for(self.info.grade)

    def state(self, person_id: str, requirement_id: str) -> RequirementState:
        """The state of one requirement of one pupil."""
        status = self.statuses.get(person_id, {}).get(requirement_id)
        return status.state if status else NOT_STARTED

    def _states(self, person_id: str) -> Mapping[str, RequirementState]:
        return {requirement.id: self.state(person_id, requirement.id) for requirement in self.requirements}

    @cached_property
    def overall(self) -> Mapping[str, RequirementState]:
        """The state of all requirements together, by pupil."""
        return {pupil: overall_state(self._states(pupil).values()) for pupil in self.names}

    @cached_property
    def share(self) -> Sequence[Requirement]:
        """What of its requirements the class has done by the end of the term (term_share.py)."""
        return term_share(self.scope.pack, self.info.grade, today(self.scope.pack.timezone))

    @cached_property
    def this_term(self) -> Mapping[str, RequirementState]:
        """See `state_in_term`; by pupil."""
        return {pupil: state_in_term(self._states(pupil), self.share) for pupil in self.names}

    @cached_property
    def done(self) -> Mapping[str, Mapping[str, datetime]]:
        """What is done and not confirmed: since when, by requirement and pupil, these in the order of the names."""
        found: dict[str, dict[str, datetime]] = {}
        for pupil in self.names:
            for requirement_id, status in self.statuses.get(pupil, {}).items():
                if status.done_at:
                    found.setdefault(requirement_id, {})[pupil] = status.done_at
        return found

    def may_see(self, act: Row) -> bool:
        """Whether the viewer may know of an act: that somebody has talked with a pupil is guidance."""
        return act["kind"] != TALKED or sees_in_course(self.role, Data.GUIDANCE)


CLASSES = PeopleCache[DeskClass](300)
"""By class, role and language; each with all that it was made of."""


def desk_classes(req: PageRequest, only: str = "") -> list[DeskClass]:
    """All classes that the viewer teaches now, or the one with the id `only`. One statement."""
    store = req.state.get(PackStore)
    found = staff_classes_with(queries.PREFETCHES, req.db, *req.viewer.owner, only)
    return [_cached(req, scope, role, row) for info, role, row in found if (scope := with_pack(req.db, store, info))]


def desk_class(req: PageRequest) -> DeskClass:
    """The class in the URL, if the viewer teaches it. Raises `not_found` for any other."""
    classes = desk_classes(req, only=req.path_params["id"])
    if not classes:
        raise RequestError("not_found")
    return classes[0]


def _cached(req: PageRequest, scope: ClassScope, role: Role, row: Row) -> DeskClass:
    """The class as it was made when somebody last looked, where nothing has changed in it."""
    pack = scope.pack
    content = scope.class_info, pack.id, pack.version, pack.content_hash, today(pack.timezone)
    version = content, *(row[prefetch.name] for prefetch in queries.PREFETCHES)
    return CLASSES.get((*scope.key, role, req.lang), version, lambda: _made(req, scope, role, row))


def _made(req: PageRequest, scope: ClassScope, role: Role, row: Row) -> DeskClass:
    return DeskClass(
        scope,
        role,
        _names(req, scope.class_info.id, queries.PUPILS.read(row)),
        _statuses(read_json(row[queries.STATUSES.name])),
        WAITING_QUESTIONS.read(row),
        queries.ANONYMOUS_QUESTIONS.read(row),
        [*STEP_REQUESTS.read(row), *map(_of_lesson, LESSON_REQUESTS.read(row))],
        latest_by_row(queries.ACTS.read(row)),
    )


def _of_lesson(request: Row) -> Row:
    return {**request, "help_reason": ANOTHER_WAY, "saved_at": request["created_at"]}


def _names(req: PageRequest, class_id: str, rows: Sequence[Row]) -> dict[str, str]:
    pupils = [Pupil(row["id"], row["sub"], row["name"], row["status"], row["launched_at"] is not None) for row in rows]
    names = staff_names(pupils, req.state.settings.secret, class_id, req.lang)
    active = [(pupil.id, names[pupil.id]) for pupil in pupils if pupil.status == ACTIVE]
    return dict(sorted(active, key=lambda item: sort_key(item[1], req.lang)))


def _statuses(rows: Iterable[Stored]) -> dict[str, dict[str, Status]]:
    """Statuses by pupil and requirement."""
    found: dict[str, dict[str, Status]] = {}
    for person_id, requirement_id, state, done_at in rows:
        found.setdefault(person_id, {})[requirement_id] = Status(RequirementState(state), read_time(done_at))
    return found
