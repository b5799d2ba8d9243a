"""The access tokens that the platform has issued."""

from dataclasses import dataclass, field
from secrets import token_hex

LIFETIME = 3600  # seconds


@dataclass
class AccessTokens:
    """Issued bearer tokens: token -> (scopes, expiry in epoch seconds)."""

    issued: dict[str, tuple[frozenset[str], float]] = field(default_factory=dict)

    def issue(self, scopes: list[str], now: float) -> str:
        """A fresh bearer token."""
        token = token_hex(16)
        self.issued[token] = (frozenset(scopes), now + LIFETIME)
        return token

    def scopes_of(self, authorization: str, now: float) -> frozenset[str] | None:
        """The scopes of an Authorization header, or None where it holds no valid token."""
        scheme, _, token = authorization.partition(" ")
        scopes, expires_at = self.issued.get(token, (frozenset(), 0.0))
        return scopes if scheme.lower() == "bearer" and now < expires_at else None
