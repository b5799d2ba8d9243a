"""The registration of the tool with a platform, as plain values. platform_store.py stores it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Registration:
    """One platform with one client id of ours (SEC 5.1.1, "tool registration").

    issuer: compared exactly. audience: the `aud` of our token requests, None for the token URL. family: "moodle",
    "canvas", "itslearning" or "other", for known quirks only. status: "active", "pending" or "off".
    deployments: ids of the approved deployments. registration_method: "manual" or "dynamic". scopes: granted to a
    dynamic registration, empty if unknown. hosts: further host names of the platform.
    """

    organisation_id: str
    platform_id: str
    name: str
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    family: str
    country: str
    audience: str | None = None
    status: str = "active"
    deployments: frozenset[str] = frozenset()
    registration_method: str = "manual"
    scopes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
