"""Rosters of a context: Names and Role Provisioning Services 2.0 (NRPS).

Terms of the specification:
- context memberships URL: where the roster is, from the NRPS claim of a launch.
- membership container, member: the roster and one user in it, with roles, status and, if shared, a name.
- page: rosters come in pages, linked by `rel="next"`; `limit` is only a hint.
- differences URL (NRPS 2.5.1): `rel="differences"`, where to read only what has changed since this roster.
- rlid: filter by resource link; here for platforms that refuse the roster of the whole context.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from careered.lti import urls
from careered.lti.claim_values import MAX_CLAIM_LENGTH, as_list, clean_text, read_id, read_name
from careered.lti.client import NoResponse, Ok, Rejected, RetryLater, ServiceClient
from careered.lti.link_header import UNREADABLE
from careered.lti.platform import Registration
from careered.lti.roles import Roles, read_roles, strength
from careered.storable_text import REPLACEMENT

MEMBERSHIP_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_MEDIA_TYPE = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MAX_PAGES = 200
PAGE_SIZE = "100"


@dataclass(frozen=True)
class Member:
    """A member. active: False if the status is Inactive or Deleted. name: None if the platform sends none.

    given_name: "" if it sends none.
    """

    user_id: str
    roles: Roles
    active: bool
    name: str | None
    given_name: str = ""


@dataclass(frozen=True)
class Roster:
    """Members, each once. skipped: number of unusable entries. differences_url: where to read changes later, or ""."""

    members: tuple[Member, ...]
    skipped: int = 0
    differences_url: str = ""


@dataclass(frozen=True)
class RosterFailure:
    """Why there is no roster. code: nrps_loop, nrps_bad, nrps_elsewhere, nrps_incomplete, nrps_refused, token_refused
    (no token, or the platform rejects it), no_answer.

    A partial roster is never returned as the whole.
    """

    code: str


def read_roster(
    client: ServiceClient, registration: Registration, url: str, resource_link_id: str = ""
) -> Roster | RosterFailure:
    """The whole roster. resource_link_id: filter to try if the platform refuses the roster of the context."""
    roster = _read_pages(client, registration, _first_page_url(url))
    if roster == RosterFailure("nrps_refused") and resource_link_id:
        return _read_pages(client, registration, _first_page_url(urls.with_query(url, rlid=resource_link_id)))
    return roster


def read_differences(client: ServiceClient, registration: Registration, url: str) -> Roster | RosterFailure:
    """The changes since the roster that named this URL (NRPS 2.5.1); members who left are not active."""
    return _read_pages(client, registration, url)


def _read_pages(client: ServiceClient, registration: Registration, first_url: str) -> Roster | RosterFailure:
    """Read all pages. `next` is followed unchanged, on the same origin only: the token must not go to another host."""
    members: list[Member | None] = []
    url, urls_read = first_url, set[str]()
    while len(urls_read) < MAX_PAGES:
        urls_read.add(url)
        answer = client.request(registration, [MEMBERSHIP_SCOPE], "GET", url, accept=_MEDIA_TYPE)
        if not isinstance(answer, Ok):
            return _failure(answer)
        if (entries := _member_entries(answer.json)) is None:
            return RosterFailure("nrps_bad")
        members += map(_member, entries)
        next_url = answer.links.get("next")
        if next_url is None:
            return _roster(members, _differences_url(answer, first_url))
        url = next_url
        if url == UNREADABLE:
            break
        if url in urls_read or not _same_host(first_url, url):
            return RosterFailure("nrps_loop" if url in urls_read else "nrps_elsewhere")
    return RosterFailure("nrps_incomplete")


def _roster(members: Sequence[Member | None], differences_url: str) -> Roster:
    """members: one for each entry, None for an unusable one."""
    by_id: dict[str, Member] = {}
    for member in filter(None, members):
        by_id[member.user_id] = _merged(by_id.get(member.user_id), member)
    return Roster(tuple(by_id.values()), members.count(None), differences_url)


def _failure(answer: Rejected | RetryLater | NoResponse) -> RosterFailure:
    if isinstance(answer, Rejected):
        return RosterFailure(
            "token_refused" if answer.reason in {"token_refused", "client_refused"} else "nrps_refused"
        )
    return RosterFailure("nrps_bad" if answer.reason == "not_understood" else "no_answer")


def _differences_url(answer: Ok, first_url: str) -> str:
    url = answer.links.get("differences", "")
    return url if _same_host(first_url, url) else ""


def _first_page_url(url: str) -> str:
    """Some platforms send ten members a page without `limit`."""
    return urls.with_query(url, limit=PAGE_SIZE)


def _same_host(url: str, other_url: str) -> bool:
    return urls.origin_of(other_url) == urls.origin_of(url)


def _member_entries(body: object) -> list[object] | None:
    entries = body.get("members") if isinstance(body, dict) else None
    return entries if isinstance(entries, list) else None


def _member(entry: object) -> Member | None:
    """A member with a usable `user_id`, else None. Everything but `user_id` and `roles` is optional."""
    if not isinstance(entry, dict):
        return None
    user_id = read_id(entry.get("user_id"))
    if user_id is None or len(user_id) > MAX_CLAIM_LENGTH or not user_id.isprintable() or REPLACEMENT in user_id:
        return None
    roles, given_name = read_roles(as_list(entry, "roles")), clean_text(entry.get("given_name")) or ""
    return Member(user_id, roles, _is_active(entry.get("status")), read_name(entry), given_name)


def _is_active(status: object) -> bool:
    """NRPS 2.2: active if there is no status. Platforms differ in its case."""
    return status is None or str(status).strip().lower() in {"", "active"}


def _merged(earlier: Member | None, member: Member) -> Member:
    """One member for two entries of a user, as with two enrolments: active wins, then the stronger role."""
    if earlier is None:
        return member
    first, second = sorted((earlier, member), key=lambda entry: (not entry.active, strength(entry.roles.role)))
    return first if first.name else replace(first, name=second.name, given_name=second.given_name)
