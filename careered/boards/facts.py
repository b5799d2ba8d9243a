"""What kind of board it is: what for, whether pupils can write, and in which hours."""

from collections.abc import Iterable
from dataclasses import dataclass

from careered.boards.hours import written
from careered.boards.labels import KIND_LABELS
from careered.boards.store import BoardView
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest


@dataclass(frozen=True)
class BoardFacts:
    """A board with its kind in words. takes_posts: whether pupils can write now. opens, closes: as the reader writes
    a time; "" for the whole day.
    """

    board: BoardView
    kind: str
    takes_posts: bool
    opens: str
    closes: str


def facts_of(req: PageRequest, scope: ClassScope, board: BoardView) -> BoardFacts:
    """The facts of a board in the reader's language."""
    hours = written(board.opens, req.lang), written(board.closes, req.lang)
    return BoardFacts(board, req.gettext(KIND_LABELS[board.kind]), board.takes_posts(scope.pack.timezone), *hours)


def all_facts(req: PageRequest, scope: ClassScope, boards: Iterable[BoardView]) -> list[BoardFacts]:
    """The facts of some boards, in their order."""
    return [facts_of(req, scope, board) for board in boards]
