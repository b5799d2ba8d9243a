"""Who is in a course: Names and Role Provisioning Services 2.0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from careered.lti import urls
from careered.lti.claims import LONGEST, identifier, read_name
from careered.lti.client import Answer, Later, Ok, ServiceClient
from careered.lti.registration import Registration
from careered.lti.roles import Roles, read_roles

SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
_MEDIA = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MOST_PAGES = 200
PAGE = "100"


@dataclass(frozen=True)
class Member:
    """Somebody in the course. active: False for Inactive and Deleted. name: None where the school sends none."""

    user_id: str
    roles: Roles
    active: bool
    name: str | None


@dataclass(frozen=True)
class Roster:
    """The members, each once. complete: False where there were more pages than could be read. skipped: unusable."""

    members: tuple[Member, ...]
    complete: bool
    skipped: int = 0


def read_roster(client: ServiceClient, registration: Registration, url: str) -> Roster | Answer:
    """The whole list (NRPS 2.0), or the answer that stopped it: half a list is never taken for the whole.

    The `next` addresses are followed letter for letter, on the same host only: the token must not go elsewhere.
    """
    found: dict[str, Member] = {}
    skipped, page, seen = 0, _first_page(url), set[str]()
    while page and page not in seen and len(seen) < MOST_PAGES and _same_host(url, page):
        seen.add(page)
        answer = client.request(registration, [SCOPE], "GET", page, accept=_MEDIA)
        if not isinstance(answer, Ok):
            return answer
        if (listed := _listed(answer.json)) is None:
            return Later(None, "not_understood")
        members = list(_members(listed))
        skipped += len(listed) - len(members)
        for member in members:
            found.setdefault(member.user_id, member)
        page = answer.links.get("next", "")
    return Roster(tuple(found.values()), complete=not page, skipped=skipped)


def _first_page(url: str) -> str:
    """`limit` is a hint only; some platforms page by ten without it."""
    return urls.with_query(url, limit=PAGE)


def _same_host(url: str, page: str) -> bool:
    return urls.origin_of(page) == urls.origin_of(url)


def _listed(body: object) -> list[object] | None:
    listed = body.get("members") if isinstance(body, dict) else None
    return listed if isinstance(listed, list) else None


def _members(listed: list[object]) -> Iterator[Member]:
    for one in listed:
        if isinstance(one, dict) and (member := _member(one)):
            yield member


def _member(one: Mapping[str, object]) -> Member | None:
    """Only `user_id` and `roles` are sure to be there; nobody without an id can be kept."""
    user_id = identifier(one.get("user_id"))
    if user_id is None or len(user_id) > LONGEST or not user_id.isprintable():
        return None
    roles = one.get("roles")
    active = one.get("status") in (None, "", "Active")
    return Member(user_id, read_roles(roles if isinstance(roles, list) else []), active, read_name(one))
