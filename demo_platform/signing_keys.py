"""The platform's signing keys. Only the current one is published, as Moodle does: a rotation is a hard cut."""

import json
from collections.abc import Mapping
from functools import lru_cache
from secrets import token_hex
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

ALGORITHM = "RS256"


@lru_cache(maxsize=256)
def signing_key(base_url: str, generation: int) -> RSAKey:
    """The RSA key of the platform at base_url; made once a process, since tests start many platforms there."""
    return RSAKey.generate_key(2048, {"kid": token_hex(10), "alg": ALGORITHM, "use": "sig"})


def public_key_set(key: RSAKey) -> dict[str, list[dict[str, Any]]]:
    """The key set with this one key (RFC 7517), members in Moodle's order."""
    public = key.as_dict(private=False)
    return {"keys": [{name: public[name] for name in ("kty", "alg", "kid", "e", "n", "use")}]}


def compact_jws(claims: Mapping[str, Any], header: Mapping[str, Any], key: RSAKey) -> str:
    """A compact JWS (RFC 7515) of the claims, in their order."""
    payload = json.dumps(claims, separators=(",", ":")).encode()
    return jws.serialize_compact(dict(header), payload, key, algorithms=[ALGORITHM])


def verified_claims(token: str, key: RSAKey | KeySet) -> dict[str, Any]:
    """The claims of a compact JWS; ValueError where the signature does not fit or the payload is no JSON object."""
    try:
        claims = json.loads(jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload)
    except JoseError as error:
        raise ValueError(type(error).__name__) from error
    if not isinstance(claims, dict):
        raise ValueError("the payload is no JSON object")
    return claims
