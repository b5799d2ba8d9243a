"""The route of the service directory."""

from starlette.routing import Route

from careered.services.views import show_services
from careered.web.permissions import Audience
from careered.web.routes import page


def routes() -> list[Route]:
    """One page, for everybody who is signed in."""
    return [page("/services", show_services, audience=Audience.SIGNED_IN)]
