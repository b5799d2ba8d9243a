"""Help line cards: number, hours, and the languages in which somebody answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from careered.clock import today
from careered.packs.models import HelpLine, Pack
from careered.services import labels
from careered.web.i18n import translations


@dataclass(frozen=True)
class HelpCard:
    """One help line in the reader's language. hours: "" if unknown. language: "" if it is the reader's."""

    name: str
    when: str
    number: str
    hours: str
    language: str
    is_emergency: bool

    @property
    def address(self) -> str:
        """The number as a tel: URL."""
        return f"tel:{self.number.replace(' ', '')}"


def help_cards(pack: Pack, lang: str) -> Sequence[HelpCard]:
    """The help lines for a reader of `lang`, in the pack's order."""
    return [_card(line, pack, lang) for line in pack.help_lines_for(lang)]


def _card(line: HelpLine, pack: Pack, lang: str) -> HelpCard:
    gettext, names = translations(lang).gettext, Locale(lang).languages
    spoken = ", ".join(names.get(code, code) for code in line.languages)
    return HelpCard(
        name=line.name.in_language(lang, pack.default_language),
        when=line.when.in_language(lang, pack.default_language),
        number=line.number,
        hours=line.hours_on(today(pack.timezone), lang, pack.default_language)
        or (gettext(labels.HOURS_UNKNOWN) if line.hours else ""),
        is_emergency=line.emergency,
        language=gettext(labels.ANSWERS_IN) % {"languages": spoken} if spoken and lang not in line.languages else "",
    )
