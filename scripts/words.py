"""Collect the interface words of templates and code into careered/locale/*/LC_MESSAGES/messages.po.

New words are added untranslated (a test fails until they are translated), gone ones are dropped. The same words
give the same files, byte for byte: no dates, no line numbers. Run: make words
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
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}
HEADER = r"""# careered's interface texts in {language}. Collected by scripts/words.py; see docs/ui-glossary.md.
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
    """Every message id in the code, with where it is used (files only: lines would change daily)."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for name, _line, message, _comments, context in sorted(_found(), key=lambda row: (row[0], row[1])):
        catalog.add(message, locations=[(f"careered/{name}", 0)], context=context)
    return catalog


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    inside = ROOT / "careered"
    yield from extract_from_dir(inside, METHODS, OPTIONS, keywords={"_": None, "gettext": None, "ngettext": (1, 2)})


def read(lang: str) -> Catalog:
    """A language's catalogue as it stands; empty where there is none yet."""
    path = _path(lang)
    return read_po(BytesIO(path.read_bytes()), locale=lang) if path.exists() else Catalog(locale=lang, fuzzy=False)


def write(lang: str, catalog: Catalog) -> None:
    """Write a catalogue under a head that says nothing about when and by whom."""
    body = BytesIO()
    write_po(body, catalog, width=110, sort_output=True, include_lineno=False, omit_header=True)
    head = HEADER.format(language=TRANSLATED[lang], lang=lang, plurals=catalog.plural_forms)
    path = _path(lang)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head.encode() + body.getvalue().rstrip() + b"\n")


def untranslated(catalog: Catalog) -> int:
    """How many messages have no words yet, or not in every plural form."""
    return sum(1 for message in catalog if message.id and not all(strings(message.string)))


def strings(string: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A message's words in all its plural forms."""
    return (string or "",) if isinstance(string, str | None) else tuple(string)


def main() -> None:
    """Bring each language's catalogue up to date."""
    template = collect()
    for lang in TRANSLATED:
        catalog = read(lang)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(lang, catalog)
        print(f"{lang}: {len(catalog)} words, {untranslated(catalog)} to translate")


def _path(lang: str) -> Path:
    return LOCALE / lang / "LC_MESSAGES" / "messages.po"


if __name__ == "__main__":
    main()
