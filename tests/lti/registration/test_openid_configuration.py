"""What a platform says of itself, and what we believe."""

import pytest

from careered.lti.registration.openid_configuration import PlatformConfiguration, read_configuration
from tests.lti.conftest import CheckRefusal
from tests.lti.registration.strange_platform import URL, configuration

ABOUT = "https://purl.imsglobal.org/spec/lti-platform-configuration"
ACCOUNT = "https://canvas.instructure.com/lti/account_name"
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")


def read_from(url: str = URL, /, **changes: object) -> PlatformConfiguration:
    """Read a plain configuration with changes."""
    return read_configuration(configuration(**changes), url)


def canvas(url: str, issuer: str = "https://canvas.instructure.com", **about: object) -> PlatformConfiguration:
    """Read what Canvas says of itself."""
    return read_from(url, issuer=issuer, **{ABOUT: {"product_family_code": "canvas", **about}})


def test_a_plain_platform_is_read() -> None:
    platform = read_from()
    assert (platform.issuer, platform.family, platform.name) == ("https://school.example", "moodle", "school.example")
    assert platform.registration_url == "https://school.example/register"
    assert platform.audience is None


@pytest.mark.parametrize("listed", [["LtiDeepLinkingRequest", 7], [{"type": "LtiDeepLinkingRequest"}, {"type": None}]])
def test_messages_are_words_or_objects(listed: list[object]) -> None:
    assert read_from(**{ABOUT: {"messages_supported": listed}}).messages == {"LtiDeepLinkingRequest"}


@pytest.mark.parametrize("about", [None, "words", [], {"messages_supported": "x", "variables": "y"}])
def test_a_platform_that_says_little_of_itself_is_taken(about: object) -> None:
    platform = read_from(**{ABOUT: about, "scopes_supported": None})
    assert (platform.family, platform.variables) == ("other", None)
    assert not platform.messages | platform.scopes


@pytest.mark.parametrize("name", ["issuer", *ADDRESSES])
@pytest.mark.parametrize("value", [None, "", 7, ["https://school.example"], "https://school.example/\x00", "x" * 1025])
def test_an_address_that_is_missing_or_none_makes_it_unreadable(
    refuses: CheckRefusal, name: str, value: object
) -> None:
    refuses("config_bad", lambda: read_from(**{name: value}), claim=name)


@pytest.mark.parametrize("issuer", ["school.example", "ftp://school.example", "https://me@school.example", "https://"])
def test_an_issuer_is_an_address(refuses: CheckRefusal, issuer: str) -> None:
    refuses("config_bad", lambda: read_from(issuer=issuer))


@pytest.mark.parametrize("issuer", ["https://other.example", "https://school.example.evil.example"])
def test_a_platform_cannot_speak_for_another(refuses: CheckRefusal, issuer: str) -> None:
    refuses("issuer_mismatch", lambda: read_from(issuer=issuer))


@pytest.mark.parametrize("host", ["canvas.instructure.com", "sso.canvaslms.com", "town.instructure.com"])
def test_a_hosted_canvas_has_one_issuer_for_all_its_schools(host: str) -> None:
    assert canvas(f"https://{host}/api/lti/security/openid-configuration").family == "canvas"


@pytest.mark.parametrize("host", ["evilinstructure.com", "instructure.com.evil.example", "school.example"])
def test_nobody_else_speaks_for_the_hosted_canvas(refuses: CheckRefusal, host: str) -> None:
    refuses("issuer_mismatch", lambda: canvas(f"https://{host}/openid-configuration"))


def test_another_family_does_not_get_canvas_hosts(refuses: CheckRefusal) -> None:
    url = "https://town.instructure.com/c"
    refuses("issuer_mismatch", lambda: read_from(url, issuer="https://canvas.instructure.com"))


def test_canvas_names_a_host_and_wants_its_token_address_as_audience() -> None:
    platform = read_configuration(
        configuration(
            issuer="https://canvas.instructure.com",
            authorization_server="canvas.instructure.com",
            **{ABOUT: {"product_family_code": "canvas"}},
        ),
        "https://canvas.instructure.com/c",
    )
    assert platform.audience is None


@pytest.mark.parametrize(
    ("named", "audience"), [("https://auth.example", "https://auth.example"), ("", None), (7, None), ("a\x00", None)]
)
def test_an_audience_that_a_platform_names_is_stored(named: object, audience: str | None) -> None:
    assert read_from(authorization_server=named).audience == audience


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ("Kaupungin koulut", "Kaupungin koulut"),
        ("a\x00\nb ", "ab"),
        ("", "canvas.instructure.com"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_platform_is_called_what_its_people_call_it(named: str, name: str) -> None:
    assert canvas("https://canvas.instructure.com/c", **{ACCOUNT: named}).name == name
