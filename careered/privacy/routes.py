"""The addresses about one's data: for everybody, and of a data privacy visit."""

from starlette.routing import Route

from careered.privacy.about import about_your_data
from careered.privacy.pages import confirm, download, erase, show_person
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each look at a record is noted, so looking writes too."""
    return [
        page("/about-your-data", about_your_data, who=Who.SIGNED_IN),
        page("/privacy", show_person, who=Who.OFFICER, writes=True),
        page("/privacy/copy", download, who=Who.OFFICER, writes=True),
        page("/privacy/erasing", confirm, who=Who.OFFICER, writes=True),
        action("/privacy/erase", erase, who=Who.OFFICER),
    ]
