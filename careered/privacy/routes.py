"""The addresses about one's data: for everybody, and of a data privacy visit."""

from starlette.routing import Route

from careered.privacy.views import confirm_erasure, download, erase_data, show_person
from careered.privacy.your_data import about_your_data
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each look at a record is noted, so looking writes too."""
    return [
        page("/about-your-data", about_your_data, audience=Audience.SIGNED_IN),
        page("/privacy", show_person, audience=Audience.OFFICER, writes=True),
        page("/privacy/copy", download, audience=Audience.OFFICER, writes=True),
        page("/privacy/erasing", confirm_erasure, audience=Audience.OFFICER, writes=True),
        action("/privacy/erase", erase_data, audience=Audience.OFFICER),
    ]
