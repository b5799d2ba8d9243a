"""Sentences about an organisation's retention periods: for the privacy sheet, and for pupils."""

from collections.abc import Callable

from sqlalchemy import Connection

from careered.privacy.retention import RetentionPeriods, get_announced_retention, get_retention
from careered.web.i18n import translations
from careered.web.time_format import format_utc_day


def retention_sentences(
    db: Connection, organisation_id: str, lang: str, sentences_for: Callable[[RetentionPeriods, str], list[str]]
) -> list[str]:
    """What holds now, then what has been announced, each of these with its day.

    sentences_for: `administrator_sentences` or `pupil_sentences`.
    """
    current = sentences_for(get_retention(db, organisation_id), lang)
    if not (announced := get_announced_retention(db, organisation_id)):
        return current
    from_day = translations(lang).gettext("From %(day)s: %(sentence)s")
    day = format_utc_day(announced.holds_from, lang)
    changed = [sentence for sentence in sentences_for(announced.periods, lang) if sentence not in current]
    return current + [from_day % {"day": day, "sentence": sentence} for sentence in changed]


def administrator_sentences(periods: RetentionPeriods, lang: str) -> list[str]:
    """For administrators: one sentence each for texts, records and access log."""
    catalogue = translations(lang)
    texts = catalogue.ngettext(
        "What a pupil has written is erased %(num)s month after the pupil's last course.",
        "What a pupil has written is erased %(num)s months after the pupil's last course.",
        periods.texts_months or 0,
    )
    records = catalogue.ngettext(
        "Everything stored about a pupil is erased %(num)s month after the pupil's last course.",
        "Everything stored about a pupil is erased %(num)s months after the pupil's last course.",
        periods.records_months or 0,
    )
    access_log = catalogue.ngettext(
        "Access-log entries (who opened which record) are erased after %(num)s month.",
        "Access-log entries (who opened which record) are erased after %(num)s months.",
        periods.access_log_months or 0,
    )
    sentence_parts = (
        (periods.texts_months, texts, catalogue.gettext("What a pupil has written stays until someone erases it.")),
        (periods.records_months, records, catalogue.gettext("A pupil's record stays until someone erases it.")),
        (
            periods.access_log_months,
            access_log,
            catalogue.gettext("Access-log entries (who opened which record) are kept."),
        ),
    )
    return [erased % {"num": months} if months else stays for months, erased, stays in sentence_parts]


def pupil_sentences(periods: RetentionPeriods, lang: str) -> list[str]:
    """For pupils: a sentence for each period that is set."""
    catalogue = translations(lang)
    texts = catalogue.ngettext(
        "What you have written is erased %(num)s month after your last course here.",
        "What you have written is erased %(num)s months after your last course here.",
        periods.texts_months or 0,
    )
    records = catalogue.ngettext(
        "Everything else about you is erased %(num)s month after your last course here.",
        "Everything else about you is erased %(num)s months after your last course here.",
        periods.records_months or 0,
    )
    return [
        sentence % {"num": months}
        for sentence, months in ((texts, periods.texts_months), (records, periods.records_months))
        if months
    ]
