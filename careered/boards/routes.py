"""Routes of the class's boards, for classmates and for staff."""

from starlette.routing import Route

from careered.boards import pupil_views, staff_views
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Classmates read and post; staff create, moderate and export."""
    return [
        page("/boards", pupil_views.show_boards, audience=Audience.CLASSMATE),
        page("/boards/{board}", pupil_views.show_board, audience=Audience.CLASSMATE),
        action("/boards/{board}/post", pupil_views.create_post, audience=Audience.CLASSMATE),
        action("/boards/{board}/react", pupil_views.react, audience=Audience.CLASSMATE),
        action("/boards/{board}/delete-post", pupil_views.delete_post, audience=Audience.CLASSMATE),
        page("/teacher/class/{id}/boards", staff_views.show_boards, audience=Audience.STAFF),
        action("/teacher/class/{id}/boards/new", staff_views.create_board, audience=Audience.STAFF),
        page("/teacher/class/{id}/boards/{board}", staff_views.show_board, audience=Audience.STAFF),
        page("/teacher/class/{id}/boards/{board}/export", staff_views.export_board, audience=Audience.STAFF),
        action("/teacher/class/{id}/boards/{board}/moderate", staff_views.moderate_post, audience=Audience.STAFF),
        action("/teacher/class/{id}/boards/{board}/settings", staff_views.update_settings, audience=Audience.STAFF),
    ]
