"""A platform's OpenID configuration (OpenID Connect Discovery 3, LTI Dynamic Registration 1.0, 2.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from careered.lti import urls
from careered.lti.quirks import FAMILIES, quirks_of
from careered.web.errors import RequestError

PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
CANVAS_ACCOUNT_NAME = "https://canvas.instructure.com/lti/account_name"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")


@dataclass(frozen=True)
class PlatformConfiguration:
    """The configuration. audience: the `aud` of our token requests, None for the token URL.

    messages: launch messages it can send. variables: substitution variables it supports, None if it does not say.
    """

    issuer: str
    auth_url: str
    token_url: str
    jwks_url: str
    registration_url: str
    audience: str | None
    scopes: frozenset[str]
    messages: frozenset[str]
    variables: frozenset[str] | None
    family: str
    name: str


def read_configuration(document: Mapping[str, object], url: str) -> PlatformConfiguration:
    """The configuration fetched from `url`. Raises RequestError config_bad, or issuer_mismatch for another host."""
    issuer = _issuer(document)
    auth_url, token_url, jwks_url, registration_url = (_required_text(document, name) for name in _ENDPOINTS)
    platform = _mapping(document.get(PLATFORM_CONFIGURATION))
    family = _family(platform.get("product_family_code"))
    if not _is_same_platform(issuer, url, family):
        raise RequestError("issuer_mismatch")
    variables = platform.get("variables")
    return PlatformConfiguration(
        issuer,
        auth_url,
        token_url,
        jwks_url,
        registration_url,
        audience=_audience(document, family),
        scopes=frozenset(_strings(document.get("scopes_supported"))),
        messages=frozenset(_message_types(platform.get("messages_supported"))),
        variables=frozenset(_strings(variables)) if isinstance(variables, list) else None,
        family=family,
        name=_name(platform, issuer),
    )


def _is_same_platform(issuer: str, url: str, family: str) -> bool:
    """Same host, or both below a hosted platform's domains, whose one issuer serves all its schools (quirks)."""
    hosts = {urlsplit(issuer).hostname or "", urlsplit(url).hostname or ""}
    return len(hosts) == 1 or all(_is_subdomain(host, quirks_of(family).return_hosts) for host in hosts)


def _is_subdomain(host: str, domains: Sequence[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _required_text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not _is_usable(value):
        raise RequestError("config_bad", {"claim": name})
    return value


def _issuer(document: Mapping[str, object]) -> str:
    """The issuer, unchanged; it is a URL (SEC 5.1.2)."""
    issuer = _required_text(document, "issuer")
    if not urls.origin_of(issuer):
        raise RequestError("config_bad", {"claim": "issuer"})
    return issuer


def _audience(document: Mapping[str, object], family: str) -> str | None:
    """`authorization_server`, if the platform sends it and accepts it as `aud` (DR 2.1; quirks)."""
    audience = document.get("authorization_server")
    is_usable = isinstance(audience, str) and _is_usable(audience) and not quirks_of(family).audience_is_token_url
    return str(audience) if is_usable else None


def _is_usable(value: str) -> bool:
    return 0 < len(value) <= 1024 and value.isprintable()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _message_types(value: object) -> list[str]:
    """Message types from a list of objects with a type, or of strings: platforms send both."""
    items = value if isinstance(value, list) else []
    return _strings([item.get("type") if isinstance(item, dict) else item for item in items])


def _family(value: object) -> str:
    code = value.lower() if isinstance(value, str) else ""
    return code if code in FAMILIES else "other"


def _name(platform: Mapping[str, object], issuer: str) -> str:
    """The account's name (Canvas), else the issuer's host."""
    account_name = platform.get(CANVAS_ACCOUNT_NAME)
    clean_name = (
        "".join(character for character in account_name if character.isprintable()).strip()[:100]
        if isinstance(account_name, str)
        else ""
    )
    return clean_name or urlsplit(issuer).hostname or issuer[:100]
