"""The board of a lesson's card: one note for each pupil, put there from inside the lesson."""

import hashlib
import hmac

from sqlalchemy import Connection, select, update

from careered.boards import posts
from careered.boards.store import HIDDEN, SHOWN, WAITING, BoardView
from careered.boards.tables import Board, Post
from careered.clock import now
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new

_boards, _posts = Board.__table__, Post.__table__


def board_id(class_key: tuple[str, str], lesson_id: str, card_id: str) -> str:
    """The id of a card's board in a class (organisation id, class id): the same at every time."""
    return hashlib.sha256("\n".join((*class_key, lesson_id, card_id)).encode()).hexdigest()[:22]


def create(db: Connection, class_key: tuple[str, str], key: str, prompt: str) -> BoardView:
    """The board with id `key`, made with a card's first note: it is open, and words of one's own wait for staff."""
    board = BoardView(*class_key, key, "findings", prompt, open=True, moderated=True, opens="", closes="")
    insert_if_new(db, _boards, {**vars(board), "created_at": now()}, key=("organisation_id", "class_id", "id"))
    return board


def put(
    db: Connection, board: BoardView, person_id: str, secret: bytes, *, choice: str, subject: str, text: str
) -> None:
    """Put a pupil's note up, or change the one that is there. Words that nobody has read wait for staff."""
    of_pupil = where_equal(_posts, **board.key, person_id=person_id) & (_posts.c.choice != "")
    own = db.execute(select(_posts.c.id, _posts.c.text, _posts.c.state).where(of_pupil)).first()
    state = _state(board, text, own.text if own else "", own.state if own else "")
    values = {"choice": choice, "subject": subject, "text": text, "state": state}
    if own:
        db.execute(update(_posts).where(of_pupil).values(**values))
        return
    row = {**board.key, "id": _note_id(secret, board, person_id), "person_id": person_id, "created_at": now()}
    insert_if_new(db, _posts, {**row, **values}, key=("organisation_id", "board_id", "id"))


def _state(board: BoardView, text: str, text_before: str, state_before: str) -> str:
    """What staff have hidden stays hidden; what they have read stays as it is."""
    if state_before == HIDDEN or (state_before and text == text_before):
        return state_before
    return WAITING if text and board.moderated else SHOWN


def _note_id(secret: bytes, board: BoardView, person_id: str) -> str:
    """One id for each pupil, so that a second press is no second note. It stands in the page and tells nobody who."""
    return hmac.digest(secret, f"note\n{board.id}\n{person_id}".encode(), hashlib.sha256).hex()[:22]


def take_down(db: Connection, board: BoardView, person_id: str) -> None:
    """Delete a pupil's note, where there is one."""
    where = where_equal(_posts, **board.key, person_id=person_id) & (_posts.c.choice != "")
    for note_id in db.execute(select(_posts.c.id).where(where)).scalars().all():
        posts.delete_own(db, board, person_id, note_id)
