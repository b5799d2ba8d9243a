"""A platform's registration response (LTI Dynamic Registration 1.0, 3.1.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from careered.lti.claim_values import MAX_CLAIM_LENGTH, read_id
from careered.lti.registration.client_metadata import TOOL_CONFIGURATION
from careered.web.errors import RequestError


@dataclass(frozen=True)
class RegistrationResponse:
    """client_id: ours on this platform. deployment_id: "" if there is none yet. scopes: granted ones."""

    client_id: str
    deployment_id: str
    scopes: tuple[str, ...]


def read_response(document: Mapping[str, object], requested: list[str]) -> RegistrationResponse:
    """The response; without `scope`, all requested ones are granted. Raises RequestError registration_refused."""
    client_id = read_id(document.get("client_id")) or ""
    tool = document.get(TOOL_CONFIGURATION)
    deployment_id = read_id(tool.get("deployment_id")) if isinstance(tool, dict) else None
    if not _usable(client_id) or (deployment_id and not _usable(deployment_id)):
        raise RequestError("registration_refused", {"claim": "client_id"})
    scope_value = document.get("scope")
    granted = scope_value.split() if isinstance(scope_value, str) else requested
    return RegistrationResponse(client_id, deployment_id or "", tuple(scope for scope in requested if scope in granted))


def _usable(value: str) -> bool:
    """Printable ASCII up to MAX_CLAIM_LENGTH, no HTML characters: ids are shown on pages and used in URLs."""
    return (
        0 < len(value) <= MAX_CLAIM_LENGTH
        and value.isascii()
        and value.isprintable()
        and not set(value) & set("<>\"' ")
    )
