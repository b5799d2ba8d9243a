"""A platform's answer to a registration (LTI Dynamic Registration 1.0, 3.1.4). Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.lti.claims import MAX_CLAIM_LENGTH, read_id
from careered.lti.registration.client_metadata import TOOL_CONFIGURATION
from careered.web.errors import RequestError


@dataclass(frozen=True)
class RegistrationResponse:
    """What we are called there. deployment_id: "" where the platform gives none yet. scopes: what we may ask for."""

    client_id: str
    deployment_id: str
    scopes: tuple[str, ...]


def read_response(document: Mapping[str, object], requested: list[str]) -> RegistrationResponse:
    """The answer. Refuses with registration_refused one without a client id that could be one."""
    client_id = read_id(document.get("client_id")) or ""
    tool = document.get(TOOL_CONFIGURATION)
    deployment_id = read_id(tool.get("deployment_id")) if isinstance(tool, dict) else None
    if not _usable(client_id) or (deployment_id and not _usable(deployment_id)):
        raise RequestError("registration_refused", {"claim": "client_id"})
    scope_value = document.get("scope")
    granted = scope_value.split() if isinstance(scope_value, str) else requested
    return RegistrationResponse(client_id, deployment_id or "", tuple(scope for scope in requested if scope in granted))


def _usable(value: str) -> bool:
    """Visible ASCII of a sane length, and no HTML: ids are shown on pages and stand in addresses."""
    return (
        0 < len(value) <= MAX_CLAIM_LENGTH
        and value.isascii()
        and value.isprintable()
        and not set(value) & set("<>\"' ")
    )
