"""A class's boards: what staff ask, what pupils put there, what classmates see of it. Plain rules and their SQL.

What classmates see carries no person, no moment and no place in an order of time: posts stand in the order of a
keyed hash, and each writer has two words on each board that mean nothing elsewhere.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, insert, select, update

from careered.boards.tables import Board, Post, PostReaction
from careered.clock import new_id, now
from careered.db.queries import where_equal
from careered.roster.scope import ClassScope
from careered.web.errors import RequestError
from careered.web.request import PageRequest

KINDS = ("findings", "questions", "jobs")
WAITING, SHOWN, HIDDEN = "waiting", "shown", "hidden"
VOTE, REPORT = "vote", "report"
REPORTS_THAT_HIDE = 2
_boards, _posts, _reactions = Board.__table__, Post.__table__, PostReaction.__table__


@dataclass(frozen=True)
class BoardView:
    """A board as staff set it up."""

    organisation_id: str
    class_id: str
    id: str
    kind: str
    prompt: str
    open: bool
    moderated: bool
    opens: str
    closes: str

    @property
    def key(self) -> dict[str, str]:
        """The leading keys of what stands on it."""
        return {"organisation_id": self.organisation_id, "board_id": self.id}

    def takes_posts(self, timezone: str, moment: datetime | None = None) -> bool:
        """Whether pupils may write now: the board is open, and the clock on the wall is within its hours."""
        local_time = (moment or now()).astimezone(ZoneInfo(timezone)).time()
        opening = time.fromisoformat(self.opens) if self.opens else time.min
        closing = time.fromisoformat(self.closes) if self.closes else time.max
        return self.open and opening <= local_time <= closing


@dataclass(frozen=True)
class PostRow:
    """A post as it is stored, with its votes and reports. For staff: it names the writer."""

    id: str
    person_id: str
    subject: str
    text: str
    state: str
    created_at: datetime
    votes: int = 0
    reports: int = 0
    has_voted: bool = False
    has_reported: bool = False


def create(db: Connection, organisation_id: str, class_id: str, kind: str, prompt: str, *, moderated: bool) -> str:
    """A new board, open; its id."""
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "kind": kind, "prompt": prompt}
    row |= {"opens": "", "closes": ""}
    db.execute(insert(_boards).values(**row, open=True, moderated=moderated, created_at=now()))
    return row["id"]


def boards_of(db: Connection, organisation_id: str, class_id: str) -> Sequence[BoardView]:
    """The boards of a class, the newest first."""
    columns = [_boards.c[name] for name in BoardView.__dataclass_fields__]
    where = where_equal(_boards, organisation_id=organisation_id, class_id=class_id)
    rows = db.execute(select(*columns).where(where).order_by(_boards.c.created_at.desc(), _boards.c.id)).mappings()
    return [BoardView(**row) for row in rows]


def find_board(db: Connection, organisation_id: str, class_id: str, board_id: str) -> BoardView | None:
    """A board of a class, or None: a board of another class does not exist."""
    return next((board for board in boards_of(db, organisation_id, class_id) if board.id == board_id), None)


def update_settings(db: Connection, board: BoardView, **values: str | bool) -> None:
    """Set a board up anew: `open`, `moderated`, `opens`, `closes`, `prompt`."""
    where = where_equal(_boards, organisation_id=board.organisation_id, class_id=board.class_id, id=board.id)
    db.execute(update(_boards).where(where).values(**values))


def posts_of(db: Connection, board: BoardView, person_id: str = "") -> Sequence[PostRow]:
    """Everything on a board, in the order of writing (for staff). person_id: whose votes and reports are `my_…`."""
    columns = [_posts.c[name] for name in ("id", "person_id", "subject", "text", "state", "created_at")]
    rows = db.execute(
        select(*columns).where(where_equal(_posts, **board.key)).order_by(_posts.c.created_at, _posts.c.id)
    )
    reaction_counts, own_reactions = _reaction_counts(db, board), _reactions_of(db, board, person_id)
    return [
        PostRow(
            **row,
            votes=reaction_counts.get((row["id"], VOTE), 0),
            reports=reaction_counts.get((row["id"], REPORT), 0),
            has_voted=(row["id"], VOTE) in own_reactions,
            has_reported=(row["id"], REPORT) in own_reactions,
        )
        for row in rows.mappings()
    ]


def _reaction_counts(db: Connection, board: BoardView) -> Mapping[tuple[str, str], int]:
    statement = select(_reactions.c.post_id, _reactions.c.kind, func.count()).where(
        where_equal(_reactions, **board.key)
    )
    return {
        (post, kind): count
        for post, kind, count in db.execute(statement.group_by(_reactions.c.post_id, _reactions.c.kind))
    }


def _reactions_of(db: Connection, board: BoardView, person_id: str) -> set[tuple[str, str]]:
    where = where_equal(_reactions, **board.key, person_id=person_id)
    return {(row.post_id, row.kind) for row in db.execute(select(_reactions.c.post_id, _reactions.c.kind).where(where))}


def post_counts(db: Connection, organisation_id: str, class_id: str) -> Mapping[str, int]:
    """How many posts each board of a class has; boards without any are left out."""
    statement = select(_posts.c.board_id, func.count().label("posts")).select_from(_posts_with_board())
    of_class = where_equal(_boards, organisation_id=organisation_id, class_id=class_id)
    rows = db.execute(statement.where(of_class).group_by(_posts.c.board_id))
    return {row.board_id: row.posts for row in rows}


def _posts_with_board() -> Any:
    """Posts with the board that each stands on."""
    return _posts.join(
        _boards, (_boards.c.organisation_id == _posts.c.organisation_id) & (_boards.c.id == _posts.c.board_id)
    )


def count_waiting(db: Connection, organisation_id: str, class_id: str) -> int:
    """How many posts of a class wait to be read by staff: new ones, and those that were reported."""
    reported = select(_reactions.c.post_id).where(
        _reactions.c.organisation_id == organisation_id, _reactions.c.kind == REPORT
    )
    needs_reading = (_posts.c.state == WAITING) | ((_posts.c.state == SHOWN) & _posts.c.id.in_(reported))
    of_class = where_equal(_boards, organisation_id=organisation_id, class_id=class_id)
    return int(
        db.execute(select(func.count()).select_from(_posts_with_board()).where(of_class, needs_reading)).scalar_one()
    )


def shuffled(secret: bytes, board: BoardView, posts: Sequence[PostRow]) -> list[PostRow]:
    """The posts in an order that says nothing about time; on a board of questions those with most votes first."""

    def sort_key(post: PostRow) -> bytes:
        return hmac.digest(secret, f"board\n{board.id}\n{post.id}".encode(), hashlib.sha256)

    by_hash = sorted(posts, key=sort_key)
    return sorted(by_hash, key=lambda post: -post.votes) if board.kind == "questions" else by_hash


def visible_to_classmates(posts: Sequence[PostRow], person_id: str) -> list[PostRow]:
    """What a pupil sees: what staff let through, and whatever one wrote oneself. Two reports hide until staff look."""
    return [
        post
        for post in posts
        if post.person_id == person_id or (post.state == SHOWN and post.reports < REPORTS_THAT_HIDE)
    ]


def board_from_path(req: PageRequest, scope: ClassScope) -> BoardView:
    """The board of the address; one of another class is not there."""
    board = find_board(req.db, *scope.key, req.path_params["board"])
    if board is None:
        raise RequestError("not_found")
    return board
