"""What we know of a learning platform once it is registered. Plain values; the database is in platforms.py."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Registration:
    """One platform that knows us by one client id (SEC 5.1.1, "tool registration").

    issuer: compared letter for letter. audience: what the platform wants as `aud` of our token requests when that is
    not its token address. family: "moodle", "canvas", "itslearning" or "other", for known quirks only.
    status: "active", "pending" or "off". deployments: the approved places on the platform. registered: "hand" or
    "dynamic". scopes: what a dynamic registration was granted. hosts: further host names of the platform.
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
    registered: str = "hand"
    scopes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
