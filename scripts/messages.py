"""Extract the interface messages of templates and code into careered/locale/*/LC_MESSAGES/messages.po.

New messages are added untranslated (a test fails until they are translated), unused ones are removed. The output is
reproducible: no dates, no line numbers. Run: make messages
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "careered" / "locale"
TRANSLATED = {"fi": "Finnish", "sv": "Swedish", "da": "Danish"}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
HEADER = r"""# careered's interface texts in {language}. Collected by scripts/messages.py; see docs/ui-glossary.md.
msgid ""
msgstr ""
"Project-Id-Version: careered\n"
"Language: {lang}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: {plurals}\n"

"""


def collect() -> Catalog:
    """Every message id in the code with the files that use it (no lines: they change too often)."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for name, _line, message, _comments, context in sorted(_extract(), key=lambda row: (row[0], row[1])):
        catalog.add(message, locations=[(f"careered/{name}", 0)], context=context)
    return catalog


def _extract() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    package = ROOT / "careered"
    yield from extract_from_dir(package, METHODS, OPTIONS, keywords={"_": None, "gettext": None, "ngettext": (1, 2)})


def read(lang: str) -> Catalog:
    """A language's current catalogue; empty if it does not exist."""
    path = _path(lang)
    return read_po(BytesIO(path.read_bytes()), locale=lang) if path.exists() else Catalog(locale=lang, fuzzy=False)


def write(lang: str, catalog: Catalog) -> None:
    """Write a language's catalogue under a header without dates and names."""
    body = BytesIO()
    write_po(body, catalog, width=110, sort_output=True, include_lineno=False, omit_header=True)
    header = HEADER.format(language=TRANSLATED[lang], lang=lang, plurals=catalog.plural_forms)
    path = _path(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + body.getvalue().rstrip() + b"\n")


def untranslated(catalog: Catalog) -> int:
    """The number of messages without a translation, or without one of its plural forms."""
    return sum(1 for message in catalog if message.id and not all(strings(message.string)))


def strings(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message's translations in all plural forms."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def main() -> None:
    """Update the catalogue of each language."""
    template = collect()
    for lang in TRANSLATED:
        catalog = read(lang)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(lang, catalog)
        print(f"{lang}: {len(catalog)} messages, {untranslated(catalog)} to translate")


def _path(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    main()
