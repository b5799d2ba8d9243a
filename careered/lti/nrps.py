"""Who is in a course: Names and Role Provisioning Services 2.0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from careered.lti import urls
from careered.lti.claims import LONGEST, identifier, read_name
from careered.lti.client import Answer, Later, Ok, ServiceClient, Turned
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
    """The members, each once. skipped: unusable. differences: where to ask next time for what has changed, or ""."""

    members: tuple[Member, ...]
    skipped: int = 0
    differences: str = ""


@dataclass(frozen=True)
class NoRoster:
    """Why there is no list, as a code: nrps_loop, nrps_bad, nrps_elsewhere, nrps_incomplete, nrps_refused,
    token_refused (no token, or none that is taken), no_answer.

    Half a list is never taken for the whole.
    """

    problem: str


def read_roster(client: ServiceClient, registration: Registration, url: str, link_id: str = "") -> Roster | NoRoster:
    """The whole list (NRPS 2.0). link_id: an activity, for platforms that refuse the list of the course as such."""
    found = _read(client, registration, _first_page(url))
    if found == NoRoster("nrps_refused") and link_id:
        return _read(client, registration, _first_page(urls.with_query(url, rlid=link_id)))
    return found


def read_differences(client: ServiceClient, registration: Registration, url: str) -> Roster | NoRoster:
    """What has changed since the list that named this address (NRPS 2.5.1); who has left is not active."""
    return _read(client, registration, url)


def _read(client: ServiceClient, registration: Registration, first: str) -> Roster | NoRoster:
    """Page by page. `next` is followed letter for letter, on the same host only: the token must not go elsewhere."""
    found: dict[str, Member] = {}
    skipped, page, seen = 0, first, set[str]()
    while len(seen) < MOST_PAGES:
        seen.add(page)
        answer = client.request(registration, [SCOPE], "GET", page, accept=_MEDIA)
        if not isinstance(answer, Ok):
            return _stopped(answer)
        if (listed := _listed(answer.json)) is None:
            return NoRoster("nrps_bad")
        members = list(_members(listed))
        skipped += len(listed) - len(members)
        for member in members:
            found.setdefault(member.user_id, member)
        page = answer.links.get("next", "")
        if not page:
            return Roster(tuple(found.values()), skipped, _differences(answer, first))
        if page in seen or not _same_host(first, page):
            return NoRoster("nrps_loop" if page in seen else "nrps_elsewhere")
    return NoRoster("nrps_incomplete")


def _stopped(answer: Answer) -> NoRoster:
    if isinstance(answer, Turned):
        return NoRoster("token_refused" if answer.words in {"token_refused", "client_refused"} else "nrps_refused")
    return NoRoster("nrps_bad" if answer == Later(None, "not_understood") else "no_answer")


def _differences(answer: Ok, first: str) -> str:
    given = answer.links.get("differences", "")
    return given if _same_host(first, given) else ""


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
