"""A service as a tile: what it is for as a sign, its name, and the way to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.packs.models import Pack, Service

SIGNS: Mapping[str, str] = {"information": "search", "communication": "chat", "workspace": "document"}
"""An icon by a service's first purpose; people for all others."""


@dataclass(frozen=True)
class Tile:
    """name and url in the reader's language; url: "" where the service has none. sign: the name of an icon."""

    name: str
    url: str
    sign: str


def service_tile(service: Service, pack: Pack, lang: str) -> Tile:
    """The tile of a service."""
    name = service.name.in_language(lang, pack.default_language)
    return Tile(
        name, service.url.in_language(lang, pack.default_language) or "", SIGNS.get(service.purposes[0], "people")
    )
