"""Form and header of a compact JWS: the checks that need no key and no claim."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from careered import base64url
from careered.lti.claim_values import MAX_CLAIM_LENGTH, read_id
from careered.lti.strict_json import parse_object
from careered.web.errors import RequestError

ALGORITHM = "RS256"
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Header:
    """A checked header. `kid` is still unverified: it only names the key to try."""

    alg: str
    kid: str
    typ: str | None


class Token(str):
    """A token that several checks look into: its header and its payload are parsed once."""

    @cached_property
    def header(self) -> Header:
        """See `read_header`."""
        return _read_header(self)

    @cached_property
    def payload(self) -> dict[str, object]:
        """See `payload_of`."""
        return decode_part(self, 1)


def payload_of(token: str) -> dict[str, object]:
    """The JSON object of the payload, to be read and not changed. Raises RequestError jwt_malformed."""
    return token.payload if isinstance(token, Token) else decode_part(token, 1)


def read_header(token: str) -> Header:
    """The header. Raises RequestError jwt_malformed, alg_not_allowed, kid_missing, kid_unknown or typ_not_allowed."""
    return token.header if isinstance(token, Token) else _read_header(token)


def _read_header(token: str) -> Header:
    _check_form(token)
    return _checked_header(token.partition(".")[0])


@lru_cache(maxsize=256)
def _checked_header(part: str) -> Header:
    """A platform sends the same one with each token, until it changes its key. What is refused is not kept."""
    header = decode_part(part, 0)
    _check_critical(header)
    _check_algorithm(header)
    return Header(ALGORITHM, _read_kid(header), _read_typ(header))


def _check_form(token: str) -> None:
    """Three base64url parts, no padding, no spaces (RFC 7515 3.1); a JWE has five. Empty signature: `none`."""
    if not _COMPACT.fullmatch(token):
        raise RequestError("jwt_malformed")


def decode_part(token: str, index: int) -> dict[str, object]:
    """The JSON object of the header (index 0) or the payload (1). Raises RequestError jwt_malformed."""
    try:
        part = token.split(".")[index]
        return parse_object(base64url.decode(part))
    except (IndexError, ValueError) as fault:
        raise RequestError("jwt_malformed") from fault


def _check_critical(header: Mapping[str, object]) -> None:
    """A token with an unknown critical extension must be rejected (RFC 7515 4.1.11); we support none."""
    if "crit" in header:
        raise RequestError("jwt_malformed")


def _check_algorithm(header: Mapping[str, object]) -> None:
    """RS256 and nothing else (SEC 5.1.3 step 6, RFC 8725 3.1): the token must not choose the algorithm."""
    if header.get("alg") != ALGORITHM:
        raise RequestError("alg_not_allowed")


def _read_kid(header: Mapping[str, object]) -> str:
    """`kid` must name the key (SEC 6.3). It is only compared, never used in a path or a query."""
    if header.get("kid") in (None, ""):
        raise RequestError("kid_missing")
    kid = read_id(header["kid"])
    if kid is None or len(kid) > MAX_CLAIM_LENGTH:
        raise RequestError("kid_unknown")
    return kid


def _read_typ(header: Mapping[str, object]) -> str | None:
    """`typ` may be missing or JWT in any case (RFC 7519 5.1); an access token (at+jwt) is no launch (RFC 8725 3.11)."""
    typ = header.get("typ")
    if typ is None:
        return None
    if not isinstance(typ, str) or typ.lower() != "jwt":
        raise RequestError("typ_not_allowed")
    return typ
