"""Import the CFPackages of one framework, one per language, as the content of framework.yaml."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from careered.packs.case.errors import Fault, ImportRejected
from careered.packs.case.export import Json
from careered.packs.case.graph import CaseDocument, careered_extension, cycle_fault, find_cycle, to_id
from careered.packs.case.merge_languages import ItemByLanguage, assign_codes, merge_languages
from careered.packs.requirements import FrameworkFile
from careered.packs.yaml_tree import dotted_path

DEFAULT_SOURCE = "case"


@dataclass(frozen=True)
class CaseImport:
    """framework: the value of `framework:` in framework.yaml. warnings: English sentences for the author to review."""

    framework: Json
    languages: tuple[str, ...]
    warnings: tuple[str, ...]


def build_framework(
    documents_by_file: Sequence[tuple[str, Any]], *, lang: str = "", source: str = "", framework_id: str = ""
) -> CaseImport:
    """Build the framework from JSON values by file name; a value may be a list of packages. Raises ImportRejected.

    lang: of documents that do not say their language. source: the id in sources.yaml for items of other publishers.
    framework_id: by default the exported one, else made from the title.
    """
    documents = [CaseDocument(file, package, lang) for file, package in _packages(documents_by_file)]
    rows = merge_languages(documents)
    codes = assign_codes(documents[0], rows)
    framework = {
        **_framework_fields(documents, framework_id),
        "items": [_framework_item(row, documents, codes, source or DEFAULT_SOURCE) for row in rows],
    }
    _reject_cycles(documents[0], framework["items"])
    _reject_invalid_framework(documents[0], framework)
    languages = tuple(document.lang for document in documents)
    return CaseImport(framework, languages, tuple(_warnings(documents, rows)))


def _packages(documents_by_file: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for file, value in documents_by_file:
        if not isinstance(value, list):
            yield file, value
        elif not value:
            raise ImportRejected(Fault(file, "", "no_items", "the list is empty"))
        else:
            yield from ((f"{file}[{number}]", package) for number, package in enumerate(value))


def _framework_fields(documents: Sequence[CaseDocument], framework_id: str) -> Json:
    first = documents[0].raw
    extension = careered_extension(first)
    title = {document.lang: document.raw["title"] for document in documents}
    external = {"system": "CASE", "document": first["identifier"]}
    fields = {
        "id": framework_id or extension.get("framework") or to_id(first["title"], "framework"),
        "title": title,
        "external": extension.get("external", external),
        "code_prefixes": extension.get("code_prefixes"),
        "note": first.get("notes") or extension.get("note"),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _framework_item(row: ItemByLanguage, documents: Sequence[CaseDocument], codes: dict[str, str], source: str) -> Json:
    first = next(iter(row.values()))
    extension, raw = careered_extension(first.raw), first.raw
    is_from_careered = "wording" in extension
    kind = raw.get("CFItemType") or (raw.get("CFItemTypeURI") or {}).get("title") or ""
    fields = {
        "code": codes[first.identifier],
        "display": _display(row, codes[first.identifier]),
        "parent": _parent_code(row, documents, codes),
        "type": to_id(kind, "item"),
        **_title_and_text(row),
        "wording": extension.get("wording", "official_read"),
        "source": extension.get("source", []) if is_from_careered else [source],
        "external_id": extension.get("external_id") if is_from_careered else raw["identifier"],
        "grade_end": _grade(raw.get("educationLevel") or []),
        "note": raw.get("notes") or extension.get("note"),
    }
    return {key: value for key, value in fields.items() if value is not None}


def _display(row: ItemByLanguage, code: str) -> Json | None:
    """The display label: alternativeLabel, else the publisher's codes where they differ from ours."""
    labels = {lang: item.raw.get("alternativeLabel") or "" for lang, item in row.items()}
    if not all(labels.values()):
        labels = {lang: item.label for lang, item in row.items()}
        if all(label == code for label in labels.values()):
            return None
    return labels if all(labels.values()) else None


def _title_and_text(row: ItemByLanguage) -> Json:
    """abbreviatedStatement is the title and fullStatement the text; without the former, the latter is the title."""
    full = {lang: item.raw["fullStatement"] for lang, item in row.items()}
    short = {lang: item.raw.get("abbreviatedStatement") for lang, item in row.items()}
    title = {lang: short[lang] or full[lang] for lang in row}
    return {"title": title, "text": full} if any(short.values()) else {"title": title}


def _parent_code(row: ItemByLanguage, documents: Sequence[CaseDocument], codes: dict[str, str]) -> str | None:
    parent_codes = (
        codes[document.parents[row[document.lang].identifier][0]]
        for document in documents
        if document.lang in row and row[document.lang].identifier in document.parents
    )
    return next(parent_codes, None)


def _grade(levels: Sequence[str]) -> int | None:
    grades = [int(level) for level in levels if len(level) <= 2 and level.isdecimal() and int(level) <= 20]
    return max(grades, default=None)


def _reject_cycles(document: CaseDocument, items: Sequence[Json]) -> None:
    """Each document may be a tree and their merge not: one puts A below B, the other B below A."""
    if cycle := find_cycle({item["code"]: [item["parent"]] for item in items if "parent" in item}):
        raise ImportRejected(cycle_fault(document.file, cycle))


def _reject_invalid_framework(document: CaseDocument, framework: Json) -> None:
    """The extension is untrusted too: the result must be valid as a pack's framework."""
    try:
        FrameworkFile.model_validate_json(json.dumps({"framework": framework}), strict=True)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False, include_context=False)
        code = "bad_extension" if document.is_from_careered else "bad_value"
        raise ImportRejected(
            *(
                Fault(document.file, dotted_path(error_details["loc"]), code, error_details["msg"])
                for error_details in errors
            )
        ) from None


def _warnings(documents: Sequence[CaseDocument], rows: Sequence[ItemByLanguage]) -> Iterator[str]:
    for document in documents:
        missing = [next(iter(row.values())).code for row in rows if document.lang not in row]
        if missing:
            yield f"{_abbreviated(missing)}: no words in “{document.lang}”"
        with_several_parents = [
            item.code for item in document.items if len(document.parents.get(item.identifier, [])) > 1
        ]
        if with_several_parents:
            yield f"{_abbreviated(with_several_parents)}: several parents in {document.file}; the first one is kept"
        if document.skipped_count:
            yield f"{document.file}: {document.skipped_count} requirements are left out; requirements.yaml holds them"


def _abbreviated(codes: Sequence[str]) -> str:
    return ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
