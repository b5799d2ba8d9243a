"""A new pack to begin with: a folder that is in order from the first minute, with a word about each key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from jinja2 import Environment, FileSystemLoader, StrictUndefined

STARTER = Path(__file__).parent / "starter"


@dataclass(frozen=True)
class Beginning:
    """What a new pack is made from. country: ISO 3166. languages: the first one is the default."""

    country: str
    languages: tuple[str, ...]
    timezone: str


def country_called(name: str) -> str:
    """The code of a country by its English name or code; "" for a name that nobody knows."""
    territories = {code: words for code, words in Locale("en").territories.items() if len(code) == 2}
    wanted = name.replace("-", " ").replace("_", " ").casefold()
    return next((code for code, words in territories.items() if wanted in (words.casefold(), code.casefold())), "")


def begin(country: str, languages: Sequence[str] = (), timezone: str = "") -> Beginning:
    """What is known of a country fills in what is not given: its official languages, its zone of time."""
    spoken = languages or [one for one in get_official_languages(country, de_facto=True) if len(one) == 2]
    zones = [zone for zone, code in get_global("zone_territories").items() if code == country]
    return Beginning(country, tuple(spoken) or ("en",), timezone or (sorted(zones) or ["Etc/UTC"])[0])


def write(folder: Path, beginning: Beginning, today: date) -> list[Path]:
    """Write the pack into a folder that is not there yet; the files. Raises FileExistsError."""
    (folder / "lessons").mkdir(parents=True)
    prefix = beginning.country.lower()
    words = {**vars(beginning), "id": f"{prefix}-{today:%Y}", "prefix": prefix, "today": today.isoformat()}
    written = []
    for source in sorted(STARTER.rglob("*.yaml")):
        name = source.relative_to(STARTER).as_posix()
        target = folder / name.replace("lessons/lesson", f"lessons/{prefix}-1")
        target.write_text(_filled(name, beginning.languages, words), encoding="utf-8")
        written.append(target)
    return written


def _filled(name: str, languages: Sequence[str], words: dict[str, object]) -> str:
    environment = Environment(  # noqa: S701 - YAML, not HTML
        loader=FileSystemLoader(STARTER), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(name).render(**words, t=lambda text: _in_each(text, languages))


def _in_each(text: str, languages: Sequence[str]) -> str:
    """A text to be translated: the same words in every language, marked with the language where it is not English."""
    said = (f'{lang}: "{text}"' if lang == "en" else f'{lang}: "[{lang}] {text}"' for lang in languages)
    return "{" + ", ".join(said) + "}"
