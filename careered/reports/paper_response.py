"""Papers as an answer: a page that prints, a file, or a PDF; made after the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from careered.reports.papers import Paper, papers_file, papers_html, papers_pdf
from careered.web.attachment import attachment
from careered.web.request import HeavyWork, PageRequest

PRINT = "print"
"""The format that is a page of careered, not a file."""


@dataclass(frozen=True)
class PrintPlace:
    """file_name: of the files, without suffix; a page to print has it as title. back_url, back_label: the way back.

    pdf_url: the same as a PDF. note: what to do before the papers go to somebody, "" for nothing; it is not printed.
    """

    file_name: str
    back_url: str
    back_label: str
    pdf_url: str
    note: str = ""


def print_page(req: PageRequest, drawn: Markup, place: PrintPlace) -> Response:
    """A page with nothing but what is printed, and above it what to do with it."""
    return req.render("reports/print.html", drawn=drawn, place=place)


def as_papers(req: PageRequest, papers: Sequence[Paper], file_format: str, place: PrintPlace) -> HeavyWork:
    """The papers, at least one. file_format: PRINT, "pdf", else an HTML file."""
    return HeavyWork(lambda: _response(req, papers, file_format, place))


def _response(req: PageRequest, papers: Sequence[Paper], file_format: str, place: PrintPlace) -> Response:
    name = place.file_name
    if file_format == PRINT:
        return print_page(req, papers_html(papers), place)
    if file_format == "pdf":
        return attachment(papers_pdf(papers, name), name, "pdf")
    return attachment(papers_file(papers, name), name, "html")
