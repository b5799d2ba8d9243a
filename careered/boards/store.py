"""Boards and their posts in the database: create, list, count. Writing posts and reactions is in posts.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, case, func, insert, or_, select, update

from careered.boards.tables import Board, Post, PostReaction
from careered.clock import new_id, now
from careered.db.prefetch import Value
from careered.db.queries import select_by, where_equal

KINDS = ("findings", "questions", "jobs")
WAITING, SHOWN, HIDDEN = "waiting", "shown", "hidden"
VOTE, REPORT = "vote", "report"
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
        """The leading key columns of its posts and reactions."""
        return {"organisation_id": self.organisation_id, "board_id": self.id}

    def takes_posts(self, timezone: str, at: datetime | None = None) -> bool:
        """Whether pupils may write `at` a time (default: now): open, and local time within the hours."""
        local_time = (at or now()).astimezone(ZoneInfo(timezone)).time()
        opening = time.fromisoformat(self.opens) if self.opens else time.min
        closing = time.fromisoformat(self.closes) if self.closes else time.max
        return self.open and opening <= local_time <= closing


@dataclass(frozen=True)
class PostRow:
    """A post with its votes and reports. Names the writer, so classmates get a `PostView` instead."""

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
    choice: str = ""


_BOARDS = select(*[_boards.c[name] for name in BoardView.__dataclass_fields__]).order_by(
    _boards.c.created_at.desc(), _boards.c.id
)


def create(db: Connection, organisation_id: str, class_id: str, kind: str, prompt: str, *, moderated: bool) -> str:
    """Create an open board; its id."""
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "kind": kind, "prompt": prompt}
    row |= {"opens": "", "closes": ""}
    db.execute(insert(_boards).values(**row, open=True, moderated=moderated, created_at=now()))
    return row["id"]


def list_boards(db: Connection, organisation_id: str, class_id: str) -> Sequence[BoardView]:
    """The boards of a class, newest first."""
    rows = select_by(db, _BOARDS, _boards, organisation_id=organisation_id, class_id=class_id).mappings()
    return [BoardView(**row) for row in rows]


def has_boards(value: Value) -> ColumnElement[Any]:
    """Whether a class has a board: a column of a larger query."""
    of_class: dict[str, Any] = {name: value(name) for name in ("organisation_id", "class_id")}
    return select(_boards.c.id).where(where_equal(_boards, **of_class)).correlate_except(_boards).exists()


def find_board(db: Connection, organisation_id: str, class_id: str, board_id: str) -> BoardView | None:
    """A board of a class, or None: a board of another class does not exist."""
    return next((board for board in list_boards(db, organisation_id, class_id) if board.id == board_id), None)


def update_settings(db: Connection, board: BoardView, **values: str | bool) -> None:
    """Set any of `open`, `moderated`, `opens`, `closes`, `prompt`."""
    where = where_equal(_boards, organisation_id=board.organisation_id, class_id=board.class_id, id=board.id)
    db.execute(update(_boards).where(where).values(**values))


def list_posts(db: Connection, board: BoardView, person_id: str = "") -> Sequence[PostRow]:
    """All posts of a board in the order of writing. person_id: whose reactions are `has_voted`, `has_reported`."""
    columns = [_posts.c[name] for name in ("id", "person_id", "subject", "text", "state", "created_at", "choice")]
    rows = db.execute(
        select(*columns).where(where_equal(_posts, **board.key)).order_by(_posts.c.created_at, _posts.c.id)
    )
    reaction_counts, own_reactions = _reaction_counts(db, board), _own_reactions(db, board, person_id)
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
        (post_id, kind): count
        for post_id, kind, count in db.execute(statement.group_by(_reactions.c.post_id, _reactions.c.kind))
    }


def _own_reactions(db: Connection, board: BoardView, person_id: str) -> set[tuple[str, str]]:
    where = where_equal(_reactions, **board.key, person_id=person_id)
    return {(row.post_id, row.kind) for row in db.execute(select(_reactions.c.post_id, _reactions.c.kind).where(where))}


def post_counts(db: Connection, organisation_id: str, class_id: str) -> Mapping[str, tuple[int, int]]:
    """By board id how many posts, and how many of them wait for moderation; boards without posts are left out."""
    waits = func.sum(case((_waits(_reactions.c.organisation_id == organisation_id), 1), else_=0))
    statement = select(_posts.c.board_id, func.count(), waits).select_from(_posts_with_board())
    of_class = where_equal(_boards, organisation_id=organisation_id, class_id=class_id)
    rows = db.execute(statement.where(of_class).group_by(_posts.c.board_id))
    return {board_id: (posts, waiting) for board_id, posts, waiting in rows}


def _posts_with_board() -> Any:
    """Posts joined with their board."""
    return _posts.join(
        _boards, (_boards.c.organisation_id == _posts.c.organisation_id) & (_boards.c.id == _posts.c.board_id)
    )


def waiting_count(value: Value) -> ColumnElement[Any]:
    """How many posts of a class wait for moderation, new or shown and reported: a column of a larger query.

    Found by the class's boards, never by the organisation alone: an open page asks for it every few seconds.
    """
    of_class = where_equal(_boards, organisation_id=value("organisation_id"), class_id=value("class_id"))
    boards = select(_boards.c.id).where(of_class).correlate_except(_boards)
    waits = _waits(where_equal(_reactions, organisation_id=value("organisation_id")))
    counted = select(func.count()).where(
        _posts.c.organisation_id == value("organisation_id"), _posts.c.board_id.in_(boards), waits
    )
    return counted.correlate_except(_posts).scalar_subquery()


def _waits(of_organisation: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a post is new, or shown and reported. of_organisation: of which the reports are."""
    of_post = _reactions.c.board_id == _posts.c.board_id, _reactions.c.post_id == _posts.c.id
    reports = select(_reactions.c.post_id).where(of_organisation, _reactions.c.kind == REPORT, *of_post)
    is_reported = (_posts.c.state == SHOWN) & reports.correlate_except(_reactions).exists()
    waits: ColumnElement[bool] = or_(_posts.c.state == WAITING, is_reported)
    return waits
