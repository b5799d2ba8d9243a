"""The tool's own key pairs (SEC 6.4): generated here, the private half encrypted with the installation's secret.

A stored key is the public half as PEM, in clear, followed by the private half as a Fernet token: publishing needs no
secret, signing does.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import Fernet
from joserfc.jwk import KeyParameters, RSAKey

from careered.lti.key_derivation import derive_key

_PUBLIC_PEM_END = b"-----END PUBLIC KEY-----\n"


@dataclass(frozen=True)
class ToolKey:
    """A key pair. active_from: when it begins to sign, later than its publication so that platforms can fetch it.

    published_until: end of its publication, None while it signs or waits to.
    """

    kid: str
    private_pem_encrypted: bytes
    created_at: datetime
    active_from: datetime
    published_until: datetime | None = None


def new_key(secret: bytes, now: datetime, activation_delay: timedelta = timedelta(0)) -> ToolKey:
    """A new RSA key of 2048 bits that signs after `activation_delay`; its id is its thumbprint (RFC 7638)."""
    key = RSAKey.generate_key(2048)
    encrypted = _fernet(secret).encrypt(key.as_pem(private=True))
    return ToolKey(key.thumbprint(), key.as_pem(private=False) + encrypted, now, now + activation_delay)


def public_jwks(keys: Iterable[ToolKey]) -> dict[str, list[dict[str, object]]]:
    """The JSON Web Key Set for platforms: public halves only."""
    return {"keys": [_public_jwk(key) for key in keys]}


def decrypt_private_key(secret: bytes, tool_key: ToolKey) -> RSAKey:
    """The private key, for signing. Raises cryptography.fernet.InvalidToken for another secret."""
    encrypted = tool_key.private_pem_encrypted.split(_PUBLIC_PEM_END, 1)[1]
    return RSAKey.import_key(_fernet(secret).decrypt(encrypted), _parameters(tool_key.kid))


def _public_jwk(key: ToolKey) -> dict[str, object]:
    pem = key.private_pem_encrypted.split(_PUBLIC_PEM_END, 1)[0] + _PUBLIC_PEM_END
    return dict(RSAKey.import_key(pem, _parameters(key.kid)).as_dict(private=False))


def _parameters(kid: str) -> KeyParameters:
    return {"kid": kid, "use": "sig", "alg": "RS256"}


def _fernet(secret: bytes) -> Fernet:
    return Fernet(urlsafe_b64encode(derive_key(secret, "tool keys 1")))
