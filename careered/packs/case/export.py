"""A pack's framework as CASE 1.1 CFPackages, one for each language. The same pack always gives the same bytes.

What CASE has no field for travels in `extensions.careered`, so that the way back loses nothing. Inside a package
nothing has a CFPackageURI or CFDocumentURI: the published schema has no such fields there.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from careered.packs.case.ids import between, identifier, link, uri
from careered.packs.models import FrameworkItem, Pack, Requirement

Json = dict[str, Any]
REQUIREMENT = "requirement"
STATUS = {"draft": "Draft", "released": "Adopted", "retired": "Deprecated"}
OURS = "careered"


def packages(pack: Pack, languages: Sequence[str] = ()) -> list[Json]:
    """The CFPackages of a pack in these languages, by default in all; each is linked to all others of the pack."""
    return [_Export(pack, lang).package() for lang in languages or pack.languages]


class _Export:
    """One pack in one language."""

    def __init__(self, pack: Pack, lang: str) -> None:
        self.pack, self.lang = pack, lang
        self.changed = f"{pack.valid_from.isoformat()}T00:00:00Z"
        self.document_id = self.id("document", "", lang)
        self.document_link = link(self.document_id, pack.framework.title.in_language(lang))

    def package(self) -> Json:
        items = [self.item(each) for each in self.pack.framework.items]
        items += [self.requirement(each) for each in self.pack.requirements]
        return {
            "CFDocument": self.document(),
            "CFItems": items,
            "CFAssociations": list(self.associations()),
            "CFDefinitions": {"CFItemTypes": [self.item_type(each) for each in self.types()]},
        }

    def id(self, kind: str, code: str, lang: str = "") -> str:
        return identifier(self.pack.id, kind, code, lang or self.lang)

    def document(self) -> Json:
        pack, framework = self.pack, self.pack.framework
        ours = {"framework": framework.id, "external": dict(framework.external)}
        if framework.code_prefixes:
            ours["code_prefixes"] = {key: text.root for key, text in framework.code_prefixes.items()}
        found = {
            **self.head(self.document_id),
            "caseVersion": "1.1",
            "creator": OURS,
            "title": framework.title.in_language(self.lang),
            "description": pack.covers.in_language(self.lang),
            "language": self.lang,
            "version": pack.version,
            "adoptionStatus": STATUS[pack.status],
            "statusStartDate": pack.valid_from.isoformat(),
            "statusEndDate": _day(pack.valid_to),
        }
        return _present({**found, **_noted(ours, framework.note)})

    def item(self, item: FrameworkItem) -> Json:
        title, text = item.title.in_language(self.lang), item.text and item.text.in_language(self.lang)
        ours = {"wording": item.wording, "source": list(item.source), "external_id": item.external_id}
        found = {
            **self.head(self.id("item", item.code)),
            "fullStatement": text or title,
            "abbreviatedStatement": title if text else None,
            "alternativeLabel": item.display and item.display.in_language(self.lang),
            **self.coded(item.code, item.type, item.grade_end),
        }
        return _present({**found, **_noted(ours, item.note)})

    def requirement(self, requirement: Requirement) -> Json:
        found = {
            **self.head(self.id(REQUIREMENT, requirement.id)),
            "fullStatement": requirement.title.in_language(self.lang),
            "abbreviatedStatement": requirement.short and requirement.short.in_language(self.lang),
            **self.coded(requirement.id, REQUIREMENT, requirement.by_grade),
            "extensions": {OURS: {"kind": REQUIREMENT}},
        }
        return _present(found)

    def head(self, identifier: str) -> Json:
        return {"identifier": identifier, "uri": uri(identifier), "lastChangeDateTime": self.changed}

    def coded(self, code: str, kind: str, grade: int | None) -> Json:
        return {
            "humanCodingScheme": code,
            "CFItemType": kind,
            "CFItemTypeURI": link(self.id("type", kind), kind),
            "educationLevel": None if grade is None else [f"{grade:02d}"],
            "language": self.lang,
        }

    def types(self) -> list[str]:
        return list(dict.fromkeys([*(item.type for item in self.pack.framework.items), REQUIREMENT]))

    def item_type(self, kind: str) -> Json:
        words = {"title": kind, "description": kind, "hierarchyCode": str(self.types().index(kind) + 1)}
        return {**self.head(self.id("type", kind)), **words}

    def associations(self) -> Iterator[Json]:
        for number, item in enumerate(self.pack.framework.items, 1):
            origin = self.item_link(item.code)
            above = self.pack.item(item.parent) if item.parent else None
            parent = self.item_link(above.code) if above else self.document_link
            yield self.association(origin, "isChildOf", parent, number)
        yield from self.requirement_associations()
        yield from self.translations()

    def requirement_associations(self) -> Iterator[Json]:
        below = len(self.pack.framework.items) + 1
        for number, requirement in enumerate(self.pack.requirements, below):
            origin = self.requirement_link(requirement.id)
            yield self.association(origin, "isChildOf", self.document_link, number)
            for code in dict.fromkeys(requirement.items):
                yield self.association(origin, "isRelatedTo", self.item_link(code))

    def translations(self) -> Iterator[Json]:
        """Each item and the document, to the same in every other language of the pack."""
        for other in (_Export(self.pack, lang) for lang in self.pack.languages if lang != self.lang):
            yield self.association(self.document_link, "exactMatchOf", other.document_link)
            for item in self.pack.framework.items:
                yield self.association(self.item_link(item.code), "exactMatchOf", other.item_link(item.code))
            for one in self.pack.requirements:
                ends = self.requirement_link(one.id), other.requirement_link(one.id)
                yield self.association(ends[0], "exactMatchOf", ends[1])

    def item_link(self, code: str) -> Json:
        item = self.pack.item(code)
        return link(self.id("item", code), item.title.in_language(self.lang) if item else code)

    def requirement_link(self, key: str) -> Json:
        requirement = self.pack.requirement(key)
        return link(self.id(REQUIREMENT, key), requirement.title.in_language(self.lang) if requirement else key)

    def association(self, origin: Json, kind: str, destination: Json, number: int | None = None) -> Json:
        found = {
            **self.head(between(origin["identifier"], kind, destination["identifier"])),
            "associationType": kind,
            "sequenceNumber": number,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
        }
        return _present(found)


def _noted(ours: Json, note: Any) -> Json:
    """A remark in plain words is CASE's `notes`; one by language, and what CASE does not know, is ours."""
    words = note if isinstance(note, str) else None
    by_language = None if note is None or words else dict(note.root)
    return {"notes": words, "extensions": {OURS: _present({**ours, "note": by_language})}}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _present(found: Json) -> Json:
    return {key: value for key, value in found.items() if value is not None}
