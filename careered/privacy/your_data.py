"""What is stored about you, and for how long: one short page for everybody who came in."""

from starlette.responses import Response

from careered.privacy.retention import get_retention
from careered.privacy.retention_text import pupil_sentences
from careered.web.permissions import Role
from careered.web.request import PageRequest


def about_your_data(req: PageRequest) -> Response:
    """GET /about-your-data."""
    views_records = req.viewer.role in {Role.TEACHER, Role.ASSISTANT, Role.MENTOR, Role.OFFICER}
    retention_sentences = (
        [] if views_records else pupil_sentences(get_retention(req.db, req.viewer.organisation_id), req.lang)
    )
    return req.render(
        "privacy/about_your_data.html",
        platform=req.viewer.platform_name,
        views_records=views_records,
        retention_sentences=retention_sentences,
    )
