"""The card as one self-contained HTML file, to be saved, sent, opened offline or printed."""

from pathlib import Path

from markupsafe import Markup

from careered.notebook.card import Card
from careered.web import rendering
from careered.web.standalone_html import standalone_page
from careered.web.static import assets

_FILE_STYLE = (Path(__file__).parent / "card.css").read_text(encoding="utf-8")


def render_html(card: Card) -> bytes:
    """The HTML file, in UTF-8."""
    style = Markup(_FILE_STYLE + assets()["pocket-card.css"].plain.decode())  # noqa: S704 - our own files
    body = rendering.environment(card.lang).get_template("notebook/card_body.html").render(card=card)
    heading = Markup("<h1>{}</h1>\n").format(card.title)
    return standalone_page(card.lang, card.title, style, heading + Markup(body))  # noqa: S704 - escaped by the template
