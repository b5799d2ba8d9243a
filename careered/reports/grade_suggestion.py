"""Suggested grade of a report, on the pack's grade scale (for countries without numbers). Staff decide."""

from collections.abc import Sequence
from datetime import date, timedelta

from careered.packs.models import Pack
from careered.progress.completion import REACHED_STATES
from careered.progress.labels import STATE_LABELS
from careered.reports import labels
from careered.web.i18n import translations

CERTIFICATE_TIME = timedelta(days=90)
"""Before the end of the school year: from May on, where it ends in July. Until then nothing is missing yet."""


def suggest_grade(pack: Pack, states: Sequence[str], lang: str, day: date) -> str:
    """The grade suggested for the states of a pupil, or of one requirement, such as "S (suoritettu)"; "" for none.

    day: of the report. What is not done before CERTIFICATE_TIME is under way or still to do, not missing.
    """
    grade_keys = pack.marks.proposes
    if grade_keys is None or not states:
        return ""
    counted = [state for state in states if state != "exempt"]
    if not counted:
        return _grade_text(pack, grade_keys.exempt, lang)
    if set(counted) <= REACHED_STATES:
        return _grade_text(pack, grade_keys.done, lang)
    if is_certificate_time(pack, day):
        return _grade_text(pack, grade_keys.missing, lang)
    return awaited_word(pack, "not_started" if set(counted) == {"not_started"} else "in_progress", lang, day)


def suggests_each(pack: Pack) -> bool:
    """Whether the country's staff are given a suggestion for each requirement, not only for the whole."""
    return pack.marks.proposes is not None and pack.marks.proposes.each


def awaited_word(pack: Pack, state: str, lang: str, day: date) -> str:
    """How paper calls what is not done: under way or coming; its plain state from CERTIFICATE_TIME on."""
    words = STATE_LABELS if is_certificate_time(pack, day) else labels.AWAITED_LABELS
    return translations(lang).gettext(words[state])


def is_certificate_time(pack: Pack, day: date) -> bool:
    """Whether what is not done on this day is missing from the certificate."""
    return day >= end_of_school_year(pack, day) - CERTIFICATE_TIME


def end_of_school_year(pack: Pack, day: date) -> date:
    """The next last day of a school year, seen from `day`."""
    month, day_of_month = (int(part) for part in pack.school_year_ends.split("-"))
    this_year = date(day.year, month, day_of_month)
    return this_year if day <= this_year else date(day.year + 1, month, day_of_month)


def _grade_text(pack: Pack, key: str | None, lang: str) -> str:
    meaning = pack.marks.scale.get(key or "")
    return f"{key} ({meaning.in_language(lang, pack.default_language)})" if meaning else ""
