"""On which day a requirement was reached: that of the event or of the last lesson, not that of recording it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from careered.clock import day_of
from careered.db.prefetch import Row
from careered.packs.models import Pack
from careered.packs.requirements import LessonsCompletion, OfflineAndLessonsCompletion, OfflineCompletion, Requirement
from careered.progress.acts import OFFLINE
from careered.progress.offline_days import OfflineDays, days_by_activity
from careered.progress.queries import Activity, load_class_activity
from careered.roster.scope import ClassScope

EventDays = Mapping[tuple[str, str], date]
"""The day by (pupil's id, requirement's id)."""


def activity_of(requirement: Requirement) -> str:
    """The id of the activity that a requirement includes, "" for none."""
    completion = requirement.completion
    return completion.offline if isinstance(completion, OfflineCompletion | OfflineAndLessonsCompletion) else ""


def load_event_days(db: Connection, scope: ClassScope, recorded: OfflineDays) -> EventDays:
    """The days of a class. recorded: its days away from the screen."""
    activities = load_class_activity(db, *scope.key)
    lessons = {
        (pupil, requirement): day
        for pupil, activity in activities.items()
        for requirement, day in lesson_days(scope.pack, activity).items()
    }
    return {**lessons, **event_days(scope.pack, recorded, activities)}


def lesson_days(pack: Pack, activity: Activity) -> Mapping[str, date]:
    """When a pupil had done every lesson of a requirement that is made of lessons alone, by requirement."""
    days = {
        requirement.id: _lesson_days(requirement.completion.all, activity, pack.timezone)
        for requirement in pack.requirements
        if isinstance(requirement.completion, LessonsCompletion)
    }
    return {requirement: max(done) for requirement, found in days.items() if (done := _all_of(found))}


def event_days(pack: Pack, recorded: OfflineDays, activities: Mapping[str, Activity]) -> EventDays:
    """The days of those who have done all of it. activities: by pupil's id."""
    days = {
        (pupil, requirement.id): _reached_on(
            _lesson_days(_lessons_beside(requirement), activities.get(pupil), pack.timezone), visits
        )
        for requirement in pack.requirements
        for (pupil, activity), visits in recorded.items()
        if activity == activity_of(requirement)
    }
    return {key: day for key, day in days.items() if day}


def pupil_event_days(pack: Pack, attestations: Iterable[Row], activity: Activity) -> Mapping[str, date]:
    """The days of one pupil by requirement. attestations: all that staff have recorded about the pupil."""
    visits = days_by_activity(row for row in attestations if row["kind"] == OFFLINE)
    activities = dict.fromkeys((pupil for pupil, _activity in visits), activity)
    return {requirement: day for (_pupil, requirement), day in event_days(pack, visits, activities).items()}


def done_days(pack: Pack, attestations: Iterable[Row], activity: Activity) -> Mapping[str, date]:
    """When one pupil had done a requirement, in lessons or away from the screen, by requirement."""
    return {**lesson_days(pack, activity), **pupil_event_days(pack, attestations, activity)}


def _lessons_beside(requirement: Requirement) -> Sequence[str]:
    """The lessons that belong to the activity of a requirement."""
    completion = requirement.completion
    return completion.all if isinstance(completion, OfflineAndLessonsCompletion) else ()


def _lesson_days(lessons: Iterable[str], activity: Activity | None, timezone: str) -> list[date | None]:
    """When each of the lessons was done, None where it was not."""
    done = activity.done_lessons if activity else {}
    return [day_of(done[lesson], timezone) if lesson in done else None for lesson in lessons]


def _all_of(days: Sequence[date | None]) -> list[date]:
    """The days where all are known, else none of them."""
    done = [day for day in days if day]
    return done if len(done) == len(days) else []


def _reached_on(lesson_days: Sequence[date | None], visits: Sequence[tuple[str, str]]) -> date | None:
    """The last day of all; None without any day of the event, or where a lesson is missing and staff confirmed it."""
    ends = [date.fromisoformat(last or first) for first, last in visits if first]
    done = _all_of(lesson_days)
    return max([*ends, *done]) if ends and len(done) == len(lesson_days) else None
