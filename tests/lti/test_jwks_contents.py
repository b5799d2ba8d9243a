"""Contents of a platform's key set."""

import json

import httpx2
import pytest
from joserfc.jwk import ECKey, RSAKey

from careered.lti.platform_jwks import MAX_BODY_BYTES
from tests.lti.conftest import CheckRefusal
from tests.lti.key_server import KeyServer, endless_response, key_set
from tests.lti.school import KEY

NEW_KEY = RSAKey.generate_key(2048, {"kid": "new-key"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b"null",
        b'{"keys": {}}',
        b'{"keys": []}',
        b'{"keys": ["x", 5, null]}',
        b'{"keys": [{"kty": "RSA"}]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_without_keys_is_bad(refuses: CheckRefusal, body: bytes) -> None:
    refuses("jwks_bad", KeyServer(httpx2.Response(200, content=body)).find)


@pytest.mark.parametrize("count", [1, 100, 101, 500])
def test_a_set_may_have_any_number_of_keys(count: int) -> None:
    assert len(KeyServer(key_set(*[KEY] * count)).find()) == count


def test_a_set_is_read_by_its_bytes_and_an_id_may_be_a_number() -> None:
    numbered = {**KEY.as_dict(private=False), "kid": 5}
    body = b"\xef\xbb\xbf" + json.dumps({"keys": [numbered]}).encode()
    assert KeyServer(httpx2.Response(200, content=body, headers={"Content-Type": "text/plain; charset=utf-16"})).find(
        "5"
    )


def test_reading_stops_when_an_answer_is_too_large(refuses: CheckRefusal) -> None:
    answer, bytes_read = endless_response()
    refuses("jwks_bad", KeyServer(lambda: answer).find)
    assert sum(bytes_read) <= MAX_BODY_BYTES + 2 * 16_384


def test_an_answer_of_the_largest_size_is_read() -> None:
    body = key_set(KEY).content.ljust(MAX_BODY_BYTES)
    assert KeyServer(httpx2.Response(200, content=body)).find()


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "EC"},
        {"use": "enc"},
        {"alg": "RS512"},
        {"kid": None},
        {"n": None},
        {"n": 5},
        {"n": "AQAB"},
        {"n": "!"},
        {"n": "a"},
        {"n": "_" * 342 + "_" * 2000},
        {"e": "Ag"},
        {"e": None},
    ],
)
def test_keys_that_are_of_no_use_do_not_disturb_the_others(refuses: CheckRefusal, change: dict[str, object]) -> None:
    bad = {**NEW_KEY.as_dict(private=False), **change}
    good = KEY.as_dict(private=False)
    server = KeyServer(httpx2.Response(200, json={"keys": [bad, good]}))
    assert server.find()
    refuses("kid_unknown", lambda: server.find("new-key"))


def test_a_short_or_elliptic_key_is_not_used(refuses: CheckRefusal) -> None:
    short = {"kty": "RSA", "kid": "short", "e": "AQAB", "n": "_" * 170 + "w"}
    elliptic = ECKey.generate_key("P-256", {"kid": "elliptic"}).as_dict(private=False)
    server = KeyServer(httpx2.Response(200, json={"keys": [short, elliptic]}))
    refuses("jwks_bad", server.find)


def test_a_key_needs_neither_use_nor_algorithm() -> None:
    plain = {name: KEY.as_dict(private=False)[name] for name in ("kty", "n", "e", "kid")}
    assert KeyServer(httpx2.Response(200, json={"keys": [plain]})).find()
    full = {**plain, "use": "sig", "alg": "RS256", "x5t": "x"}
    assert KeyServer(httpx2.Response(200, json={"keys": [full]})).find()


def test_of_a_published_private_key_only_the_public_half_is_stored() -> None:
    server = KeyServer(httpx2.Response(200, json={"keys": [KEY.as_dict(private=True)]}))
    (key,) = server.find()
    assert not key.is_private
