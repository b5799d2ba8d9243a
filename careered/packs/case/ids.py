"""Stable identifiers: UUIDv5 of what a thing is, so that the same item of a pack has the same one everywhere, always.

Never change NAMESPACE or the order of the parts: other systems point to these identifiers.
"""

import uuid
from typing import Any

NAMESPACE = uuid.UUID("5f0f5a4e-6f0e-5b43-9c4c-1f8f2c6f0a51")


def identifier(pack_id: str, kind: str, code: str, lang: str) -> str:
    """Of an item, a requirement, a document, a type. The parts hold no “/”: nothing else makes the same name."""
    return str(uuid.uuid5(NAMESPACE, "/".join((pack_id, kind, code, lang))))


def association_identifier(origin: str, association: str, destination: str) -> str:
    """Of an association: the identifiers at its two ends and its type."""
    return str(uuid.uuid5(NAMESPACE, "/".join((origin, association, destination))))


def uri(identifier: str) -> str:
    """An address that is no promise of a page: a pack belongs to no server. RFC 4122, section 3."""
    return f"urn:uuid:{identifier}"


def link_uri(identifier: str, title: str) -> dict[str, Any]:
    """A LinkURI or LinkGenURI."""
    return {"title": " ".join(title.split()), "identifier": identifier, "uri": uri(identifier)}
