"""A framework goes out as CASE documents and comes back: nothing is lost, and identifiers stay."""

import json
import re
import uuid
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from careered.lessons.kinds import registry
from careered.packs.case.errors import MAX_FAULTS, ImportRejected
from careered.packs.case.export import export_packages
from careered.packs.case.json_input import parse_json
from careered.packs.case.read import build_framework
from careered.packs.case.validation import find_faults
from careered.packs.case.values import ASSOCIATION_TYPES
from careered.packs.case.write_yaml import framework_yaml
from careered.packs.load import read_pack
from careered.packs.models import Pack
from careered.packs.requirements import FrameworkFile

ROOT = Path(__file__).parents[3]
FOLDERS = [*sorted((ROOT / "content").iterdir()), ROOT / "tests" / "lessons" / "harbour"]


def pack_of(folder: Path) -> Pack:
    pack = read_pack(folder, registry()).pack
    assert pack
    return pack


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def pack(request: pytest.FixtureRequest) -> Pack:
    return pack_of(request.param)


@pytest.fixture
def document() -> dict[str, Any]:
    """One small, good document of a publisher."""
    return deepcopy(export_packages(pack_of(FOLDERS[-1]))[0])


def brought_back(packages: list[dict[str, Any]]) -> FrameworkFile:
    """Out to text, in from text, out to YAML, in from YAML."""
    sent = [(f"{n}.json", parse_json(f"{n}.json", json.dumps(package).encode())) for n, package in enumerate(packages)]
    text = framework_yaml(build_framework(sent).framework)
    return FrameworkFile.model_validate_json(json.dumps(YAML(typ="safe").load(text)), strict=True)


def test_a_framework_that_went_out_comes_back_whole(pack: Pack) -> None:
    assert brought_back(export_packages(pack)).framework == pack.framework


def test_every_document_follows_the_rules_of_the_specification(pack: Pack) -> None:
    for language, package in zip(pack.languages, export_packages(pack), strict=True):
        assert find_faults(package, language, reject_unknown_fields=True) == []
        assert {item["language"] for item in package["CFItems"]} == {language}


def test_identifiers_are_the_same_in_every_export_whatever_the_words(pack: Pack) -> None:
    first = export_packages(pack)
    titled = pack.framework.model_copy(
        update={"items": tuple(item.model_copy(update={"text": item.title}) for item in pack.framework.items)}
    )
    again = export_packages(pack.model_copy(update={"framework": titled, "version": "9.9.9"}))
    for before, after in zip(first, again, strict=True):
        assert [item["identifier"] for item in before["CFItems"]] == [item["identifier"] for item in after["CFItems"]]
        assert before["CFDocument"]["identifier"] == after["CFDocument"]["identifier"]
    every = [item["identifier"] for package in first for item in package["CFItems"]]
    assert len(set(every)) == len(every)
    assert {uuid.UUID(identifier).version for identifier in every} == {5}


def test_documents_of_a_pack_are_linked_across_its_languages() -> None:
    first, *others = export_packages(pack_of(ROOT / "content" / "finland"))
    links = {
        (association["originNodeURI"]["identifier"], association["destinationNodeURI"]["identifier"])
        for association in first["CFAssociations"]
        if association["associationType"] == "exactMatchOf"
    }
    for other in others:
        pairs = zip(first["CFItems"], other["CFItems"], strict=True)
        assert {(item["identifier"], counterpart["identifier"]) for item, counterpart in pairs} <= links


@pytest.mark.parametrize("name", [folder.name for folder in FOLDERS])
def test_the_same_pack_gives_the_same_bytes(name: str) -> None:
    folder = next(path for path in FOLDERS if path.name == name)
    assert json.dumps(export_packages(pack_of(folder))) == json.dumps(export_packages(pack_of(folder)))


def wrong(document: Any, lang: str = "") -> list[str]:
    """Place and code of what an importer says."""
    with pytest.raises(ImportRejected) as refused:
        build_framework([("theirs.json", document)], lang=lang)
    return [f"{fault.location} {fault.code}" for fault in refused.value.faults]


CHANGES: list[tuple[str, Any, str]] = [
    ("CFDocument", None, "CFDocument missing_key"),
    ("CFDocument.identifier", "7", "CFDocument.identifier bad_value"),
    ("CFDocument.uri", "no address", "CFDocument.uri bad_value"),
    ("CFDocument.creator", None, "CFDocument.creator missing_key"),
    ("CFDocument.title", "", "CFDocument.title bad_value"),
    ("CFDocument.title", 7, "CFDocument.title wrong_type"),
    ("CFDocument.lastChangeDateTime", "yesterday", "CFDocument.lastChangeDateTime bad_value"),
    ("CFDocument.lastChangeDateTime", "2026-02-31T00:00:00Z", "CFDocument.lastChangeDateTime bad_value"),
    ("CFDocument.statusStartDate", "2026-13-01", "CFDocument.statusStartDate bad_value"),
    ("CFDocument.extensions", [], "CFDocument.extensions wrong_type"),
    ("CFItems", {}, "CFItems wrong_type"),
    ("CFItems", [], "CFItems no_items"),
    ("CFItems.0.fullStatement", None, "CFItems[0].fullStatement missing_key"),
    ("CFItems.0.identifier", None, "CFItems[0].identifier missing_key"),
    ("CFItems.0.educationLevel", "09", "CFItems[0].educationLevel wrong_type"),
    ("CFItems.0.CFItemTypeURI", {"title": "x"}, "CFItems[0].CFItemTypeURI.identifier missing_key"),
    ("CFItems.0", "item", "CFItems[0] wrong_type"),
    ("CFAssociations.0.associationType", "likes", "CFAssociations[0].associationType unknown_word"),
    ("CFAssociations.0.sequenceNumber", "1", "CFAssociations[0].sequenceNumber wrong_type"),
    ("CFAssociations.0.originNodeURI", None, "CFAssociations[0].originNodeURI missing_key"),
    ("CFDefinitions.CFItemTypes.0.hierarchyCode", None, "CFDefinitions.CFItemTypes[0].hierarchyCode missing_key"),
    ("CFDocument.language", "Klingon!", "CFDocument.language bad_value"),
]


@pytest.mark.parametrize(("path", "value", "fault"), CHANGES, ids=[fault for _, _, fault in CHANGES])
def test_a_document_that_breaks_a_rule_is_refused_by_its_place(
    path: str, value: Any, fault: str, document: dict[str, Any]
) -> None:
    *steps, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    holder: Any = document
    for step in steps:
        holder = holder[step]
    if value is None:
        del holder[last]
    else:
        holder[last] = value
    assert fault in wrong(document)


@pytest.mark.parametrize("package", [None, 7, "text", [], [7], {}, {"CFDocument": {}}])
def test_something_else_than_a_document_is_refused(package: Any) -> None:
    assert wrong(package)


def test_items_that_lie_below_themselves_are_refused(document: dict[str, Any]) -> None:
    items = document["CFItems"]
    association, other = (deepcopy(document["CFAssociations"][0]) for _ in range(2))
    ends = [{"title": "x", "identifier": item["identifier"], "uri": item["uri"]} for item in (items[0], items[0])]
    association["originNodeURI"], association["destinationNodeURI"] = ends
    document["CFAssociations"] = [association, other]
    assert "CFAssociations cycle" in wrong(document)


@pytest.mark.parametrize("key", ["identifier", "humanCodingScheme"])
def test_two_items_with_one_name_are_refused(key: str, document: dict[str, Any]) -> None:
    twin = deepcopy(document["CFItems"][0])
    if key == "humanCodingScheme":
        twin["identifier"] = str(uuid.uuid4())
    document["CFItems"].append(twin)
    assert any("duplicate" in fault for fault in wrong(document))


def test_two_documents_in_one_language_are_refused(document: dict[str, Any]) -> None:
    assert wrong([document, document]) == ["CFDocument.language duplicate_language"]


def test_a_stranger_with_ten_thousand_faults_gets_a_short_list(document: dict[str, Any]) -> None:
    document["CFItems"] = [{}] * 10_000
    assert len(wrong(document)) == MAX_FAULTS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b"\xff\xfe{}", "not_utf8"),
        (b'{"a": "\\u0000"}', "control_character"),
        (b"[" * 100_000, "too_deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_json"),
        (b" " * 16_000_001, "file_too_large"),
    ],
    ids=["empty", "half", "NaN", "key twice", "UTF-16", "NUL", "deep", "long number", "large"],
)
def test_a_file_that_is_no_json_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(ImportRejected) as refused:
        parse_json("theirs.json", content)
    (fault,) = refused.value.faults
    assert fault.code == code
    assert str(fault).startswith("theirs.json")
    assert str(fault).isprintable()


def test_a_publishers_document_without_our_extension_becomes_a_framework(document: dict[str, Any]) -> None:
    for holder in (document["CFDocument"], *document["CFItems"]):
        holder.pop("extensions", None)
    document["CFDocument"].pop("language")
    imported = build_framework([("theirs.json", document)], lang="en", source="law")
    assert imported.languages == ("en",)
    assert {tuple(item["source"]) for item in imported.framework["items"]} == {("law",)}
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", item["code"]) for item in imported.framework["items"])
    FrameworkFile.model_validate_json(json.dumps({"framework": imported.framework}), strict=True)


def test_the_types_of_associations_are_those_of_the_specification() -> None:
    assert len(set(ASSOCIATION_TYPES)) == 10
