"""The addresses of the room: services, questions, boards."""

from starlette.routing import Route

from careered.guidance import board_pages, moderation, track_pages
from careered.guidance.ask_pages import send, show_answer, show_ask, take_back
from careered.guidance.inbox_pages import answer, show_inbox
from careered.guidance.services import show_services
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Asking leaves no line in the log: who is active at that moment is known from elsewhere (decisions/0011)."""
    return [
        page("/services", show_services, who=Who.SIGNED_IN),
        page("/ask", show_ask, who=Who.PUPIL, quiet=True),
        action("/ask/send", send, who=Who.PUPIL, quiet=True),
        action("/ask/answer", show_answer, who=Who.PUPIL, quiet=True),
        action("/ask/delete", take_back, who=Who.PUPIL, quiet=True),
        page("/teacher/class/{id}/questions", show_inbox, who=Who.STAFF),
        action("/teacher/class/{id}/questions/answer", answer, who=Who.STAFF),
        *_boards(),
        *_track(),
    ]


def _track() -> list[Route]:
    return [
        page("/teacher/track", track_pages.show_track, who=Who.STAFF),
        action("/teacher/track/check", track_pages.check, who=Who.STAFF),
        action("/teacher/track/task", track_pages.decide, who=Who.STAFF),
        action("/teacher/track/forget", track_pages.forget, who=Who.STAFF),
        page("/teacher/track/certificate", track_pages.certificate, who=Who.STAFF),
    ]


def _boards() -> list[Route]:
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
