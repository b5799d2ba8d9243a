"""Export a pack's framework as CASE 1.1 CFPackages, one per language. The same pack always gives the same bytes.

What CASE has no field for is in `extensions.careered`, so that an import restores everything. Parts of a package have
no CFPackageURI or CFDocumentURI: the published schema has no such fields there.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from careered.packs.case.ids import association_identifier, identifier, link_uri, uri
from careered.packs.models import FrameworkItem, Pack, Requirement

Json = dict[str, Any]
REQUIREMENT_KIND = "requirement"
ADOPTION_STATUS = {"draft": "Draft", "released": "Adopted", "retired": "Deprecated"}
VENDOR = "careered"


def export_packages(pack: Pack, languages: Sequence[str] = ()) -> list[Json]:
    """The CFPackages of a pack in these languages, by default all; each is linked to every other language."""
    return [_Export(pack, lang).package() for lang in languages or pack.languages]


class _Export:
    """The export of one pack in one language."""

    def __init__(self, pack: Pack, lang: str) -> None:
        self.pack, self.lang = pack, lang
        self.last_changed = f"{pack.valid_from.isoformat()}T00:00:00Z"
        self.document_id = self.identifier("document", "", lang)
        self.document_link = link_uri(self.document_id, pack.framework.title.in_language(lang))

    def package(self) -> Json:
        items = [self.item(item) for item in self.pack.framework.items]
        items += [self.requirement(requirement) for requirement in self.pack.requirements]
        return {
            "CFDocument": self.document(),
            "CFItems": items,
            "CFAssociations": list(self.associations()),
            "CFDefinitions": {"CFItemTypes": [self.item_type(kind) for kind in self.item_types()]},
        }

    def identifier(self, kind: str, code: str, lang: str = "") -> str:
        return identifier(self.pack.id, kind, code, lang or self.lang)

    def document(self) -> Json:
        pack, framework = self.pack, self.pack.framework
        extension = {"framework": framework.id, "external": dict(framework.external)}
        if framework.code_prefixes:
            extension["code_prefixes"] = {key: text.root for key, text in framework.code_prefixes.items()}
        fields = {
            **self.common_fields(self.document_id),
            "caseVersion": "1.1",
            "creator": VENDOR,
            "title": framework.title.in_language(self.lang),
            "description": pack.covers.in_language(self.lang),
            "language": self.lang,
            "version": pack.version,
            "adoptionStatus": ADOPTION_STATUS[pack.status],
            "statusStartDate": pack.valid_from.isoformat(),
            "statusEndDate": _iso_date(pack.valid_to),
        }
        return _without_nulls({**fields, **_with_extension(extension, framework.note)})

    def item(self, item: FrameworkItem) -> Json:
        title, text = item.title.in_language(self.lang), item.text and item.text.in_language(self.lang)
        extension = {"wording": item.wording, "source": list(item.source), "external_id": item.external_id}
        fields = {
            **self.common_fields(self.identifier("item", item.code)),
            "fullStatement": text or title,
            "abbreviatedStatement": title if text else None,
            "alternativeLabel": item.display and item.display.in_language(self.lang),
            **self.classification(item.code, item.type, item.grade_end),
        }
        return _without_nulls({**fields, **_with_extension(extension, item.note)})

    def requirement(self, requirement: Requirement) -> Json:
        fields = {
            **self.common_fields(self.identifier(REQUIREMENT_KIND, requirement.id)),
            "fullStatement": requirement.title.in_language(self.lang),
            "abbreviatedStatement": requirement.short and requirement.short.in_language(self.lang),
            **self.classification(requirement.id, REQUIREMENT_KIND, requirement.by_grade),
            "extensions": {VENDOR: {"kind": REQUIREMENT_KIND}},
        }
        return _without_nulls(fields)

    def common_fields(self, item_id: str) -> Json:
        return {"identifier": item_id, "uri": uri(item_id), "lastChangeDateTime": self.last_changed}

    def classification(self, code: str, kind: str, grade: int | None) -> Json:
        return {
            "humanCodingScheme": code,
            "CFItemType": kind,
            "CFItemTypeURI": link_uri(self.identifier("type", kind), kind),
            "educationLevel": None if grade is None else [f"{grade:02d}"],
            "language": self.lang,
        }

    def item_types(self) -> list[str]:
        return list(dict.fromkeys([*(item.type for item in self.pack.framework.items), REQUIREMENT_KIND]))

    def item_type(self, kind: str) -> Json:
        labels = {"title": kind, "description": kind, "hierarchyCode": str(self.item_types().index(kind) + 1)}
        return {**self.common_fields(self.identifier("type", kind)), **labels}

    def associations(self) -> Iterator[Json]:
        for number, item in enumerate(self.pack.framework.items, 1):
            origin = self.item_link(item.code)
            parent_item = self.pack.item(item.parent) if item.parent else None
            parent = self.item_link(parent_item.code) if parent_item else self.document_link
            yield self.association(origin, "isChildOf", parent, number)
        yield from self.requirement_associations()
        yield from self.translations()

    def requirement_associations(self) -> Iterator[Json]:
        first_number = len(self.pack.framework.items) + 1
        for number, requirement in enumerate(self.pack.requirements, first_number):
            origin = self.requirement_link(requirement.id)
            yield self.association(origin, "isChildOf", self.document_link, number)
            for code in dict.fromkeys(requirement.items):
                yield self.association(origin, "isRelatedTo", self.item_link(code))

    def translations(self) -> Iterator[Json]:
        """`exactMatchOf` from the document and each item to its counterpart in every other language."""
        for other in (_Export(self.pack, lang) for lang in self.pack.languages if lang != self.lang):
            yield self.association(self.document_link, "exactMatchOf", other.document_link)
            for item in self.pack.framework.items:
                yield self.association(self.item_link(item.code), "exactMatchOf", other.item_link(item.code))
            for requirement in self.pack.requirements:
                ends = self.requirement_link(requirement.id), other.requirement_link(requirement.id)
                yield self.association(ends[0], "exactMatchOf", ends[1])

    def item_link(self, code: str) -> Json:
        item = self.pack.item(code)
        return link_uri(self.identifier("item", code), item.title.in_language(self.lang) if item else code)

    def requirement_link(self, key: str) -> Json:
        requirement = self.pack.requirement(key)
        return link_uri(
            self.identifier(REQUIREMENT_KIND, key), requirement.title.in_language(self.lang) if requirement else key
        )

    def association(self, origin: Json, kind: str, destination: Json, number: int | None = None) -> Json:
        fields = {
            **self.common_fields(association_identifier(origin["identifier"], kind, destination["identifier"])),
            "associationType": kind,
            "sequenceNumber": number,
            "originNodeURI": origin,
            "destinationNodeURI": destination,
        }
        return _without_nulls(fields)


def _with_extension(extension: Json, comment: Any) -> Json:
    """A plain comment becomes CASE's `notes`; a localized one, and fields that CASE lacks, go to our extension."""
    text = comment if isinstance(comment, str) else None
    by_language = None if comment is None or text else dict(comment.root)
    return {"notes": text, "extensions": {VENDOR: _without_nulls({**extension, "note": by_language})}}


def _iso_date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _without_nulls(fields: Json) -> Json:
    return {key: value for key, value in fields.items() if value is not None}
