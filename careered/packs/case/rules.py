"""What the CASE 1.1 specification asks of a CFPackage: required fields, types, words. Extra fields are let through.

CASE Service 1.1, information model and REST binding, sections on CFDocument, CFItem, CFAssociation, CFDefinitions.
Not here: whether items, associations and languages fit together (read.py).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from careered.packs.case.faults import MOST_FAULTS, Fault, excerpt

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
EXTENDED = re.compile(r"ext:[A-Za-z0-9._-]+")
ASSOCIATION_TYPES = (
    *("exactMatchOf", "exemplar", "hasSkillLevel", "isChildOf", "isPartOf", "isPeerOf"),
    *("isRelatedTo", "isTranslationOf", "precedes", "replacedBy"),
)
ADOPTION_STATUSES = ("Private Draft", "Draft", "Adopted", "Deprecated")
HEAD = {"identifier": "uuid!", "uri": "uri!", "lastChangeDateTime": "moment!"}
SHAPES: dict[str, dict[str, str]] = {
    "CFPackage": {
        "CFDocument": "CFDocument!",
        "CFItems": "CFItem[]",
        "CFAssociations": "CFAssociation[]",
        "CFDefinitions": "CFDefinitions",
    },
    "CFDocument": {
        **HEAD,
        **dict.fromkeys(("creator", "title"), "text!"),
        **dict.fromkeys(("publisher", "description", "language", "version", "notes", "frameworkType"), "text"),
        "officialSourceURL": "uri",
        "caseVersion": "text",
        "subject": "text[]",
        "subjectURI": "link[]",
        "adoptionStatus": "adoption status",
        **dict.fromkeys(("statusStartDate", "statusEndDate"), "day"),
        "licenseURI": "link",
        "CFPackageURI": "link",
        "extensions": "object",
    },
    "CFItem": {
        **HEAD,
        "fullStatement": "text!",
        **dict.fromkeys(("alternativeLabel", "CFItemType", "humanCodingScheme", "listEnumeration"), "text"),
        **dict.fromkeys(("abbreviatedStatement", "notes", "language"), "text"),
        **dict.fromkeys(("conceptKeywords", "educationLevel", "subject"), "text[]"),
        **dict.fromkeys(("conceptKeywordsURI", "CFItemTypeURI", "licenseURI", "CFDocumentURI"), "link"),
        "subjectURI": "link[]",
        **dict.fromkeys(("statusStartDate", "statusEndDate"), "day"),
        "extensions": "object",
    },
    "CFAssociation": {
        **HEAD,
        "associationType": "association type!",
        "sequenceNumber": "number",
        "originNodeURI": "node!",
        "destinationNodeURI": "node!",
        **dict.fromkeys(("CFAssociationGroupingURI", "CFDocumentURI"), "link"),
        "notes": "text",
        "extensions": "object",
    },
    "CFDefinitions": {"CFItemTypes": "CFItemType[]", "CFSubjects": "object[]", "CFConcepts": "object[]"},
    "CFItemType": {**HEAD, "title": "text!", "description": "text!", "hierarchyCode": "text!", "typeCode": "text"},
    "link": {"title": "text!", "identifier": "uuid!", "uri": "uri!"},
    "node": {"title": "text!", "identifier": "text!", "uri": "uri!"},
}
"""By part of the document: fields and what they hold. `!` required, `[]` a list. A node may lie in another system."""


def faults(package: Any, file: str) -> list[Fault]:
    """What is wrong with a CFPackage, field by field; empty for a good one."""
    return list(islice(_check(package, "CFPackage", "", file), MOST_FAULTS))


def _check(value: Any, kind: str, place: str, file: str) -> Iterator[Fault]:
    if kind.endswith("[]"):
        yield from _check_list(value, kind.removesuffix("[]"), place, file)
    elif kind in SHAPES:
        yield from _check_fields(value, kind, place, file)
    elif wrong := VALUES[kind](value):
        code = "unknown_word" if kind.endswith(("status", "type")) and isinstance(value, str) else "bad_value"
        code = "wrong_type" if wrong.startswith("not ") else code
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


def _text(value: Any) -> str:
    if not isinstance(value, str):
        return "not a text"
    return "" if value.strip() else "empty"


def _shaped(pattern: re.Pattern[str], name: str) -> Callable[[Any], str]:
    return lambda value: _text(value) or ("" if pattern.fullmatch(value) else f"no {name}")


def _moment(value: Any) -> str:
    wrong = _shaped(MOMENT, "date and time with a time zone")(value)
    return wrong or _real(datetime.fromisoformat, value)


def _day(value: Any) -> str:
    return _shaped(DAY, "date")(value) or _real(date.fromisoformat, value)


def _real(read: Callable[[str], object], value: str) -> str:
    try:
        read(value)
    except ValueError:
        return "no day or time that there is"
    return ""


def _uri(value: Any) -> str:
    wrong = _text(value)
    if wrong:
        return wrong
    try:
        parts = urlsplit(value)
    except ValueError:
        return "no address"
    written = value.isprintable() and " " not in value
    return "" if written and parts.scheme and (parts.netloc or parts.path) else "no address"


def _association_type(value: Any) -> str:
    known = isinstance(value, str) and (value in ASSOCIATION_TYPES or EXTENDED.fullmatch(value))
    return _text(value) or ("" if known else "no type of association")


def _adoption_status(value: Any) -> str:
    return _text(value) or ("" if value in ADOPTION_STATUSES else "no adoption status")


def _number(value: Any) -> str:
    return "" if isinstance(value, int) and not isinstance(value, bool) else "not a whole number"


def _object(value: Any) -> str:
    return "" if isinstance(value, dict) else "not keys with values"


VALUES: dict[str, Callable[[Any], str]] = {
    "text": _text,
    "uuid": _shaped(UUID, "UUID"),
    "uri": _uri,
    "moment": _moment,
    "day": _day,
    "number": _number,
    "object": _object,
    "association type": _association_type,
    "adoption status": _adoption_status,
}
"""By kind of value: a function that says what is wrong with one, in words that follow “is”; empty when nothing is."""
