"""What comes for a whole class: a date of the school year that the pack names, and the lesson that prepares for it.

A day that nobody has read at its source is not told to staff either: they read in which months it usually is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from careered.i18n_marker import _
from careered.packs.dates import DateRange, school_year
from careered.packs.models import Lesson, Pack, Requirement
from careered.web.i18n import translations
from careered.web.time_format import format_date, format_days, format_months

COMING_FOR = timedelta(weeks=12)
"""How long before its first day a date is on the desk: enough for a lesson that has to be planned."""
IN_MONTHS = _("in %(months)s")
COMING = _("%(event)s: %(when)s. Done by %(done)s of %(pupils)s: %(requirement)s")


@dataclass(frozen=True)
class ComingDate:
    """A date of this school year. when: as staff read it. lesson: of the class's grade, which names the date.

    requirement: what that lesson counts for first.
    """

    id: str
    event: str
    when: str
    lesson: Lesson
    requirement: Requirement


def coming_dates(pack: Pack, grade: int | None, day: date, lang: str) -> Iterator[ComingDate]:
    """The dates from COMING_FOR before their first day to their last, that a lesson of the grade prepares for."""
    year = school_year(day, pack.school_year_ends)
    for one in pack.dates:
        days, lesson = one.years.get(year), _lesson_naming(pack, grade, one.id)
        requirement = pack.requirement(lesson.requirements[0]) if lesson and lesson.requirements else None
        if days and lesson and requirement and days.first - COMING_FOR <= day <= days.last:
            event = one.title.in_language(lang, pack.default_language)
            when = _when(days, lang, is_read=one.days(year) is not None)
            yield ComingDate(one.id, event[:1].upper() + event[1:], when, lesson, requirement)


def _lesson_naming(pack: Pack, grade: int | None, date_id: str) -> Lesson | None:
    of_grade = (lesson for lesson in pack.playable_lessons() if lesson.grade == grade)
    return next((lesson for lesson in of_grade if any(date_id in step.dates for step in lesson.steps)), None)


def _when(days: DateRange, lang: str, *, is_read: bool) -> str:
    if not is_read:
        return translations(lang).gettext(IN_MONTHS) % {"months": format_months(days.first, days.last, lang)}
    return format_days(format_date(day, lang) for day in (days.first, days.last))
