"""Which pack, grade and lesson a launch is about: from its custom parameters, its class, or the copied course."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import Connection

from careered.lti.claims import Launch
from careered.lti.custom_parameters import CUSTOM_CONTEXT_HISTORY, CUSTOM_COUNTRY, CUSTOM_GRADE, CUSTOM_LESSON
from careered.lti.platform import Registration
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.course_copy import load_class_setup, setup_from_origin
from careered.roster.keys import ClassKey
from careered.web.addresses import IN
from careered.web.errors import RequestError

_LESSONS = "/lessons/"


def choose_pack(db: Connection, pack_store: PackStore, registration: Registration, launch: Launch) -> Pack:
    """The pack of the class. For a new class, the first of: the country that the activity names (a school abroad), the
    pack of the course it was copied from, the platform's country. Raises RequestError no_pack.
    """
    setup = load_class_setup(db, class_key_of(registration, launch))
    pack = pack_store.pack(db, setup.pack_id) if setup else None
    country = launch.custom.get(CUSTOM_COUNTRY, "")
    pack = pack or (pack_store.pack_of_country(db, country) if country else None)
    pack = pack or pack_store.pack(db, _origin_setup(db, registration, launch)[0])
    pack = pack or pack_store.pack_of_country(db, registration.country)
    if pack is None:
        raise RequestError("no_pack")
    return pack_store.effective_pack(db, registration.organisation_id, pack.id) or pack


def pack_of_class(db: Connection, pack_store: PackStore, registration: Registration, pack_id: str) -> Pack | None:
    """`choose_pack` of a class that has a pack; None where that pack is not loaded."""
    pack = pack_store.pack(db, pack_id)
    return pack and (pack_store.effective_pack(db, registration.organisation_id, pack.id) or pack)


def choose_grade(db: Connection, registration: Registration, launch: Launch, pack: Pack) -> int | None:
    """The class's grade: the activity's, else the copied course's; None (the whole programme) if the pack lacks it."""
    grade = _activitys_grade(launch)
    if grade is None:
        grade = _origin_setup(db, registration, launch)[1]
    return grade if grade in pack.grades else None


def named_grade(launch: Launch, pack: Pack) -> int | None:
    """`choose_grade` of a class that is stored already: its course is no new copy."""
    grade = _activitys_grade(launch)
    return grade if grade in pack.grades else None


def _activitys_grade(launch: Launch) -> int | None:
    value = launch.custom.get(CUSTOM_GRADE, "")
    return int(value) if value.isdecimal() and len(value) < 3 else None


def class_key_of(registration: Registration, launch: Launch) -> ClassKey:
    """How the class of a launch is found: by its context, "" without one."""
    return registration.class_key(launch.deployment_id, launch.context.id if launch.context else "")


def bound_lesson_id(launch: Launch, pack: Pack) -> str:
    """The lesson that the resource link is bound to: its custom parameter, else the signed target link URI; else ""."""
    path = urlsplit(launch.target_link_uri).path
    in_path = path.removeprefix(_LESSONS) if path.startswith(_LESSONS) else ""
    if not (lesson_id := launch.custom.get(CUSTOM_LESSON) or in_path):
        return ""
    return lesson_id if any(lesson.id == lesson_id for lesson in pack.playable_lessons()) else ""


def names_another_year(launch: Launch, class_id: str, lesson_id: str) -> bool:
    """Whether an activity names a class that is not its own, or a lesson that its class's pack lacks: it was copied.

    class_id, lesson_id: what was opened; "" if no lesson.
    """
    if launch.message_type != "LtiResourceLinkRequest":
        return False
    return not _named_classes(launch) <= {class_id} or bool(launch.custom.get(CUSTOM_LESSON) and not lesson_id)


def _named_classes(launch: Launch) -> set[str]:
    """Ids of the classes that an activity's address names."""
    url = urlsplit(launch.target_link_uri)
    in_path = re.match("/teacher/class/([^/]+)", url.path)
    in_query = parse_qs(url.query).get(IN, []) if url.query else []
    return {*in_query, *([in_path[1]] if in_path else [])}


def _origin_setup(db: Connection, registration: Registration, launch: Launch) -> tuple[str, int | None]:
    """Pack id and grade of the course that a new one was copied from, if the platform sends the context history."""
    if launch.context is None or not launch.custom.get(CUSTOM_CONTEXT_HISTORY):
        return "", None
    origins = _previous_context_ids(launch.custom[CUSTOM_CONTEXT_HISTORY])
    any_deployment = registration.deployment_kind == "course"
    origin = setup_from_origin(db, class_key_of(registration, launch), origins, any_deployment=any_deployment)
    return (origin.pack_id, origin.grade) if origin else ("", None)


def _previous_context_ids(value: str) -> list[str]:
    """Context ids of the courses before, the nearest first: comma-separated, each URL-encoded (CORE B.2)."""
    return [unquote(context_id.strip()) for context_id in value[:4096].split(",") if context_id.strip()]
