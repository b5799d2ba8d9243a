"""What a launch asks for is told by its message type alone, at whichever of our addresses it arrives."""

from collections.abc import Iterator

import pytest

from tests.corpus.attempt import LTI, LaunchAttempt
from tests.corpus.deep_linking_cases import DL, SETTINGS, TEACHER, launch_picker
from tests.support.databases import fresh
from tests.support.school import TOOL, School, activities_of, school

ADDRESSES = ["/lti/launch", "/lessons", "/lessons/fi-2", "/teacher/class", ""]


@pytest.fixture(scope="module")
def at_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    with fresh("sqlite", tmp_path_factory.mktemp("school")) as url, school(url) as found:
        yield found


@pytest.fixture
def teacher(at_school: School) -> LaunchAttempt:
    return LaunchAttempt(at_school, TEACHER, activities_of(at_school.platform, "fi-8b")[0])


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_chooses_lessons_comes_to_the_picker_whatever_the_address(teacher: LaunchAttempt, address: str) -> None:
    answer = launch_picker(teacher, changes={f"{LTI}target_link_uri": TOOL + address})
    assert teacher.first_page(answer).url.path == "/deeplink"


@pytest.mark.parametrize("address", ADDRESSES)
def test_who_opens_an_activity_never_comes_to_the_picker(teacher: LaunchAttempt, address: str) -> None:
    page = teacher.first_page(teacher.launch({"target_link_uri": TOOL + address}))
    assert page.url.path.startswith("/teacher/class/")


def test_settings_of_a_picker_make_no_picker_of_an_activity(teacher: LaunchAttempt) -> None:
    settings = {"deep_link_return_url": f"{TOOL}/x", "accept_types": ["ltiResourceLink"]}
    sent = teacher.start_login()
    claims = teacher.claims(sent["nonce"]) | {SETTINGS: settings, f"{DL}data": "x"}
    answer = teacher.post_launch(teacher.school.platform.sign(claims), sent["state"])
    assert teacher.first_page(answer).url.path.startswith("/teacher/class/")


def test_an_activitys_link_makes_no_activity_of_a_picker(teacher: LaunchAttempt) -> None:
    answer = launch_picker(teacher, changes={f"{LTI}resource_link": {"id": "1", "title": "x"}})
    assert teacher.first_page(answer).url.path == "/deeplink"
