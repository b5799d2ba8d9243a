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

from careered.clock import new_id, now
from careered.db.lookup import same
from careered.guidance.board_tables import Board, Post, PostSign
from careered.roster.scope import Course
from careered.web.edge import Ask
from careered.web.refusals import Refused

KINDS = ("findings", "questions", "jobs")
WAITING, SHOWN, HIDDEN = "waiting", "shown", "hidden"
VOTE, REPORT = "vote", "report"
HIDES_AT = 2
_boards, _posts, _signs = Board.__table__, Post.__table__, PostSign.__table__


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
    def keys(self) -> dict[str, str]:
        """The leading keys of what stands on it."""
        return {"organisation_id": self.organisation_id, "board_id": self.id}

    def takes_posts(self, zone: str, at: datetime | None = None) -> bool:
        """Whether pupils may write now: the board is open, and the clock on the wall is within its hours."""
        clock = (at or now()).astimezone(ZoneInfo(zone)).time()
        begins = time.fromisoformat(self.opens) if self.opens else time.min
        ends = time.fromisoformat(self.closes) if self.closes else time.max
        return self.open and begins <= clock <= ends


@dataclass(frozen=True)
class PostRow:
    """A post as it is stored, with its votes and reports. For staff: it names the writer."""

    id: str
    person_id: str
    subject: str
    text: str
    state: str
    made_at: datetime
    votes: int = 0
    reports: int = 0
    my_vote: bool = False
    my_report: bool = False


def make(db: Connection, organisation_id: str, class_id: str, kind: str, prompt: str, *, moderated: bool) -> str:
    """A new board, open; its id."""
    row = {"organisation_id": organisation_id, "class_id": class_id, "id": new_id(), "kind": kind, "prompt": prompt}
    row |= {"opens": "", "closes": ""}
    db.execute(insert(_boards).values(**row, open=True, moderated=moderated, created_at=now()))
    return row["id"]


def boards_of(db: Connection, organisation_id: str, class_id: str) -> Sequence[BoardView]:
    """The boards of a class, the newest first."""
    columns = [_boards.c[name] for name in BoardView.__dataclass_fields__]
    where = same(_boards, organisation_id=organisation_id, class_id=class_id)
    rows = db.execute(select(*columns).where(where).order_by(_boards.c.created_at.desc(), _boards.c.id)).mappings()
    return [BoardView(**row) for row in rows]


def board(db: Connection, organisation_id: str, class_id: str, board_id: str) -> BoardView | None:
    """A board of a class, or None: a board of another class does not exist."""
    return next((one for one in boards_of(db, organisation_id, class_id) if one.id == board_id), None)


def change(db: Connection, one: BoardView, **values: str | bool) -> None:
    """Set a board up anew: `open`, `moderated`, `opens`, `closes`, `prompt`."""
    where = same(_boards, organisation_id=one.organisation_id, class_id=one.class_id, id=one.id)
    db.execute(update(_boards).where(where).values(**values))


def posts_of(db: Connection, one: BoardView, person_id: str = "") -> Sequence[PostRow]:
    """Everything on a board, in the order of writing (for staff). person_id: whose votes and reports are `my_…`."""
    columns = [_posts.c[name] for name in ("id", "person_id", "subject", "text", "state", "made_at")]
    rows = db.execute(select(*columns).where(same(_posts, **one.keys)).order_by(_posts.c.made_at, _posts.c.id))
    counts, mine = _signs_on(db, one), _signs_by(db, one, person_id)
    return [
        PostRow(
            **row,
            votes=counts.get((row["id"], VOTE), 0),
            reports=counts.get((row["id"], REPORT), 0),
            my_vote=(row["id"], VOTE) in mine,
            my_report=(row["id"], REPORT) in mine,
        )
        for row in rows.mappings()
    ]


def _signs_on(db: Connection, one: BoardView) -> Mapping[tuple[str, str], int]:
    statement = select(_signs.c.post_id, _signs.c.kind, func.count()).where(same(_signs, **one.keys))
    return {
        (post, kind): count for post, kind, count in db.execute(statement.group_by(_signs.c.post_id, _signs.c.kind))
    }


def _signs_by(db: Connection, one: BoardView, person_id: str) -> set[tuple[str, str]]:
    where = same(_signs, **one.keys, person_id=person_id)
    return {(row.post_id, row.kind) for row in db.execute(select(_signs.c.post_id, _signs.c.kind).where(where))}


def counts(db: Connection, organisation_id: str, class_id: str) -> Mapping[str, int]:
    """How many posts each board of a class has; boards without any are left out."""
    statement = select(_posts.c.board_id, func.count().label("posts")).select_from(_on_boards())
    mine = same(_boards, organisation_id=organisation_id, class_id=class_id)
    rows = db.execute(statement.where(mine).group_by(_posts.c.board_id))
    return {row.board_id: row.posts for row in rows}


def _on_boards() -> Any:
    """Posts with the board that each stands on."""
    return _posts.join(
        _boards, (_boards.c.organisation_id == _posts.c.organisation_id) & (_boards.c.id == _posts.c.board_id)
    )


def waiting(db: Connection, organisation_id: str, class_id: str) -> int:
    """How many posts of a class wait to be read by staff: new ones, and those that were reported."""
    reported = select(_signs.c.post_id).where(_signs.c.organisation_id == organisation_id, _signs.c.kind == REPORT)
    wants = (_posts.c.state == WAITING) | ((_posts.c.state == SHOWN) & _posts.c.id.in_(reported))
    mine = same(_boards, organisation_id=organisation_id, class_id=class_id)
    return int(db.execute(select(func.count()).select_from(_on_boards()).where(mine, wants)).scalar_one())


def shuffled(secret: bytes, one: BoardView, posts: Sequence[PostRow]) -> list[PostRow]:
    """The posts in an order that says nothing about time; on a board of questions those with most votes first."""

    def place(post: PostRow) -> bytes:
        return hmac.digest(secret, f"board\n{one.id}\n{post.id}".encode(), hashlib.sha256)

    mixed = sorted(posts, key=place)
    return sorted(mixed, key=lambda post: -post.votes) if one.kind == "questions" else mixed


def for_class(posts: Sequence[PostRow], person_id: str) -> list[PostRow]:
    """What a pupil sees: what staff let through, and whatever one wrote oneself. Two reports hide until staff look."""
    return [post for post in posts if post.person_id == person_id or (post.state == SHOWN and post.reports < HIDES_AT)]


def board_of(ask: Ask, course: Course) -> BoardView:
    """The board of the address; one of another class is not there."""
    found = board(ask.db, *course.ids, ask.path["board"])
    if found is None:
        raise Refused("not_found")
    return found
