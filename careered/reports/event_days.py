"""On which day a requirement with an activity away from the screen was reached: the event's, not that of recording."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from careered.clock import day_of
from careered.db.prefetch import Row
from careered.packs.models import Pack
from careered.packs.requirements import OfflineAndLessonsCompletion, OfflineCompletion, Requirement
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
    return event_days(scope.pack, recorded, load_class_activity(db, *scope.key))


def event_days(pack: Pack, recorded: OfflineDays, activities: Mapping[str, Activity]) -> EventDays:
    """The days of those who have done all of it. activities: by pupil's id."""
    days = {
        (pupil, requirement.id): _reached_on(_lesson_days(requirement, activities.get(pupil), pack.timezone), visits)
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


def _lesson_days(requirement: Requirement, activity: Activity | None, timezone: str) -> list[date | None]:
    """When each of the lessons was done that belong to it, None where it was not."""
    completion, done = requirement.completion, activity.done_lessons if activity else {}
    lessons = completion.all if isinstance(completion, OfflineAndLessonsCompletion) else ()
    return [day_of(done[lesson], timezone) if lesson in done else None for lesson in lessons]


def _reached_on(lesson_days: Sequence[date | None], visits: Sequence[tuple[str, str]]) -> date | None:
    """The last day of all; None without any day of the event, or where a lesson is missing and staff confirmed it."""
    ends = [date.fromisoformat(last or first) for first, last in visits if first]
    done = [day for day in lesson_days if day]
    return max([*ends, *done]) if ends and len(done) == len(lesson_days) else None
