"""Evidence sheets and letters home on paper: a page to print, a file, and a tagged PDF draw one content."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from markupsafe import Markup

from careered.reports.evidence_sheet import EvidenceSheet
from careered.reports.letter_home import LetterHome
from careered.web import rendering
from careered.web.pdf import render_pdf
from careered.web.standalone_html import standalone_page
from careered.web.static import assets

Paper = EvidenceSheet | LetterHome
_TYPST_TEMPLATE = (Path(__file__).parent / "paper.typ").read_bytes()
KINDS: Mapping[type[Paper], str] = {EvidenceSheet: "evidence", LetterHome: "letter"}
FILE_STYLE = "body { margin: 0; }\n"


def papers_html(papers: Sequence[Paper]) -> Markup:
    """The papers one below the other, each an article of one page."""
    drawn = Markup("\n").join(_article(paper) for paper in papers)
    return Markup('<div class="papers">\n{}\n</div>').format(drawn)


def _article(paper: Paper) -> Markup:
    template = rendering.environment(paper.lang).get_template(f"reports/{KINDS[type(paper)]}.html")
    return Markup(template.render(paper=paper))  # noqa: S704 - escaped by the template


def papers_file(papers: Sequence[Paper], title: str) -> bytes:
    """A self-contained page with its style sheet, to keep or to send. papers: at least one."""
    style = Markup(FILE_STYLE + assets()["paper.css"].plain.decode())  # noqa: S704 - our own files
    return standalone_page(papers[0].lang, title, style, papers_html(papers))


def papers_pdf(papers: Sequence[Paper], title: str) -> bytes:
    """Tagged PDF, A4, one page each. papers: at least one, all of one kind."""
    data = {"title": title, "kind": KINDS[type(papers[0])], "papers": [asdict(paper) for paper in papers]}
    return render_pdf(_TYPST_TEMPLATE, data, "a4")
