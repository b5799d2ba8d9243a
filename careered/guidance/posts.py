"""Writing on a board: put up, take down, vote, report; and what staff decide about a post."""

from sqlalchemy import Connection, delete, func, select, update

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.db.upsert import insert_if_new
from careered.guidance.board_tables import Post, PostSign
from careered.guidance.boards import HIDDEN, REPORT, SHOWN, VOTE, WAITING, BoardView

LONGEST, LONGEST_SUBJECT, MOST = 600, 80, 12
_posts, _signs = Post.__table__, PostSign.__table__
_SIGN_KEY = ("organisation_id", "board_id", "post_id", "kind", "person_id")


def put(db: Connection, one: BoardView, person_id: str, text: str, subject: str = "", post_id: str = "") -> bool:
    """Put something on a board; whether there was room. The same id twice (a second press) is one post.

    Where staff read first, it waits for them.
    """
    mine = select(func.count()).select_from(_posts).where(same(_posts, **one.keys, person_id=person_id))
    if db.execute(mine).scalar_one() >= MOST:
        return False
    row = {**one.keys, "id": post_id or new_id(), "person_id": person_id, "subject": subject, "text": text}
    state = WAITING if one.moderated else SHOWN
    insert_if_new(db, _posts, {**row, "state": state, "made_at": now()}, key=("organisation_id", "board_id", "id"))
    return True


def take_down(db: Connection, one: BoardView, person_id: str, post_id: str) -> bool:
    """Delete one's own post, with its votes and reports; whether it was there."""
    gone = db.execute(delete(_posts).where(same(_posts, **one.keys, person_id=person_id, id=post_id))).rowcount
    if gone:
        db.execute(delete(_signs).where(same(_signs, **one.keys, post_id=post_id)))
    return bool(gone)


def sign(db: Connection, one: BoardView, person_id: str, post_id: str, kind: str) -> None:
    """Vote for a post of somebody else, or report it; a second vote takes the first back. Own posts: nothing."""
    theirs = same(_posts, **one.keys, id=post_id, state=SHOWN) & (_posts.c.person_id != person_id)
    if db.execute(select(_posts.c.id).where(theirs)).first() is None:
        return
    row = {**one.keys, "post_id": post_id, "kind": kind, "person_id": person_id}
    if kind == VOTE and db.execute(delete(_signs).where(same(_signs, **row))).rowcount:
        return
    insert_if_new(db, _signs, row, key=_SIGN_KEY)


def decide(db: Connection, one: BoardView, post_id: str, *, show: bool) -> bool:
    """Staff let a post through, or hide it; reports are settled by that. Whether it was there."""
    values = {"state": SHOWN if show else HIDDEN}
    found = db.execute(update(_posts).where(same(_posts, **one.keys, id=post_id)).values(**values)).rowcount
    db.execute(delete(_signs).where(same(_signs, **one.keys, post_id=post_id, kind=REPORT)))
    return bool(found)
