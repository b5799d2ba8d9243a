"""Cells of a spreadsheet, CSV or XLSX: never a formula, never longer than a spreadsheet can hold."""

import unicodedata

from careered.storable_text import is_invisible

MAX_CELL_UNITS = 32_767  # UTF-16 units in a cell of Excel: it cuts or spills what is longer, XLSX writers skip the row
_ELLIPSIS = "…"
_FORMULA_STARTS = frozenset("=+-@\N{MINUS SIGN}")


def escape_formula(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet could take it for a formula (CWE-1236).

    Spreadsheets drop invisible characters in front, and read full-width, small and raised forms of = + - @ as these.
    """
    visible = text[_invisible_length(text) :]
    is_formula = unicodedata.normalize("NFKC", visible[:1])[:1] in _FORMULA_STARTS if visible else False
    return f"'{text}" if is_formula or text[:1] in tuple("\t\r\n") else text


def _invisible_length(text: str) -> int:
    return next((position for position, character in enumerate(text) if not is_invisible(character)), len(text))


def fit_cell(text: str) -> str:
    """The text, cut with an ellipsis at the end if it is longer than a cell can hold."""
    if len(text) <= MAX_CELL_UNITS // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MAX_CELL_UNITS:
        return text
    return units[: 2 * (MAX_CELL_UNITS - 1)].decode("utf-16-le", errors="ignore") + _ELLIPSIS
