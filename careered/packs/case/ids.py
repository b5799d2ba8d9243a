"""Stable identifiers: UUIDv5 (RFC 4122) of pack, kind, code and language, equal in every export and installation.

Never change NAMESPACE or the order of the parts: other systems store these identifiers.
"""

import uuid
from typing import Any

NAMESPACE = uuid.UUID("5f0f5a4e-6f0e-5b43-9c4c-1f8f2c6f0a51")


def identifier(pack_id: str, kind: str, code: str, lang: str) -> str:
    """The identifier of an item, requirement, document or type. The parts contain no “/”, so names are unique."""
    return str(uuid.uuid5(NAMESPACE, "/".join((pack_id, kind, code, lang))))


def association_identifier(origin: str, association: str, destination: str) -> str:
    """The identifier of an association, from the identifiers of its two ends and its type."""
    return str(uuid.uuid5(NAMESPACE, "/".join((origin, association, destination))))


def uri(identifier: str) -> str:
    """A URN (RFC 4122, section 3) instead of an http URI: a pack belongs to no server."""
    return f"urn:uuid:{identifier}"


def link_uri(identifier: str, title: str) -> dict[str, Any]:
    """A CASE LinkURI or LinkGenURI object."""
    return {"title": " ".join(title.split()), "identifier": identifier, "uri": uri(identifier)}
