"""A platform's published keys (SEC 6.3), read from what its server sent: only what can verify RS256 is kept."""

import json
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Mapping, Sequence

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from careered.web.refusals import Refused

MOST_KEYS = 100
_SHORTEST, _LONGEST = 2048, 8192  # bits; longer ones only cost time
_PARTS = ("kty", "n", "e", "kid")  # the public half: whoever publishes a private one is not helped by our keeping it

KeysById = Mapping[str, Sequence[RSAKey]]


def parse_keys(body: bytes) -> KeysById:
    """The usable keys by their id. Refuses with jwks_bad: not JSON, no list of keys, over 100, or no RSA key."""
    listed = _listed(body)
    if len(listed) > MOST_KEYS:
        raise Refused("jwks_bad", {"count": len(listed)})
    found: dict[str, list[RSAKey]] = defaultdict(list)
    for entry in listed:
        if isinstance(entry, dict) and _is_usable(entry) and (key := _import(entry)):
            found[str(entry["kid"])].append(key)
    if not found:
        raise Refused("jwks_bad", {"count": 0})
    return dict(found)


def _listed(body: bytes) -> list[object]:
    try:
        listed = json.loads(body)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Refused("jwks_bad") from fault
    if not isinstance(listed, list):
        raise Refused("jwks_bad")
    return listed


def _is_usable(entry: Mapping[str, object]) -> bool:
    """An RSA signing key with an id and a sound length. `use` and `alg` may be missing (RFC 7517 4.2, 4.4)."""
    return (
        all(isinstance(entry.get(name), str) for name in _PARTS)
        and entry["kty"] == "RSA"
        and entry.get("use") in (None, "sig")
        and entry.get("alg") in (None, "RS256")
        and _SHORTEST <= _bits(str(entry["n"])) <= _LONGEST
    )


def _bits(modulus: str) -> int:
    try:
        return int.from_bytes(urlsafe_b64decode(modulus + "=" * (-len(modulus) % 4))).bit_length()
    except ValueError:
        return 0


def _import(entry: Mapping[str, object]) -> RSAKey | None:
    try:
        return RSAKey.import_key({name: str(entry[name]) for name in _PARTS})
    except (JoseError, ValueError):
        return None
