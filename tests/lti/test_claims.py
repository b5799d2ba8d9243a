"""What a launch says, however platforms write it."""

from dataclasses import asdict

import pytest

from careered.lti.claims import AGS, NRPS, Ags, Context, ResourceLink
from careered.lti.roles import Role
from tests.lti.conftest import Expect
from tests.lti.school import GONE, HOME, MEMBERSHIP, launched

LMS = "https://lms.school.example"


def test_the_least_that_a_launch_may_say() -> None:
    found = launched()
    assert (found.issuer, found.sub, found.deployment_id) == (LMS, "pupil-1", "deployment-1")
    assert (found.message_type, found.target_link_uri) == ("LtiResourceLinkRequest", f"{HOME}/lessons")
    assert found.roles.role is Role.PUPIL
    assert found.resource_link == ResourceLink("link-1", None)
    assert (found.context, found.ags, found.nrps_url, found.locale, found.name) == (None, None, None, None, None)
    assert (found.custom, found.mentees, found.document_target) == ({}, (), None)
    assert found.platform_origins == (LMS,)


def test_explicit_nulls_are_the_same_as_nothing() -> None:
    names = ["context", "custom", "launch_presentation", "tool_platform", "role_scope_mentor", "lis", "name", "email"]
    nulls = {**dict.fromkeys([*names, "given_name", "family_name", "locale", AGS, NRPS]), "lti1p1": None}
    assert launched(**nulls, resource_link={"id": "link-1", "title": None}) == launched()


def test_claims_of_a_wrong_kind_are_the_same_as_nothing() -> None:
    odd: dict[str, object] = {"context": "c", "custom": [1], "launch_presentation": 5, "tool_platform": "x"}
    more: dict[str, object] = {"role_scope_mentor": "x", "name": 5, "locale": {}, AGS: [], NRPS: "x"}
    assert launched(**odd, **more) == launched()


def test_claims_of_vendors_do_not_matter() -> None:
    assert launched(**{f"https://vendor.example/{number}": {"x": number} for number in range(30)}) == launched()


# --- names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"name": "Aino Virtanen"}, "Aino Virtanen"),
        ({"name": "  Aino  "}, "Aino"),
        ({"name": "n" * 5000}, "n" * 255),
        ({"name": "", "given_name": "Aino", "family_name": "Virtanen"}, "Aino Virtanen"),
        ({"name": "  ", "given_name": "Aino"}, "Aino"),
        ({"family_name": "Virtanen"}, "Virtanen"),
        ({"given_name": "g" * 300, "family_name": "f"}, "g" * 255),
        ({"name": "A\x00ino"}, "Aino"),
        ({"name": "\x00 "}, None),
        ({"email": "aino@school.example"}, None),
        ({"preferred_username": "aino", "nickname": "aino"}, None),
    ],
)
def test_a_name_is_what_the_school_sends_as_a_name(given: dict[str, object], name: str | None) -> None:
    assert launched(**given).name == name


@pytest.mark.parametrize(
    "name",
    ["O'Brien", "Ánne Čeavžá", "Þóra", "王", "👩‍🚀 Aino", "\u202eabc", "X", "<script>alert(1)</script>", "{{7*7}}"],
)
def test_names_of_all_peoples_stay_as_they_are(name: str) -> None:
    assert launched(name=name).name == name


def test_mail_birthday_picture_and_school_numbers_are_left_at_the_door() -> None:
    found = launched(
        email="zebra@school.example",
        birthdate="2011-01-01-zebra",
        picture="https://zebra.example/face.png",
        phone_number="zebra",
        lis={"person_sourcedid": "zebra"},
        ext={"user_username": "zebra"},
        lti1p1={"user_id": "zebra"},
    )
    assert "zebra" not in str(asdict(found))


# --- course and activity


def test_a_course_has_an_id_a_label_and_a_title() -> None:
    context = {"id": "7", "label": "9A", "title": "Careers 9A", "type": ["CourseSection"]}
    assert launched(context=context).context == Context("7", "9A", "Careers 9A")


@pytest.mark.parametrize("kind", [GONE, None, "CourseSection", ["urn:lti:context-type:ims/lis/CourseSection"]])
def test_the_kind_of_course_does_not_matter(kind: object) -> None:
    context = {"id": "7"} if kind is GONE else {"id": "7", "type": kind}
    assert launched(context=context).context == Context("7", None, None)


@pytest.mark.parametrize("context", [{}, {"id": ""}, {"id": None}, {"id": {}}, {"title": "x"}])
def test_a_course_without_an_id_is_no_course(context: object) -> None:
    assert launched(context=context).context is None


def test_ids_that_came_as_numbers_are_their_digits() -> None:
    found = launched(context={"id": 7}, resource_link={"id": 0, "title": "T"})
    assert found.context == Context("7", None, None)
    assert found.resource_link == ResourceLink("0", "T")


@pytest.mark.parametrize("name", ["context", "resource_link"])
@pytest.mark.parametrize("wrong", ["x" * 256, "a\x00"])
def test_an_id_that_nothing_can_have_is_refused(refuses: Expect, name: str, wrong: str) -> None:
    refuses("claim_bad", lambda: launched(**{name: {"id": wrong}}), claim=name)


def test_the_longest_ids_there_may_be_are_kept_whole() -> None:
    found = launched(context={"id": "c" * 255}, resource_link={"id": "r" * 255})
    assert found.context is not None
    assert (found.context.id, found.resource_link.id) == ("c" * 255, "r" * 255)


# --- custom values


def test_custom_values_are_text_and_the_unresolved_ones_are_absent() -> None:
    given = {"a": "1", "b": 2, "c": True, "d": 1.5, "e": None, "f": {"x": 1}, "g": [1], "h": "", "i": "$Message.locale"}
    assert launched(custom=given).custom == {"a": "1", "b": "2", "c": "true", "d": "1.5", "h": ""}


def test_custom_values_give_no_rights() -> None:
    found = launched(custom={"role": "Instructor", "roles": "Instructor", "user_id": "pupil-2"})
    assert (found.roles.role, found.sub) == (Role.PUPIL, "pupil-1")


# --- language


@pytest.mark.parametrize(
    ("given", "locale"),
    [
        ({"launch_presentation": {"locale": "sv"}, "locale": "fi"}, "sv"),
        ({"launch_presentation": {"locale": ""}, "locale": "fi_FI"}, "fi_FI"),
        ({"launch_presentation": {}, "locale": "da"}, "da"),
        ({"launch_presentation": {"locale": "x" * 36}, "locale": "da"}, "da"),
        ({"launch_presentation": {"locale": "x" * 35}}, "x" * 35),
        ({"locale": "x" * 10_000}, None),
        ({"locale": 5}, None),
    ],
)
def test_the_language_is_the_pages_else_the_persons(given: dict[str, object], locale: str | None) -> None:
    assert launched(**given).locale == locale


# --- services


def test_the_gradebook_is_offered_with_scopes_and_addresses() -> None:
    claim = {"scope": ["a", "b", 5, None], "lineitems": f"{LMS}/items?type_id=1", "lineitem": f"{LMS}/items/1"}
    assert launched(**{AGS: claim}).ags == Ags(frozenset({"a", "b"}), f"{LMS}/items?type_id=1", f"{LMS}/items/1")


@pytest.mark.parametrize("only", ["lineitems", "lineitem"])
def test_a_gradebook_with_one_address_is_a_gradebook(only: str) -> None:
    found = launched(**{AGS: {only: f"{LMS}/x"}}).ags
    assert found is not None
    assert (found.lineitems, found.lineitem, found.scopes) in {
        (f"{LMS}/x", None, frozenset()),
        (None, f"{LMS}/x", frozenset()),
    }


@pytest.mark.parametrize("address", [None, "", 5, "javascript:alert(1)", "file:///etc/passwd", f"{LMS}/{'x' * 2048}"])
def test_a_gradebook_that_cannot_be_called_is_none(address: object) -> None:
    assert launched(**{AGS: {"scope": ["a"], "lineitems": address, "lineitem": address}}).ags is None


def test_the_longest_address_is_kept() -> None:
    address = f"{LMS}/".ljust(2048, "x")
    found = launched(**{AGS: {"lineitems": address}}).ags
    assert found == Ags(frozenset(), address, None)


def test_the_member_list_is_used_in_version_two_only() -> None:
    claim = {"context_memberships_url": f"{LMS}/members"}
    assert launched(**{NRPS: {**claim, "service_versions": ["1.0", "2.0"]}}).nrps_url == f"{LMS}/members"
    assert launched(**{NRPS: {**claim, "service_versions": ["1.0"]}}).nrps_url is None
    assert launched(**{NRPS: claim}).nrps_url is None


# --- where the platform lives


def test_the_platform_may_frame_us_from_where_it_lives() -> None:
    found = launched(
        launch_presentation={"return_url": "http://moodle.school.example:8080/return?sesskey=secret"},
        tool_platform={"url": "https://www.school.example/"},
    )
    assert found.platform_origins == (LMS, "http://moodle.school.example:8080", "https://www.school.example")
    assert "secret" not in str(found)


def test_one_origin_is_named_once_and_only_web_addresses_count() -> None:
    found = launched(
        launch_presentation={"return_url": f"{LMS}:443/back", "document_target": "iframe"},
        tool_platform={"url": "javascript:alert(1)"},
    )
    assert found.platform_origins == (LMS,)
    assert found.document_target == "iframe"


# --- mentors


def test_a_mentor_comes_with_those_they_look_after_and_nobody_else_does() -> None:
    scope = {"role_scope_mentor": ["pupil-1", "pupil-2", 5]}
    assert launched(roles=[f"{MEMBERSHIP}#Mentor"], **scope).mentees == ("pupil-1", "pupil-2")
    assert launched(roles=[f"{MEMBERSHIP}#Instructor"], **scope).mentees == ()
    assert launched(roles=[f"{MEMBERSHIP}#Mentor"]).mentees == ()
