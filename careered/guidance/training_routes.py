"""Routes of the practitioners' training."""

from starlette.routing import Route

from careered.guidance import track_pages
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each member of staff sees only their own training record."""
    return [
        page("/teacher/track", track_pages.show_track, who=Who.STAFF),
        action("/teacher/track/check", track_pages.check, who=Who.STAFF),
        action("/teacher/track/task", track_pages.decide, who=Who.STAFF),
        action("/teacher/track/forget", track_pages.forget, who=Who.STAFF),
        page("/teacher/track/certificate", track_pages.certificate, who=Who.STAFF),
    ]
