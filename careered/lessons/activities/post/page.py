"""The note before it is put up, and then the class's picture with one's own note in it."""

from collections.abc import Mapping
from typing import Any

from careered.i18n_marker import _
from careered.lessons.activities.contract import ClassBoard, Turn
from careered.lessons.activities.post.grading import CHOICE, LONGEST, WORDS
from careered.lessons.activities.post.note import note
from careered.lessons.activities.post.picture import picture
from careered.lessons.activities.post.schema import Content
from careered.web.i18n import translations

PICTURE = _("Your class's picture")
BEGINS = _("The class's picture starts with you")
FIRST = _("You are the first here. The picture grows with every note.")
CLOSED = _("The board is closed at the moment. Your teacher can see your answer, but the class cannot.")
NOT_THERE = _("Your note is no longer on the board.")
NOTHING = _("You did not put anything on the board.")
STATES = {
    "shown": _("your note"),
    "waiting": _("Your note. Your teacher will read it first."),
    "hidden": _("Your teacher has hidden it. Ask why, if you like."),
}


def view(content: Content, turn: Turn, lang: str) -> Mapping[str, Any]:
    """Before: choices (id, text, checked), has_words, words, longest, board. After: see `_after`.

    board: the `ClassBoard`; where nothing is stored, one with nothing but one's own note.
    """
    board = turn.board or _only_own(content, turn, lang)
    if turn.is_answered:
        return _after(content, turn, board, lang)
    values = turn.entered or turn.values
    return {
        "choices": [
            {"id": choice.id, "text": choice.text.in_language(lang), "checked": choice.id == values.get(CHOICE)}
            for choice in content.choices
        ],
        "has_words": content.words,
        "words": values.get(WORDS, ""),
        "longest": LONGEST,
        "board": board,
    }


def _after(content: Content, turn: Turn, board: ClassBoard, lang: str) -> Mapping[str, Any]:
    """title, is_first, picture, note (text, words below it), own_name: of its circle. leads_focus: to the note."""
    own = content.choice(board.own.choice) if board.own else None
    return {
        "title": translations(lang).gettext(BEGINS if _is_first(board) else PICTURE),
        "is_first": _is_first(board),
        "picture": picture(content, board.counts, own.id if own else "", lang),
        "note": _note(content, turn, board, lang),
        "own_name": own.name.in_language(lang) if own else "",
        "board": board,
        "draws": True,
        "leads_focus": True,
    }


def _note(content: Content, turn: Turn, board: ClassBoard, lang: str) -> dict[str, Any]:
    """What stands below the picture: one's own note as the board has it, or why there is none."""
    gettext = translations(lang).gettext
    if board.own:
        own = content.choice(board.own.choice)
        text = board.own.text or (own.text.in_language(lang) if own else board.own.subject)
        state = gettext(STATES[board.own_state])
        words = f"{state}. {gettext(FIRST)}" if _is_first(board) else state
        return {"text": text, "words": words}
    if note(content, turn.values, lang) is None:
        return {"text": "", "words": gettext(NOTHING)}
    return {"text": "", "words": gettext(NOT_THERE if board.takes_notes else CLOSED)}


def _is_first(board: ClassBoard) -> bool:
    """Whether one's own note is the only one."""
    return sum(board.counts.values()) == 1 and board.own_state == "shown"


def _only_own(content: Content, turn: Turn, lang: str) -> ClassBoard:
    own = note(content, turn.values, lang)
    return ClassBoard(counts={own.choice: 1} if own else {}, own=own, own_state="shown" if own else "")
