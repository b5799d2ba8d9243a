"""Scaffolding for a new pack: a valid folder whose comments explain each key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from jinja2 import Environment, FileSystemLoader, StrictUndefined

STARTER_FOLDER = Path(__file__).parent / "starter"


@dataclass(frozen=True)
class Scaffold:
    """The parameters of a new pack.

    country: ISO 3166-1 alpha-2. languages: the first is the default. timezone: IANA name.
    """

    country: str
    languages: tuple[str, ...]
    timezone: str


def country_code(name: str) -> str:
    """The ISO 3166-1 alpha-2 code for an English country name or a code; empty if unknown."""
    territories = {code: territory for code, territory in Locale("en").territories.items() if len(code) == 2}
    folded_name = name.replace("-", " ").replace("_", " ").casefold()
    return next(
        (code for code, territory in territories.items() if folded_name in (territory.casefold(), code.casefold())), ""
    )


def plan_scaffold(country: str, languages: Sequence[str] = (), timezone: str = "") -> Scaffold:
    """Defaults from CLDR for what is not given: the country's official languages and its first time zone."""
    official_languages = languages or [
        language for language in get_official_languages(country, de_facto=True) if len(language) == 2
    ]
    zones = [zone for zone, code in get_global("zone_territories").items() if code == country]
    return Scaffold(country, tuple(official_languages) or ("en",), timezone or (sorted(zones) or ["Etc/UTC"])[0])


def write_scaffold(folder: Path, scaffold: Scaffold, today: date) -> list[Path]:
    """Write the pack into a new folder and return the files. Raises FileExistsError."""
    folder.mkdir(parents=True)
    prefix = scaffold.country.lower()
    variables = {**vars(scaffold), "id": f"{prefix}-{today:%Y}", "prefix": prefix, "today": today.isoformat()}
    written = []
    for source in sorted(path for path in STARTER_FOLDER.rglob("*") if path.suffix in {".yaml", ".svg"}):
        name = source.relative_to(STARTER_FOLDER).as_posix()
        target = folder / name.replace("lessons/lesson", f"lessons/{prefix}-1")
        target.parent.mkdir(exist_ok=True)
        is_drawing = source.suffix == ".svg"
        text = source.read_text(encoding="utf-8") if is_drawing else _render(name, scaffold.languages, variables)
        target.write_text(text, encoding="utf-8")
        written.append(target)
    return written


def _render(name: str, languages: Sequence[str], variables: dict[str, object]) -> str:
    environment = Environment(  # noqa: S701 - YAML, not HTML
        loader=FileSystemLoader(STARTER_FOLDER), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(name).render(**variables, t=lambda text: _in_each_language(text, languages))


def _in_each_language(text: str, languages: Sequence[str]) -> str:
    """A YAML mapping with the English text for every language, prefixed with the code of each other language."""
    entries = (f'{lang}: "{text}"' if lang == "en" else f'{lang}: "[{lang}] {text}"' for lang in languages)
    return "{" + ", ".join(entries) + "}"
