"""The pocket card on the screen, and as a file: self-contained HTML or PDF."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from starlette.responses import Response

from careered.lessons.attempt import current_pupil
from careered.notebook import entries
from careered.notebook.card import LINE_COUNT, MAX_LINE_LENGTH, Card, build_card, card_lines
from careered.notebook.card_file import render_html
from careered.notebook.collect import load_notebook
from careered.web.attachment import attachment
from careered.web.pdf import PAPER_SIZES, render_pdf
from careered.web.request import HeavyWork, PageRequest

CARD_PATH = "/me/card"
_TYPST_TEMPLATE = (Path(__file__).parent / "card.typ").read_bytes()


def show_card(req: PageRequest) -> Response:
    """GET or POST /me/card: the card as it will be, and what can be changed on it."""
    pupil = current_pupil(req)
    notebook = load_notebook(req, pupil)
    req.page_url = CARD_PATH
    return req.render(
        "notebook/card.html",
        card=build_card(notebook, pupil.pack, req.lang),
        lines=card_lines(notebook),
        longest=MAX_LINE_LENGTH,
        back_url="/me",
    )


def save_lines(req: PageRequest) -> Response:
    """POST /me/card/lines: keep the pupil's two lines; what is longer than a line may be is cut."""
    if req.viewer.persists:
        kept = "\n".join(_line(req, f"line{number}") for number in range(1, LINE_COUNT + 1))
        entries.replace(req.db, req.viewer.organisation_id, req.viewer.person_id, entries.CARD, [kept])
    return req.redirect(CARD_PATH)


def _line(req: PageRequest, field: str) -> str:
    return " ".join(req.form_value(field).replace("\x00", "").split())[:MAX_LINE_LENGTH]


def download_card(req: PageRequest) -> HeavyWork:
    """GET or POST /me/card/file: the card as a file. `as`: "pdf-a6", "pdf-a5" or "html"."""
    build, file_format = _card_builder(req), req.form_value("as")
    return HeavyWork(lambda: _file_response(build(), file_format))


def _file_response(card: Card, file_format: str) -> Response:
    kind, _, size = file_format.partition("-")
    if kind == "pdf" and size in PAPER_SIZES:
        pdf = render_pdf(_TYPST_TEMPLATE, asdict(card), size)
        return attachment(pdf, f"{card.title} {size.upper()}", "pdf")
    return attachment(render_html(card), card.title, "html")


def _card_builder(req: PageRequest) -> Callable[[], Card]:
    """All that the card needs has been read; drawing its QR codes can wait until the transaction is over."""
    pupil = current_pupil(req)
    return partial(build_card, load_notebook(req, pupil), pupil.pack, req.lang)
