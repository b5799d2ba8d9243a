"""What is stored about you: one short page for everybody who came in."""

from starlette.responses import Response
from starlette.routing import Route

from careered.web.edge import Ask
from careered.web.permissions import Role, Who
from careered.web.routes import page


def about_your_data(ask: Ask) -> Response:
    """GET /about-your-data."""
    looks = ask.me.role in {Role.TEACHER, Role.ASSISTANT, Role.MENTOR, Role.OFFICER}
    return ask.render("about_your_data.html", platform=ask.me.platform_name, looks=looks)


def routes() -> list[Route]:
    """The page's route."""
    return [page("/about-your-data", about_your_data, who=Who.SIGNED_IN)]
