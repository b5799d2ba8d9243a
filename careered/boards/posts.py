"""Writing posts and reactions: create, delete, vote, report, moderate."""

from sqlalchemy import Connection, delete, func, select, update

from careered.boards.store import HIDDEN, REPORT, SHOWN, VOTE, WAITING, BoardView
from careered.boards.tables import Post, PostReaction
from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.db.upsert import insert_if_new, insert_once

MAX_LENGTH, MAX_SUBJECT_LENGTH, MAX_POSTS_PER_PUPIL = 600, 80, 12
_posts, _reactions = Post.__table__, PostReaction.__table__
_POST_KEY = ("organisation_id", "board_id", "id")
_REACTION_KEY = ("organisation_id", "board_id", "post_id", "kind", "person_id")


def create(db: Connection, board: BoardView, person_id: str, text: str, subject: str = "", post_id: str = "") -> bool:
    """Create a post; False where the pupil has as many as are allowed. Idempotent by `post_id` (a second press).

    On a moderated board it waits for staff.
    """
    own_count = select(func.count()).select_from(_posts).where(where_equal(_posts, **board.key, person_id=person_id))
    if db.execute(own_count).scalar_one() >= MAX_POSTS_PER_PUPIL:
        return False
    row = {**board.key, "id": post_id or new_id(), "person_id": person_id, "subject": subject, "text": text}
    state = {"state": WAITING if board.moderated else SHOWN, "created_at": now()}
    insert_once(db, _posts, {**row, **state}, key=_POST_KEY, same=("person_id", "subject", "text"))
    return True


def delete_own(db: Connection, board: BoardView, person_id: str, post_id: str) -> bool:
    """Delete a pupil's own post with its votes and reports; whether it existed."""
    deleted = db.execute(
        delete(_posts).where(where_equal(_posts, **board.key, person_id=person_id, id=post_id))
    ).rowcount
    if deleted:
        db.execute(delete(_reactions).where(where_equal(_reactions, **board.key, post_id=post_id)))
    return bool(deleted)


def react(db: Connection, board: BoardView, person_id: str, post_id: str, kind: str) -> None:
    """Vote for a shown post of somebody else, or report it; a second vote retracts the first. Else does nothing."""
    is_others_post = where_equal(_posts, **board.key, id=post_id, state=SHOWN) & (_posts.c.person_id != person_id)
    if db.execute(select(_posts.c.id).where(is_others_post)).first() is None:
        return
    row = {**board.key, "post_id": post_id, "kind": kind, "person_id": person_id}
    if kind == VOTE and db.execute(delete(_reactions).where(where_equal(_reactions, **row))).rowcount:
        return
    insert_if_new(db, _reactions, row, key=_REACTION_KEY)


def moderate(db: Connection, board: BoardView, post_id: str, *, show: bool) -> bool:
    """Show or hide a post, which also settles its reports; whether it existed."""
    values = {"state": SHOWN if show else HIDDEN}
    updated = db.execute(update(_posts).where(where_equal(_posts, **board.key, id=post_id)).values(**values)).rowcount
    db.execute(delete(_reactions).where(where_equal(_reactions, **board.key, post_id=post_id, kind=REPORT)))
    return bool(updated)
