"""The board of a request's path."""

from careered.boards.store import BoardView, find_board
from careered.roster.scope import ClassScope
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def board_from_path(req: PageRequest, scope: ClassScope) -> BoardView:
    """The board of the path. Raises `not_found` for a board of another class."""
    board = find_board(req.db, *scope.key, req.path_params["board"])
    if board is None:
        raise RequestError("not_found")
    return board
