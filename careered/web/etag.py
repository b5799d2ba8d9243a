"""ETags: a short hash of what a page shows, so that an open page can be told when it has changed."""

import hashlib


def make_etag(content: object) -> str:
    """A short word for what a page shows: an open page says it, and is told when it is another by now."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]
