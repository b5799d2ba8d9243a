"""The interface's languages: gettext catalogues read from .po at start, and the choice of one for a visit.

Lesson words live in the packs; these are only the words around them.
"""

import gettext
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from babel.dates import format_date, format_datetime, format_skeleton, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent.parent / "locale"
LANGUAGES: Mapping[str, str] = {"fi": "Suomi", "sv": "Svenska", "da": "Dansk", "en": "English"}
FALLBACK = "en"
CLOCK_LOCALES = {"en": "en_GB"}  # 24 hours, day before month


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
    """The first wanted language that is offered. Locales may come as fi, fi_FI, sv-FI, or as rubbish."""
    available = [lang for lang in offered if lang in LANGUAGES]
    for locale in preferred:
        primary = (locale or "")[:16].replace("_", "-").split("-")[0].lower()
        if primary in available:
            return primary
    return default if default in LANGUAGES else FALLBACK


def parse_accept_language(header: str) -> list[str]:
    """The languages of an Accept-Language header in the order given (weights are not worth the trouble)."""
    return [part.split(";")[0].strip() for part in header[:200].split(",")]


def format_local_datetime(moment: datetime, lang: str, time_zone: str = "") -> str:
    """A moment as people write it: day, month and clock time. Without a zone (a page of no country) it says UTC."""
    text = str(format_datetime(moment, "d.M. HH:mm", tzinfo=get_timezone(time_zone or "UTC"), locale=lang))
    return text if time_zone else f"{text} UTC"


def format_local_time(moment: datetime, lang: str, time_zone: str) -> str:
    """The clock time of a moment."""
    return str(format_skeleton("Hm", moment, tzinfo=get_timezone(time_zone), locale=CLOCK_LOCALES.get(lang, lang)))


def format_local_date(day: date, lang: str) -> str:
    """A day as people write it."""
    return str(format_date(day, "medium", locale=lang))
