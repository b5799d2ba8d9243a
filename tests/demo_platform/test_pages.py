"""What a person sees: picker, course, activity, gradebook. No page needs JavaScript or a third party."""

import re

import pytest
from starlette.testclient import TestClient

from demo_platform.people import Role
from demo_platform.platform import DemoPlatform
from tests.demo_platform.stand_in import TOOL, StandIn

PAGES = ["/", "/course/fi-8b?as=13", "/course/fi-8b/activity/1?as=13", "/course/fi-8b/gradebook?as=10", "/control"]


def test_a_newcomer_finds_both_courses_and_everybody_in_them(client: TestClient, platform: DemoPlatform) -> None:
    page = client.get("/").text
    assert "Oppilaanohjaus 8B" in page
    assert "9.A Uddannelse og job" in page
    assert [name for name in (p.name for p in platform.people.values()) if name not in page] == []


def test_the_classes_have_24_and_21_pupils_and_every_name_is_used_once(platform: DemoPlatform) -> None:
    pupils = [[p for p in platform.members(course) if p.roles[course] is Role.LEARNER] for course in platform.courses]
    names = [person.name for person in platform.people.values()]
    assert [len(course_pupils) for course_pupils in pupils] == [24, 21]
    assert len(set(names)) == len(names)
    assert {p.locale for p in pupils[0]} == {"fi", "sv"}
    assert all(identity.isdecimal() for identity in platform.people)


def test_a_pupil_opens_the_activity_in_a_frame_without_sandbox(client: TestClient) -> None:
    page = client.get("/course/fi-8b/activity/1?as=13").text
    frame = re.search(r'<iframe class="tool"[^>]*>', page)
    assert frame
    assert 'src="/launch/1?as=13&amp;target=iframe"' in frame[0]
    assert "sandbox" not in frame[0]


def test_a_pupil_may_open_the_activity_in_a_new_tab_instead(client: TestClient) -> None:
    page = client.get("/course/fi-8b/activity/1?as=13&target=window").text
    assert re.search(r'<a [^>]*href="/launch/1\?as=13&amp;target=window" target="_blank"', page)
    assert 'class="tool"' not in page


def test_without_javascript_one_button_begins_the_launch(client: TestClient) -> None:
    page = client.get("/launch/1?as=13").text
    assert f'action="{TOOL}/lti/login"' in page
    assert re.search(r"<button>\w+</button>\s*</form>", page)


def test_somebody_from_another_course_does_not_get_in(client: TestClient) -> None:
    for address in ("/course/dk-9a?as=13", "/course/dk-9a/activity/3?as=13", "/launch/3?as=13", "/course/dk-9a"):
        assert client.get(address).status_code == 404


def test_the_teacher_sees_the_mark_as_the_platform_stores_it(client: TestClient, tool: StandIn) -> None:
    tool.send_score("13", 40)
    page = client.get("/course/fi-8b/gradebook?as=10").text
    assert "40.00 / 100" in page
    assert "25.11.2026" in page
    assert page.count('<th scope="row">') == 24


def test_a_pupil_sees_only_the_own_row_of_the_gradebook(client: TestClient) -> None:
    page = client.get("/course/fi-8b/gradebook?as=13").text
    assert page.count('<th scope="row">') == 1
    assert "Aino Mäkelä" in page


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_a_third_party_for_anything(client: TestClient, address: str) -> None:
    page = client.get(address).text
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', page) == []
    assert "<html lang=" in page
    assert 'name="viewport"' in page


@pytest.mark.parametrize("address", PAGES)
def test_the_platforms_pages_cannot_be_framed_by_others(client: TestClient, address: str) -> None:
    assert client.get(address).headers["X-Frame-Options"] == "SAMEORIGIN"


def test_names_are_escaped_wherever_they_stand(client: TestClient, platform: DemoPlatform) -> None:
    person = platform.add_person("fi-8b", "<script>alert(1)</script> Lahti")
    for address in ("/", f"/course/fi-8b?as={person.id}", "/course/fi-8b/gradebook?as=10"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_who_leaves_the_course_is_gone_from_it_and_the_account_stays(
    client: TestClient, platform: DemoPlatform
) -> None:
    platform.drop_person("fi-8b", "13")
    assert client.get("/course/fi-8b?as=13").status_code == 404
    assert "Aino" not in client.get("/course/fi-8b/gradebook?as=10").text
    assert platform.people["13"].name == "Aino Mäkelä"
