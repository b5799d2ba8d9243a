"""Sentences about the impact of a new pack version on pupils."""

from collections.abc import Iterable

from careered.i18n_marker import _
from careered.packs.compare_text import without_soft_hyphens
from careered.packs.models import Pack
from careered.roster.few_pupils import rounded
from careered.statistics.pack_impact import Impact
from careered.web.i18n import translations

IMPACT_TEXTS = {
    "keep": _("%(title)s: %(n)s pupils have done it, and it stays done"),
    "gain": _("%(title)s: %(n)s pupils have already done enough and will complete it with their next step"),
    "ahead": _("%(title)s: %(n)s pupils now have to do something different for it"),
    "history": _("%(title)s: %(n)s pupils have done it; it stays in their records but no longer counts"),
    "mid_lesson": _("%(title)s: %(n)s pupils are in the middle of it and will finish the version they started"),
}


def describe_impacts(impacts: Iterable[Impact], old_pack: Pack, new_pack: Pack, lang: str) -> list[str]:
    """Each impact as a sentence; titles from the new version, else from the old one."""
    gettext = translations(lang).gettext
    return [
        gettext(IMPACT_TEXTS[impact.code])
        % {"title": _title(impact.id, (new_pack, old_pack), lang), "n": rounded(impact.pupils)}
        for impact in impacts
    ]


def _title(key: str, packs: Iterable[Pack], lang: str) -> str:
    for pack in packs:
        entry = pack.requirement(key) or pack.lesson(key)
        if entry:
            return without_soft_hyphens(entry.title.in_language(lang, pack.default_language))
    return key
