"""Parser for a platform's JSON Web Key Set (SEC 6.3). Keeps only keys that can verify RS256."""

import json
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Mapping, Sequence

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from careered.web.errors import RequestError

MAX_KEYS = 100
_MIN_KEY_BITS, _MAX_KEY_BITS = 2048, 8192  # longer keys only cost time
_JWK_MEMBERS = ("kty", "n", "e", "kid")  # the public half only, even if a platform publishes more

KeysById = Mapping[str, Sequence[RSAKey]]


def parse_keys(body: bytes) -> KeysById:
    """The usable keys by `kid`. Raises RequestError jwks_bad: not JSON, no list, over MAX_KEYS, or no usable key."""
    entries = _key_entries(body)
    if len(entries) > MAX_KEYS:
        raise RequestError("jwks_bad", {"count": len(entries)})
    keys_by_id: dict[str, list[RSAKey]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry, dict) and _is_usable(entry) and (key := _import_key(entry)):
            keys_by_id[str(entry["kid"])].append(key)
    if not keys_by_id:
        raise RequestError("jwks_bad", {"count": 0})
    return dict(keys_by_id)


def _key_entries(body: bytes) -> list[object]:
    try:
        entries = json.loads(body)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise RequestError("jwks_bad") from fault
    if not isinstance(entries, list):
        raise RequestError("jwks_bad")
    return entries


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
        return int.from_bytes(urlsafe_b64decode(modulus + "=" * (-len(modulus) % 4))).bit_length()
    except ValueError:
        return 0


def _import_key(entry: Mapping[str, object]) -> RSAKey | None:
    try:
        return RSAKey.import_key({name: str(entry[name]) for name in _JWK_MEMBERS})
    except (JoseError, ValueError):
        return None
