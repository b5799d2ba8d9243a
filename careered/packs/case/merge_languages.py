"""Merge the documents of several languages: which of their items are translations of each other."""

from collections.abc import Sequence

from careered.packs.case.errors import Fault, ImportRejected
from careered.packs.case.graph import TRANSLATION_TYPES, CaseDocument, CaseItem

ItemByLanguage = dict[str, CaseItem]
"""One item of the framework in each language."""


def _reject_duplicate_languages(documents: Sequence[CaseDocument]) -> None:
    seen_languages: set[str] = set()
    for document in documents:
        if document.lang in seen_languages:
            sentence = f"a second document in “{document.lang}”"
            raise ImportRejected(Fault(document.file, "CFDocument.language", "duplicate_language", sentence))
        seen_languages.add(document.lang)


def merge_languages(documents: Sequence[CaseDocument]) -> list[ItemByLanguage]:
    """Group items by translation links, else by equal codes; in the order of the first document.

    Raises ImportRejected for two documents in one language, and for one without any common item.
    """
    _reject_duplicate_languages(documents)
    rows = _Rows(documents)
    for document in documents:
        matches = [rows.add(document.lang, item) for item in document.ordered_items()]
        if document is not documents[0] and not any(matches):
            sentence = f"no item belongs to one of {documents[0].file}"
            raise ImportRejected(Fault(document.file, "CFAssociations", "not_linked", sentence))
    return rows.all


class _Rows:
    """The items so far, those that are translations of each other in one row."""

    def __init__(self, documents: Sequence[CaseDocument]) -> None:
        self.all: list[ItemByLanguage] = []
        self._equivalents = _EquivalentIds(documents)
        self._by_link: dict[str, ItemByLanguage] = {}
        self._by_code: dict[str, ItemByLanguage] = {}

    def add(self, lang: str, item: CaseItem) -> bool:
        """Put an item into the row of its translations, or into a new one. Returns whether there was one."""
        link = self._equivalents.root(item.identifier)
        candidates = (self._by_link.get(link), self._by_code.get(item.code))
        row = next((row for row in candidates if row is not None and lang not in row), None)
        is_match = row is not None
        if row is None:
            row = {}
            self.all.append(row)
        row[lang] = item
        self._by_link.setdefault(link, row)
        self._by_code.setdefault(item.code, row)
        return is_match


class _EquivalentIds:
    """Union-find over identifiers that exactMatchOf and isTranslationOf connect."""

    def __init__(self, documents: Sequence[CaseDocument]) -> None:
        self._parents: dict[str, str] = {}
        for document in documents:
            for origin, destination in document.association_pairs(*TRANSLATION_TYPES):
                self._parents[self.root(origin)] = self.root(destination)

    def root(self, identifier: str) -> str:
        while (parent := self._parents.get(identifier, identifier)) != identifier:
            self._parents[identifier] = self._parents.get(parent, parent)
            identifier = parent
        return identifier


def assign_codes(document: CaseDocument, rows: Sequence[ItemByLanguage]) -> dict[str, str]:
    """The code of each item by its identifier in any language. Raises ImportRejected for a duplicate code."""
    codes: dict[str, str] = {}
    used_codes: set[str] = set()
    for row in rows:
        code = next(iter(row.values())).code
        if code in used_codes:
            raise ImportRejected(Fault(document.file, "CFItems", "duplicate_code", f"“{code}” would appear twice"))
        used_codes.add(code)
        codes.update({item.identifier: code for item in row.values()})
    return codes
