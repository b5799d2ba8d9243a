"""What we ask a platform to register, and what we make of its answer."""

import json
from typing import Any

import pytest

from careered.lti.registration.canvas import canvas_configuration
from careered.lti.registration.client_metadata import AGS_SCOPE_PREFIX, SCOPES, client_metadata, requested_scopes
from careered.lti.registration.openid_configuration import PlatformConfiguration, read_configuration
from careered.lti.registration.response import read_response
from tests.lti.conftest import CheckRefusal
from tests.lti.registration.strange_platform import URL, configuration

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
ABOUT = "https://purl.imsglobal.org/spec/lti-platform-configuration"
PRIVACY = "https://canvas.instructure.com/lti/privacy_level"
ORIGIN = "https://careered.example"
NAMES, PICTURES = {"client_name", "label", "title", "text"}, {"logo_uri", "icon_uri", "icon_url"}


def platform(family: str = "moodle", *, scopes: list[str] | None = None, **about: object) -> PlatformConfiguration:
    """A platform of a family."""
    configuration_json = configuration(scopes_supported=scopes, **{ABOUT: {"product_family_code": family, **about}})
    return read_configuration(configuration_json, URL)


def tool_configuration(known: PlatformConfiguration) -> dict[str, Any]:
    """The tool's part of what we ask for."""
    document: dict[str, Any] = client_metadata(known, ORIGIN)
    tool: dict[str, Any] = document[TOOL]
    return tool


def test_everything_that_the_specification_demands_is_there() -> None:
    document: dict[str, Any] = client_metadata(platform(), ORIGIN)
    assert document["application_type"] == "web"
    assert document["response_types"] == ["id_token"]
    assert set(document["grant_types"]) == {"implicit", "client_credentials"}
    assert document["token_endpoint_auth_method"] == "private_key_jwt"
    assert document["initiate_login_uri"] == f"{ORIGIN}/lti/login"
    assert document["redirect_uris"] == [f"{ORIGIN}/lti/launch"]
    assert document["jwks_uri"] == f"{ORIGIN}/lti/jwks.json"
    assert document[TOOL]["domain"] == "careered.example"
    assert document["logo_uri"] == f"{ORIGIN}/logo.png"


@pytest.mark.parametrize("family", ["moodle", "canvas", "itslearning", "other"])
def test_the_tool_has_one_name_and_one_picture_wherever_it_is_listed(family: str) -> None:
    documents = [client_metadata(platform(family), ORIGIN), canvas_configuration(ORIGIN)]
    assert values(documents, NAMES) == {"careered"}
    assert values(documents, PICTURES) == {f"{ORIGIN}/logo.png"}
    messages = tool_configuration(platform(family))["messages"]
    assert all(message["icon_uri"] == f"{ORIGIN}/logo.png" for message in messages)


def values(document: object, keys: set[str]) -> set[object]:
    """The values of these keys, at any depth, with any language behind `#`."""
    if isinstance(document, list):
        return {value for part in document for value in values(part, keys)}
    if not isinstance(document, dict):
        return set()
    found = {value for name, value in document.items() if name.partition("#")[0] in keys}
    return found | {value for part in document.values() for value in values(part, keys)}


@pytest.mark.parametrize("family", ["moodle", "canvas", "other"])
def test_an_email_address_is_never_asked_for(family: str) -> None:
    known = platform(family)
    assert set(tool_configuration(known)["claims"]) == {"iss", "sub", "name", "given_name", "family_name", "locale"}
    assert "mail" not in json.dumps(client_metadata(known, ORIGIN))


def test_scopes_are_those_that_both_know() -> None:
    some = platform(scopes=[f"{AGS_SCOPE_PREFIX}score", "openid"])
    assert requested_scopes(some) == [f"{AGS_SCOPE_PREFIX}score"]
    assert client_metadata(some, ORIGIN)["scope"] == f"{AGS_SCOPE_PREFIX}score"
    assert requested_scopes(platform(scopes=["openid"])) == []
    assert requested_scopes(platform()) == list(SCOPES)


@pytest.mark.parametrize("extra", ["LtiSubmissionReviewRequest", "DataPrivacyLaunchRequest"])
def test_rarer_messages_are_asked_for_only_where_the_platform_names_them(extra: str) -> None:
    usual = {"LtiResourceLinkRequest", "LtiDeepLinkingRequest"}
    assert {one["type"] for one in tool_configuration(platform())["messages"]} == usual
    named = platform(messages_supported=[extra])
    assert {one["type"] for one in tool_configuration(named)["messages"]} == {*usual, extra}


def test_a_courses_history_is_asked_for_unless_the_platform_lists_its_variables_without_it() -> None:
    history = {"careered_context_history": "$Context.id.history"}
    assert tool_configuration(platform())["custom_parameters"] == history
    assert tool_configuration(platform(variables=["Context.id.history"]))["custom_parameters"] == history
    assert tool_configuration(platform(variables=["Context.id"]))["custom_parameters"] == {}


def test_canvas_gets_its_privacy_level_and_its_own_placements() -> None:
    document = tool_configuration(platform("canvas"))
    assert document[PRIVACY] == "name_only"
    assert document["messages"][0]["placements"] == [
        "assignment_selection",
        "link_selection",
        "module_index_menu_modal",
    ]
    assert PRIVACY not in tool_configuration(platform())
    assert tool_configuration(platform())["messages"][0]["placements"] == ["ContentArea"]


def test_the_json_for_canvas_says_the_same() -> None:
    configuration_json: dict[str, Any] = canvas_configuration(ORIGIN)
    (extension,) = configuration_json["extensions"]
    assert extension["privacy_level"] == "name_only"
    assert extension["domain"] == "careered.example"
    assert configuration_json["custom_fields"] == {"careered_context_history": "$Context.id.history"}
    assert {one["message_type"] for one in extension["settings"]["placements"]} == {"LtiDeepLinkingRequest"}
    assert {"title", "description", "oidc_initiation_url", "target_link_uri", "public_jwk_url", "scopes"} <= set(
        configuration_json
    )


@pytest.mark.parametrize(
    ("answer", "client_id", "deployment_id"),
    [
        ({"client_id": "abc", TOOL: {"deployment_id": "1"}}, "abc", "1"),
        ({"client_id": 10000000000001, TOOL: {"deployment_id": 4}}, "10000000000001", "4"),
        ({"client_id": "abc", TOOL: {}}, "abc", ""),
        ({"client_id": "abc", TOOL: "words"}, "abc", ""),
        ({"client_id": "abc"}, "abc", ""),
    ],
)
def test_a_response_names_our_client_and_perhaps_a_deployment(
    answer: dict[str, object], client_id: str, deployment_id: str
) -> None:
    granted = read_response(answer, [])
    assert (granted.client_id, granted.deployment_id) == (client_id, deployment_id)


@pytest.mark.parametrize("value", [None, "", True, ["a"], "<script>", 'a"b', "a b", "a\x00", "å", "x" * 256])
def test_an_answer_without_a_usable_name_for_us_is_no_registration(refuses: CheckRefusal, value: object) -> None:
    refuses("registration_refused", lambda: read_response({"client_id": value}, []))
    usable = value if value not in (None, "", True, ["a"]) else "<b>"
    refuses("registration_refused", lambda: read_response({"client_id": "a", TOOL: {"deployment_id": usable}}, []))


def test_what_was_granted_is_never_more_than_what_was_asked() -> None:
    assert read_response({"client_id": "a", "scope": "one other"}, ["one", "two"]).scopes == ("one",)
    assert read_response({"client_id": "a", "scope": ""}, ["one"]).scopes == ()
    assert read_response({"client_id": "a"}, ["one", "two"]).scopes == ("one", "two")
