"""Security headers of every response: what may load, who may frame, what is cached. See docs/decisions/0004."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from starlette.datastructures import MutableHeaders

_COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


def content_security_policy(ancestors: Iterable[str], form_action: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: own origin only, nothing inline. ancestors: see framing.py."""
    return _policy(tuple(ancestors), tuple(form_action))


def set_security_headers(headers: MutableHeaders, csp: str) -> None:
    """Add the headers that are not set yet. no-store: browsers must not cache pages with personal data."""
    names = dict(headers.raw)
    headers.raw.extend([header for header in _encoded(csp) if header[0] not in names])


def has_security_headers(names: Mapping[bytes, bytes]) -> bool:
    """Whether all of them are among a response's headers, by name in lower case."""
    return names.keys() >= _NAMES


# There are as many policies as platforms, and the headers of one of them are on every answer.
@lru_cache(1024)
def _policy(ancestors: tuple[str, ...], form_action: tuple[str, ...]) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            " ".join(["form-action", "'self'", *form_action]),
            "base-uri 'none'",
            " ".join(["frame-ancestors", *ancestors]),
        ]
    )


@lru_cache(1024)
def _encoded(csp: str) -> tuple[tuple[bytes, bytes], ...]:
    headers = {**_COMMON_HEADERS, "Content-Security-Policy": csp, "Cache-Control": "no-store"}
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items())


_NAMES = dict(_encoded("")).keys()
