"""What a new version means for pupils, in sentences."""

from collections.abc import Iterable

from careered.packs.compare_words import plain
from careered.packs.models import Pack
from careered.progress.effects import Effect
from careered.progress.told import FEWEST
from careered.web.i18n import translations
from careered.words import _

SENTENCES = {
    "keep": _("%(title)s: done by %(n)s, stays done"),
    "gain": _("%(title)s: %(n)s have done enough already, and get it with their next step"),
    "ahead": _("%(title)s: %(n)s have something else to do for it than before"),
    "history": _("%(title)s: done by %(n)s, stays in their records and no longer counts"),
    "mid_lesson": _("%(title)s: %(n)s are in the middle of it, and finish the version they began"),
}


def describe_effects(effects: Iterable[Effect], old: Pack, new: Pack, lang: str) -> list[str]:
    """Each effect as a sentence; titles from the new version, else from the old one."""
    say = translations(lang).gettext
    return [
        say(SENTENCES[one.code]) % {"title": _title(one.id, (new, old), lang), "n": about(one.pupils)}
        for one in effects
    ]


def about(number: int) -> str:
    """A number of pupils as an administrator may read it: exact ones could be taken from each other."""
    return f"1–{FEWEST - 1}" if number < FEWEST else f"~{max(10 * round(number / 10), FEWEST)}"


def _title(key: str, packs: Iterable[Pack], lang: str) -> str:
    for pack in packs:
        found = pack.requirement(key) or pack.lesson(key)
        if found:
            return plain(found.title.in_language(lang, pack.default_language))
    return key
