"""The content of the card to take away: the pupil's own lines and the pack's services.

Nothing that others wrote is on it: no answers from staff, no posts of classmates.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from markupsafe import Markup

from careered.clock import today
from careered.notebook import entries, labels
from careered.notebook.collect import FINDINGS, PLAN, Notebook
from careered.packs.models import Pack, Service
from careered.web.i18n import translations
from careered.web.time_format import format_date

PARTS = ("services", "contacts", "plan", "findings")


@dataclass(frozen=True)
class CardService:
    """A service on the card. qr: an SVG of url; both "" where the service has no URL."""

    name: str
    purpose: str
    url: str
    qr: Markup
    qr_label: str

    @property
    def address(self) -> str:
        """The URL as people read it, without scheme."""
        return self.url.removeprefix("https://").removesuffix("/")


@dataclass(frozen=True)
class CardPart:
    """A heading and the pupil's own lines under it: (question or "", text) each."""

    title: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Card:
    """The card in one language. name: "" unless the pupil wants it there."""

    lang: str
    title: str
    name: str
    services_title: str
    services: Sequence[CardService]
    services_note: str
    parts: Sequence[CardPart]
    created_note: str


def build_card(notebook: Notebook, pack: Pack, lang: str, parts: Sequence[str], name: str = "") -> Card:
    """The card with these of PARTS. Without chosen services it has all active ones of the pack: it is never empty."""
    gettext = translations(lang).gettext
    services = (
        (notebook.services(pack) or [service for service in pack.services if service.status == "active"])
        if "services" in parts
        else []
    )
    return Card(
        lang=lang,
        title=gettext(labels.CARD_TITLE),
        name=name,
        services_title=gettext(labels.MY_SERVICES),
        services=[_service(service, pack, lang) for service in services],
        services_note=gettext(labels.SERVICES_NOTE),
        parts=[part for part_id, part in _parts(notebook, lang) if part_id in parts and part.lines],
        created_note=gettext(labels.CREATED_ON) % {"day": format_date(today(pack.timezone), lang)},
    )


def _parts(notebook: Notebook, lang: str) -> list[tuple[str, CardPart]]:
    gettext = translations(lang).gettext
    return [
        ("contacts", CardPart(gettext(labels.MY_CONTACTS), _own_lines(notebook, entries.CONTACT))),
        (
            "plan",
            CardPart(gettext(labels.MY_PLAN), [*_evidence_lines(notebook, PLAN), *_own_lines(notebook, entries.PLAN)]),
        ),
        (
            "findings",
            CardPart(
                gettext(labels.MY_FINDINGS),
                [*_evidence_lines(notebook, FINDINGS), *_own_lines(notebook, entries.FINDING)],
            ),
        ),
    ]


def _evidence_lines(notebook: Notebook, section: str) -> list[tuple[str, str]]:
    return [(line.question, line.answer) for answer in notebook.section(section) for line in answer.lines]


def _own_lines(notebook: Notebook, section: str) -> list[tuple[str, str]]:
    return [("", entry.text) for entry in notebook.own_section(section)]


def _service(service: Service, pack: Pack, lang: str) -> CardService:
    name = service.name.in_language(lang, pack.default_language)
    url = service.url.in_language(lang, pack.default_language) or ""
    purpose = service.described(lang, pack.default_language)
    return CardService(
        name,
        purpose,
        url,
        qr(url) if url else Markup(""),
        translations(lang).gettext(labels.QR_LABEL) % {"service": name},
    )


@lru_cache(256)
def qr(url: str) -> Markup:
    """A QR code as SVG, for print (error correction M: 15 % may be damaged). Slow to draw, so it is kept."""
    svg = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        svg, kind="svg", border=2, xmldecl=False, svgns=True, scale=1, omitsize=True
    )
    return Markup(svg.getvalue().decode().strip())  # noqa: S704 - drawn by segno, from squares
