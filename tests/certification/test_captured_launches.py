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
        found = replay_capture(path)
        person = next(name for name in PEOPLE if f"-{name}-" in path.name)
        sub, name, role = PEOPLE[person]
        assert (found.sub, found.roles.role) == (sub, role)
        assert found.name == (None if "noname" in path.name else name)
        assert found.context is not None
        assert (found.context.id, found.context.title) == COURSE
        assert found.locale == "en"
        assert f"-rl{found.resource_link.id}-{found.document_target}" in path.name

    @pytest.mark.parametrize("path", LAUNCHES, ids=lambda path: path.stem)
    def test_a_real_launch_offers_gradebook_and_members_and_keeps_secrets_out(path: Path) -> None:
        found = replay_capture(path)
        assert found.ags is not None
        assert "?type_id=" in (found.ags.lineitems or "")
        assert (found.nrps_url or "").endswith("/memberships")
        assert found.platform_origins == (found.issuer,)
        assert not any(value.startswith("$") for value in found.custom.values())
        for secret in ("sesskey", "@", "sourcedid", "'S-1'"):
            assert secret not in str(found)

    def test_a_real_administrator_is_marked() -> None:
        (path,) = [path for path in LAUNCHES if "-admin-" in path.name]
        assert replay_capture(path).roles.is_platform_admin

    @pytest.mark.parametrize(
        "path", [path for path in OTHER_CAPTURES if "deeplink" in path.name], ids=lambda path: path.stem
    )
    def test_a_real_wish_for_activities_says_where_the_choice_goes(path: Path) -> None:
        found = replay_capture(path)
        assert found.roles.role is Role.TEACHER
        assert found.resource_link.id == ""
        assert found.deep_linking["accept_types"] == ["ltiResourceLink"]
        assert str(found.deep_linking["deep_link_return_url"]).startswith(found.issuer)

    @pytest.mark.parametrize(
        "path", [path for path in OTHER_CAPTURES if "review" in path.name], ids=lambda path: path.stem
    )
    def test_a_real_review_says_whose_work_it_is_about(path: Path) -> None:
        found = replay_capture(path)
        assert (found.roles.role, found.for_user) == (Role.TEACHER, "5")
        assert found.sub != found.for_user
        assert found.ags is not None
        assert found.ags.lineitem

    @pytest.mark.parametrize("path", LAUNCHES[:1], ids=lambda path: path.stem)
    def test_a_real_launch_is_over_after_two_minutes(path: Path) -> None:
        with pytest.raises(RequestError) as caught:
            replay_capture(path, later=125)
        assert caught.value.code == "token_expired"

    def test_all_recordings_are_replayed() -> None:
        listed = json.loads((MOODLE / "launches" / "INDEX.json").read_text())
        assert {path.name for path in CAPTURES} == {entry["file"] for entry in listed}
