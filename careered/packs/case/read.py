"""CFPackages of one framework, one for each language, put together as the content of framework.yaml."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from careered.packs.case.document import Document, as_id, circle_fault, circle_in, ours
from careered.packs.case.export import Json
from careered.packs.case.faults import Fault, Refused
from careered.packs.case.join import Row, codes_of, joined
from careered.packs.requirements import FrameworkFile
from careered.packs.tree import dotted

SOURCE = "case"


@dataclass(frozen=True)
class Imported:
    """`framework`: what stands under `framework:` in framework.yaml. `remarks`: what an author should look at."""

    framework: Json
    languages: tuple[str, ...]
    remarks: tuple[str, ...]


def framework_of(values: Sequence[tuple[str, Any]], *, lang: str = "", source: str = "", named: str = "") -> Imported:
    """The framework in JSON values by file name; a value may be a list of packages. Raises Refused.

    lang: of documents that do not say theirs. source: the pack's source of items that careered did not write.
    named: the framework's id.
    """
    documents = [Document(file, package, lang) for file, package in _packages(values)]
    rows = joined(documents)
    codes = codes_of(documents[0], rows)
    framework = {
        **_head(documents, named),
        "items": [_item(row, documents, codes, source or SOURCE) for row in rows],
    }
    _refuse_circles(documents[0], framework["items"])
    _refuse_misfits(documents[0], framework)
    languages = tuple(document.lang for document in documents)
    return Imported(framework, languages, tuple(_remarks(documents, rows)))


def _packages(values: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for file, value in values:
        if not isinstance(value, list):
            yield file, value
        elif not value:
            raise Refused(Fault(file, "", "no_items", "the list is empty"))
        else:
            yield from ((f"{file}[{number}]", package) for number, package in enumerate(value))


def _head(documents: Sequence[Document], named: str) -> Json:
    first = documents[0].field
    extra = ours(first)
    title = {each.lang: each.field["title"] for each in documents}
    external = {"system": "CASE", "document": first["identifier"]}
    found = {
        "id": named or extra.get("framework") or as_id(first["title"], "framework"),
        "title": title,
        "external": extra.get("external", external),
        "code_prefixes": extra.get("code_prefixes"),
        "note": first.get("notes") or extra.get("note"),
    }
    return {key: value for key, value in found.items() if value is not None}


def _item(row: Row, documents: Sequence[Document], codes: dict[str, str], source: str) -> Json:
    first = next(iter(row.values()))
    extra, field = ours(first.field), first.field
    known = "wording" in extra
    kind = field.get("CFItemType") or (field.get("CFItemTypeURI") or {}).get("title") or ""
    found = {
        "code": codes[first.identifier],
        "display": _display(row, codes[first.identifier]),
        "parent": _parent(row, documents, codes),
        "type": as_id(kind, "item"),
        **_words(row),
        "wording": extra.get("wording", "official_read"),
        "source": extra.get("source", []) if known else [source],
        "external_id": extra.get("external_id") if known else field["identifier"],
        "grade_end": _grade(field.get("educationLevel") or []),
        "note": field.get("notes") or extra.get("note"),
    }
    return {key: value for key, value in found.items() if value is not None}


def _display(row: Row, code: str) -> Json | None:
    """What people call it: the alternative label, else the publisher's own codes where they are not ours."""
    labels = {lang: item.field.get("alternativeLabel") or "" for lang, item in row.items()}
    if not all(labels.values()):
        labels = {lang: item.label for lang, item in row.items()}
        if all(label == code for label in labels.values()):
            return None
    return labels if all(labels.values()) else None


def _words(row: Row) -> Json:
    """The short statement is the title and the full one the text; where there is one only, it is the title."""
    full = {lang: item.field["fullStatement"] for lang, item in row.items()}
    short = {lang: item.field.get("abbreviatedStatement") for lang, item in row.items()}
    title = {lang: short[lang] or full[lang] for lang in row}
    return {"title": title, "text": full} if any(short.values()) else {"title": title}


def _parent(row: Row, documents: Sequence[Document], codes: dict[str, str]) -> str | None:
    above = (
        codes[document.parents[row[document.lang].identifier][0]]
        for document in documents
        if document.lang in row and row[document.lang].identifier in document.parents
    )
    return next(above, None)


def _grade(levels: Sequence[str]) -> int | None:
    grades = [int(level) for level in levels if len(level) <= 2 and level.isdecimal() and int(level) <= 20]
    return max(grades, default=None)


def _refuse_circles(document: Document, items: Sequence[Json]) -> None:
    """Each document may be a tree, and together they are none: one puts A below B, the other B below A."""
    if circle := circle_in({item["code"]: [item["parent"]] for item in items if "parent" in item}):
        raise Refused(circle_fault(document.file, circle))


def _refuse_misfits(document: Document, framework: Json) -> None:
    """What the extension holds comes from a stranger too: the whole must be a framework that a pack can have."""
    try:
        FrameworkFile.model_validate_json(json.dumps({"framework": framework}), strict=True)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)
        code = "bad_extension" if document.is_ours else "bad_value"
        raise Refused(*(Fault(document.file, dotted(each["loc"]), code, each["msg"]) for each in wrong)) from None


def _remarks(documents: Sequence[Document], rows: Sequence[Row]) -> Iterator[str]:
    for document in documents:
        missing = [next(iter(row.values())).code for row in rows if document.lang not in row]
        if missing:
            yield f"{_few(missing)}: no words in “{document.lang}”"
        several = [item.code for item in document.items if len(document.parents.get(item.identifier, [])) > 1]
        if several:
            yield f"{_few(several)}: several parents in {document.file}; the first one is kept"
        if document.left_out:
            yield f"{document.file}: {document.left_out} requirements are left out; requirements.yaml holds them"


def _few(codes: Sequence[str]) -> str:
    return ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "")
