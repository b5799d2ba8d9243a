"""A platform's answer to a registration (LTI Dynamic Registration 1.0, 3.1.4). Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.lti.claims import LONGEST, identifier
from careered.lti.connecting.application import TOOL
from careered.web.refusals import Refused


@dataclass(frozen=True)
class Granted:
    """What we are called there. deployment_id: "" where the platform gives none yet. scopes: what we may ask for."""

    client_id: str
    deployment_id: str
    scopes: tuple[str, ...]


def read_granted(answer: Mapping[str, object], asked: list[str]) -> Granted:
    """The answer. Refuses with registration_refused one without a client id that could be one."""
    client_id = identifier(answer.get("client_id")) or ""
    tool = answer.get(TOOL)
    place = identifier(tool.get("deployment_id")) if isinstance(tool, dict) else None
    if not _usable(client_id) or (place and not _usable(place)):
        raise Refused("registration_refused", {"claim": "client_id"})
    scope = answer.get("scope")
    given = scope.split() if isinstance(scope, str) else asked
    return Granted(client_id, place or "", tuple(one for one in asked if one in given))


def _usable(value: str) -> bool:
    """Visible ASCII of a sane length, and no HTML: ids are shown on pages and stand in addresses."""
    return 0 < len(value) <= LONGEST and value.isascii() and value.isprintable() and not set(value) & set("<>\"' ")
