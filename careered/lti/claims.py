"""The launch, read from verified claims. Tolerant where platforms differ: what matters is checked in verify.py.

E-mail address, birth date, picture and ids of other systems are never read (data minimisation, GDPR art. 5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NewType, TypeGuard

from careered.lti.claim_values import (
    MAX_CLAIM_LENGTH,
    as_list,
    as_object,
    as_str,
    as_strings,
    clean_text,
    read_id,
    read_name,
    read_title,
    read_words,
)
from careered.lti.return_address import course_address
from careered.lti.roles import Role, Roles, read_roles
from careered.lti.urls import MAX_URL_LENGTH, origin_of, usable_url
from careered.storable_text import is_storable_id, storable
from careered.web.errors import RequestError

LTI_CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS_CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS_CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DEEP_LINKING_CLAIM = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
NOTICES_CLAIM = f"{LTI_CLAIM}platformnotificationservice"
_MAX_LANGUAGE_TAG_LENGTH = 35  # RFC 5646 4.4.1

VerifiedClaims = NewType("VerifiedClaims", Mapping[str, object])
"""Claims that verify.py has checked. Nothing else may construct this type."""


@dataclass(frozen=True)
class Context:
    """The context, mostly a course (CORE 5.4.1)."""

    id: str
    label: str | None
    title: str | None


@dataclass(frozen=True)
class ResourceLink:
    """The activity that was launched (CORE 5.3.5). Its id changes when a course is copied."""

    id: str
    title: str | None


@dataclass(frozen=True)
class Ags:
    """The AGS claim (AGS 3.1): granted scopes, URL of the context's line items, URL of this resource link's own one."""

    scopes: frozenset[str]
    lineitems: str | None
    lineitem: str | None


@dataclass(frozen=True)
class Launch:
    """One launch message. mentees: of mentors only, the users they may see (CORE 5.4.3).

    given_name: as OpenID Connect 5.1 has it, or "". resource_link: with an empty id if the message has none.
    deep_linking: the platform's settings as sent.
    for_user, for_user_name: the user that a submission review or a data privacy launch is about.
    notices_url: where to subscribe to notices (PNS 1.0), or "". return_url: where the platform wants people to be sent
    back to (CORE 5.4.4), without a session key, or "". platform_name: what the platform calls itself (CORE 5.4.2).
    nonce: of this message; it opens one session only (SEC 5.1.3 step 9).
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
    given_name: str
    ags: Ags | None
    nrps_url: str | None
    platform_origins: tuple[str, ...]
    document_target: str | None
    mentees: tuple[str, ...]
    deep_linking: Mapping[str, object]
    for_user: str
    for_user_name: str
    notices_url: str
    return_url: str
    platform_name: str = ""
    nonce: str = ""


def read_launch(claims: VerifiedClaims) -> Launch:
    """The launch. Raises RequestError claim_bad for a context or resource link id that is too long or has a NUL."""
    roles = read_roles(as_list(claims, f"{LTI_CLAIM}roles"))
    for_user = as_object(claims, f"{LTI_CLAIM}for_user")
    presentation = as_object(claims, f"{LTI_CLAIM}launch_presentation")
    platform = as_object(claims, f"{LTI_CLAIM}tool_platform")
    locale = _locale(claims, presentation)
    return Launch(
        issuer=as_str(claims, "iss"),
        sub=as_str(claims, "sub"),
        deployment_id=read_id(claims[f"{LTI_CLAIM}deployment_id"]) or "",
        message_type=as_str(claims, f"{LTI_CLAIM}message_type"),
        target_link_uri=as_str(claims, f"{LTI_CLAIM}target_link_uri").strip(),
        roles=roles,
        context=_context(as_object(claims, f"{LTI_CLAIM}context"), locale or ""),
        resource_link=_resource_link(as_object(claims, f"{LTI_CLAIM}resource_link"), locale or ""),
        custom=_custom(as_object(claims, f"{LTI_CLAIM}custom")),
        locale=locale,
        name=read_name(claims),
        given_name=clean_text(claims.get("given_name")) or "",
        ags=_ags(as_object(claims, AGS_CLAIM)),
        nrps_url=_memberships_url(as_object(claims, NRPS_CLAIM)),
        platform_origins=_origins([claims.get("iss"), presentation.get("return_url"), platform.get("url")]),
        document_target=clean_text(presentation.get("document_target")),
        mentees=_mentees(claims) if roles.role is Role.MENTOR else (),
        deep_linking=as_object(claims, DEEP_LINKING_CLAIM),
        for_user=read_id(for_user.get("user_id")) or "",
        for_user_name=read_name(for_user) or "",
        notices_url=usable_url(as_object(claims, NOTICES_CLAIM).get("platform_notification_service_url")) or "",
        return_url=course_address(presentation.get("return_url")),
        platform_name=(read_title(platform.get("name"), locale or "") or "")[:100],
        nonce=as_str(claims, "nonce"),
    )


def _context(value: Mapping[str, object], locale: str) -> Context | None:
    if (context_id := read_id(value.get("id"))) is None:
        return None
    label, title = (read_title(value.get(name), locale) for name in ("label", "title"))
    return Context(_checked_id(context_id, "context"), label, title)


def _resource_link(value: Mapping[str, object], locale: str) -> ResourceLink:
    link_id = _checked_id(read_id(value.get("id")) or "", "resource_link")
    return ResourceLink(link_id, read_title(value.get("title"), locale))


def _checked_id(value: str, name: str) -> str:
    if len(value) > MAX_CLAIM_LENGTH or not is_storable_id(value):
        raise RequestError("claim_bad", {"claim": name})
    return value


def _custom(values: Mapping[str, object]) -> dict[str, str]:
    """Strings without the spaces around that people type; numbers and booleans as strings.

    A value with `$` is a variable that the platform did not substitute.
    """
    scalars = {name.strip(): value for name, value in values.items() if _is_scalar(value)}
    strings = {
        name: str(value).lower() if isinstance(value, bool) else storable(str(value)).strip()
        for name, value in scalars.items()
    }
    return {name: string for name, string in strings.items() if not string.startswith("$")}


def _is_scalar(value: object) -> TypeGuard[str | int | float]:
    return isinstance(value, str | int | float)


def _locale(claims: Mapping[str, object], presentation: Mapping[str, object]) -> str | None:
    """Language tag of the platform's page, else of the user (CORE 5.4.4, OpenID Connect 5.1)."""
    locales = (presentation.get("locale"), claims.get("locale"))
    tags = (tag for value in locales if (tag := clean_text(value, MAX_URL_LENGTH)))
    return next((tag for tag in tags if len(tag) <= _MAX_LANGUAGE_TAG_LENGTH), None)


def _ags(value: Mapping[str, object]) -> Ags | None:
    lineitems_url, lineitem_url = usable_url(value.get("lineitems")), usable_url(value.get("lineitem"))
    if lineitems_url is None and lineitem_url is None:
        return None
    return Ags(frozenset(read_words(value.get("scope"))), lineitems_url, lineitem_url)


def _memberships_url(value: Mapping[str, object]) -> str | None:
    versions = value.get("service_versions")
    version_list = versions if isinstance(versions, list) else [versions]
    return (
        usable_url(value.get("context_memberships_url"))
        if {"2.0", 2.0}.intersection(version for version in version_list if isinstance(version, str | float | int))
        else None
    )


def _origins(addresses: Iterable[object]) -> tuple[str, ...]:
    """Origins of the platform's addresses (issuer, return URL, its own), for frame-ancestors."""
    origins = [origin_of(value) for value in as_strings(addresses)]
    return tuple(dict.fromkeys(filter(None, origins)))


def _mentees(claims: Mapping[str, object]) -> tuple[str, ...]:
    user_ids = (read_id(value) for value in as_list(claims, f"{LTI_CLAIM}role_scope_mentor"))
    return tuple(user_id for user_id in user_ids if user_id and is_storable_id(user_id))
