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
    equivalents = _EquivalentIds(documents)
    rows: list[ItemByLanguage] = []
    by_link: dict[str, ItemByLanguage] = {}
    by_code: dict[str, ItemByLanguage] = {}
    for document in documents:
        matched_count = 0
        for item in document.ordered_items():
            candidates = (by_link.get(equivalents.root(item.identifier)), by_code.get(item.code))
            row = next(
                (candidate for candidate in candidates if candidate is not None and document.lang not in candidate),
                None,
            )
            matched_count += row is not None
            if row is None:
                row = {}
                rows.append(row)
            row[document.lang] = item
            by_link.setdefault(equivalents.root(item.identifier), row)
            by_code.setdefault(item.code, row)
        if document is not documents[0] and not matched_count:
            sentence = f"no item belongs to one of {documents[0].file}"
            raise ImportRejected(Fault(document.file, "CFAssociations", "not_linked", sentence))
    return rows


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
