"""Who is in a course, as the platform lists them."""

import httpx2
import pytest

from careered.lti.client import Answer, Later, Lost, Turned
from careered.lti.nrps import Roster, read_roster
from careered.lti.roles import Role
from tests.lti.lms import Lms
from tests.lti.school import MEMBERSHIP, SCHOOL

URL = "https://lms.school.example/members?type=2"


def member(user_id: object, **more: object) -> dict[str, object]:
    return {"user_id": user_id, "roles": ["Learner"], **more}


def page(*members: object, follow: str = "") -> httpx2.Response:
    headers = {"Link": f'<{follow}>; rel="next"'} if follow else {}
    return httpx2.Response(200, json={"id": URL, "members": list(members)}, headers=headers)


class Register:
    """A member list in pages, answered in order."""

    def __init__(self, *pages: httpx2.Response) -> None:
        self._pages = iter(pages)
        self.lms = Lms(lambda _request: next(self._pages))

    def read(self) -> Roster | Answer:
        """Read the whole list."""
        return read_roster(self.lms.client, SCHOOL, URL)

    def roster(self) -> Roster:
        """Read the whole list, which must be there."""
        found = self.read()
        assert isinstance(found, Roster)
        return found


def test_a_class_is_read_with_names_and_roles() -> None:
    register = Register(page(member("1", name="Aino Virtanen"), member("2", roles=[f"{MEMBERSHIP}#Instructor"])))
    pupil, teacher = register.roster().members
    assert (pupil.user_id, pupil.name, pupil.roles.role, pupil.active) == ("1", "Aino Virtanen", Role.PUPIL, True)
    assert (teacher.user_id, teacher.name, teacher.roles.role) == ("2", None, Role.TEACHER)
    (request,) = register.lms.requests
    assert str(request.url) == f"{URL}&limit=100"
    assert request.headers["accept"] == "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
    scope = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    assert register.lms.form()["scope"] == scope


def test_an_empty_class_is_a_class() -> None:
    assert Register(page()).read() == Roster((), complete=True, skipped=0)


def test_pages_are_followed_letter_for_letter() -> None:
    following = "https://lms.school.example/members?bookmark=WyJBYkMiXQ&x=%2f"
    register = Register(page(member("1"), follow=following), page(member("2")))
    assert [one.user_id for one in register.roster().members] == ["1", "2"]
    assert str(register.lms.requests[1].url) == following


def test_a_person_on_two_pages_is_one_member_the_first_counts() -> None:
    second = page(member("1", name="Second"), member("2"))
    register = Register(page(member("1", name="First"), member("1"), follow=f"{URL}&p=2"), second)
    assert [(one.user_id, one.name) for one in register.roster().members] == [("1", "First"), ("2", None)]


@pytest.mark.parametrize(
    ("status", "active"),
    [(None, True), ("Active", True), ("", True), ("Inactive", False), ("Deleted", False), ("active?", False)],
)
def test_who_has_left_is_not_active(status: str | None, active: bool) -> None:
    (one,) = Register(page(member("1", status=status))).roster().members
    assert one.active is active


def test_unusable_members_are_skipped_and_counted() -> None:
    bad = [None, "x", {}, member(None), member(""), member({}), member("x" * 256), member("a\x00")]
    found = Register(page(*bad, member("1"), follow=f"{URL}&p=2"), page(member(None), member(7))).roster()
    assert [one.user_id for one in found.members] == ["1", "7"]
    assert (found.skipped, found.complete) == (9, True)


@pytest.mark.parametrize("roles", [None, "Instructor", [], [5]])
def test_a_member_without_readable_roles_is_a_guest(roles: object) -> None:
    (one,) = Register(page(member("1", roles=roles))).roster().members
    assert one.roles.role is Role.GUEST


def test_names_are_read_as_in_a_launch_and_nothing_else_of_the_person() -> None:
    given = member("1", given_name="Søren", family_name="Kjær", email="zebra@x.example", lis_person_sourcedid="zebra")
    found = Register(page(given, member("2", name="=cmd|' /C calc'!A0"))).roster()
    assert [one.name for one in found.members] == ["Søren Kjær", "=cmd|' /C calc'!A0"]
    assert "zebra" not in str(found)


def test_a_page_that_points_to_itself_ends_and_the_list_is_incomplete() -> None:
    itself = f"{URL}&limit=100"
    found = Register(page(member("1"), follow=itself)).roster()
    assert ([one.user_id for one in found.members], found.complete) == (["1"], False)


def test_pages_in_a_circle_end() -> None:
    register = Register(page(follow=f"{URL}&p=2"), page(follow=f"{URL}&p=3"), page(follow=f"{URL}&p=2"))
    assert not register.roster().complete
    assert len(register.lms.requests) == 3


def test_a_list_without_end_is_cut_and_incomplete() -> None:
    register = Register(*[page(member(number), follow=f"{URL}&p={number}") for number in range(250)])
    found = register.roster()
    assert (len(found.members), found.complete) == (200, False)


def test_a_list_of_two_hundred_pages_is_complete() -> None:
    pages = [page(member(number), follow=f"{URL}&p={number}") for number in range(199)]
    found = Register(*pages, page(member("last"))).roster()
    assert (len(found.members), found.complete) == (200, True)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/members", "http://lms.school.example/members", "x:y//z://"]
)
def test_a_next_page_elsewhere_is_not_followed_and_gets_no_token(elsewhere: str) -> None:
    register = Register(page(member("1"), follow=elsewhere))
    assert not register.roster().complete
    assert len(register.lms.requests) == 1


@pytest.mark.parametrize(
    ("failure", "answer"),
    [
        (httpx2.Response(500), Later(None, "no_answer")),
        (httpx2.Response(403), Turned(403, "scope_missing")),
        (httpx2.Response(200, html="<html>"), Later(None, "not_understood")),
    ],
)
def test_a_failure_in_the_middle_is_the_answer_and_no_half_list(failure: httpx2.Response, answer: Answer) -> None:
    assert Register(page(member("1"), follow=f"{URL}&p=2"), failure).read() == answer


@pytest.mark.parametrize("body", [{}, {"members": None}, {"members": {}}, [], "x", None])
def test_an_answer_without_a_list_is_not_understood(body: object) -> None:
    assert Register(httpx2.Response(200, json=body)).read() == Later(None, "not_understood")


def test_a_cut_line_is_the_answer() -> None:
    lms = Lms()

    def cut(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ReadError("cut")

    lms.services = cut
    assert read_roster(lms.client, SCHOOL, URL) == Lost("no_answer")
