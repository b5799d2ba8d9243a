"""The guide for administrators."""

from starlette.responses import Response

from careered.admin.help_topics import ADMINISTRATOR_TOPICS
from careered.web.help import read_guide
from careered.web.request import PageRequest

HELP_PATH = "/admin/help"


def show_help(req: PageRequest) -> Response:
    """GET /admin/help?search=…: what an administrator does, with the way to each page."""
    return req.render("admin/help.html", guide=read_guide(req, HELP_PATH, ADMINISTRATOR_TOPICS))
