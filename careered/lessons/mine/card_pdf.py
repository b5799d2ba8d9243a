"""The card as a PDF: tagged, PDF/UA-1, A4 or A5, made on this server without a network.

Measured (bench/card.py): some 15 ms with the fonts that come along.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst

from careered.lessons.mine.card import Card

SIZES = ("a4", "a5")
_SHEET = (Path(__file__).parent / "card.typ").read_bytes()
_UA: list[Literal["ua-1"]] = ["ua-1"]


def as_pdf(card: Card, size: str) -> bytes:
    """The PDF. What pupils wrote goes in as data, never as the sheet's own language."""
    inputs = {"card": json.dumps(asdict(card)), "size": size}
    for system_fonts in (False, True):  # at once with the fonts that come along; then with those of the machine
        try:
            return _compiled(inputs, _UA, system_fonts=system_fonts)
        except typst.TypstError:
            continue
    return _compiled(inputs, [], system_fonts=True)  # a sign that no font has: tagged, but not to be called PDF/UA


def _compiled(inputs: dict[str, str], standards: list[Literal["ua-1"]], *, system_fonts: bool) -> bytes:
    return typst.compile(
        _SHEET,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=[*standards],
        ignore_system_fonts=not system_fonts,
    )
