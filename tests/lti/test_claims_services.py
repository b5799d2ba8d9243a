"""What the platform offers in a launch, and where it lives."""

import pytest

from careered.lti.claims import AGS_CLAIM, NRPS_CLAIM, Ags
from tests.lti.school import verified_launch

LMS = "https://lms.school.example"


def test_the_gradebook_is_offered_with_scopes_and_addresses() -> None:
    claim = {"scope": ["a", "b", 5, None], "lineitems": f"{LMS}/items?type_id=1", "lineitem": f"{LMS}/items/1"}
    assert verified_launch(**{AGS_CLAIM: claim}).ags == Ags(
        frozenset({"a", "b"}), f"{LMS}/items?type_id=1", f"{LMS}/items/1"
    )


@pytest.mark.parametrize("only", ["lineitems", "lineitem"])
def test_a_gradebook_with_one_address_is_a_gradebook(only: str) -> None:
    found = verified_launch(**{AGS_CLAIM: {only: f"{LMS}/x"}}).ags
    assert found is not None
    assert (found.lineitems, found.lineitem, found.scopes) in {
        (f"{LMS}/x", None, frozenset()),
        (None, f"{LMS}/x", frozenset()),
    }


@pytest.mark.parametrize("address", [None, "", 5, "javascript:alert(1)", "file:///etc/passwd", f"{LMS}/{'x' * 2048}"])
def test_a_gradebook_that_cannot_be_called_is_none(address: object) -> None:
    assert verified_launch(**{AGS_CLAIM: {"scope": ["a"], "lineitems": address, "lineitem": address}}).ags is None


def test_the_longest_allowed_url_is_accepted() -> None:
    address = f"{LMS}/".ljust(2048, "x")
    found = verified_launch(**{AGS_CLAIM: {"lineitems": address}}).ags
    assert found == Ags(frozenset(), address, None)


def test_the_member_list_is_used_in_version_two_only() -> None:
    claim = {"context_memberships_url": f"{LMS}/members"}
    assert verified_launch(**{NRPS_CLAIM: {**claim, "service_versions": ["1.0", "2.0"]}}).nrps_url == f"{LMS}/members"
    assert verified_launch(**{NRPS_CLAIM: {**claim, "service_versions": ["1.0"]}}).nrps_url is None
    assert verified_launch(**{NRPS_CLAIM: claim}).nrps_url is None


def test_the_platform_may_frame_us_from_where_it_lives() -> None:
    found = verified_launch(
        launch_presentation={"return_url": "http://moodle.school.example:8080/return?sesskey=secret"},
        tool_platform={"url": "https://www.school.example/"},
    )
    assert found.platform_origins == (LMS, "http://moodle.school.example:8080", "https://www.school.example")
    assert "secret" not in str(found)


def test_one_origin_is_named_once_and_only_web_addresses_count() -> None:
    found = verified_launch(
        launch_presentation={"return_url": f"{LMS}:443/back", "document_target": "iframe"},
        tool_platform={"url": "javascript:alert(1)"},
    )
    assert found.platform_origins == (LMS,)
    assert found.document_target == "iframe"
