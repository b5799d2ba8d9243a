"""Routes about personal data: a page for everybody, and those of an LTI data privacy launch."""

from starlette.routing import Route

from careered.privacy.views import about_your_data, confirm_erasure, download, erase_data, show_person
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Opening a record is logged, so the pages write too."""
    return [
        page("/about-your-data", about_your_data, audience=Audience.SIGNED_IN),
        page("/privacy", show_person, audience=Audience.OFFICER, writes=True),
        page("/privacy/export", download, audience=Audience.OFFICER, writes=True),
        page("/privacy/confirm-erasure", confirm_erasure, audience=Audience.OFFICER, writes=True),
        action("/privacy/erase", erase_data, audience=Audience.OFFICER),
    ]
