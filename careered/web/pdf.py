"""PDFs: tagged, PDF/UA-1, rendered on this server without a network."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

PAPER_HEAD = (Path(__file__).parent / "paper_head.typ").read_bytes()
"""What stands before a template of a paper with the common head."""
PAPER_SIZES = ("a4", "a5", "a6")


def render_pdf(template: bytes, data: Mapping[str, Any], size: str) -> bytes:
    """Render a Typst template. size: one of PAPER_SIZES. People's texts are passed as data, never as code.

    With a character that no font has, the PDF is tagged but not declared as PDF/UA.
    """
    from careered.web import typst_pdf  # a native library of 6 MB: loaded with a process's first paper, most draw none

    return typst_pdf.render(template, data, size)
