"""Text that no database can store, wherever it may enter: never a fault of ours, on either database."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from starlette.routing import Route

from careered.app import all_routes
from careered.web.leaving import LEAVE_PATH
from careered.web.session_cookies import COOKIE
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, open_scenario
from tests.support.databases import fresh

UNSTORABLE = ["%00", "a%00b", "%ED%A0%80", "%FF", "%EF%BF%BF%00"]
LOGIN = {"iss": "https://school.test", "login_hint": "1", "target_link_uri": "https://careered.test/lessons"}
TEACHER_ROUTES = [route for route in all_routes() if "GET" in (route.methods or ())]
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}

HEADERS = [(name.encode(), value.encode()) for name, value in FORM.items()]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenario]:
    """One town for all; nothing is changed."""
    with fresh(request.param, tmp_path_factory.mktemp("town")) as url, open_scenario(url) as opened:
        yield opened


@pytest.fixture(scope="module")
def teacher(town: Scenario) -> FrameBrowser:
    """A signed-in teacher."""
    return town.teacher(FINLAND)[0]


def path_of(route: Route, value: str) -> str:
    """The route's address with a value for each of its parameters."""
    path = route.path
    for name in route.param_convertors:
        start = path.index("{" + name)
        path = path[:start] + value + path[path.index("}", start) + 1 :]
    return path


@pytest.mark.parametrize("value", UNSTORABLE)
@pytest.mark.parametrize(
    "name", [*LOGIN, "client_id", "lti_message_hint", "lti_storage_target", "lti_deployment_id", "x"]
)
def test_a_login_that_nobody_signed(town: Scenario, name: str, value: str) -> None:
    query = "&".join(f"{key}={quote(text)}" for key, text in LOGIN.items() if key != name)
    client = town.school.tool_client()
    for answer in (
        client.get(f"/lti/login?{query}&{name}={value}"),
        client.post("/lti/login", content=f"{query}&{name}={value}", headers=FORM),
    ):
        assert answer.status_code < 500


@pytest.mark.parametrize("value", UNSTORABLE)
def test_a_launch_and_a_notice_that_nobody_signed(town: Scenario, value: str) -> None:
    client = town.school.tool_client()
    for body in (f"id_token={value}", f"state={value}&id_token={value}", f"error={value}", f"{value}={value}"):
        assert client.post("/lti/launch", content=body, headers=FORM).status_code < 500
    token = "e30.eyJpc3MiOiJhXHUwMDAwIiwiYXVkIjoiXHVkODAwIn0.x"  # iss with NUL, aud with half a character
    assert client.post("/lti/notices", json={"notices": [{"jwt": token}]}).status_code < 500


@pytest.mark.parametrize("value", UNSTORABLE)
def test_every_address_of_the_tool(town: Scenario, teacher: FrameBrowser, value: str) -> None:
    strangers = town.school.tool_client()
    for route in TEACHER_ROUTES:
        address = f"{path_of(route, value)}?invite={value}&q={value}&class={value}&{value}={value}&seen={value}"
        for client in (teacher.tool, strangers):
            assert client.get(address).status_code < 500, address


@pytest.mark.parametrize("value", UNSTORABLE)
def test_every_form_of_the_tool(town: Scenario, teacher: FrameBrowser, value: str) -> None:
    session = teacher.tool.cookies.get(COOKIE, "")
    assert session
    names = ("text", "code", "title", "name", "answer", "key", "token", "secret", "email", "school", "q", "lang")
    fields = "&".join(f"{name}={value}" for name in names)
    for route in all_routes():
        if "POST" in (route.methods or ()) and route.path != LEAVE_PATH:  # which would end the teacher's session
            answer = town.school.tool_client().post(path_of(route, value), content=fields, headers=FORM)
            assert answer.status_code < 500 or answer.headers.get("careered-code", "").startswith("jwks"), route.path
            answer = teacher.tool.post(path_of(route, value), content=f"session={session}&{fields}", headers=FORM)
            assert answer.status_code < 500, route.path


@pytest.mark.parametrize("length", [b"9" * 5000, b"\xb2", b"-1", b"1e3", b""])
def test_a_length_that_is_none(town: Scenario, length: bytes) -> None:
    for path in ("/lti/launch", "/lti/login"):
        answer = town.school.tool_client().post(path, content=b"a=b", headers=[*HEADERS, (b"Content-Length", length)])
        assert answer.status_code == 413


@pytest.mark.parametrize("name", ["A\x00ino", "Aino \ud83d", "\x00", "\udc00\ud800", "\ufffe\x00"])
def test_a_name_in_a_signed_launch(town: Scenario, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pupil = town.people(FINLAND)[3]
    person = town.platform.people[pupil]
    monkeypatch.setitem(town.platform.people, pupil, replace(person, name=name, given=name, family=name))
    _, page = town.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert page.path.startswith("/lessons")
