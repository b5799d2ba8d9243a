"""The fast path of a launch: a pupil comes back to the class and nothing is new. One SELECT, then the session.

It has no rule of its own. What the ordinary path (launch_session.py) would store is made by the ordinary path's
functions and compared with what is stored; where anything differs, or could, the answer is None, and the ordinary path
does it all.

It may assume that the message is verified and a pupil's, its deployment approved, hosts and name of the platform are
stored (`message_dispatch.is_usual`), and the current packs are in memory. It may not assume a transaction: PostgreSQL
stores each of its statements by itself. So the one that opens the session, and uses up the nonce, sees to it that
person and class are still there; and what comes after it may be missing after a crash, or where it could not be stored.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select

from careered.db.compiled import run
from careered.db.engine import may_be_missing
from careered.db.prefetch import Prefetch, Row
from careered.lti.claims import Launch
from careered.lti.context_services import names_stored_services, stored_services
from careered.lti.launch_hooks import LaunchHook
from careered.lti.launch_pack import bound_lesson_id, class_key_of, named_grade, pack_of_class
from careered.lti.launch_session import (
    LaunchSession,
    landing_path,
    launch_identity,
    launch_viewer,
    session_of_launch,
)
from careered.lti.platform import Registration
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster import returning
from careered.roster.enrol import EnrolmentResult
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.session_end import end_previous_user
from careered.web.sessions import open_session_if_new
from careered.web.viewer import Viewer


def come_back(
    db: Connection,
    app_state: AppState,
    registration: Registration,
    launch: Launch,
    hooks: tuple[LaunchHook, ...],
    former: Sequence[str],
) -> tuple[Viewer, str] | None:
    """The open session and the path of its first page; None where only the ordinary path will do.

    former: tokens of sessions at the same browser, which end if they are somebody else's.
    """
    row = _stored(db, registration, launch, hooks) if launch.context is not None else None
    pack = pack_of_class(db, app_state.get(PackStore), registration, row["pack_id"]) if row else None
    if row is None or pack is None:
        return None
    grade = named_grade(launch, pack)
    identity = launch_identity(registration, launch, pack, grade, Role.PUPIL, is_preview=False)
    if not (returning.brings_nothing_new(identity, row) and names_stored_services(registration, launch, row)):
        return None
    session = _session(db, registration, launch, pack, row)
    if not all(hook.is_settled(launch, session, row) for hook in hooks):
        return None
    end_previous_user(db, former, row["person_id"])
    viewer = open_session_if_new(db, session.viewer, launch.nonce)
    if viewer is None:
        return None
    with may_be_missing(db):  # the nonce is used up: who is told to try again would be refused
        returning.note(db, identity, row)
    return viewer, landing_path(db, session)


def _session(db: Connection, registration: Registration, launch: Launch, pack: Pack, row: Row) -> LaunchSession:
    """The session as the ordinary path would open it, not open yet."""
    enrolment = EnrolmentResult(row["person_id"], row["class_id"], is_blocked=False)
    lesson_id = bound_lesson_id(launch, pack)
    viewer = launch_viewer(db, registration, launch, pack, enrolment, lesson_id, Role.PUPIL)
    return session_of_launch(launch, viewer, pack, lesson_id)


def _stored(db: Connection, registration: Registration, launch: Launch, hooks: tuple[LaunchHook, ...]) -> Row | None:
    person_key = registration.person_key(launch.deployment_id, launch.sub)
    keys = {**class_key_of(registration, launch).columns(), "sub": launch.sub}
    keys["person_deployment_id"] = person_key.deployment_id
    prefetches = tuple(each for hook in hooks for each in hook.prefetches)
    return next(iter(run(db, _statement(prefetches), keys)), None)


@lru_cache(maxsize=4)
def _statement(prefetches: tuple[Prefetch, ...]) -> Select[Any]:
    columns = [prefetch.column(returning.IDS.__getitem__) for prefetch in prefetches]
    return stored_services(returning.STORED).add_columns(*columns)
