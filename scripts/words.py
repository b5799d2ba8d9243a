"""Collect the interface words of templates and code into careered/locale/*/LC_MESSAGES/messages.po.

New words are added untranslated (a test fails until they are translated), gone ones are dropped. Run: make words
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "careered" / "locale"
TRANSLATED = ("fi", "sv", "da")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}


def collect() -> Catalog:
    """Every message id in the code, with where it is used (files only: lines would change daily)."""
    catalog = Catalog(project="careered", charset="utf-8", fuzzy=False)
    for name, _line, message, _comments, context in _found():
        catalog.add(message, locations=[(f"careered/{name}", 0)], context=context)
    return catalog


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    inside = ROOT / "careered"
    for row in extract_from_dir(inside, METHODS, OPTIONS, keywords={"_": None, "gettext": None, "ngettext": (1, 2)}):
        if not row[0].startswith("demo_lms"):
            yield row


def main() -> None:
    """Bring each language's catalogue up to date."""
    template = collect()
    for lang in TRANSLATED:
        path = LOCALE / lang / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read_po(path.open("rb"), locale=lang) if path.exists() else Catalog(locale=lang, fuzzy=False)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        with path.open("wb") as out:
            write_po(out, catalog, width=110, sort_output=True, include_lineno=False, omit_header=False)
        missing = sum(1 for message in catalog if message.id and not all(_strings(message.string)))
        print(f"{lang}: {len(catalog)} words, {missing} to translate")


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


if __name__ == "__main__":
    main()
