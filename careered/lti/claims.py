"""A launch, read from verified claims. Tolerant where platforms differ, for what matters is checked in verify.py.

E-mail, birth date, picture and person ids of other systems are never read: what we do not have, we cannot lose.
An explicit null is the same as a missing claim, everywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NewType, TypeGuard

from careered.lti.roles import Role, Roles, read_roles
from careered.lti.urls import origin_of
from careered.web.errors import RequestError

LTI_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DEEP_LINKING_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
NOTICES_CLAIM = f"{LTI_CLAIM}platformnotificationservice"
MAX_CLAIM_LENGTH = 255
_MAX_LANGUAGE_TAG_LENGTH = 35  # RFC 5646 4.4.1
_MAX_URL_LENGTH = 2048

VerifiedClaims = NewType("VerifiedClaims", Mapping[str, object])
"""Claims that verify.verify() has checked. Nothing else may make this type."""


@dataclass(frozen=True)
class Context:
    """The course (CORE 5.4.1)."""

    id: str
    label: str | None
    title: str | None


@dataclass(frozen=True)
class ResourceLink:
    """The activity that was opened (CORE 5.3.5). Its id changes when a course is copied."""

    id: str
    title: str | None


@dataclass(frozen=True)
class Ags:
    """The gradebook service (AGS 3.1): what we may do, the course's line items, this activity's own one."""

    scopes: frozenset[str]
    lineitems: str | None
    lineitem: str | None


@dataclass(frozen=True)
class Launch:
    """Who came, from where, to what. mentees: only for mentors, whom they may see (CORE 5.4.3).

    resource_link: with an empty id where the message has none. deep_linking: the platform's settings as it sent
    them. for_user: the person a submission review or a data privacy launch is about, for_name their name.
    notices_url: where the platform takes our wish for notices (PNS 1.0).
    """

    issuer: str
    sub: str
    deployment_id: str
    message_type: str
    target_link_uri: str
    roles: Roles
    context: Context | None
    resource_link: ResourceLink
    custom: Mapping[str, str]
    locale: str | None
    name: str | None
    ags: Ags | None
    nrps_url: str | None
    platform_origins: tuple[str, ...]
    document_target: str | None
    mentees: tuple[str, ...]
    deep_linking: Mapping[str, object]
    for_user: str
    for_user_name: str
    notices_url: str


def read_launch(claims: VerifiedClaims) -> Launch:
    """The launch. Refuses with claim_bad only an id of a course or an activity that is too long to be one."""
    roles = read_roles(_list(claims, f"{LTI_CLAIM}roles"))
    for_user = _object(claims, f"{LTI_CLAIM}for_user")
    return Launch(
        issuer=_str(claims, "iss"),
        sub=_str(claims, "sub"),
        deployment_id=_str(claims, f"{LTI_CLAIM}deployment_id"),
        message_type=_str(claims, f"{LTI_CLAIM}message_type"),
        target_link_uri=_str(claims, f"{LTI_CLAIM}target_link_uri"),
        roles=roles,
        context=_context(_object(claims, f"{LTI_CLAIM}context")),
        resource_link=_resource_link(_object(claims, f"{LTI_CLAIM}resource_link")),
        custom=_custom(_object(claims, f"{LTI_CLAIM}custom")),
        locale=_locale(claims),
        name=read_name(claims),
        ags=_ags(_object(claims, AGS_CLAIM)),
        nrps_url=_memberships_url(_object(claims, NRPS_CLAIM)),
        platform_origins=_platform_origins(claims),
        document_target=clean_text(_launch_presentation(claims).get("document_target")),
        mentees=_mentees(claims) if roles.role is Role.MENTOR else (),
        deep_linking=_object(claims, DEEP_LINKING_CLAIM),
        for_user=read_id(for_user.get("user_id")) or "",
        for_user_name=read_name(for_user) or "",
        notices_url=_usable_url(_object(claims, NOTICES_CLAIM).get("platform_notification_service_url")) or "",
    )


def clean_text(value: object, max_length: int = MAX_CLAIM_LENGTH) -> str | None:
    """A string for people: no spaces around it, no NUL (no database keeps one), cut; None where nothing is left."""
    if not isinstance(value, str):
        return None
    return value.replace("\x00", "").strip()[:max_length] or None


def read_name(person: Mapping[str, object]) -> str | None:
    """`name`, else given and family name, of a launch or a member; None where the school sends no names."""
    parts = (clean_text(person.get("given_name")), clean_text(person.get("family_name")))
    return clean_text(person.get("name")) or clean_text(" ".join(part for part in parts if part))


def read_id(value: object) -> str | None:
    """An id: a string, or a whole number as some platforms send them; None for anything else and for ""."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _str(claims: Mapping[str, object], name: str) -> str:
    return str(claims[name])


def _object(claims: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = claims.get(name)
    return value if isinstance(value, dict) else {}


def _list(claims: Mapping[str, object], name: str) -> list[object]:
    value = claims.get(name)
    return value if isinstance(value, list) else []


def _context(value: Mapping[str, object]) -> Context | None:
    if (context_id := read_id(value.get("id"))) is None:
        return None
    return Context(_checked_id(context_id, "context"), clean_text(value.get("label")), clean_text(value.get("title")))


def _resource_link(value: Mapping[str, object]) -> ResourceLink:
    link_id = _checked_id(read_id(value.get("id")) or "", "resource_link")
    return ResourceLink(link_id, clean_text(value.get("title")))


def _checked_id(value: str, name: str) -> str:
    if len(value) > MAX_CLAIM_LENGTH or "\x00" in value:
        raise RequestError("claim_bad", {"claim": name})
    return value


def _custom(values: Mapping[str, object]) -> dict[str, str]:
    """Strings; numbers and truth values as strings. `$Name` came back unresolved: the platform does not know it."""
    scalars = {name: value for name, value in values.items() if _is_scalar(value)}
    strings = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in scalars.items()}
    return {name: string for name, string in strings.items() if not string.startswith("$")}


def _is_scalar(value: object) -> TypeGuard[str | int | float]:
    return isinstance(value, str | int | float)


def _launch_presentation(claims: Mapping[str, object]) -> Mapping[str, object]:
    return _object(claims, f"{LTI_CLAIM}launch_presentation")


def _locale(claims: Mapping[str, object]) -> str | None:
    """The language of the page around us, else the person's (CORE 5.4.4, OpenID Connect 5.1)."""
    locales = (_launch_presentation(claims).get("locale"), claims.get("locale"))
    tags = (tag for value in locales if (tag := clean_text(value, _MAX_URL_LENGTH)))
    return next((tag for tag in tags if len(tag) <= _MAX_LANGUAGE_TAG_LENGTH), None)


def _usable_url(value: object) -> str | None:
    """An address that could be called; whether it may be is the client's question."""
    usable = isinstance(value, str) and len(value) <= _MAX_URL_LENGTH and origin_of(value)
    return str(value) if usable else None


def _ags(value: Mapping[str, object]) -> Ags | None:
    lineitems_url, lineitem_url = _usable_url(value.get("lineitems")), _usable_url(value.get("lineitem"))
    if lineitems_url is None and lineitem_url is None:
        return None
    return Ags(frozenset(_strings(_list(value, "scope"))), lineitems_url, lineitem_url)


def _memberships_url(value: Mapping[str, object]) -> str | None:
    versions = _list(value, "service_versions")
    return _usable_url(value.get("context_memberships_url")) if "2.0" in versions else None


def _platform_origins(claims: Mapping[str, object]) -> tuple[str, ...]:
    """Where the platform lives, for frame-ancestors: its issuer, the page we return to, its own address."""
    platform = _object(claims, f"{LTI_CLAIM}tool_platform")
    addresses = (claims.get("iss"), _launch_presentation(claims).get("return_url"), platform.get("url"))
    origins = (origin_of(value) for value in _strings(addresses))
    return tuple(dict.fromkeys(origin for origin in origins if origin))


def _mentees(claims: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(_strings(_list(claims, f"{LTI_CLAIM}role_scope_mentor")))


def _strings(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
