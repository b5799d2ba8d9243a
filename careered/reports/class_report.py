"""The class report: every pupil with every requirement and mark. Its shape is an interface, see docs for operators.

All moments are ISO 8601 in UTC, to the second; what is not there is null, never left out.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping

from careered.packs.models import Pack, Requirement
from careered.packs.store import Shelf
from careered.progress.delivery_words import state_of, words_of
from careered.progress.overview import PupilProgress, overview, proof_title
from careered.roster.names import shown_names
from careered.roster.read import ClassRoom, all_classes
from careered.roster.scope import Course, course_of
from careered.web.refusals import Refused

Report = dict[str, Any]


def find_class(db: Connection, given: str) -> ClassRoom | None:
    """The class with this id, or the only one with this context id of a platform; None for none or several."""
    rooms = all_classes(db)
    found = [room for room in rooms if room.id == given] or [room for room in rooms if room.context_id == given != ""]
    return found[0] if len(found) == 1 else None


def class_report(db: Connection, shelf: Shelf, room: ClassRoom, lang: str, secret: bytes) -> Report:
    """The report of one class. lang: of titles and words. secret: for the names of those who have none.

    Refuses with no_pack when the class's pack is not loaded.
    """
    course = course_of(db, shelf, room.organisation_id, room.id)
    if course is None:
        raise Refused("no_pack")
    return report_of(db, course, lang, secret)


def report_of(db: Connection, course: Course, lang: str, secret: bytes) -> Report:
    """The report of a class whose course is at hand."""
    room = course.room
    everybody = overview(db, course)
    names = shown_names((one.pupil for one in everybody), secret, room.id, lang)
    return {
        "class": {
            "id": room.id,
            "name": room.title,
            "platform": room.platform_name,
            "context_id": room.context_id,
        },
        "pack": {"id": course.pack.id, "version": course.pack.version},
        "pupils": [_pupil(one, names[one.pupil.id], course, lang) for one in everybody],
    }


def _pupil(one: PupilProgress, name: str, course: Course, lang: str) -> Report:
    scope = course.pack.requirements_for(course.room.grade)
    return {
        "id": one.pupil.id,
        "user_id": one.pupil.sub,
        "name": name,
        "status": one.pupil.status,
        "requirements": [_requirement(requirement, one, course.pack, lang) for requirement in scope],
        "deliveries": [_delivery(row, course.room, course.pack, lang) for row in one.deliveries],
    }


def _requirement(requirement: Requirement, one: PupilProgress, pack: Pack, lang: str) -> Report:
    found = one.reached.get(requirement.id)
    return {
        "key": requirement.id,
        "codes": list(requirement.items),
        "state": one.state(requirement.id).value,
        "when": _moment(found.since) if found else None,
        "how": (found.how or None) if found else None,
        "evidence": _evidence(found.evidence if found else (), pack, lang),
    }


def _evidence(keys: Sequence[str], pack: Pack, lang: str) -> list[Report]:
    """By which lessons; an activity away from the screen is named as such."""
    kinds = {activity.id: "activity" for activity in pack.offline_activities}
    titles = {key: proof_title(pack, key, lang).replace("\u00ad", "") for key in keys}
    return [{kinds.get(key, "lesson"): key, "title": title} for key, title in titles.items()]


def _delivery(row: RowMapping, room: ClassRoom, pack: Pack, lang: str) -> Report:
    return {
        "column": row["label"],
        "wanted": row["wanted"],
        "sent": row["sent"],
        "maximum": row["maximum"],
        "state": state_of(row),
        "words": words_of(row, room.platform_name, lang, pack.timezone),
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
