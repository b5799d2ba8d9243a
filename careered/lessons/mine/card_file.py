"""The card as one web page that needs nothing else: saved, sent to oneself, opened offline, printed."""

from pathlib import Path

from markupsafe import Markup

from careered.lessons.mine.card import Card
from careered.web import pages
from careered.web.document import document

_STYLE = Markup((Path(__file__).parent / "card.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


def as_page(card: Card) -> bytes:
    """The page, in UTF-8."""
    body = pages.environment(card.lang).get_template("mine/card_body.html").render(card=card, level=2)
    return document(card.lang, card.title, _STYLE, Markup(body))  # noqa: S704 - escaped by the template
