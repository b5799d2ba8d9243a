"""The card to take away: what stands on it. Only the pupil's own lines and the pack's words about services.

Nothing that others wrote is on it: no answers from staff, no posts of classmates.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from markupsafe import Markup

from careered.clock import now
from careered.guidance import kept
from careered.lessons.mine import words
from careered.lessons.mine.gather import FINDINGS, PLAN, Mine
from careered.packs.models import Pack, Service
from careered.web.i18n import translations
from careered.web.time_format import format_date

PARTS = ("services", "contacts", "plan", "findings")


@dataclass(frozen=True)
class CardService:
    """A service on the card. qr: an SVG picture that leads to url; both "" when the service has no address."""

    name: str
    purpose: str
    url: str
    qr: Markup
    qr_words: str

    @property
    def address(self) -> str:
        """The address as people read it."""
        return self.url.removeprefix("https://").removesuffix("/")


@dataclass(frozen=True)
class CardPart:
    """A heading and the pupil's own lines under it: (question or "", words) each."""

    title: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Card:
    """The whole card, in one language. name: "" unless the pupil wants it there."""

    lang: str
    title: str
    name: str
    services_title: str
    services: Sequence[CardService]
    for_life: str
    parts: Sequence[CardPart]
    made: str


def card_of(mine: Mine, pack: Pack, lang: str, parts: Sequence[str], name: str = "") -> Card:
    """The card with these parts; where no service is kept, all of the pack's are there: a card is never empty."""
    say = translations(lang).gettext
    services = (
        (mine.services(pack) or [one for one in pack.services if one.status == "active"]) if "services" in parts else []
    )
    return Card(
        lang=lang,
        title=say(words.CARD),
        name=name,
        services_title=say(words.MY_SERVICES),
        services=[_service(one, pack, lang) for one in services],
        for_life=say(words.FOR_LIFE),
        parts=[part for key, part in _parts(mine, lang) if key in parts and part.lines],
        made=say(words.MADE) % {"day": format_date(now().date(), lang)},
    )


def _parts(mine: Mine, lang: str) -> list[tuple[str, CardPart]]:
    say = translations(lang).gettext
    return [
        ("contacts", CardPart(say(words.MY_CONTACTS), _own(mine, kept.CONTACT))),
        ("plan", CardPart(say(words.MY_PLAN), [*_lines(mine, PLAN), *_own(mine, kept.PLAN)])),
        ("findings", CardPart(say(words.MY_FINDINGS), [*_lines(mine, FINDINGS), *_own(mine, kept.FINDING)])),
    ]


def _lines(mine: Mine, shelf: str) -> list[tuple[str, str]]:
    return [(line.asked, line.answered) for one in mine.on(shelf) for line in one.lines]


def _own(mine: Mine, shelf: str) -> list[tuple[str, str]]:
    return [("", line.text) for line in mine.own_on(shelf)]


def _service(service: Service, pack: Pack, lang: str) -> CardService:
    name = service.name.in_language(lang, pack.default_language)
    url = service.url.in_language(lang, pack.default_language) or ""
    purpose = service.pupil_does.in_language(lang, pack.default_language)
    return CardService(
        name, purpose, url, qr(url) if url else Markup(""), translations(lang).gettext(words.QR) % {"service": name}
    )


def qr(url: str) -> Markup:
    """A QR code as SVG, readable from paper (error correction M: 15 % may be damaged)."""
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        picture, kind="svg", border=2, xmldecl=False, svgns=True, scale=1, omitsize=True
    )
    return Markup(picture.getvalue().decode().strip())  # noqa: S704 - drawn by segno, from squares
