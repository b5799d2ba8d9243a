"""What a pupil in need may write: the phrases of `urgent_words`, as they are said rather than as they are spelt.

They stand in `phrases_of_need/`, a file a language, for whoever speaks it: a phrase a line. `|` stands between words
that do equally well, `*` after the beginning of a word, `.` for the end of a sentence ("en jaksa." but not "en jaksa
lukea"). After `between:` come the words that may stand between those of any phrase ("jeg vil bare gerne dø"). Rather
one too many: who is asked to look loses a moment.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

_FILES = Path(__file__).parent / "phrases_of_need"
_BETWEEN = "between:"


@cache
def phrases() -> Mapping[str, Sequence[str]]:
    """By language of the schools: pupils write in the language of their friends."""
    return {lang: [line for line in lines if not line.startswith(_BETWEEN)] for lang, lines in _lines().items()}


@cache
def words_between() -> Sequence[str]:
    """The words that may stand between those of a phrase, of all languages."""
    found = [line.removeprefix(_BETWEEN).split() for lines in _lines().values() for line in lines if _BETWEEN in line]
    return [word for words in found for word in words]


@cache
def _lines() -> Mapping[str, Sequence[str]]:
    files = sorted(_FILES.glob("*.txt"))
    return {file.stem: file.read_text(encoding="utf-8").splitlines() for file in files}
