"""Typst, which draws the PDFs (pdf.py).

Measured on one core: about 10 ms with the bundled fonts; a page with characters that they lack is compiled up to three
times. The machine's fonts are looked up once a process, which takes a second where there are thousands.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

Standards = list[Literal["ua-1"]]
FONTS = Path(__file__).parent / "fonts"


def render(template: bytes, data: Mapping[str, Any], size: str) -> bytes:
    """As `render_pdf` (pdf.py)."""
    inputs = {"data": json.dumps(data), "size": size}
    for system_fonts in (False, True):  # bundled fonts first (fast), then those of the machine
        try:
            return _compile(template, inputs, ["ua-1"], system_fonts=system_fonts)
        except typst.TypstError:
            continue
    return _compile(template, inputs, [], system_fonts=True)


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, font_paths=[FONTS])


def _compile(template: bytes, inputs: dict[str, str], standards: Standards, *, system_fonts: bool) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=[*standards],
        font_paths=_fonts(system=system_fonts),
    )
