"""The form of a token and its header."""

import json

import pytest
from joserfc.jwk import OctKey

from careered.lti.verify import Header, header_of
from tests.lti.conftest import Expect
from tests.lti.school import GONE, KEY, base64url, claims, sign, sign_raw


def with_header(raw: bytes) -> str:
    return sign_raw(raw, json.dumps(claims()).encode())


def test_an_ordinary_header_is_read() -> None:
    assert header_of(sign(claims())) == Header("RS256", "school-key", "JWT")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "a.b",
        "e30.e30",
        "e30.e30.a.b.c",
        "e30.e30.a.",
        "e30.e30.a=",
        "e30 .e30.a",
        "e30.e30.a\n",
        "é30.e30.a",
    ],
)
def test_what_is_not_three_parts_of_base64url_is_malformed(refuses: Expect, token: str) -> None:
    refuses("jwt_malformed", lambda: header_of(token))


@pytest.mark.parametrize(
    "header",
    [
        b"no json",
        b"[]",
        b'"RS256"',
        b'{"alg": "RS256", "alg": "none", "kid": "a"}',
        b'{"alg": "none", "alg": "RS256", "kid": "a"}',
        b'{"alg": "RS256", "kid": "a", "x": {"b": 1, "b": 2}}',
        b'{"alg": "RS256", "kid": "a", "x": NaN}',
        b'{"alg": "RS256", "kid": "\\ud800"}',
        b'{"alg": "RS256", "kid": "\xff"}',
        b'{"alg": "RS256", "kid": "a", "x": ' + b"[" * 100_000 + b"}",
        b'{"alg": "RS256", "kid": "a", "x": ' + b"1" * 5_000 + b"}",
        b'{"alg": "RS256", "kid": "a", "crit": ["exp"], "exp": 1}',
    ],
)
def test_a_header_that_can_be_read_in_two_ways_or_in_none_is_malformed(refuses: Expect, header: bytes) -> None:
    refuses("jwt_malformed", lambda: header_of(with_header(header)))


def test_a_part_of_impossible_length_is_malformed(refuses: Expect) -> None:
    refuses("jwt_malformed", lambda: header_of("eyJhb.e30.a"))


def test_the_token_does_not_choose_how_it_is_checked(refuses: Expect) -> None:
    public = KEY.as_pem(private=False)
    stolen = sign(claims(), OctKey.import_key(public.hex()), alg="HS256")
    elliptic = sign_raw(b'{"alg": "ES256", "kid": "a"}', b"{}")
    tokens = [sign(claims(), alg="PS256"), sign(claims(), alg="RS384"), stolen, elliptic]
    for token in tokens:
        refuses("alg_not_allowed", lambda token=token: header_of(token))


@pytest.mark.parametrize("algorithm", [b'"none"', b'"rs256"', b'"RS256 "', b"null", b'["RS256"]', b"1"])
def test_only_rs256_written_exactly_so_is_allowed(refuses: Expect, algorithm: bytes) -> None:
    unsigned = base64url(b'{"alg": ' + algorithm + b', "kid": "a"}') + ".e30."
    refuses("alg_not_allowed", lambda: header_of(unsigned))


def test_a_header_without_an_algorithm_is_refused(refuses: Expect) -> None:
    refuses("alg_not_allowed", lambda: header_of(with_header(b'{"kid": "a"}')))


@pytest.mark.parametrize("kid", [GONE, ""])
def test_a_key_must_be_named(refuses: Expect, kid: object) -> None:
    refuses("kid_missing", lambda: header_of(sign(claims(), kid=kid)))


def test_a_null_key_is_no_key(refuses: Expect) -> None:
    refuses("kid_missing", lambda: header_of(with_header(b'{"alg": "RS256", "kid": null}')))


@pytest.mark.parametrize("kid", [{"a": 1}, ["school-key"], 5, "k" * 256, "k" * 65_536])
def test_a_key_that_nobody_could_have_is_unknown(refuses: Expect, kid: object) -> None:
    header = json.dumps({"alg": "RS256", "kid": kid}).encode()
    refuses("kid_unknown", lambda: header_of(with_header(header)))


@pytest.mark.parametrize("kid", ["../../etc/passwd", "' OR 1=1--", "k" * 255, "k"])
def test_a_strange_key_name_is_only_a_name(kid: str) -> None:
    assert header_of(sign(claims(), kid=kid)).kid == kid


@pytest.mark.parametrize(("given", "read"), [(GONE, None), ("jwt", "jwt"), ("JWT", "JWT"), ("Jwt", "Jwt")])
def test_the_type_may_be_missing_or_jwt(given: object, read: str | None) -> None:
    assert header_of(sign(claims(), typ=given)).typ == read


@pytest.mark.parametrize("typ", [b'"at+jwt"', b'"logout+jwt"', b'""', b'["JWT"]', b"1"])
def test_another_kind_of_token_is_no_launch(refuses: Expect, typ: bytes) -> None:
    refuses("typ_not_allowed", lambda: header_of(with_header(b'{"alg": "RS256", "kid": "a", "typ": ' + typ + b"}")))
