"""Routes of a pupil's notebook, card and transfer between classes."""

from starlette.routing import Route

from careered.notebook.card_views import download_card, save_lines, show_card
from careered.notebook.transfer_views import continue_from_previous, create_code, redeem_code, show_transfer
from careered.notebook.views import choose_services, create_entry, show_notebook, show_to_teachers, update_entry
from careered.web.permissions import Audience
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Only the pupil reads and writes here."""
    return [
        page("/me", show_notebook, audience=Audience.PUPIL),
        action("/me/entries/create", create_entry, audience=Audience.PUPIL),
        action("/me/entries/update", update_entry, audience=Audience.PUPIL),
        action("/me/services", choose_services, audience=Audience.PUPIL),
        action("/me/show", show_to_teachers, audience=Audience.PUPIL),
        page("/me/transfer", show_transfer, audience=Audience.PUPIL),
        action("/me/transfer/create-code", create_code, audience=Audience.PUPIL, after_leaving=True),
        action("/me/transfer/continue", continue_from_previous, audience=Audience.PUPIL),
        action("/me/transfer/redeem", redeem_code, audience=Audience.PUPIL),
        page("/me/card", show_card, audience=Audience.PUPIL),
        action("/me/card/lines", save_lines, audience=Audience.PUPIL),
        page("/me/card/file", download_card, audience=Audience.PUPIL),
    ]
