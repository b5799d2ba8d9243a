"""Documents in several languages as rows: which items say the same."""

from collections.abc import Sequence

from careered.packs.case.document import TRANSLATIONS, Document, Item
from careered.packs.case.faults import Fault, Refused

Row = dict[str, Item]
"""One item of the framework: by language."""


def _refuse_repeated_languages(documents: Sequence[Document]) -> None:
    seen: set[str] = set()
    for document in documents:
        if document.lang in seen:
            sentence = f"a second document in “{document.lang}”"
            raise Refused(Fault(document.file, "CFDocument.language", "duplicate_language", sentence))
        seen.add(document.lang)


def joined(documents: Sequence[Document]) -> list[Row]:
    """Items that say the same in several languages, by their links, else by their codes; in the first one's order."""
    _refuse_repeated_languages(documents)
    same = _Same(documents)
    rows: list[Row] = []
    by_link: dict[str, Row] = {}
    by_code: dict[str, Row] = {}
    for document in documents:
        met = 0
        for item in document.in_order():
            near = (by_link.get(same.root(item.identifier)), by_code.get(item.code))
            row = next((each for each in near if each is not None and document.lang not in each), None)
            met += row is not None
            if row is None:
                row = {}
                rows.append(row)
            row[document.lang] = item
            by_link.setdefault(same.root(item.identifier), row)
            by_code.setdefault(item.code, row)
        if document is not documents[0] and not met:
            sentence = f"no item belongs to one of {documents[0].file}"
            raise Refused(Fault(document.file, "CFAssociations", "not_linked", sentence))
    return rows


class _Same:
    """Which identifiers mean the same: whatever a chain of exactMatchOf and isTranslationOf holds together."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._above: dict[str, str] = {}
        for document in documents:
            for one, other in document.pairs(*TRANSLATIONS):
                self._above[self.root(one)] = self.root(other)

    def root(self, identifier: str) -> str:
        while (above := self._above.get(identifier, identifier)) != identifier:
            self._above[identifier] = self._above.get(above, above)
            identifier = above
        return identifier


def codes_of(document: Document, rows: Sequence[Row]) -> dict[str, str]:
    """By the identifier of an item in any language: the code that it gets."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for row in rows:
        code = next(iter(row.values())).code
        if code in taken:
            raise Refused(Fault(document.file, "CFItems", "duplicate_code", f"“{code}” would stand twice"))
        taken.add(code)
        found.update({item.identifier: code for item in row.values()})
    return found
