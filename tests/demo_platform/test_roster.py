"""The roster (NRPS 2.0)."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from demo_platform.people import Role
from demo_platform.platform import DemoPlatform
from demo_platform.vocabulary import CLAIM, NRPS_CLAIM
from tests.demo_platform.stand_in import LMS, StandIn

NEXT = re.compile(r'<([^>]+)>; rel="next"')


def pages_of(tool: StandIn, **query: str) -> list[list[str]]:
    """The ids of each page, following the links to the end."""
    answer, pages = tool.members(**query), []
    while True:
        pages.append([member["user_id"] for member in answer.json()["members"]])
        following = NEXT.search(answer.headers.get("link", ""))
        if not following:
            return pages
        answer = tool.members(following[1])


def test_the_roster_has_everybody_who_is_enrolled_also_those_who_never_opened_anything(
    tool: StandIn, platform: DemoPlatform
) -> None:
    [ids] = pages_of(tool)
    assert sorted(ids) == sorted(person.id for person in platform.members("fi-8b"))
    assert len(ids) == 27
    assert "2" not in ids  # the administrator launches without being enrolled
    assert ids != sorted(ids, key=int)


def test_the_launch_names_the_roster_twice_on_moodle(platform: DemoPlatform) -> None:
    claims = platform.claims("13", "1", nonce="n")
    address = f"{LMS}/services/CourseSection/2/bindings/2/memberships"
    assert claims[NRPS_CLAIM] == {"context_memberships_url": address, "service_versions": ["1.0", "2.0"]}
    assert claims[f"{CLAIM}custom"]["context_memberships_url"] == address


def test_roles_are_short_on_moodle_and_the_non_editing_teacher_is_among_the_learners(tool: StandIn) -> None:
    members = {member["user_id"]: member for member in tool.members().json()["members"]}
    assert [members[staff]["roles"] for staff in ("10", "11", "12")] == [["Instructor"], ["Instructor"], ["Learner"]]
    assert list(members["13"]) == [
        "status",
        "roles",
        "user_id",
        "lis_person_sourcedid",
        "name",
        "given_name",
        "family_name",
        "ext_user_username",
    ]


@pytest.mark.parametrize("prefix", ["", "http://purl.imsglobal.org/vocab/lis/v2/membership#"])
def test_the_role_filter_takes_short_words_and_uris(tool: StandIn, prefix: str) -> None:
    assert len(pages_of(tool, role=f"{prefix}Learner")[0]) == 25
    assert sorted(pages_of(tool, role=f"{prefix}Instructor")[0]) == ["10", "11"]


def test_moodle_pages_only_when_asked_and_the_filter_stays_in_the_link(tool: StandIn, platform: DemoPlatform) -> None:
    pages = pages_of(tool, limit="10", role="Learner")
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({identity for page in pages for identity in page}) == 25
    link = NEXT.search(tool.members(limit="10").headers["link"])
    assert link
    assert parse_qs(urlsplit(link[1]).query) == {"limit": ["10"], "from": ["10"]}


def test_canvas_pages_unasked_by_words_whose_case_matters(tool: StandIn, platform: DemoPlatform) -> None:
    platform.profile = "canvas"
    assert [len(page) for page in pages_of(tool)] == [10, 10, 7]
    link = NEXT.search(tool.members().headers["link"])
    assert link
    path, _, query = link[1].partition("?")
    assert tool.members(f"{path}?{query.lower()}").status_code == 400
    assert tool.members(link[1][:-2]).status_code == 400


def test_with_a_resource_link_each_member_brings_its_message(tool: StandIn) -> None:
    member = tool.members(rlid="1", limit="1").json()["members"][0]
    assert member["message"][0][f"{CLAIM}message_type"] == "LtiResourceLinkRequest"
    assert tool.members(rlid="3").status_code == 404


def test_a_school_that_shares_no_names_sends_none_in_the_roster(tool: StandIn, platform: DemoPlatform) -> None:
    platform.profile = replace(platform.profile, names=False)
    assert {tuple(member) for member in tool.members().json()["members"]} == {
        ("status", "roles", "user_id", "lis_person_sourcedid")
    }


def test_itslearning_tells_nothing_but_id_and_roles(tool: StandIn, platform: DemoPlatform) -> None:
    platform.profile = "itslearning"
    answer = tool.members()
    assert {tuple(member) for member in answer.json()["members"]} == {("status", "roles", "user_id")}
    assert not [p.family for p in platform.people.values() if p.family in answer.text]


def test_who_joins_and_who_leaves_shows_at_once(tool: StandIn, platform: DemoPlatform) -> None:
    newcomer = platform.add_person("fi-8b", "Nooa Tähtinen", locale="sv", role=Role.LEARNER)
    platform.drop_person("fi-8b", "13")
    [ids] = pages_of(tool)
    assert newcomer.id in ids
    assert "13" not in ids
    assert (newcomer.given, newcomer.family, newcomer.locale) == ("Nooa", "Tähtinen", "sv")


def test_the_roster_needs_its_token_and_a_course_that_exists(tool: StandIn) -> None:
    assert tool.client.get(f"{LMS}/services/CourseSection/2/bindings/2/memberships").status_code == 401
    assert tool.members(f"{LMS}/services/CourseSection/9/bindings/2/memberships").status_code == 404
