"""Validate a CFPackage against the published schema of CASE 1.1: known and required fields and their types.

CASE Service 1.1, REST/JSON binding, the types CFPackage, CFPckgDocument, CFPckgItem, CFPckgAssociation, CFDefinition.
More lenient than the schema: UUIDs in upper case or of a later version, unknown fields. Stricter: titles and
statements may not be empty. Rubrics are not checked.
Not here: consistency of items, associations and languages (graph.py, merge_languages.py, read.py).
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from careered.packs.case.errors import MAX_FAULTS, Fault, excerpt
from careered.packs.case.values import VALUE_CHECKS, WRONG_TYPES

COMMON_FIELDS = {"identifier": "uuid!", "uri": "uri!", "lastChangeDateTime": "moment!", "extensions": "object"}
STATUS_FIELDS = {"licenseURI": "link", "statusStartDate": "day", "statusEndDate": "day", "notes": "string"}
SUBJECT_FIELDS = {"subject": "string[]", "subjectURI": "link[]", "language": "string"}
FIELD_RULES: dict[str, dict[str, str]] = {
    "CFPackage": {
        "CFDocument": "CFDocument!",
        "CFItems": "CFItem[]",
        "CFAssociations": "CFAssociation[]",
        "CFDefinitions": "CFDefinitions",
        "CFRubrics": "object[]",
        "extensions": "object",
    },
    "CFDocument": {
        **COMMON_FIELDS,
        **STATUS_FIELDS,
        **SUBJECT_FIELDS,
        "creator": "string!",
        "title": "text!",
        "caseVersion": "version of CASE",
        "officialSourceURL": "uri",
        **dict.fromkeys(("publisher", "description", "version", "adoptionStatus", "frameworkType"), "string"),
    },
    "CFItem": {
        **COMMON_FIELDS,
        **STATUS_FIELDS,
        **SUBJECT_FIELDS,
        "fullStatement": "text!",
        **dict.fromkeys(("alternativeLabel", "CFItemType", "humanCodingScheme", "listEnumeration"), "string"),
        "abbreviatedStatement": "string",
        **dict.fromkeys(("conceptKeywords", "educationLevel"), "string[]"),
        **dict.fromkeys(("conceptKeywordsURI", "CFItemTypeURI"), "link"),
    },
    "CFAssociation": {
        **COMMON_FIELDS,
        "associationType": "type of association!",
        "sequenceNumber": "number",
        **dict.fromkeys(("originNodeURI", "destinationNodeURI"), "node!"),
        "CFAssociationGroupingURI": "link",
        "notes": "string",
    },
    "CFDefinitions": {
        **{f"{kind}s": f"{kind}[]" for kind in ("CFConcept", "CFSubject", "CFLicense", "CFItemType")},
        "CFAssociationGroupings": "CFAssociationGrouping[]",
        "extensions": "object",
    },
    "CFConcept": {
        **COMMON_FIELDS,
        **dict.fromkeys(("title", "hierarchyCode"), "string!"),
        **dict.fromkeys(("keywords", "description"), "string"),
    },
    "CFSubject": {**COMMON_FIELDS, **dict.fromkeys(("title", "hierarchyCode"), "string!"), "description": "string"},
    "CFLicense": {**COMMON_FIELDS, **dict.fromkeys(("title", "licenseText"), "string!"), "description": "string"},
    "CFItemType": {
        **COMMON_FIELDS,
        **dict.fromkeys(("title", "description", "hierarchyCode"), "string!"),
        "typeCode": "string",
    },
    "CFAssociationGrouping": {**COMMON_FIELDS, "title": "string!", "description": "string"},
    "link": {"title": "string!", "identifier": "uuid!", "uri": "uri!"},
    "node": {"title": "string!", "identifier": "text!", "uri": "uri!", "targetType": "type of target"},
}
"""Fields and their types by part of the document. `!` required, `[]` a list. A node may be in another system."""


def find_faults(package: Any, file: str, *, reject_unknown_fields: bool = False) -> list[Fault]:
    """The faults of a CFPackage in document order, at most MAX_FAULTS; empty for a valid one."""
    faults = (
        fault
        for fault in _check(package, "CFPackage", "", file)
        if reject_unknown_fields or fault.code != "unknown_key"
    )
    return list(islice(faults, MAX_FAULTS))


def _check(value: Any, kind: str, location: str, file: str) -> Iterator[Fault]:
    if kind.endswith("[]"):
        yield from _check_list(value, kind.removesuffix("[]"), location, file)
    elif kind in FIELD_RULES:
        yield from _check_fields(value, kind, location, file)
    elif complaint := VALUE_CHECKS[kind](value):
        code = "wrong_type" if complaint in WRONG_TYPES else "unknown_word" if " of " in kind else "bad_value"
        yield Fault(file, location, code, f"“{excerpt(value)}” is {complaint}")


def _check_list(value: Any, kind: str, location: str, file: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(file, location, "wrong_type", "this is not a list")
        return
    for number, item in enumerate(value):
        yield from _check(item, kind, f"{location}[{number}]", file)


def _check_fields(value: Any, kind: str, location: str, file: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(file, location, "wrong_type", f"this is not a {kind}: keys with values")
        return
    for key, rule in FIELD_RULES[kind].items():
        field_location = f"{location}.{key}".lstrip(".")
        if value.get(key) is not None:
            yield from _check(value[key], rule.removesuffix("!"), field_location, file)
        elif rule.endswith("!"):
            yield Fault(file, field_location, "missing_key", f"the {kind} has no {key}")
    for key in value:
        if key not in FIELD_RULES[kind]:
            yield Fault(file, location, "unknown_key", f"a {kind} has no field “{excerpt(key)}”")
