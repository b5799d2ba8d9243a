"""Routes of the desk."""

from starlette.routing import Route

from careered.desk.act_views import answer, confirm, handle, postpone, undo
from careered.desk.views import open_class, show_desk
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Each act names a class that the viewer teaches; any other is not found."""
    return [
        page("/desk", show_desk, audience=Audience.STAFF, is_short=True),
        page("/desk/class/{id}", open_class, audience=Audience.STAFF, writes=True),
        action("/desk/class/{id}/answer", answer, audience=Audience.STAFF),
        action("/desk/class/{id}/handle", handle, audience=Audience.STAFF),
        action("/desk/class/{id}/postpone", postpone, audience=Audience.STAFF),
        action("/desk/class/{id}/undo", undo, audience=Audience.STAFF),
        action("/desk/class/{id}/confirm", confirm, audience=Audience.STAFF),
    ]
