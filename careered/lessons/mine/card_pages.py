"""The card on the screen, and as a file: a web page that needs nothing else, or a PDF."""

from dataclasses import asdict
from pathlib import Path

from starlette.responses import Response

from careered.lessons.mine.card import PARTS, Card, card_of
from careered.lessons.mine.card_file import as_page
from careered.lessons.mine.gather import mine_of
from careered.lessons.pupil import pupil_of
from careered.web.edge import Ask
from careered.web.pdf import SIZES, as_pdf

_SHEET = (Path(__file__).parent / "card.typ").read_bytes()


def show_card(ask: Ask) -> Response:
    """GET or POST /me/card: the card as it will be, and what to choose for it."""
    parts, named = _wishes(ask)
    return ask.render("mine/card.html", card=_card(ask), parts=parts, named=named, name=ask.me.name)


def download(ask: Ask) -> Response:
    """GET or POST /me/card/file: the card as a file. `as`: "pdf-a4", "pdf-a5" or "html"."""
    kind, _, size = ask.field("as").partition("-")
    card = _card(ask)
    if kind == "pdf" and size in SIZES:
        return _file(as_pdf(_SHEET, asdict(card), size), "application/pdf", f"careered-{size}.pdf")
    return _file(as_page(card), "text/html; charset=utf-8", "careered.html")


def _wishes(ask: Ask) -> tuple[tuple[str, ...], bool]:
    """Which parts, and whether with the name; everything but the name where nothing has been chosen yet."""
    if ask.field("chosen") != "yes":
        return PARTS, False
    return tuple(part for part in PARTS if part in ask.form.get("part", ())), ask.field("named") == "yes"


def _card(ask: Ask) -> Card:
    pupil = pupil_of(ask)
    parts, named = _wishes(ask)
    return card_of(mine_of(ask, pupil), pupil.pack, ask.lang, parts, ask.me.name if named else "")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
