"""Connections from the command line: invited, approved, checked, and keys that change."""

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import PLATFORM, installation, run

__all__ = ["installation"]


@pytest.fixture
def installation_with_platform(installation: Path) -> Path:
    """An installation with a database."""
    run("db", "upgrade")
    return installation


def test_an_invitation_is_one_address_to_copy(installation_with_platform: Path) -> None:
    output = run("platforms", "invite", "--country", "fi")
    assert output.splitlines()[0].startswith("https://careered.test/lti/register?invite=")
    (found,) = json.loads(run("platforms", "invite", "--country", "dk", "--json"))
    assert found["url"] != output.strip()
    run("platforms", "invite", code=2)


def test_an_operator_disables_a_platform_and_approves_it_again(installation_with_platform: Path) -> None:
    platform_id = json.loads(run(*PLATFORM, "--json"))[0]["id"]
    for command, status in (("disable", "off"), ("approve", "active")):
        run("platforms", command, platform_id)
        (listed,) = json.loads(run("platforms", "list", "--json"))
        assert listed["status"] == status
    run("platforms", "approve", platform_id, "--deployment", "school-7")
    (listed,) = json.loads(run("platforms", "list", "--json"))
    assert listed["deployments"] == ["2", "school-7"]
    assert "no such platform" in run("platforms", "approve", "nobody", code=1)


def test_another_host_of_a_platform_is_a_name_and_not_an_address(installation_with_platform: Path) -> None:
    run(*PLATFORM, "--host", "school.example.org")
    assert "--host" in run(*PLATFORM, "--host", "https://school.example.org/x", code=1)


def test_a_new_key_is_published_before_it_signs_and_the_old_one_for_a_while_after(
    installation_with_platform: Path,
) -> None:
    assert json.loads(run("keys", "list", "--json")) == []
    run("keys", "rotate", "--now")
    run("keys", "rotate")
    old, new = json.loads(run("keys", "list", "--json"))
    assert old["published until"] > new["signs from"] > old["signs from"]
    assert new["published until"] == "–"


def test_an_administrator_gets_an_address_to_sign_in_with(installation_with_platform: Path) -> None:
    assert run("admin", "link").startswith("https://careered.test/admin/sign-in?key=")


def test_the_doctor_says_what_fails_and_leaves_with_one(installation_with_platform: Path) -> None:
    run("keys", "rotate", "--now")
    platform_id = json.loads(run(*PLATFORM, "--json"))[0]["id"]
    output = run("doctor", platform_id, code=1)
    assert "✗" in output
    assert "https://moodle.test/jwks" in output
    lines = json.loads(run("doctor", "moodle.test", "--lang", "da", "--json", code=1))
    assert {line["step"] for line in lines} >= {"clock", "keys", "token", "scopes", "roster", "column", "score"}
    assert "No platform" in run("doctor", "nobody", code=1)
