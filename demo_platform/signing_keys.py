"""The platform's signing keys. Only the current one is published, as Moodle does: a rotation is a hard cut."""

import json
from collections.abc import Mapping
from functools import lru_cache
from secrets import token_hex
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey

ALGORITHM = "RS256"


@lru_cache(maxsize=256)
def signing_key(base_url: str, generation: int) -> RSAKey:
    """The RSA key of one platform address; made once a process, since a platform keeps its key."""
    return RSAKey.generate_key(2048, {"kid": token_hex(10), "alg": ALGORITHM, "use": "sig"})


def public_set(key: RSAKey) -> dict[str, list[dict[str, Any]]]:
    """The key set with this one key (RFC 7517), members in Moodle's order."""
    public = key.as_dict(private=False)
    return {"keys": [{name: public[name] for name in ("kty", "alg", "kid", "e", "n", "use")}]}


def compact(claims: Mapping[str, Any], header: Mapping[str, Any], key: RSAKey) -> str:
    """A compact JWS of the claims, in their order."""
    payload = json.dumps(claims, separators=(",", ":")).encode()
    return jws.serialize_compact(dict(header), payload, key, algorithms=[ALGORITHM])
