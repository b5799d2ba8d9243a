"""Parser of the Link header (RFC 8288): which pages a platform's lists have.

The whole of section 3 is read: several links in one field and several fields, several relations in one `rel`, any case,
quoted or not, spaces, empty elements, relative references, `anchor`. What says "next" and cannot be followed is told
apart from a last page, for half a list must never be taken as the whole.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careered.lti import urls

UNREADABLE = ""
"""In the place of a URL: the header names this relation, and where it leads cannot be told."""

_TARGET = re.compile(r"[\s,]*<([^<>]*)>")
_PARAMETER = re.compile(r"""\s*;\s*(?:([^\s;,="<>]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"<>]*)))?)?""", re.DOTALL)
_END = re.compile(r"\s*(?:,|$)")
_SAYS_NEXT = re.compile(r"(?<![\w-])next(?![\w-])", re.IGNORECASE)
_TARGET_ATTRIBUTES = frozenset({"anchor", "rev", "hreflang", "media", "title", "title*", "type"})
_QUOTES = "'\u2018\u2019\u201c\u201d"  # of platforms that set them as in a printed text


@dataclass(frozen=True)
class _Link:
    target: str
    parameters: Mapping[str, str]


class _Malformed(ValueError):
    pass


def parse_links(fields: Sequence[str], base_url: str) -> dict[str, str]:
    """URLs by relation (lower case), absolute against base_url; UNREADABLE for one that cannot be followed.

    fields: the values of all Link headers. Of two links with one relation, different ones are UNREADABLE.
    """
    found: dict[str, str] = {}
    for field in fields:
        try:
            links = list(_links(field))
        except _Malformed:
            if _SAYS_NEXT.search(field):
                found["next"] = UNREADABLE
            continue
        for link in links:
            _add(found, link, base_url)
    return found


def _add(found: dict[str, str], link: _Link, base_url: str) -> None:
    url = _absolute(link, base_url)
    relations = [relation.strip(_QUOTES) for relation in link.parameters.get("rel", "").lower().split()]
    for relation in relations:
        found[relation] = url if found.get(relation, url) == url else UNREADABLE
    if "next" not in relations and _mentions_next(link.parameters):
        found["next"] = UNREADABLE


def _mentions_next(parameters: Mapping[str, str]) -> bool:
    """Whether something that is no relation type, no URI and no attribute of its own speaks of a next page."""
    words = (
        word
        for name, value in parameters.items()
        if name not in _TARGET_ATTRIBUTES
        for word in (name, *value.split())
        if ":" not in word
    )
    return any(_SAYS_NEXT.search(word) for word in words)


def _absolute(link: _Link, base_url: str) -> str:
    """The target URL; UNREADABLE if it is none, or if the link is about another document than this (RFC 8288 3.2)."""
    context = urls.absolute(base_url, link.parameters.get("anchor", "")).partition("#")[0]
    return urls.absolute(base_url, link.target.strip()) if context == base_url else UNREADABLE


def _links(field: str) -> Iterator[_Link]:
    """The links of one field. Raises _Malformed at the first thing that is not one."""
    position, end = 0, len(field.rstrip(", \t"))
    while position < end:
        target = _TARGET.match(field, position)
        if target is None:
            raise _Malformed
        parameters, position = _parameters(field, target.end())
        if (separator := _END.match(field, position)) is None:
            raise _Malformed
        position = separator.end()
        yield _Link(target[1], parameters)


def _parameters(field: str, position: int) -> tuple[dict[str, str], int]:
    """Parameters by name in lower case, and where they end. Of a repeated one the first counts (RFC 8288 3.3)."""
    parameters: dict[str, str] = {}
    while match := _PARAMETER.match(field, position):
        name, quoted, token = match.groups()
        if name:
            value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else token or ""
            parameters.setdefault(name.lower(), value)
        position = match.end()
    return parameters, position
