"""Rosters of a context."""

import httpx2
import pytest

from careered.lti.nrps import Roster, RosterFailure, read_roster
from careered.lti.roles import Role
from tests.lti.lms import Lms
from tests.lti.school import MEMBERSHIP, SCHOOL

URL = "https://lms.school.example/members?type=2"


def member(user_id: object, **more: object) -> dict[str, object]:
    return {"user_id": user_id, "roles": ["Learner"], **more}


def page(*members: object, follow: str = "") -> httpx2.Response:
    headers = {"Link": f'<{follow}>; rel="next"'} if follow else {}
    return httpx2.Response(200, json={"id": URL, "members": list(members)}, headers=headers)


class PagedMemberList:
    """A roster in pages, answered in order."""

    def __init__(self, *pages: httpx2.Response) -> None:
        self._pages = iter(pages)
        self.lms = Lms(lambda _request: next(self._pages))

    def read(self, link_id: str = "") -> Roster | RosterFailure:
        """Read the whole roster."""
        return read_roster(self.lms.client, SCHOOL, URL, link_id)

    def roster(self) -> Roster:
        """Read the whole roster, which must succeed."""
        roster = self.read()
        assert isinstance(roster, Roster)
        return roster


def test_a_class_is_read_with_names_and_roles() -> None:
    register = PagedMemberList(page(member("1", name="Aino Virtanen"), member("2", roles=[f"{MEMBERSHIP}#Instructor"])))
    pupil, teacher = register.roster().members
    assert (pupil.user_id, pupil.name, pupil.roles.role, pupil.active) == ("1", "Aino Virtanen", Role.PUPIL, True)
    assert (teacher.user_id, teacher.name, teacher.roles.role) == ("2", None, Role.TEACHER)
    (request,) = register.lms.requests
    assert str(request.url) == f"{URL}&limit=100"
    assert request.headers["accept"] == "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
    scope = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    assert register.lms.form()["scope"] == scope


def test_an_empty_class_is_a_class() -> None:
    assert PagedMemberList(page()).read() == Roster((), skipped=0)


def test_pages_are_followed_letter_for_letter() -> None:
    following = "https://lms.school.example/members?bookmark=WyJBYkMiXQ&x=%2f"
    register = PagedMemberList(page(member("1"), follow=following), page(member("2")))
    assert [listed.user_id for listed in register.roster().members] == ["1", "2"]
    assert str(register.lms.requests[1].url) == following


def test_a_person_on_two_pages_is_one_member_the_first_counts() -> None:
    second = page(member("1", name="Second"), member("2"))
    register = PagedMemberList(page(member("1", name="First"), member("1"), follow=f"{URL}&p=2"), second)
    assert [(listed.user_id, listed.name) for listed in register.roster().members] == [("1", "First"), ("2", None)]


INSTRUCTOR, LEARNER = [f"{MEMBERSHIP}#Instructor"], ["Learner"]


@pytest.mark.parametrize(
    ("entries", "active", "role"),
    [
        ([("Inactive", LEARNER), ("Active", LEARNER)], True, Role.PUPIL),
        ([("active", LEARNER), ("deleted", INSTRUCTOR)], True, Role.PUPIL),
        ([(None, LEARNER), (None, INSTRUCTOR)], True, Role.TEACHER),
        ([(None, INSTRUCTOR), (None, LEARNER)], True, Role.TEACHER),
        ([("Inactive", LEARNER), ("Deleted", INSTRUCTOR)], False, Role.TEACHER),
        ([(None, []), (None, LEARNER), ("Inactive", INSTRUCTOR)], True, Role.PUPIL),
    ],
)
@pytest.mark.parametrize("on_pages", [False, True])
def test_of_two_entries_for_one_person_the_active_and_then_the_stronger_counts(
    entries: list[tuple[str | None, list[str]]], active: bool, role: Role, on_pages: bool
) -> None:
    listed = [
        member("1" if number else 1, status=status, roles=roles) for number, (status, roles) in enumerate(entries)
    ]
    pages = [page(listed[0], follow=f"{URL}&p=2"), page(*listed[1:])] if on_pages else [page(*listed)]
    (merged,) = PagedMemberList(*pages).roster().members
    assert (merged.user_id, merged.active, merged.roles.role) == ("1", active, role)


@pytest.mark.parametrize("link", ['<https://[::1>; rel="next"', "next", f"<{URL}>; rel=&#8220;next&#8221;"])
def test_a_list_whose_next_page_cannot_be_found_is_not_the_whole(link: str) -> None:
    half = httpx2.Response(200, json={"members": [member("1")]}, headers={"Link": link})
    assert PagedMemberList(half).read() == RosterFailure("nrps_incomplete")


def test_half_a_character_in_a_name_or_an_id_harms_only_its_own_entry() -> None:
    body = b'{"members": [{"user_id": "1", "name": "A\\ud800"}, {"user_id": "2\\udc00"}, {"user_id": "3"}]}'
    roster = PagedMemberList(httpx2.Response(200, content=body)).roster()
    assert [(listed.user_id, listed.name) for listed in roster.members] == [("1", "A\ufffd"), ("3", None)]
    assert roster.skipped == 1


@pytest.mark.parametrize(
    ("status", "active"),
    [
        *[(status, True) for status in (None, "Active", "", "active", "ACTIVE", " Active ")],
        *[(status, False) for status in ("Inactive", "Deleted", "deleted", "INACTIVE", "active?")],
    ],
)
def test_who_has_left_is_not_active(status: str | None, active: bool) -> None:
    (listed,) = PagedMemberList(page(member("1", status=status))).roster().members
    assert listed.active is active


def test_unusable_members_are_skipped_and_counted() -> None:
    bad = [None, "x", {}, member(None), member(""), member({}), member("x" * 256), member("a\x00")]
    roster = PagedMemberList(page(*bad, member("1"), follow=f"{URL}&p=2"), page(member(None), member(7))).roster()
    assert [listed.user_id for listed in roster.members] == ["1", "7"]
    assert roster.skipped == 9


@pytest.mark.parametrize("roles", [None, "Instructor", [], [5]])
def test_a_member_without_readable_roles_is_a_guest(roles: object) -> None:
    (listed,) = PagedMemberList(page(member("1", roles=roles))).roster().members
    assert listed.roles.role is Role.GUEST


def test_names_are_read_as_in_a_launch_and_nothing_else_of_the_person() -> None:
    given = member("1", given_name="Søren", family_name="Kjær", email="zebra@x.example", lis_person_sourcedid="zebra")
    roster = PagedMemberList(page(given, member("2", name="=cmd|' /C calc'!A0"))).roster()
    assert [listed.name for listed in roster.members] == ["Søren Kjær", "=cmd|' /C calc'!A0"]
    assert [listed.given_name for listed in roster.members] == ["Søren", ""]
    assert "zebra" not in str(roster)


def test_a_page_that_points_to_itself_is_no_list() -> None:
    assert PagedMemberList(page(member("1"), follow=f"{URL}&limit=100")).read() == RosterFailure("nrps_loop")


def test_pages_in_a_circle_end() -> None:
    register = PagedMemberList(page(follow=f"{URL}&p=2"), page(follow=f"{URL}&p=3"), page(follow=f"{URL}&p=2"))
    assert register.read() == RosterFailure("nrps_loop")
    assert len(register.lms.requests) == 3


def test_a_list_without_end_is_no_list() -> None:
    register = PagedMemberList(*[page(member(number), follow=f"{URL}&p={number}") for number in range(250)])
    assert register.read() == RosterFailure("nrps_incomplete")
    assert len(register.lms.requests) == 200


def test_a_list_of_two_hundred_pages_is_whole() -> None:
    pages = [page(member(number), follow=f"{URL}&p={number}") for number in range(199)]
    assert len(PagedMemberList(*pages, page(member("last"))).roster().members) == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/members", "http://lms.school.example/members", "x:y//z://"]
)
def test_a_next_page_elsewhere_is_not_followed_and_gets_no_token(elsewhere: str) -> None:
    register = PagedMemberList(page(member("1"), follow=elsewhere))
    assert register.read() == RosterFailure("nrps_elsewhere")
    assert len(register.lms.requests) == 1


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (httpx2.Response(500), "no_answer"),
        (httpx2.Response(403), "nrps_refused"),
        (httpx2.Response(200, html="<html>"), "nrps_bad"),
    ],
)
def test_a_failure_in_the_middle_is_no_half_list(failure: httpx2.Response, problem: str) -> None:
    assert PagedMemberList(page(member("1"), follow=f"{URL}&p=2"), failure).read() == RosterFailure(problem)


@pytest.mark.parametrize("body", [{}, {"members": None}, {"members": {}}, [], "x", None])
def test_an_answer_without_a_list_is_no_list(body: object) -> None:
    assert PagedMemberList(httpx2.Response(200, json=body)).read() == RosterFailure("nrps_bad")


def test_a_cut_line_is_no_list() -> None:
    lms = Lms()

    def cut(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadError("cut")

    lms.answer_service = cut
    assert read_roster(lms.client, SCHOOL, URL) == RosterFailure("no_answer")


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_platform_that_refuses_the_course_is_asked_once_more_by_the_activity(status: int) -> None:
    register = PagedMemberList(httpx2.Response(status), page(member("1")))
    roster = register.read("link 7")
    assert isinstance(roster, Roster)
    assert [str(listed.url) for listed in register.lms.requests][1] == f"{URL}&rlid=link+7&limit=100"


def test_a_platform_that_refuses_both_is_left_alone() -> None:
    register = PagedMemberList(httpx2.Response(403), httpx2.Response(403))
    assert register.read("link") == RosterFailure("nrps_refused")


def test_a_token_that_is_not_taken_is_no_reason_to_ask_by_the_activity() -> None:
    register = PagedMemberList(*[httpx2.Response(401)] * 2)
    assert register.read("link") == RosterFailure("token_refused")
    assert len(register.lms.requests) == 2


def test_the_last_page_says_where_the_changes_will_be() -> None:
    changes = "https://lms.school.example/members?since=1"
    last = httpx2.Response(200, json={"members": []}, headers={"Link": f'<{changes}>; rel="differences"'})
    assert PagedMemberList(last).roster().differences_url == changes


def test_a_differences_url_on_another_host_is_ignored() -> None:
    link = '<https://evil.example/members>; rel="differences"'
    last = httpx2.Response(200, json={"members": []}, headers={"Link": link})
    assert PagedMemberList(last).roster().differences_url == ""
