"""Sentences for the differences between two versions of a pack, in the reader's language."""

from collections.abc import Iterable

from careered.i18n_marker import _
from careered.packs.compare import Change
from careered.web.i18n import translations

CHANGE_SENTENCES = {
    "language_added": _("New languages: %(languages)s"),
    "language_removed": _("Removed languages: %(languages)s"),
    "requirement_added": _("New requirement: %(title)s"),
    "requirement_removed": _("Removed requirement: %(title)s"),
    "requirement_completion": _("%(title)s: the requirement is now completed in a different way"),
    "requirement_grade": _("%(title)s: by grade %(new)s instead of %(old)s"),
    "requirement_curriculum": _("%(title)s: different references to the curriculum"),
    "requirement_wording": _("%(title)s: new wording of the requirement"),
    "lesson_added": _("New lesson: %(title)s"),
    "lesson_removed": _("Removed lesson: %(title)s"),
    "lesson_opened": _("%(title)s: the lesson is now available"),
    "lesson_closed": _("%(title)s: the lesson can no longer be started"),
    "lesson_minutes": _("%(title)s: %(new)s minutes instead of %(old)s"),
    "lesson_requirements": _("%(title)s: the lesson covers other requirements"),
    "lesson_wording": _("%(title)s: the title, the summary or what pupils keep has changed"),
    "lesson_steps_added": _("New steps in %(title)s: %(n)s"),
    "lesson_steps_removed": _("Removed steps in %(title)s: %(n)s"),
    "lesson_steps_changed": _("Changed steps in %(title)s: %(n)s"),
    "lesson_order": _("%(title)s: the steps are in a different order"),
    "service_added": _("New service: %(title)s"),
    "service_removed": _("Removed service: %(title)s"),
    "service_address": _("%(title)s: new address"),
    "service_active": _("%(title)s: the service is now in use"),
    "service_check": _("%(title)s: the service needs to be checked"),
    "service_closed": _("%(title)s: the service has closed"),
    "service_contact": _("%(title)s: different contact details or opening hours"),
    "service_wording": _("%(title)s: new wording of the service"),
    "item_added": _("New in the curriculum: %(id)s %(title)s"),
    "item_removed": _("Removed from the curriculum: %(id)s %(title)s"),
    "item_wording": _("Curriculum, %(id)s: new wording"),
}


def describe_changes(changes: Iterable[Change], lang: str, fallback: str = "") -> list[str]:
    """One sentence per change. fallback: the language of titles that are not written in `lang`."""
    gettext = translations(lang).gettext
    return [
        gettext(CHANGE_SENTENCES[change.code])
        % {"id": change.id, "title": without_soft_hyphens(change.title.in_language(lang, fallback)), **change.facts}
        for change in changes
    ]


def without_soft_hyphens(text: str) -> str:
    """The text without soft hyphens, which packs contain for narrow pages."""
    return text.replace("\u00ad", "")
