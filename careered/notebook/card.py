"""The content of the pocket card: the pupil's picture, three services and two lines of one's own.

One content for the page, the file and the PDF. It has no question of a form, and nothing that others wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from markupsafe import Markup

from careered.notebook import labels
from careered.notebook.collect import Notebook
from careered.notebook.picture import draw, picture_of, picture_words
from careered.packs.models import Pack, Service
from careered.web.i18n import translations
from careered.web.qr import qr

SERVICE_COUNT, LINE_COUNT = 3, 2
MAX_LINE_LENGTH = 80
"""Characters: two rows on the smallest paper."""


@dataclass(frozen=True)
class CardService:
    """A service on the card. qr: an SVG of url; address: the URL as people read it. All "" where there is no URL."""

    name: str
    purpose: str
    url: str
    address: str
    qr: Markup
    qr_label: str


@dataclass(frozen=True)
class Card:
    """The card in one language. drawing: an SVG; drawing_words: the same in words. lines: at most LINE_COUNT."""

    lang: str
    title: str
    drawing: Markup
    drawing_words: str
    services: Sequence[CardService]
    lines: Sequence[str]


def build_card(notebook: Notebook, pack: Pack, lang: str) -> Card:
    """The card. Without chosen services it has the first ones of the pack: it is never empty."""
    picture = picture_of(notebook.scale, pack.education_map, lang, notebook.way)
    services = notebook.services(pack) or [service for service in pack.services if service.status == "active"]
    return Card(
        lang=lang,
        title=translations(lang).gettext(labels.CARD_TITLE),
        drawing=draw(picture, lang),
        drawing_words=picture_words(picture, lang),
        services=[_service(service, pack, lang) for service in services[:SERVICE_COUNT]],
        lines=[line for line in card_lines(notebook) if line],
    )


def card_lines(notebook: Notebook) -> list[str]:
    """The two lines as the pupil has written them; until then the latest plans."""
    plans = [shorten(line, MAX_LINE_LENGTH, placeholder=" …") for line in notebook.plan_lines]
    lines = notebook.card_lines or plans
    return [*lines, *[""] * LINE_COUNT][:LINE_COUNT]


def _service(service: Service, pack: Pack, lang: str) -> CardService:
    name = service.name.in_language(lang, pack.default_language)
    url = service.url.in_language(lang, pack.default_language) or ""
    purpose = service.described(lang, pack.default_language)
    return CardService(
        name,
        purpose,
        url,
        url.removeprefix("https://").removesuffix("/"),
        qr(url) if url else Markup(""),
        translations(lang).gettext(labels.QR_LABEL) % {"service": name},
    )
