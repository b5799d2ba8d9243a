"""One secret of the installation, a key of its own for every purpose."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive_key(secret: bytes, purpose: str) -> bytes:
    """32 bytes for one purpose (RFC 5869): knowing or wearing out one key tells nothing of another."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"careered {purpose}".encode()).derive(secret)
