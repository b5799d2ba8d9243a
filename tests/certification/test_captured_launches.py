"""Launches that a real Moodle 4.5 signed, replayed where the recordings lie beside the repository.

They were recorded with invented people and a throw-away tool, whose launch address was /launch.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from careered.lti import urls
from careered.lti.claims import Launch, read_launch
from careered.lti.jwks_parser import parse_keys
from careered.lti.platform import Registration
from careered.lti.roles import Role
from careered.lti.state import LoginState
from careered.lti.verify import read_header, verify
from careered.web.errors import RequestError
from tests.lti.school import SCHOOL

MOODLE = Path(__file__).parents[2].parent / "shared" / "moodle"
CAPTURES = sorted((MOODLE / "launches").glob("*-*.json"))
LAUNCHES = [path for path in CAPTURES if path.name.startswith("launch-")]
OTHER_CAPTURES = [path for path in CAPTURES if path not in LAUNCHES]
COURSE = ("2", "Opinto-ohjaus 9A (äöå)")
PEOPLE = {
    "student-aino": ("5", "Aino Virtanen", Role.PUPIL),
    "student-vaino": ("6", "Väinö Mäkelä", Role.PUPIL),
    "student-soren": ("7", "Søren Kjær", Role.PUPIL),
    "teacher-editing": ("3", "Liisa Opettaja", Role.TEACHER),
    "teacher-nonediting": ("4", "Non Editing", Role.TEACHER),
    "admin": ("2", "Admin User", Role.TEACHER),
}


def replay_capture(path: Path, *, later: float = 0) -> Launch:
    """The launch, checked as on the day; what we sent out (nonce, client) is taken from our own request of then."""
    capture: dict[str, Any] = json.loads(path.read_text())
    asked, posted = capture["auth_request_of_tool"]["params"], capture["launch_form_post"]
    token = posted["id_token"]
    keys = parse_keys((MOODLE / "jwks.json").read_bytes())
    claims = verify(
        token,
        registration=_registration(capture, asked),
        keys=keys[read_header(token).kid],
        login_state=LoginState(SCHOOL.platform_id, "organisation", asked["nonce"], "", "", "", datetime.now(UTC)),
        now=datetime.fromtimestamp(posted["at"] + later, UTC),
        base_url=urls.origin_of(asked["redirect_uri"]),
    )
    return read_launch(claims)


def _registration(capture: dict[str, Any], asked: dict[str, str]) -> Registration:
    begun = capture["login_initiation"]["params"]
    return replace(
        SCHOOL,
        issuer=begun["iss"],
        client_id=asked["client_id"],
        deployments=frozenset({begun["lti_deployment_id"]}),
    )


@pytest.fixture(autouse=True)
def _the_throw_away_tools_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls, "LAUNCH_PATHS", ("/launch",))


if CAPTURES:

    @pytest.mark.parametrize("path", LAUNCHES, ids=lambda path: path.stem)
    def test_a_real_launch_brings_the_right_person_class_role_and_language(path: Path) -> None:
        launch = replay_capture(path)
        person = next(name for name in PEOPLE if f"-{name}-" in path.name)
        sub, name, role = PEOPLE[person]
        assert (launch.sub, launch.roles.role) == (sub, role)
        assert launch.name == (None if "noname" in path.name else name)
        assert launch.context is not None
        assert (launch.context.id, launch.context.title) == COURSE
        assert launch.locale == "en"
        assert f"-rl{launch.resource_link.id}-{launch.document_target}" in path.name

    @pytest.mark.parametrize("path", LAUNCHES, ids=lambda path: path.stem)
    def test_a_real_launch_offers_gradebook_and_members_and_keeps_secrets_out(path: Path) -> None:
        launch = replay_capture(path)
        assert launch.ags is not None
        assert "?type_id=" in (launch.ags.lineitems or "")
        assert (launch.nrps_url or "").endswith("/memberships")
        assert launch.platform_origins == (launch.issuer,)
        assert not any(value.startswith("$") for value in launch.custom.values())
        for secret in ("sesskey", "@", "sourcedid", "'S-1'"):
            assert secret not in str(launch)

    def test_a_real_administrator_is_marked() -> None:
        (path,) = [path for path in LAUNCHES if "-admin-" in path.name]
        assert replay_capture(path).roles.is_platform_admin

    @pytest.mark.parametrize(
        "path", [path for path in OTHER_CAPTURES if "deeplink" in path.name], ids=lambda path: path.stem
    )
    def test_a_real_wish_for_activities_says_where_the_choice_goes(path: Path) -> None:
        launch = replay_capture(path)
        assert launch.roles.role is Role.TEACHER
        assert launch.resource_link.id == ""
        assert launch.deep_linking["accept_types"] == ["ltiResourceLink"]
        assert str(launch.deep_linking["deep_link_return_url"]).startswith(launch.issuer)

    @pytest.mark.parametrize(
        "path", [path for path in OTHER_CAPTURES if "review" in path.name], ids=lambda path: path.stem
    )
    def test_a_real_review_says_whose_work_it_is_about(path: Path) -> None:
        launch = replay_capture(path)
        assert (launch.roles.role, launch.for_user) == (Role.TEACHER, "5")
        assert launch.sub != launch.for_user
        assert launch.ags is not None
        assert launch.ags.lineitem

    @pytest.mark.parametrize("path", LAUNCHES[:1], ids=lambda path: path.stem)
    def test_a_real_launch_is_over_after_two_minutes(path: Path) -> None:
        with pytest.raises(RequestError) as caught:
            replay_capture(path, later=125)
        assert caught.value.code == "token_expired"

    def test_all_recordings_are_replayed() -> None:
        listed = json.loads((MOODLE / "launches" / "INDEX.json").read_text())
        assert {path.name for path in CAPTURES} == {entry["file"] for entry in listed}
