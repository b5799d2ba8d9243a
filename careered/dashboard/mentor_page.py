"""What a mentor (a guardian) sees of a pupil: what is done and since when. No answers, help requests or scores."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from careered.packs.models import Requirement
from careered.packs.store import PackStore
from careered.progress import queries
from careered.progress.class_progress import PupilProgress, load_pupil_progress
from careered.progress.completion import REACHED_STATES, count_reached
from careered.progress.labels import STATE_LABELS
from careered.progress.projection import load_attestations
from careered.reports.event_days import done_days
from careered.roster.members import Pupil, list_pupils
from careered.roster.names import display_names, sort_key
from careered.roster.scope import ClassScope
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_recent


@dataclass(frozen=True)
class Mentee:
    """A pupil whom the platform names for a mentor. done and total: the same figures as in the gradebook."""

    pupil: Pupil
    name: str
    done: int
    total: int


@dataclass(frozen=True)
class RequirementLine:
    """One requirement: its title, its state with the label, and since when ("" where it is not started).

    done: the day on which the pupil did it, "" where that is not known; what staff confirmed was done before.
    """

    title: str
    state: str
    state_label: str
    since: str
    done: str


@dataclass(frozen=True)
class MenteePage:
    """The requirements of the class, and the finished lessons as (title, when)."""

    lines: Sequence[RequirementLine]
    lessons: Sequence[tuple[str, str]]


def list_mentees(
    db: Connection, class_scope: ClassScope, visible_ids: Collection[str], secret: bytes, lang: str
) -> list[Mentee]:
    """The pupils of the class among those whom a mentor may see, by name."""
    class_pupils = list_pupils(db, *class_scope.key)
    # Of the whole class: pseudonyms are unique among all the names of a class.
    names = display_names(class_pupils, secret, class_scope.class_info.id, lang)
    visible = [_mentee(db, class_scope, pupil, names[pupil.id]) for pupil in class_pupils if pupil.id in visible_ids]
    return sorted(visible, key=lambda mentee: sort_key(mentee.name, lang))


def _mentee(db: Connection, scope: ClassScope, pupil: Pupil, name: str) -> Mentee:
    states = load_pupil_progress(db, scope, pupil).states(scope.pack.requirements_for(scope.class_info.grade))
    return Mentee(pupil, name, *count_reached(states))


def mentee_page(db: Connection, pack_store: PackStore, class_scope: ClassScope, pupil: Pupil, lang: str) -> MenteePage:
    """The requirements and finished lessons of one pupil, in the reader's language."""
    progress, pupil_key = load_pupil_progress(db, class_scope, pupil), class_scope.pupil(pupil.id).key
    requirements, activity = (
        class_scope.pack.requirements_for(class_scope.class_info.grade),
        queries.load_activity(db, pupil_key),
    )
    days = done_days(class_scope.pack, load_attestations(db, pupil_key), activity)
    finished = sorted(activity.done_lessons.items(), key=lambda item: item[1])
    versions = {
        lesson_id: activity.started.get(lesson_id, queries.LessonStart()).pack_version for lesson_id, _ in finished
    }
    titles = [
        (_lesson_title(db, pack_store, class_scope, lesson_id, versions[lesson_id], lang), timestamp)
        for lesson_id, timestamp in finished
    ]
    return MenteePage(
        lines=[_requirement_line(one, progress, class_scope, lang, days.get(one.id)) for one in requirements],
        lessons=[(title, _format_time(timestamp, class_scope, lang)) for title, timestamp in titles],
    )


def _requirement_line(
    requirement: Requirement, progress: PupilProgress, scope: ClassScope, lang: str, day: date | None
) -> RequirementLine:
    state, status = progress.state(requirement.id), progress.statuses.get(requirement.id)
    return RequirementLine(
        title=requirement.title.in_language(lang, scope.pack.default_language),
        state=state.value,
        state_label=translations(lang).gettext(STATE_LABELS[state]),
        since=_format_time(status.since_at, scope, lang) if status else "",
        done=format_date(day, lang) if day and state in REACHED_STATES else "",
    )


def _lesson_title(
    db: Connection, pack_store: PackStore, scope: ClassScope, lesson_id: str, version: str, lang: str
) -> str:
    """What a lesson is called, in the pack's version that the pupil began it with; its id where that is gone."""
    lesson = pack_store.version_or_current(db, scope.pack, version).lesson(lesson_id) or scope.pack.lesson(lesson_id)
    return lesson.title.in_language(lang, scope.pack.default_language) if lesson else lesson_id


def _format_time(timestamp: datetime, scope: ClassScope, lang: str) -> str:
    return format_recent(timestamp, lang, scope.pack.timezone)
