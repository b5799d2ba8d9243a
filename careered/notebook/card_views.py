"""The card on the screen, and as a file: self-contained HTML or PDF."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from starlette.responses import Response

from careered.lessons.attempt import current_pupil
from careered.notebook.card import PARTS, Card, build_card
from careered.notebook.card_file import render_html
from careered.notebook.collect import load_notebook
from careered.web.pdf import PAPER_SIZES, render_pdf
from careered.web.request import HeavyWork, PageRequest

_TYPST_TEMPLATE = (Path(__file__).parent / "card.typ").read_bytes()


def show_card(req: PageRequest) -> Response:
    """GET or POST /me/card: a preview of the card, and its options."""
    parts, with_name = _card_options(req)
    return req.render(
        "notebook/card.html", card=_card_builder(req)(), parts=parts, with_name=with_name, name=req.viewer.name
    )


def download_card(req: PageRequest) -> HeavyWork:
    """GET or POST /me/card/file: the card as a file. `as`: "pdf-a4", "pdf-a5" or "html"."""
    build, file_format = _card_builder(req), req.form_value("as")
    return HeavyWork(lambda: _file_response(build(), file_format))


def _file_response(card: Card, file_format: str) -> Response:
    kind, _, size = file_format.partition("-")
    if kind == "pdf" and size in PAPER_SIZES:
        return _download_response(
            render_pdf(_TYPST_TEMPLATE, asdict(card), size), "application/pdf", f"careered-{size}.pdf"
        )
    return _download_response(render_html(card), "text/html; charset=utf-8", "careered.html")


def _card_options(req: PageRequest) -> tuple[tuple[str, ...], bool]:
    """The chosen parts, and whether to show the name; all parts without the name before the first choice."""
    if req.form_value("chosen") != "yes":
        return PARTS, False
    return tuple(part for part in PARTS if part in req.form.get("part", ())), req.form_value("named") == "yes"


def _card_builder(req: PageRequest) -> Callable[[], Card]:
    """All that the card needs has been read; drawing its QR codes can wait until the transaction is over."""
    pupil = current_pupil(req)
    parts, with_name = _card_options(req)
    name = req.viewer.name if with_name else ""
    return partial(build_card, load_notebook(req, pupil), pupil.pack, req.lang, parts, name)


def _download_response(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)
