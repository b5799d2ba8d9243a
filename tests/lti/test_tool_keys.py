"""The tool's own keys."""

from datetime import timedelta

import pytest
from cryptography.fernet import InvalidToken
from joserfc import jwt
from joserfc.jwk import RSAKey

from careered.lti.key_derivation import derive_key
from careered.lti.tool_keys import decrypt_private_key, new_key, public_jwks
from tests.lti.school import NOW
from tests.support.quicker import KEYS

SECRET = b"for tests only: forty characters or more"


def test_platforms_can_check_what_the_tool_signs() -> None:
    tool_key = new_key(SECRET, NOW)
    token = jwt.encode({"alg": "RS256"}, {"iss": "client-1"}, decrypt_private_key(SECRET, tool_key))
    published = RSAKey.import_key(public_jwks([tool_key])["keys"][0])  # type: ignore[arg-type]
    assert jwt.decode(token, published).claims == {"iss": "client-1"}


def test_only_the_public_half_is_published() -> None:
    tool_key = new_key(SECRET, NOW)
    (entry,) = public_jwks([tool_key])["keys"]
    assert set(entry) == {"kty", "n", "e", "kid", "use", "alg"}
    assert (entry["kid"], entry["use"], entry["alg"], entry["kty"]) == (tool_key.kid, "sig", "RS256", "RSA")


def test_the_private_half_is_of_no_use_without_the_secret() -> None:
    tool_key = new_key(SECRET, NOW)
    assert b"PRIVATE" not in tool_key.private_pem_encrypted
    with pytest.raises(InvalidToken):
        decrypt_private_key(SECRET + b"!", tool_key)


def test_every_key_is_a_new_one_of_sound_length() -> None:
    first, second = new_key(SECRET, NOW), new_key(SECRET, NOW)
    assert first.kid != second.kid
    assert decrypt_private_key(SECRET, first).public_key.key_size == 2048
    assert [entry["kid"] for entry in public_jwks([first, second])["keys"]] == [first.kid, second.kid]


def test_the_signing_key_names_itself() -> None:
    tool_key = new_key(SECRET, NOW)
    opened = decrypt_private_key(SECRET, tool_key)
    assert opened.kid == tool_key.kid == opened.thumbprint()


def test_a_successor_is_published_before_it_signs() -> None:
    assert new_key(SECRET, NOW).active_from == NOW
    later = new_key(SECRET, NOW, activation_delay=timedelta(hours=2))
    assert (later.created_at, later.active_from) == (NOW, NOW + timedelta(hours=2))


def test_every_purpose_has_a_key_of_its_own() -> None:
    assert derive_key(SECRET, "a") == derive_key(SECRET, "a")
    assert len({derive_key(SECRET, "a"), derive_key(SECRET, "b"), derive_key(SECRET + b"!", "a")}) == 3
    assert len(derive_key(SECRET, "a")) == 32


@pytest.mark.usefixtures("as_shipped")
def test_every_installation_has_a_key_of_its_own() -> None:
    opened = [decrypt_private_key(SECRET, new_key(SECRET, NOW)) for _ in range(2)]
    numbers = [key.private_key.private_numbers() for key in opened if key.private_key]
    assert [one.public_numbers.n.bit_length() for one in numbers] == [2048, 2048]
    assert not {numbers[0].p, numbers[0].q} & {numbers[1].p, numbers[1].q}


def test_a_strangers_key_is_never_one_of_the_tools_in_these_tests() -> None:
    first = RSAKey.generate_key(2048)
    ours = {new_key(SECRET, NOW).kid for _ in range(2 * KEYS)}
    assert len(ours) == KEYS
    assert not {first.thumbprint(), RSAKey.generate_key(2048).thumbprint()} & ours
