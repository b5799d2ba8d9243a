"""The interface's languages: gettext catalogues compiled from .po on first use, and the choice of a language.

Texts of lessons are in the packs; these are the interface's only.
"""

import gettext
import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "locale"
LANGUAGES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "da": "Dansk", "en": "English"}
FALLBACK = "en"


def languages_from(first: str) -> list[tuple[str, str]]:
    """Every language with its own name, a country's own before the others."""
    return sorted(LANGUAGES.items(), key=lambda language: language[0] != first)


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is the language of the message ids."""
    path = LOCALE / lang / "LC_MESSAGES" / "messages.po"
    if lang == FALLBACK or not path.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def choose_language(preferred: Iterable[str | None], offered: Iterable[str], default: str) -> str:
    """The first preferred language that is offered, else `default`. Locales may be fi, fi_FI, sv-FI or invalid."""
    available = [lang for lang in offered if lang in LANGUAGES]
    for locale in preferred:
        primary = (locale or "")[:16].replace("_", "-").split("-")[0].lower()
        if primary in available:
            return primary
    return default if default in LANGUAGES else FALLBACK


def parse_accept_language(header: str) -> list[str]:
    """The languages of an Accept-Language header in its order; weights are ignored."""
    return [part.split(";")[0].strip() for part in header[:200].split(",")]
