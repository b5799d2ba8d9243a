"""What is done away from the screen: its days, which activities a class sees, and days in words, short or in full."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from operator import itemgetter

from sqlalchemy import Connection, bindparam, select

from careered.db.prefetch import Row
from careered.db.queries import where_equal
from careered.i18n_marker import _
from careered.packs.models import Pack
from careered.packs.requirements import OfflineActivity, OfflineCompletion
from careered.progress.acts import IS_EFFECTIVE, OFFLINE, acts
from careered.web.i18n import translations
from careered.web.time_format import format_day_and_month, format_days, format_near_day, format_short_date

SATURDAY = 5
DAYS_IN_TILE = _("%(num)s d")
"""Days in a tile, which on a phone is 27 px wide: 10 pv, 10 d."""
_OFFLINE_COLUMNS = itemgetter("person_id", "target_id", "activity_date", "activity_end_date")
_OFFLINE = select(*_OFFLINE_COLUMNS(acts.c)).where(
    where_equal(acts, organisation_id=bindparam("organisation_id"), class_id=bindparam("class_id")),
    acts.c.kind == OFFLINE,
    IS_EFFECTIVE,
)
OfflineDays = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""What was done away from the screen by (person, activity): the ISO dates of its first and last day, "" for none."""


def load_offline_days(db: Connection, organisation_id: str, class_id: str) -> OfflineDays:
    """What staff have recorded away from the screen and nobody has undone, the earliest first."""
    of_class = {"organisation_id": organisation_id, "class_id": class_id}
    return days_by_activity(db.execute(_OFFLINE, of_class).mappings())


def days_by_activity(recorded: Iterable[Row]) -> OfflineDays:
    """The days of these acts about what was done away from the screen, the earliest first."""
    days: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for person_id, activity, first, last in sorted(map(_OFFLINE_COLUMNS, recorded)):
        days.setdefault((person_id, activity), []).append((first, last))
    return days


def shown_activities(pack: Pack, grade: int | None, recorded: Collection[str]) -> list[OfflineActivity]:
    """The activities that stand on page and report of a class. recorded: ids of those that somebody has done.

    One stands there in its grades, and wherever it was recorded: what was marked must be seen. Where a requirement is
    made of it alone it stands there only if recorded: its state is the requirement's.
    """
    completions = (requirement.completion for requirement in pack.requirements_for(grade))
    alone = {completion.offline for completion in completions if isinstance(completion, OfflineCompletion)}
    return [
        activity
        for activity in pack.offline_activities
        if activity.id in recorded or (activity.id not in alone and grade in {None, *activity.grades})
    ]


def day_text(visits: Sequence[tuple[str, str]], lang: str, present: date) -> str:
    """The day of one visit, or the number of days of several or longer ones; "" where no day was given.

    visits: the ISO dates of the first and the last day of each, "" for none. present: the day of now.
    """
    days = _number_of_days(visits)
    if days > 1:
        return translations(lang).ngettext("%(num)s day", "%(num)s days", days) % {"num": days}
    first = _first_day(visits)
    return format_near_day(first, lang, present) if first else ""


def short_day_text(visits: Sequence[tuple[str, str]], lang: str) -> str:
    """As `day_text`, for a tile: never with a year, for which it has no room."""
    days, first = _number_of_days(visits), _first_day(visits)
    if days > 1:
        return translations(lang).gettext(DAYS_IN_TILE) % {"num": days}
    return format_day_and_month(first, lang) if first else ""


def _number_of_days(visits: Sequence[tuple[str, str]]) -> int:
    return sum(school_days(first, last) for first, last in visits)


def _first_day(visits: Sequence[tuple[str, str]]) -> date | None:
    return next((date.fromisoformat(first) for first, _last in visits if first), None)


def school_days(first: str, last: str) -> int:
    """The days from Monday to Friday between two ISO dates, both counted; 1 where there is no last day."""
    if not (first and last):
        return 1
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (start + timedelta(number) for number in range((end - start).days + 1))
    return max(1, sum(day.weekday() < SATURDAY for day in days))


def single_day(visits: Sequence[tuple[str, str]]) -> date | None:
    """The day of what was done once and on one day; None for several days, or where no day was given."""
    if len(visits) != 1 or not visits[0][0] or visits[0][1] not in {"", visits[0][0]}:
        return None
    return date.fromisoformat(visits[0][0])


def days_in_full(visits: Sequence[tuple[str, str]], lang: str) -> str:
    """Every visit with its first and last day in the short form; one without a day as "Recorded"."""
    return "; ".join(
        format_days(format_short_date(date.fromisoformat(day), lang) for day in visit if day)
        or translations(lang).gettext("Recorded")
        for visit in visits
    )
