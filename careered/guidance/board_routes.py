"""Routes of the class's boards, for classmates and for staff."""

from starlette.routing import Route

from careered.guidance import board_pages, moderation
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Classmates read and post; staff create, moderate and export."""
    return [
        page("/boards", board_pages.show_boards, who=Who.CLASSMATE),
        page("/boards/{board}", board_pages.show_board, who=Who.CLASSMATE),
        action("/boards/{board}/post", board_pages.put, who=Who.CLASSMATE),
        action("/boards/{board}/sign", board_pages.sign, who=Who.CLASSMATE),
        action("/boards/{board}/take-down", board_pages.take_down, who=Who.CLASSMATE),
        page("/teacher/class/{id}/boards", moderation.show_boards, who=Who.STAFF),
        action("/teacher/class/{id}/boards/new", moderation.make, who=Who.STAFF),
        page("/teacher/class/{id}/boards/{board}", moderation.show_board, who=Who.STAFF),
        page("/teacher/class/{id}/boards/{board}/copy", moderation.copy, who=Who.STAFF),
        action("/teacher/class/{id}/boards/{board}/decide", moderation.decide, who=Who.STAFF),
        action("/teacher/class/{id}/boards/{board}/set", moderation.set_up, who=Who.STAFF),
    ]
