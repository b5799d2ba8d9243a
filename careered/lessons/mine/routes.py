"""Routes of a pupil's own page, of the card to take away, and of changing classes."""

from starlette.routing import Route

from careered.lessons.mine.card_pages import download, show_card
from careered.lessons.mine.moving_pages import bring, make, show_moving, take
from careered.lessons.mine.pages import add, change, choose_services, show_mine
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Only the pupil reads and writes here."""
    return [
        page("/me", show_mine, who=Who.PUPIL),
        action("/me/add", add, who=Who.PUPIL),
        action("/me/change", change, who=Who.PUPIL),
        action("/me/services", choose_services, who=Who.PUPIL),
        page("/me/move", show_moving, who=Who.PUPIL),
        action("/me/move/make", make, who=Who.PUPIL),
        action("/me/move/bring", bring, who=Who.PUPIL),
        action("/me/move/take", take, who=Who.PUPIL),
        page("/me/card", show_card, who=Who.PUPIL),
        page("/me/card/file", download, who=Who.PUPIL),
    ]
