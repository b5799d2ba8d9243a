"""Security headers of every response: what may load, who may frame, what is cached. See docs/decisions/0004."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders

_COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


def content_security_policy(ancestors: Iterable[str], form_action: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: own origin only, nothing inline. ancestors: see framing.py."""
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


def set_security_headers(headers: MutableHeaders, csp: str) -> None:
    """Add the headers that are not set yet. no-store: browsers must not cache pages with personal data."""
    for name, value in {**_COMMON_HEADERS, "Content-Security-Policy": csp, "Cache-Control": "no-store"}.items():
        headers.setdefault(name, value)
