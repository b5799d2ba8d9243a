"""One CFPackage as items with codes, parents and an order: what is in it, before languages are put together."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from careered.packs.case.export import OURS, REQUIREMENT, Json
from careered.packs.case.faults import Fault, Refused
from careered.packs.case.rules import faults
from careered.packs.shapes import ID, LANGUAGE

TRANSLATIONS = ("exactMatchOf", "isTranslationOf")
_ODD = re.compile(r"[^A-Za-z0-9._-]+")


def ours(holder: Mapping[str, Any]) -> Json:
    """What careered itself wrote beside CASE's fields; empty for what others made."""
    found = (holder.get("extensions") or {}).get(OURS)
    return found if isinstance(found, dict) else {}


def as_id(words: str, otherwise: str) -> str:
    """Words as an id of a pack: “CCSS Math.K” becomes `CCSS-Math.K`."""
    if ID.fullmatch(words):
        return words
    ascii_words = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return _ODD.sub("-", ascii_words).strip("-._")[:64].rstrip("-._") or otherwise


@dataclass(frozen=True)
class Item:
    """A CFItem. `code` is fit for a pack; `label` is what the publisher wrote, which may be nothing."""

    identifier: str
    code: str
    label: str
    field: Json


class Document:
    """A CFPackage that follows the rules. Raises Refused for one that does not, or does not hang together."""

    def __init__(self, file: str, package: Any, lang: str = "") -> None:
        if found := faults(package, file):
            raise Refused(*found)
        self.file, self.field = file, package["CFDocument"]
        every = package.get("CFItems") or []
        self.items = [_item(each) for each in every if ours(each).get("kind") != REQUIREMENT]
        self.left_out = len(every) - len(self.items)
        self.associations: list[Json] = package.get("CFAssociations") or []
        self.lang = self._language(lang)
        self._check()

    @property
    def is_ours(self) -> bool:
        """Whether careered made it: then the items stand in the order of the pack."""
        return "framework" in ours(self.field)

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """By item: the items above it, inside this document."""
        known = {item.identifier for item in self.items}
        found: dict[str, list[str]] = {}
        for child, parent in self.pairs("isChildOf"):
            if child in known and parent in known:
                found.setdefault(child, []).append(parent)
        return found

    def pairs(self, *types: str) -> Iterator[tuple[str, str]]:
        """Origin and destination of the associations of these types."""
        for each in self.associations:
            if each["associationType"] in types:
                yield _end(each["originNodeURI"]), _end(each["destinationNodeURI"])

    def in_order(self) -> list[Item]:
        """Depth first by sequenceNumber, as the publisher shows the tree."""
        if self.is_ours:
            return self.items
        below: dict[str, list[Item]] = {}
        for item in sorted(self.items, key=self._rank):
            below.setdefault(self.parents.get(item.identifier, [""])[0], []).append(item)
        waiting, ordered = below.get("", [])[::-1], []
        while waiting:
            item = waiting.pop()
            ordered.append(item)
            waiting += below.get(item.identifier, [])[::-1]
        return ordered

    def _rank(self, item: Item) -> int:
        return self._ranks.get(item.identifier, len(self.associations) + 1)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {
            _end(each["originNodeURI"]): each["sequenceNumber"]
            for each in reversed(self.associations)
            if each["associationType"] == "isChildOf" and each.get("sequenceNumber") is not None
        }

    def _language(self, otherwise: str) -> str:
        said = {item.field.get("language") for item in self.items} - {None, ""}
        lang = self.field.get("language") or (said.pop() if len(said) == 1 else None) or otherwise
        if not lang:
            raise Refused(self._fault("CFDocument.language", "no_language", "the document does not say its language"))
        lang = lang if LANGUAGE.fullmatch(lang) else lang.lower().replace("_", "-")
        if not LANGUAGE.fullmatch(lang):
            raise Refused(self._fault("CFDocument.language", "bad_value", f"“{lang}” is no language code"))
        return str(lang)

    def _check(self) -> None:
        found = [*self._repeated("identifier", "duplicate_identifier"), *self._repeated("code", "duplicate_code")]
        if not self.items:
            found.append(self._fault("CFItems", "no_items", "the document has no items"))
        if circle := circle_in(self.parents):
            codes = {item.identifier: item.code for item in self.items}
            found.append(circle_fault(self.file, [codes[identifier] for identifier in circle]))
        if found:
            raise Refused(*found)

    def _repeated(self, key: str, code: str) -> Iterator[Fault]:
        seen: set[str] = set()
        for item in self.items:
            value = getattr(item, key)
            if value in seen:
                yield self._fault("CFItems", code, f"“{item.label or value}” stands twice")
            seen.add(value)

    def _fault(self, place: str, code: str, sentence: str) -> Fault:
        return Fault(self.file, place, code, sentence)


def circle_in(parents: Mapping[str, Iterable[str]]) -> list[str]:
    """Some that lie below themselves, each after what it lies below; empty for a tree."""
    try:
        TopologicalSorter(parents).prepare()
    except CycleError as error:
        return list(error.args[1][:10])
    return []


def circle_fault(file: str, codes: Iterable[str]) -> Fault:
    return Fault(file, "CFAssociations", "cycle", f"items lie below themselves: {' → '.join(codes)}")


def _item(field: Json) -> Item:
    label, identifier = (field.get("humanCodingScheme") or "").strip(), field["identifier"].lower()
    return Item(identifier, as_id(label, identifier), label, field)


def _end(node: Json) -> str:
    return str(node["identifier"]).lower()
