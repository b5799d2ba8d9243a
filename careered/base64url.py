"""base64url without padding (RFC 4648 5, RFC 7515 2): the library adds it, and looks at what it is given."""

from binascii import a2b_base64, b2a_base64

_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")


def encode(data: bytes) -> str:
    """Bytes as text."""
    return b2a_base64(data, newline=False).rstrip(b"=").translate(_TO_URL).decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of a text; characters of no alphabet are left out. Raises ValueError."""
    raw = text.encode("ascii").translate(_FROM_URL)
    return a2b_base64(raw + b"=" * (-len(raw) % 4))
