"""How a report lies on paper: how wide each column is, and which hold numbers."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[+−-]?\d+|–")
MANY_COLUMNS = 10
SHORT, LINE, WORD, NAME = 8, 11, 14, 24
"""Letters: a short column does not break; elsewhere a line of so many fits, such as a date, and so long a word."""
SOFT_HYPHEN = "\u00ad"
BOLD, SMALL_BOLD = 1.2, 1.15
"""How much wider than other letters those of a heading are; where there are many columns, headings are smaller."""
AS_NEEDED = 0
"""The width of a column that is as narrow as its words, which do not break."""


def natural_widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Relative widths by the words and lines of each column, the first one's more freely.

    AS_NEEDED for short ones where there are many columns; where there are few, numbers spread over the sheet.
    """
    short, bold = (SHORT, SMALL_BOLD) if len(headings) > MANY_COLUMNS else (0, BOLD)
    return [
        _width(_heads(heading, bold), [row[place] for row in rows], LINE if place else NAME, short)
        for place, heading in enumerate(headings)
    ]


def _heads(heading: str, bold: float) -> list[int]:
    """How long the heading's words are, in letters of a cell."""
    return [round(bold * len(word)) for word in heading.replace(SOFT_HYPHEN, "").split()]


def breaks_anywhere(heading: str) -> bool:
    """Whether a word of the heading is too long for a narrow column and does not say where it may break."""
    return any(len(word) > LINE and SOFT_HYPHEN not in word for word in heading.split())


def _width(heads: Sequence[int], cells: Sequence[str], longest_line: int, short: int) -> int:
    words = [*heads, *(len(word) for text in cells for word in text.split())]
    lines = [len(line) for cell in cells for line in cell.split("\n")]
    if max((*words, *lines), default=0) <= short:
        return AS_NEEDED
    return 1 + max(min(max(words), WORD), min(max(lines, default=0), longest_line))


def numeric_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[bool]:
    """Which columns hold nothing but numbers, or a dash where one is not told; never the first, which names the row."""
    return [
        place > 0 and bool(rows) and all(_NUMBER.fullmatch(row[place]) for row in rows)
        for place, _heading in enumerate(headings)
    ]
