"""The registration of the tool with a platform, as plain values. platform_store.py stores it."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from careered.roster.keys import ClassKey, PersonKey


@dataclass(frozen=True)
class Registration:
    """One platform with one client id of ours (SEC 5.1.1, "tool registration").

    issuer: compared exactly. audience: the `aud` of our token requests, None for the token URL. family: "moodle",
    "canvas", "itslearning" or "other", for known quirks only. status: "active", "pending" or "off".
    deployments: ids of the approved deployments. registration_method: "manual" or "dynamic". scopes: granted to a
    dynamic registration, empty if unknown. hosts: further host names of the platform. service_hosts: those of its
    services, as approved launches have named them. deployment_kind: "school", "course" (all deployments are courses of
    one school and share their people), or "" while nobody has been asked. is_matching: whether deployments of a
    connection that was replaced wait until an administrator says which of the new ones they are.
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
    service_hosts: tuple[str, ...] = ()
    deployment_kind: str = ""
    is_matching: bool = False

    @property
    def approves_by_itself(self) -> bool:
        """Whether a deployment that nobody has seen may be used: it is one more course of the same school."""
        return self.deployment_kind == "course" and not self.is_matching

    @cached_property
    def own_hosts(self) -> frozenset[str]:
        """Host names of the registered URLs, and those that an administrator added."""
        hosts = (urlsplit(url).hostname or "" for url in (self.auth_url, self.token_url, self.jwks_url))
        return frozenset((*hosts, *self.hosts)) - {""}

    @cached_property
    def called_hosts(self) -> frozenset[str]:
        """The only host names that tokens and scores go to."""
        return self.own_hosts | frozenset(self.service_hosts)

    def class_key(self, deployment_id: str, context_id: str) -> ClassKey:
        """How a course of a deployment is found."""
        return ClassKey(self.organisation_id, self.platform_id, deployment_id, context_id)

    def person_key(self, deployment_id: str, sub: str) -> PersonKey:
        """How a user of a deployment is found (docs/decisions/0019)."""
        return PersonKey(
            self.organisation_id, self.platform_id, "" if self.deployment_kind == "course" else deployment_id, sub
        )
