"""What the published schema of CASE 1.1 asks of a CFPackage: which fields there are, which must be, what they hold.

CASE Service 1.1, REST/JSON binding, the types CFPackage, CFPckgDocument, CFPckgItem, CFPckgAssociation, CFDefinition.
More generous in what comes in: UUIDs in capitals or of a later version, fields that the schema does not know. Stricter
where a pack needs words: titles and statements are not empty. Rubrics are only passed over.
Not here: whether items, associations and languages fit together (document.py, read.py).
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from careered.packs.case.faults import MOST_FAULTS, Fault, excerpt
from careered.packs.case.values import VALUES

HEAD = {"identifier": "uuid!", "uri": "uri!", "lastChangeDateTime": "moment!", "extensions": "object"}
STATUS = {"licenseURI": "link", "statusStartDate": "day", "statusEndDate": "day", "notes": "string"}
SUBJECT = {"subject": "string[]", "subjectURI": "link[]", "language": "string"}
SHAPES: dict[str, dict[str, str]] = {
    "CFPackage": {
        "CFDocument": "CFDocument!",
        "CFItems": "CFItem[]",
        "CFAssociations": "CFAssociation[]",
        "CFDefinitions": "CFDefinitions",
        "CFRubrics": "object[]",
        "extensions": "object",
    },
    "CFDocument": {
        **HEAD,
        **STATUS,
        **SUBJECT,
        "creator": "string!",
        "title": "text!",
        "caseVersion": "version of CASE",
        "officialSourceURL": "uri",
        **dict.fromkeys(("publisher", "description", "version", "adoptionStatus", "frameworkType"), "string"),
    },
    "CFItem": {
        **HEAD,
        **STATUS,
        **SUBJECT,
        "fullStatement": "text!",
        **dict.fromkeys(("alternativeLabel", "CFItemType", "humanCodingScheme", "listEnumeration"), "string"),
        "abbreviatedStatement": "string",
        **dict.fromkeys(("conceptKeywords", "educationLevel"), "string[]"),
        **dict.fromkeys(("conceptKeywordsURI", "CFItemTypeURI"), "link"),
    },
    "CFAssociation": {
        **HEAD,
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
        **HEAD,
        **dict.fromkeys(("title", "hierarchyCode"), "string!"),
        **dict.fromkeys(("keywords", "description"), "string"),
    },
    "CFSubject": {**HEAD, **dict.fromkeys(("title", "hierarchyCode"), "string!"), "description": "string"},
    "CFLicense": {**HEAD, **dict.fromkeys(("title", "licenseText"), "string!"), "description": "string"},
    "CFItemType": {
        **HEAD,
        **dict.fromkeys(("title", "description", "hierarchyCode"), "string!"),
        "typeCode": "string",
    },
    "CFAssociationGrouping": {**HEAD, "title": "string!", "description": "string"},
    "link": {"title": "string!", "identifier": "uuid!", "uri": "uri!"},
    "node": {"title": "string!", "identifier": "text!", "uri": "uri!", "targetType": "type of target"},
}
"""By part of the document: fields and what they hold. `!` required, `[]` a list. A node may lie in another system."""


def faults(package: Any, file: str, *, closed: bool = False) -> list[Fault]:
    """What is wrong with a CFPackage, field by field; empty for a good one. closed: unknown fields are wrong too."""
    found = (each for each in _check(package, "CFPackage", "", file) if closed or each.code != "unknown_key")
    return list(islice(found, MOST_FAULTS))


def _check(value: Any, kind: str, place: str, file: str) -> Iterator[Fault]:
    if kind.endswith("[]"):
        yield from _check_list(value, kind.removesuffix("[]"), place, file)
    elif kind in SHAPES:
        yield from _check_fields(value, kind, place, file)
    elif wrong := VALUES[kind](value):
        code = "wrong_type" if wrong.startswith("not ") else "unknown_word" if " of " in kind else "bad_value"
        yield Fault(file, place, code, f"“{excerpt(value)}” is {wrong}")


def _check_list(value: Any, kind: str, place: str, file: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(file, place, "wrong_type", "this is not a list")
        return
    for number, each in enumerate(value):
        yield from _check(each, kind, f"{place}[{number}]", file)


def _check_fields(value: Any, kind: str, place: str, file: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(file, place, "wrong_type", f"this is not a {kind}: keys with values")
        return
    for key, rule in SHAPES[kind].items():
        inner = f"{place}.{key}".lstrip(".")
        if value.get(key) is not None:
            yield from _check(value[key], rule.removesuffix("!"), inner, file)
        elif rule.endswith("!"):
            yield Fault(file, inner, "missing_key", f"the {kind} has no {key}")
    for key in value:
        if key not in SHAPES[kind]:
            yield Fault(file, place, "unknown_key", f"a {kind} has no field “{excerpt(key)}”")
