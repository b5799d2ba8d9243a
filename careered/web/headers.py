"""The headers of every answer: what may load, who may frame, what is remembered. See docs/decisions/0004."""

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders

from careered.web.viewer import Viewer

_COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
}


def content_security_policy(ancestors: Iterable[str], form_action: Iterable[str] = ()) -> str:
    """The Content-Security-Policy: everything from here, nothing inline, framed by the named sites only."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            " ".join(["form-action", "'self'", *form_action]),
            "base-uri 'none'",
            " ".join(["frame-ancestors", *(list(ancestors) or ["'none'"])]),
        ]
    )


def frame_ancestors(viewer: Viewer | None, anonymous_ancestors: Iterable[str]) -> list[str]:
    """Who may frame a page: the platform of this session; a refusal without a session goes to `strangers`."""
    return ["'self'", *viewer.origins] if viewer else list(anonymous_ancestors)


def set_security_headers(headers: MutableHeaders, csp: str) -> None:
    """Add what is not there yet; pages about people are never kept by a browser."""
    for name, value in {**_COMMON_HEADERS, "Content-Security-Policy": csp, "Cache-Control": "no-store"}.items():
        headers.setdefault(name, value)
