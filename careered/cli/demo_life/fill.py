"""A class in the middle of its year: who has come how far, what staff have recorded, what waits for the teacher.

Everybody comes by their own launch, whose claims the demo platform made; only signature and browser are left out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.cli.demo_life import records
from careered.cli.demo_life.lessons import record_lessons, required_lessons, wants_to_talk
from careered.lti.claims import Launch
from careered.lti.launch_session import session_role
from careered.lti.message_dispatch import dispatch
from careered.lti.platform import Registration
from careered.packs.store import PackStore
from careered.progress.rebuild import rebuild_statuses
from careered.roster.roster_sync import RosterMember, store_roster
from careered.roster.scope import ClassScope, load_class_scope
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.viewer import Viewer

LESSONS_DONE = (5, 3, 9, 1, 6, 8, 4, 7, 2, 5, 0, 6, 4, 9, 3, 6, 5, 1, 7, 4, 8, 2)
"""How many lessons each pupil has done, in the order of the platform; whoever comes after these has not begun."""


@dataclass(frozen=True)
class Arrivals:
    """The launches of a class's members, staff first. leavers: the `sub` of who is on no later list."""

    launches: Sequence[Launch]
    leavers: Collection[str]

    @property
    def pupils(self) -> Sequence[Launch]:
        """The launches of pupils, who leaves included."""
        return [launch for launch in self.launches if session_role(launch) is Role.PUPIL]


def fill_class(
    db: Connection, state: AppState, registration: Registration, arrivals: Arrivals, *, is_eventful: bool
) -> None:
    """Fill one class. is_eventful: also what staff have recorded, questions, a board: once for each teacher."""
    viewers = _arrive(db, state, registration, arrivals)
    teacher = next(viewer for viewer in viewers.values() if viewer.is_staff)
    scope = load_class_scope(db, state.get(PackStore), teacher.organisation_id, teacher.class_id)
    if scope is None:
        raise LookupError(teacher.class_id)
    pupils = [viewers[one.sub].person_id for one in arrivals.pupils if one.sub in viewers]
    _do_lessons(db, scope, pupils)
    _list_members(db, registration, scope, arrivals)
    if is_eventful:
        records.record(db, scope, teacher.person_id, pupils[:-1])


def _arrive(db: Connection, state: AppState, registration: Registration, arrivals: Arrivals) -> Mapping[str, Viewer]:
    """Whoever has begun, by `sub`: staff, as many pupils as are in LESSONS_DONE, and who leaves."""
    late = {launch.sub for launch in arrivals.pupils[len(LESSONS_DONE) :]} - set(arrivals.leavers)
    coming = [launch for launch in arrivals.launches if launch.sub not in late]
    return {launch.sub: dispatch(db, state, registration, launch).viewer for launch in coming}


def _do_lessons(db: Connection, scope: ClassScope, pupils: Sequence[str]) -> None:
    """Lessons and statuses. Every other pupil has begun another one, and who has done none always."""
    lessons = required_lessons(scope.pack, scope.class_info.grade)
    for number, (person_id, done) in enumerate(zip(pupils, LESSONS_DONE, strict=False)):
        begun = lessons[done] if done < len(lessons) and (number % 2 == 0 or not done) else None
        record_lessons(db, scope.pupil(person_id), number, lessons[:done], begun=begun)
        if number == records.TALKS and begun:
            wants_to_talk(db, scope.pupil(person_id), begun)
    rebuild_statuses(db, scope)


def _list_members(db: Connection, registration: Registration, scope: ClassScope, arrivals: Arrivals) -> None:
    """The platform's list twice: with everybody, then without who has left."""
    members = [
        RosterMember(one.sub, one.name or "", session_role(one).value, is_active=True, given_name=one.given_name)
        for one in arrivals.launches
    ]
    deployment_id = registration.person_key(scope.class_info.deployment_id, "").deployment_id
    place = *scope.key, registration.platform_id, deployment_id
    store_roster(db, *place, members, is_complete=True)
    staying = [member for member in members if member.sub not in arrivals.leavers]
    store_roster(db, *place, staying, is_complete=True)
