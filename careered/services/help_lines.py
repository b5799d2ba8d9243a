"""Help lines as a reader sees them: a number that answers in the reader's language, and when."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from careered.clock import now
from careered.packs.models import HelpLine, Pack
from careered.services import labels as words
from careered.web.i18n import translations


@dataclass(frozen=True)
class HelpCard:
    """One line in the reader's language. hours, language: "" where there is nothing to say."""

    name: str
    when: str
    number: str
    hours: str
    language: str

    @property
    def address(self) -> str:
        """What a telephone dials."""
        return f"tel:{self.number.replace(' ', '')}"


def help_cards(pack: Pack, lang: str) -> Sequence[HelpCard]:
    """The lines for a reader of `lang`, in the pack's order."""
    return [_card(line, pack, lang) for line in pack.help_lines_for(lang)]


def _card(line: HelpLine, pack: Pack, lang: str) -> HelpCard:
    say, today, names = translations(lang).gettext, now().date(), Locale(lang).languages
    spoken = ", ".join(names.get(code, code) for code in line.languages)
    return HelpCard(
        name=line.name.in_language(lang, pack.default_language),
        when=line.when.in_language(lang, pack.default_language),
        number=line.number,
        hours=line.hours_on(today, lang, pack.default_language) or (say(words.HOURS_UNKNOWN) if line.hours else ""),
        language=say(words.ANSWERS_IN) % {"languages": spoken} if spoken and lang not in line.languages else "",
    )
