"""A platform's description of itself (OpenID Connect Discovery 3, LTI Dynamic Registration 1.0, 2.2). Plain Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from careered.lti import urls
from careered.lti.quirks import FAMILIES, quirks_of
from careered.web.refusals import Refused

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
ACCOUNT_NAME = "https://canvas.instructure.com/lti/account_name"
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")


@dataclass(frozen=True)
class Configuration:
    """What a platform says about itself. audience: what it wants as `aud` of our token requests, or None.

    messages: the launch messages it can send. variables: those it can fill in; None where it does not say.
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


def read_configuration(found: Mapping[str, object], url: str) -> Configuration:
    """The configuration that lies at an address. Refuses with config_bad, and with issuer_mismatch a foreign issuer."""
    issuer = _issuer(found)
    auth_url, token_url, jwks_url, registration_url = (_text(found, name) for name in _ADDRESSES)
    platform = _mapping(found.get(PLATFORM))
    family = _family(platform.get("product_family_code"))
    if not _same_house(issuer, url, family):
        raise Refused("issuer_mismatch")
    listed = platform.get("variables")
    return Configuration(
        issuer,
        auth_url,
        token_url,
        jwks_url,
        registration_url,
        audience=_audience(found, family),
        scopes=frozenset(_strings(found.get("scopes_supported"))),
        messages=frozenset(_messages(platform.get("messages_supported"))),
        variables=frozenset(_strings(listed)) if isinstance(listed, list) else None,
        family=family,
        name=_name(platform, issuer),
    )


def _same_house(issuer: str, url: str, family: str) -> bool:
    """One host, or a hosted platform's own domains: its one issuer stands for all its schools (quirks)."""
    hosts = {urlsplit(issuer).hostname or "", urlsplit(url).hostname or ""}
    return len(hosts) == 1 or all(_is_below(host, quirks_of(family).return_hosts) for host in hosts)


def _is_below(host: str, domains: Sequence[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not _usable(value):
        raise Refused("config_bad", {"claim": name})
    return value


def _issuer(found: Mapping[str, object]) -> str:
    """The issuer, letter for letter; it is an address (SEC 5.1.2)."""
    issuer = _text(found, "issuer")
    if not urls.origin_of(issuer):
        raise Refused("config_bad", {"claim": "issuer"})
    return issuer


def _audience(found: Mapping[str, object], family: str) -> str | None:
    """What the platform calls its token service, where it says so and then keeps to it (DR 2.1; quirks)."""
    named = found.get("authorization_server")
    kept = isinstance(named, str) and _usable(named) and not quirks_of(family).audience_is_token_url
    return str(named) if kept else None


def _usable(value: str) -> bool:
    return 0 < len(value) <= 1024 and value.isprintable()


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _messages(value: object) -> list[str]:
    """A list of objects with a type, or of bare types: both are sent."""
    listed = value if isinstance(value, list) else []
    return _strings([one.get("type") if isinstance(one, dict) else one for one in listed])


def _family(value: object) -> str:
    code = value.lower() if isinstance(value, str) else ""
    return code if code in FAMILIES else "other"


def _name(platform: Mapping[str, object], issuer: str) -> str:
    """What the account is called, else the host that people know it by."""
    given = platform.get(ACCOUNT_NAME)
    named = "".join(one for one in given if one.isprintable()).strip()[:100] if isinstance(given, str) else ""
    return named or urlsplit(issuer).hostname or issuer[:100]
