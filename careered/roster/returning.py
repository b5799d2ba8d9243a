"""What is stored about somebody who comes back to a class, in one statement, and whether a launch changes it."""

from datetime import timedelta

from sqlalchemy import Connection, and_, bindparam, case, false, select

from careered.clock import now
from careered.db.prefetch import Row
from careered.roster.enrol import LaunchIdentity, changes_address, changes_grade, class_values, launch_enrolment
from careered.roster.enrolment_upsert import ACTIVE, note_launch
from careered.roster.tables import Enrolment, Person, SchoolClass

NOTED_EVERY = timedelta(hours=1)
"""How old the time of the last launch may be: nothing that it decides is closer (inactive_pupils.py, doubtful.py)."""
_people, _classes, _enrolments = Person.__table__, SchoolClass.__table__, Enrolment.__table__
_waiting, _member, _membership = _classes.alias("waiting"), _people.alias("member"), _enrolments.alias("membership")
_is_waiting = (
    select(_waiting.c.id)
    .where(_waiting.c.organisation_id == _classes.c.organisation_id, _waiting.c.platform_id == _classes.c.platform_id)
    .where(_waiting.c.deployment_id == "", _waiting.c.context_id == _classes.c.context_id)
    .exists()
)
_has_nameless = (
    select(_member.c.id)
    .where(_membership.c.organisation_id == _classes.c.organisation_id, _membership.c.class_id == _classes.c.id)
    .where(_member.c.organisation_id == _membership.c.organisation_id, _member.c.id == _membership.c.person_id)
    .where(_member.c.name == "", _membership.c.launched_at.is_not(None))
    .exists()
)
IDS = {"organisation_id": _classes.c.organisation_id, "class_id": _classes.c.id, "person_id": _people.c.id}
"""The columns that further parts of STORED go by."""
STORED = (
    select(
        *[column.label(name) for name, column in IDS.items()],
        *[_classes.c[name] for name in ("title", "label", "school_code", "platform_name", "grade", "grade_set_at")],
        *[_classes.c[name] for name in ("pack_id", "roster_doubted_at", "course_address")],
        *[_people.c[name] for name in ("name", "given_name", "blocked")],
        *[_enrolments.c[name] for name in ("role", "role_source", "status", "launched_at")],
        _is_waiting.label("is_waiting"),
        case((_classes.c.roster_has_names, false()), else_=_has_nameless).label("has_nameless"),
    )
    .select_from(_people)
    .join(
        _classes,
        and_(*[_classes.c[name] == _people.c[name] for name in ("organisation_id", "platform_id")]),
    )
    .join(
        _enrolments,
        (_enrolments.c.organisation_id == _people.c.organisation_id)
        & (_enrolments.c.class_id == _classes.c.id)
        & (_enrolments.c.person_id == _people.c.id),
    )
    .where(*[_classes.c[name] == bindparam(name) for name in ("organisation_id", "platform_id", "deployment_id")])
    .where(_classes.c.context_id == bindparam("context_id"), _people.c.sub == bindparam("sub"))
    .where(_people.c.organisation_id == bindparam("organisation_id"))
    .where(_people.c.platform_id == bindparam("platform_id"))
    .where(_people.c.deployment_id == bindparam("person_deployment_id"))
)
"""By the class's key, `sub` and `person_deployment_id`. No row for somebody new, or new in the class."""


def brings_nothing_new(identity: LaunchIdentity, row: Row) -> bool:
    """Whether `enrol_from_launch` of somebody with a name would change nothing but when they came last.

    Nor would a class that waits for its deployment be taken over (deployments.py). row: of STORED.
    """
    is_same_name = (row["name"], row["given_name"]) == (identity.name, identity.given_name)
    is_same_person = bool(identity.name) and is_same_name and not row["blocked"]
    is_same_class = all(row[name] == value for name, value in class_values(identity).items())
    stays = (row["role"], row["role_source"], row["status"]) == (identity.role, "launch", ACTIVE)
    is_plain = not row["is_waiting"] and row["roster_doubted_at"] is None
    changes_class = changes_grade(identity, row) or changes_address(identity, row)
    return is_same_person and is_same_class and stays and is_plain and not changes_class


def note(db: Connection, identity: LaunchIdentity, row: Row) -> None:
    """Store that somebody came, once in NOTED_EVERY; each time where the order of launches may withdraw names."""
    launched_at = row["launched_at"]
    if launched_at is None or now() - launched_at > NOTED_EVERY or row["has_nameless"]:
        note_launch(db, launch_enrolment(identity, row["class_id"], row["person_id"]))
