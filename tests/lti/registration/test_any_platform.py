"""Platforms that know neither Moodle's tokens nor each other: what they may send, and what is never posted to them."""

import asyncio
import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from careered.db.faults import StorageFull
from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.registration import invite
from careered.lti.registration.safe_http import Fetcher
from careered.web import one_time
from tests.lti.registration.strange_platform import URL, configuration
from tests.support.pages import Page
from tests.support.school import TOOL, School, public_names, school


def jwt(payload: object) -> str:
    """A token in the form of a JWT; nobody has signed it."""
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({}, payload)]
    return f"{parts[0]}.{parts[1]}.c2ln"


TOKENS = ["", "abc", "a.b", "a.b.c", "....", "kielo-äö", "x" * 3000, " padded ", jwt([]), jwt({"sub": ["a"]})]
TOKENS += [jwt({"scope": "reg-update"}), jwt({"sub": 7, "scope": 1}), jwt({"sub": "client 1"}), jwt("reg-update")]


@dataclass
class PlainPlatform:
    """Publishes a configuration and registers every tool. client_ids: the ones that it gives out, then new ones."""

    school: School
    configuration: dict[str, object] = field(default_factory=configuration)
    client_ids: list[str] = field(default_factory=list)
    posts: list[httpx2.Request] = field(default_factory=list)
    usable_while_posting: list[bool] = field(default_factory=list)
    key: str = ""

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        """Its two addresses."""
        if request.method == "GET":
            return httpx2.Response(200, json=self.configuration)
        self.posts.append(request)
        with self.school.database.reading() as db:
            link = one_time.find(db, one_time.INVITATION, self.key)
        self.usable_while_posting.append(link is not None and link.is_usable)
        client_id = self.client_ids.pop(0) if self.client_ids else f"client-{len(self.posts)}"
        return httpx2.Response(200, json={"client_id": client_id})

    def registers(self, *, token: str = "", organisation: str = "town", key: str = "", url: str = URL) -> Page:
        """Its administrator opens an invitation."""
        with self.school.database.transaction() as db:
            address = invite.create_invitation(db, organisation, TOOL, country="DK")
        self.key = key or parse_qs(urlsplit(address).query)["invite"][0]
        parameters = {"invite": self.key, "openid_configuration": url}
        parameters |= {"registration_token": token} if token else {}
        return Page(self.school.tool_client().get("/lti/register", params=parameters))

    @property
    def stored(self) -> list[Registration]:
        """Its registrations, as careered knows them."""
        with self.school.database.reading() as db:
            every = platform_store.all_platforms(db)
        return [registration for registration in every if registration.issuer == self.configuration["issuer"]]


@pytest.fixture
def platform(database_url: str) -> Iterator[PlainPlatform]:
    """A platform that the school has not met."""
    with school(database_url) as town:
        plain = PlainPlatform(town)
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(plain.answer))
        fetcher = Fetcher(client, allow_loopback=False, resolver=public_names)
        town.tool.state.careered.singletons[Fetcher] = fetcher
        yield plain
        asyncio.run(client.aclose())


def test_a_token_may_be_missing_or_be_anything(platform: PlainPlatform) -> None:
    for number, token in enumerate(TOKENS, 1):
        page = platform.registers(token=token)
        assert (page.response.status_code, page.code) == (200, ""), token
        assert [registration.status for registration in platform.stored] == ["pending"] * number
        sent = dict(platform.posts[-1].headers.raw).get(b"Authorization")
        assert sent == (f"Bearer {token.strip()}".encode() if token else None)


def test_of_two_that_open_an_invitation_at_once_one_is_posted(platform: PlainPlatform) -> None:
    """It is used up before anything is posted, so whoever comes meanwhile is turned away."""
    platform.registers()
    assert platform.usable_while_posting == [False]
    assert platform.registers(key=platform.key).code == "invitation_invalid"
    assert len(platform.posts) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"issuer": "https://elsewhere.example"}, "issuer_mismatch"),
        ({"issuer": None}, "config_bad"),
        ({"jwks_uri": "http://school.example/jwks"}, "url_not_allowed"),
        ({"token_endpoint": "https://10.0.0.8/token"}, "url_not_allowed"),
        ({"authorization_endpoint": "https://localhost/auth"}, "url_not_allowed"),
        ({"registration_endpoint": "https://[64:ff9b::a00:1]/register"}, "url_not_allowed"),
        ({"jwks_uri": 7}, "config_bad"),
    ],
)
def test_nothing_is_posted_to_a_platform_whose_configuration_cannot_be_used(
    platform: PlainPlatform, changes: dict[str, object], code: str
) -> None:
    platform.configuration = configuration(**changes)
    key = refused(platform, code)
    platform.configuration = configuration()
    assert platform.registers(key=key).code == ""


@pytest.mark.parametrize("owner", ["elsewhere", "manual"])
def test_nothing_is_posted_for_a_client_that_may_not_be_renewed(platform: PlainPlatform, owner: str) -> None:
    """Where the token tells beforehand which client it is (Moodle's does)."""
    platform.client_ids = ["known"]
    platform.registers(organisation="elsewhere" if owner == "elsewhere" else "town")
    if owner == "manual":
        with platform.school.database.transaction() as db:
            platform_store.save(db, replace(platform.stored[0], registration_method="manual"), [])
    (before,) = platform.stored
    key = refused(platform, "already_registered", token=jwt({"sub": "known", "scope": "reg-update"}), earlier=1)
    assert platform.stored == [before]
    assert platform.registers(key=key).code == ""


def test_nothing_is_posted_while_the_database_takes_nothing(
    platform: PlainPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageFull

    with monkeypatch.context() as patch:
        patch.setattr(one_time, "redeem", full)
        key = refused(platform, "storage_full")
    assert platform.registers(key=key).code == ""


def refused(platform: PlainPlatform, code: str, *, token: str = "", earlier: int = 0) -> str:
    """A registration that fails before anything is posted; the key of its invitation, which is good still."""
    page = platform.registers(token=token)
    assert page.code == code
    assert len(platform.posts) == earlier
    return platform.key


@pytest.mark.parametrize("token", ["", "abc", jwt({"scope": "reg", "sub": "known"})])
def test_a_platform_that_registers_its_client_again_is_renewed_whatever_its_token(
    platform: PlainPlatform, token: str
) -> None:
    platform.client_ids = ["known", "known"]
    platform.registers()
    (before,) = platform.stored
    page = platform.registers(token=token)
    assert "renewed" in page.main_text
    assert [registration.platform_id for registration in platform.stored] == [before.platform_id]


@pytest.mark.parametrize("token", ["", "abc"])
def test_nobody_takes_over_another_organisations_platform(platform: PlainPlatform, token: str) -> None:
    platform.client_ids = ["known", "known"]
    platform.registers()
    (before,) = platform.stored
    assert platform.registers(token=token, organisation="elsewhere").code == "already_registered"
    assert platform.stored == [before]


def test_a_platform_that_registers_a_second_client_is_told_so(platform: PlainPlatform) -> None:
    assert "second time" not in platform.registers().main_text
    assert "second time" in platform.registers().main_text
    first, second = platform.stored
    with platform.school.database.reading() as db:
        assert platform_store.same_platforms(db, first) == [second]
        assert platform_store.same_platforms(db, second) == [first]
    other_town = platform.registers(organisation="elsewhere")
    assert "second time" not in other_town.main_text


def test_two_schools_of_one_hosted_platform_are_not_one_that_registered_twice(platform: PlainPlatform) -> None:
    about = "https://purl.imsglobal.org/spec/lti-platform-configuration"
    for number, name in enumerate(("North", "South", "North")):
        account = {"product_family_code": "canvas", "https://canvas.instructure.com/lti/account_name": name}
        platform.configuration = configuration(
            issuer="https://canvas.instructure.com",
            **{about: account},
        )
        page = platform.registers(url="https://school.instructure.com/openid")
        assert ("second time" in page.main_text) is (number == 2)
