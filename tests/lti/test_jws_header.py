"""The form of a token and its header."""

import json

import pytest
from joserfc.jwk import OctKey

from careered.lti.verify import Header, read_header
from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, KEY, base64url, claims, sign, sign_raw


def with_header(raw: bytes) -> str:
    return sign_raw(raw, json.dumps(claims()).encode())


def test_an_ordinary_header_is_read() -> None:
    assert read_header(sign(claims())) == Header("RS256", "school-key", "JWT")


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
def test_what_is_not_three_parts_of_base64url_is_malformed(refuses: CheckRefusal, token: str) -> None:
    refuses("jwt_malformed", lambda: read_header(token))


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
        b'{"alg": "RS256", "kid": "\xff"}',
        b'{"alg": "RS256", "kid": "a", "x": ' + b"[" * 100_000 + b"}",
        b'{"alg": "RS256", "kid": "a", "x": ' + b"1" * 5_000 + b"}",
        b'{"alg": "RS256", "kid": "a", "crit": ["exp"], "exp": 1}',
    ],
)
def test_a_header_that_can_be_read_in_two_ways_or_in_none_is_malformed(refuses: CheckRefusal, header: bytes) -> None:
    refuses("jwt_malformed", lambda: read_header(with_header(header)))


def test_a_part_of_impossible_length_is_malformed(refuses: CheckRefusal) -> None:
    refuses("jwt_malformed", lambda: read_header("eyJhb.e30.a"))


def test_the_token_does_not_choose_how_it_is_checked(refuses: CheckRefusal) -> None:
    public = KEY.as_pem(private=False)
    stolen = sign(claims(), OctKey.import_key(public.hex()), alg="HS256")
    elliptic = sign_raw(b'{"alg": "ES256", "kid": "a"}', b"{}")
    tokens = [sign(claims(), alg="PS256"), sign(claims(), alg="RS384"), stolen, elliptic]
    for token in tokens:
        refuses("alg_not_allowed", lambda token=token: read_header(token))


@pytest.mark.parametrize("algorithm", [b'"none"', b'"rs256"', b'"RS256 "', b"null", b'["RS256"]', b"1"])
def test_only_rs256_written_exactly_so_is_allowed(refuses: CheckRefusal, algorithm: bytes) -> None:
    unsigned = base64url(b'{"alg": ' + algorithm + b', "kid": "a"}') + ".e30."
    refuses("alg_not_allowed", lambda: read_header(unsigned))


def test_a_header_without_an_algorithm_is_refused(refuses: CheckRefusal) -> None:
    refuses("alg_not_allowed", lambda: read_header(with_header(b'{"kid": "a"}')))


@pytest.mark.parametrize("kid", [ABSENT, ""])
def test_a_key_must_be_named(refuses: CheckRefusal, kid: object) -> None:
    refuses("kid_missing", lambda: read_header(sign(claims(), kid=kid)))


def test_a_null_key_is_no_key(refuses: CheckRefusal) -> None:
    refuses("kid_missing", lambda: read_header(with_header(b'{"alg": "RS256", "kid": null}')))


@pytest.mark.parametrize("kid", [{"a": 1}, ["school-key"], True, "k" * 256, "k" * 65_536])
def test_a_key_that_nobody_could_have_is_unknown(refuses: CheckRefusal, kid: object) -> None:
    header = json.dumps({"alg": "RS256", "kid": kid}).encode()
    refuses("kid_unknown", lambda: read_header(with_header(header)))


@pytest.mark.parametrize("kid", ["../../etc/passwd", "' OR 1=1--", "k" * 255, "k"])
def test_a_strange_key_name_is_only_a_name(kid: str) -> None:
    assert read_header(sign(claims(), kid=kid)).kid == kid


@pytest.mark.parametrize(("given", "read"), [(ABSENT, None), ("jwt", "jwt"), ("JWT", "JWT"), ("Jwt", "Jwt")])
def test_the_type_may_be_missing_or_jwt(given: object, read: str | None) -> None:
    assert read_header(sign(claims(), typ=given)).typ == read


@pytest.mark.parametrize("typ", [b'"at+jwt"', b'"logout+jwt"', b'""', b'["JWT"]', b"1"])
def test_another_kind_of_token_is_no_launch(refuses: CheckRefusal, typ: bytes) -> None:
    refuses("typ_not_allowed", lambda: read_header(with_header(b'{"alg": "RS256", "kid": "a", "typ": ' + typ + b"}")))
