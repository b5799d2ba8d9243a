"""The addresses of a data privacy visit."""

from starlette.routing import Route

from careered.privacy.pages import confirm, download, erase, show_person
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each look is noted, so looking writes too."""
    return [
        page("/privacy", show_person, who=Who.OFFICER, writes=True),
        page("/privacy/copy", download, who=Who.OFFICER, writes=True),
        page("/privacy/erasing", confirm, who=Who.OFFICER, writes=True),
        action("/privacy/erase", erase, who=Who.OFFICER),
    ]
