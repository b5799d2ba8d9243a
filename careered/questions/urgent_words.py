"""Words in a question without a name that may speak of need. Staff judge what they mean; nothing of it is stored.

Looked for when a list is made, in all languages of the schools: pupils write in the language of their friends.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

WORDS: Mapping[str, Sequence[str]] = {
    "fi": (
        *("en kestä", "en jaksa enää", "en jaksa elää", "tapan itse", "tappaa itse", "itsemurh", "itsar"),
        *("haluan kuolla", "haluun kuolla", "haluaisin kuolla", "haluisin kuolla", "en halua elää"),
        *("en halua enää elää", "viiltel", "satutan itse", "satuttaa itse", "itsetuho"),
        *("lyö minua", "lyö mua", "löi minua", "löi mua", "hakkaa", "pahoinpi", "pelkään kotona"),
        *("pelkään mennä kotiin", "hyväksikäyt", "raiska", "ahdistel"),
    ),
    "sv": (
        *("orkar inte mer", "orkar inte leva", "orkar inte längre", "står inte ut", "vill dö", "vill inte leva"),
        *("vill inte finnas", "ta livet av", "ta mitt liv", "självmord", "skär mig", "skada mig själv"),
        *("skadar mig själv", "slår mig", "slog mig", "misshandl", "våldt", "utnyttja", "rädd hemma"),
        "vågar inte gå hem",
    ),
    "da": (
        *("orker ikke mere", "orker ikke at leve", "kan ikke mere", "holder det ikke ud", "ikke holde ud"),
        *("ikke holde det ud", "vil dø", "vil gerne dø", "vil ikke leve", "vil ikke være til", "tage livet af"),
        *("tage mit liv", "selvmord", "skærer i mig", "cutter", "skade mig selv", "skader mig selv", "slår mig"),
        *("slog mig", "tæsk", "mishandl", "voldt", "overgreb", "bange derhjemme", "bange for at gå hjem"),
        "tør ikke gå hjem",
    ),
    "en": (
        *("kill myself", "suicid", "want to die", "don't want to live", "don't want to be alive"),
        *("can't take it", "can't stand it", "can't go on", "hurt myself", "cut myself", "hits me", "hurts me"),
        *("beats me", "abus", "rape", "afraid at home", "scared at home", "afraid to go home"),
        "scared to go home",
    ),
}
"""Beginnings of words and phrases, by language. Rather one too many: who is asked to look loses a moment."""


def _pattern() -> re.Pattern[str]:
    phrases = sorted((phrase for phrases in WORDS.values() for phrase in phrases), key=len, reverse=True)
    forms = (re.escape(phrase).replace(r"\ ", r"\s+").replace("'", "['’]?") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})", re.IGNORECASE)


_PATTERN = _pattern()


def split_at_urgent(text: str) -> tuple[str, str, str] | None:
    """A text before, at and after its first urgent words; None where it has none."""
    composed = unicodedata.normalize("NFC", text)
    found = _PATTERN.search(composed)
    return (composed[: found.start()], found[0], composed[found.end() :]) if found else None
