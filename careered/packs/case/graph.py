"""One CFPackage as a graph: items with codes, parents and order, before the languages are merged."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from careered.packs.case.errors import Fault, ImportRejected
from careered.packs.case.export import REQUIREMENT_KIND, VENDOR, Json
from careered.packs.case.validation import find_faults
from careered.packs.field_types import ID, LANGUAGE

TRANSLATION_TYPES = ("exactMatchOf", "isTranslationOf")
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]+")


def careered_extension(holder: Mapping[str, Any]) -> Json:
    """Our own extension of an object; empty in documents of other publishers."""
    extension = (holder.get("extensions") or {}).get(VENDOR)
    return extension if isinstance(extension, dict) else {}


def to_id(text: str, default: str) -> str:
    """A text as an id for a pack: “CCSS Math.K” becomes `CCSS-Math.K`. default: where nothing is left."""
    if ID.fullmatch(text):
        return text
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_IN_IDS.sub("-", ascii_text).strip("-._")[:64].rstrip("-._") or default


@dataclass(frozen=True)
class CaseItem:
    """A CFItem. code: valid in a pack. label: the publisher's humanCodingScheme, may be empty."""

    identifier: str
    code: str
    label: str
    raw: Json


class CaseDocument:
    """A valid and consistent CFPackage. Raises ImportRejected for any other.

    lang: of a document that does not say its language. skipped_count: number of requirements, which are not imported.
    """

    def __init__(self, file: str, package: Any, lang: str = "") -> None:
        if problems := find_faults(package, file):
            raise ImportRejected(*problems)
        self.file, self.raw = file, package["CFDocument"]
        raw_items = package.get("CFItems") or []
        self.items = [
            _parse_item(raw_item)
            for raw_item in raw_items
            if careered_extension(raw_item).get("kind") != REQUIREMENT_KIND
        ]
        self.skipped_count = len(raw_items) - len(self.items)
        self.associations: list[Json] = package.get("CFAssociations") or []
        self.lang = self._document_language(lang)
        self._validate()

    @property
    def is_from_careered(self) -> bool:
        """Whether careered exported it: then the items are in the order of the pack."""
        return "framework" in careered_extension(self.raw)

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """The identifiers of an item's parents within this document, by the item's identifier."""
        item_ids = {item.identifier for item in self.items}
        parents: dict[str, list[str]] = {}
        for child, parent in self.association_pairs("isChildOf"):
            if child in item_ids and parent in item_ids:
                parents.setdefault(child, []).append(parent)
        return parents

    def association_pairs(self, *types: str) -> Iterator[tuple[str, str]]:
        """Origin and destination of the associations of these types."""
        for association in self.associations:
            if association["associationType"] in types:
                yield _node_id(association["originNodeURI"]), _node_id(association["destinationNodeURI"])

    def ordered_items(self) -> list[CaseItem]:
        """The items depth first, siblings by sequenceNumber."""
        if self.is_from_careered:
            return self.items
        children: dict[str, list[CaseItem]] = {}
        for item in sorted(self.items, key=self._sequence_number):
            children.setdefault(self.parents.get(item.identifier, [""])[0], []).append(item)
        stack, ordered = children.get("", [])[::-1], []
        while stack:
            item = stack.pop()
            ordered.append(item)
            stack += children.get(item.identifier, [])[::-1]
        return ordered

    def _sequence_number(self, item: CaseItem) -> int:
        return self._sequence_numbers.get(item.identifier, len(self.associations) + 1)

    @cached_property
    def _sequence_numbers(self) -> dict[str, int]:
        return {
            _node_id(association["originNodeURI"]): association["sequenceNumber"]
            for association in reversed(self.associations)
            if association["associationType"] == "isChildOf" and association.get("sequenceNumber") is not None
        }

    def _document_language(self, default: str) -> str:
        item_languages = {item.raw.get("language") for item in self.items} - {None, ""}
        lang = self.raw.get("language") or (item_languages.pop() if len(item_languages) == 1 else None) or default
        if not lang:
            raise ImportRejected(
                self._fault("CFDocument.language", "no_language", "the document does not state its language")
            )
        lang = lang if LANGUAGE.fullmatch(lang) else lang.lower().replace("_", "-")
        if not LANGUAGE.fullmatch(lang):
            raise ImportRejected(self._fault("CFDocument.language", "bad_value", f"“{lang}” is not a language code"))
        return str(lang)

    def _validate(self) -> None:
        problems = [
            *self._duplicates("identifier", "duplicate_identifier"),
            *self._duplicates("code", "duplicate_code"),
        ]
        if not self.items:
            problems.append(self._fault("CFItems", "no_items", "the document has no items"))
        if cycle := find_cycle(self.parents):
            codes = {item.identifier: item.code for item in self.items}
            problems.append(cycle_fault(self.file, [codes[identifier] for identifier in cycle]))
        if problems:
            raise ImportRejected(*problems)

    def _duplicates(self, key: str, code: str) -> Iterator[Fault]:
        seen_values: set[str] = set()
        for item in self.items:
            value = getattr(item, key)
            if value in seen_values:
                yield self._fault("CFItems", code, f"“{item.label or value}” appears twice")
            seen_values.add(value)

    def _fault(self, location: str, code: str, sentence: str) -> Fault:
        return Fault(self.file, location, code, sentence)


def find_cycle(parents: Mapping[str, Iterable[str]]) -> list[str]:
    """A cycle of up to 10 identifiers, each after its parent; empty for a tree. parents: by identifier."""
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        return list(error.args[1][:10])
    return []


def cycle_fault(file: str, codes: Iterable[str]) -> Fault:
    """The fault for items, by their codes, that are their own ancestors."""
    return Fault(file, "CFAssociations", "cycle", f"items are their own parents: {' → '.join(codes)}")


def _parse_item(raw: Json) -> CaseItem:
    label, identifier = (raw.get("humanCodingScheme") or "").strip(), raw["identifier"].lower()
    return CaseItem(identifier, to_id(label, identifier), label, raw)


def _node_id(node: Json) -> str:
    return str(node["identifier"]).lower()
