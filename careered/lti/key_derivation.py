"""Derives one key per purpose from the installation's secret."""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@lru_cache(maxsize=16)
def derive_key(secret: bytes, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose (HKDF-SHA256, RFC 5869); keys of different purposes are independent."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"careered {purpose}".encode()).derive(secret)
