"""What an organisation has decided about how long, in sentences: for its sheet, and for the pupils themselves."""

from careered.privacy.retention import Rule
from careered.web.i18n import translations


def sentences(rule: Rule, lang: str) -> list[str]:
    """For administrators: one sentence for words, for records, for notes of looks."""
    say = translations(lang)
    words = say.ngettext(
        "What a pupil has written is erased %(num)s month after the pupil's last course.",
        "What a pupil has written is erased %(num)s months after the pupil's last course.",
        rule.words or 0,
    )
    people = say.ngettext(
        "All that is kept about a pupil is erased %(num)s month after the pupil's last course.",
        "All that is kept about a pupil is erased %(num)s months after the pupil's last course.",
        rule.people or 0,
    )
    looks = say.ngettext(
        "Notes of who looked at which record are erased after %(num)s month.",
        "Notes of who looked at which record are erased after %(num)s months.",
        rule.looks or 0,
    )
    told = (
        (rule.words, words, say.gettext("What a pupil has written stays until somebody erases it.")),
        (rule.people, people, say.gettext("A pupil's record stays until somebody erases it.")),
        (rule.looks, looks, say.gettext("Notes of who looked at which record stay.")),
    )
    return [erased % {"num": months} if months else stays for months, erased, stays in told]


def for_pupils(rule: Rule, lang: str) -> list[str]:
    """For the pupils: only what is decided."""
    say = translations(lang)
    words = say.ngettext(
        "What you have written is erased %(num)s month after your last course here.",
        "What you have written is erased %(num)s months after your last course here.",
        rule.words or 0,
    )
    people = say.ngettext(
        "All the rest about you is erased %(num)s month after your last course here.",
        "All the rest about you is erased %(num)s months after your last course here.",
        rule.people or 0,
    )
    return [line % {"num": number} for line, number in ((words, rule.words), (people, rule.people)) if number]
