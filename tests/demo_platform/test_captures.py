"""The Moodle profile beside what a real Moodle sent (see conftest.py for where that lies)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws
from starlette.testclient import TestClient

from demo_platform.people import Role
from demo_platform.platform import DemoPlatform
from demo_platform.vocabulary import CLAIM
from tests.demo_platform.conftest import CAPTURES

LAUNCHES = sorted(CAPTURES.glob("launches/launch-*.json"))


def shape(value: Any) -> Any:
    """Names, order and types; of lists only what kinds of things are in them."""
    if isinstance(value, dict):
        return [(name, shape(member)) for name, member in value.items()]
    if isinstance(value, list):
        return sorted({str(shape(member)) for member in value})
    return type(value).__name__


def without_custom(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if name != f"{CLAIM}custom"}


@pytest.mark.parametrize("path", LAUNCHES, ids=lambda path: path.stem)
def test_a_launch_has_the_claims_of_a_real_one_in_order_and_type(platform: DemoPlatform, path: Path) -> None:
    real = json.loads(path.read_text())["launch_form_post"]["claims"]
    platform.profile = replace(platform.profile, names="name" in real)
    person = _like(platform, real)
    graded = "lineitem" in real["https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"]
    target = real[f"{CLAIM}launch_presentation"]["document_target"]
    claims = platform.claims(person, "1" if graded else "2", nonce="n", target=target)
    assert shape(without_custom(claims)) == shape(without_custom(real))
    assert claims[f"{CLAIM}roles"] == real[f"{CLAIM}roles"]
    assert claims["exp"] - claims["iat"] == real["exp"] - real["iat"]
    assert set(_unresolved(claims)) <= set(_unresolved(real))


def _unresolved(claims: dict[str, Any]) -> list[str]:
    return [value for value in claims[f"{CLAIM}custom"].values() if value.startswith("$")]


def _like(platform: DemoPlatform, real: dict[str, Any]) -> str:
    """Somebody of ours with the role that launched there."""
    roles = " ".join(real[f"{CLAIM}roles"])
    if "Administrator" in roles:
        return "2"
    role = Role.TEACHER if "Instructor" in roles else Role.LEARNER
    return next(person.id for person in platform.members("fi-8b") if person.roles["fi-8b"] is role)


@pytest.mark.parametrize("path", LAUNCHES, ids=lambda path: path.stem)
def test_a_login_has_the_fields_of_a_real_one_in_order(platform: DemoPlatform, path: Path) -> None:
    real = json.loads(path.read_text())["login_initiation"]["params"]
    fields = platform.login_params("13", "1")
    assert list(fields) == list(real)
    assert list(json.loads(fields["lti_message_hint"])) == list(json.loads(real["lti_message_hint"]))


@pytest.mark.parametrize("path", LAUNCHES[:1], ids=lambda path: path.stem)
def test_the_header_of_a_token_is_that_of_a_real_one(platform: DemoPlatform, path: Path) -> None:
    real = json.loads(path.read_text())["launch_form_post"]["jwt_header"]
    header = jws.extract_compact(platform.sign({}).encode()).headers()
    assert list(header) == list(real)
    assert shape(header) == shape(real)


@pytest.mark.parametrize("path", sorted(CAPTURES.glob("jwks.json")), ids=lambda path: path.stem)
def test_the_key_set_is_shaped_like_a_real_one(client: TestClient, path: Path) -> None:
    answer = client.get("/jwks.json")
    assert shape(answer.json()) == shape(json.loads(path.read_text()))
    assert "cache-control" not in answer.headers


def test_the_comparison_sees_order_and_type() -> None:
    assert shape({"a": 1, "b": "x"}) != shape({"b": "x", "a": 1})
    assert shape({"a": 1}) != shape({"a": "1"})
    assert shape({"a": [1]}) == shape({"a": [1, 2]})
