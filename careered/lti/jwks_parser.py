"""Parser for a platform's JSON Web Key Set (SEC 6.3). Keeps only keys that can verify RS256."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from careered import base64url
from careered.lti.claim_values import read_id
from careered.lti.json_body import NotJson, decode_json
from careered.web.errors import RequestError

_MIN_KEY_BITS, _MAX_KEY_BITS = 2048, 8192  # longer keys only cost time
_JWK_MEMBERS = ("kty", "n", "e", "kid")  # the public half only, even if a platform publishes more

KeysById = Mapping[str, Sequence[RSAKey]]


def parse_keys(body: bytes) -> KeysById:
    """The usable keys by `kid`. Raises RequestError jwks_bad: not JSON, no list, or no usable key.

    Any number of keys: the size of the body is limited by whoever fetches it.
    """
    entries = _key_entries(body)
    keys_by_id: dict[str, list[RSAKey]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry, dict) and (key := _usable_key(entry)):
            keys_by_id[str(key.kid)].append(key)
    if not keys_by_id:
        raise RequestError("jwks_bad", {"count": 0})
    return dict(keys_by_id)


def _key_entries(body: bytes) -> list[object]:
    try:
        document = decode_json(body)
    except NotJson as fault:
        raise RequestError("jwks_bad") from fault
    entries = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise RequestError("jwks_bad")
    return entries


def _usable_key(entry: Mapping[str, object]) -> RSAKey | None:
    with_string_id = {**entry, "kid": read_id(entry.get("kid"))}
    return _import_key(with_string_id) if _is_usable(with_string_id) else None


def _is_usable(entry: Mapping[str, object]) -> bool:
    """An RSA signing key with an id, of 2048 to 8192 bits. `use` and `alg` may be missing (RFC 7517 4.2, 4.4)."""
    return (
        all(isinstance(entry.get(name), str) for name in _JWK_MEMBERS)
        and entry["kty"] == "RSA"
        and entry.get("use") in (None, "sig")
        and entry.get("alg") in (None, "RS256")
        and _MIN_KEY_BITS <= _modulus_bits(str(entry["n"])) <= _MAX_KEY_BITS
    )


def _modulus_bits(modulus: str) -> int:
    try:
        return int.from_bytes(base64url.decode(modulus)).bit_length()
    except ValueError:
        return 0


def _import_key(entry: Mapping[str, object]) -> RSAKey | None:
    try:
        return RSAKey.import_key({name: str(entry[name]) for name in _JWK_MEMBERS})
    except (JoseError, ValueError):
        return None
