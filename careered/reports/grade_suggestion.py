"""Suggested grade of a report, on the pack's grade scale (for countries without numbers). Staff decide."""

from collections.abc import Sequence
from datetime import date, timedelta

from careered.packs.models import Pack
from careered.progress.completion import REACHED_STATES
from careered.progress.labels import STATE_LABELS
from careered.reports import labels
from careered.web.i18n import translations
from careered.web.time_format import format_date

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
    if not _is_awaited(pack, counted, day):
        return _grade_text(pack, grade_keys.missing, lang)
    return awaited_word(pack, "not_started" if set(counted) == {"not_started"} else "in_progress", lang, day)


def suggestion_sentence(pack: Pack, states: Sequence[str], lang: str, day: date) -> str:
    """The grade suggested for a pupil, in a sentence; where it is too early for one, from which day on; "" for none."""
    gettext, grade = translations(lang).gettext, suggest_grade(pack, states, lang, day)
    if grade and _is_awaited(pack, [state for state in states if state != "exempt"], day):
        return gettext(labels.SUGGESTED_FROM) % {"day": format_date(certificate_day(pack, day), lang)}
    return gettext(labels.SUGGESTED_GRADE) % {"mark": grade} if grade else ""


def nothing_missing_yet(pack: Pack, lang: str, day: date) -> str:
    """What a table of suggestions calls things before the time of certificates; "" from then on."""
    if pack.marks.proposes is None or is_certificate_time(pack, day):
        return ""
    under_way, coming = (awaited_word(pack, state, lang, day) for state in ("in_progress", "not_started"))
    words = {"day": format_date(certificate_day(pack, day), lang), "under_way": under_way, "coming": coming}
    return translations(lang).gettext(labels.NOTHING_MISSING_YET) % words


def _is_awaited(pack: Pack, counted: Sequence[str], day: date) -> bool:
    return not set(counted) <= REACHED_STATES and not is_certificate_time(pack, day)


def suggests_each(pack: Pack, states: Sequence[str], day: date) -> bool:
    """Whether staff are given a suggestion for each requirement of a pupil with these states, too.

    Only once there is one for the whole: a sheet that says from which day on grades are proposed proposes none.
    """
    is_told = pack.marks.proposes is not None and pack.marks.proposes.each
    return is_told and not _is_awaited(pack, [state for state in states if state != "exempt"], day)


def awaited_word(pack: Pack, state: str, lang: str, day: date) -> str:
    """How paper calls what is not done: under way or coming; its plain state from CERTIFICATE_TIME on."""
    words = STATE_LABELS if is_certificate_time(pack, day) else labels.AWAITED_LABELS
    return translations(lang).gettext(words[state])


def is_certificate_time(pack: Pack, day: date) -> bool:
    """Whether what is not done on this day is missing from the certificate."""
    return day >= certificate_day(pack, day)


def certificate_day(pack: Pack, day: date) -> date:
    """The first day of the school year of `day` on which something can be missing from the certificate."""
    return end_of_school_year(pack, day) - CERTIFICATE_TIME


def end_of_school_year(pack: Pack, day: date) -> date:
    """The next last day of a school year, seen from `day`."""
    month, day_of_month = (int(part) for part in pack.school_year_ends.split("-"))
    this_year = date(day.year, month, day_of_month)
    return this_year if day <= this_year else date(day.year + 1, month, day_of_month)


def _grade_text(pack: Pack, key: str | None, lang: str) -> str:
    meaning = pack.marks.scale.get(key or "")
    return f"{key} ({meaning.in_language(lang, pack.default_language)})" if meaning else ""
