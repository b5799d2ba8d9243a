"""ETags: a short hash of what a page shows, so that an open page learns when it has changed."""

import hashlib


def make_etag(content: object) -> str:
    """ETag of the values that a page shows; an open page sends it along and gets 204 while it is the same."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]
