"""What classmates see of a board, and in which order.

Classmates learn no person, no time and no order of writing: posts stand in the order of a keyed hash, and each
writer has a pseudonym per board that is used nowhere else.
"""

import hashlib
import hmac
from collections.abc import Sequence

from careered.boards.store import SHOWN, BoardView, PostRow

REPORTS_THAT_HIDE = 2


def shuffled(secret: bytes, board: BoardView, posts: Sequence[PostRow]) -> list[PostRow]:
    """The posts in the order of a hash keyed with `secret`; on a board of questions those with most votes first."""

    def sort_key(post: PostRow) -> bytes:
        return hmac.digest(secret, f"board\n{board.id}\n{post.id}".encode(), hashlib.sha256)

    by_hash = sorted(posts, key=sort_key)
    return sorted(by_hash, key=lambda post: -post.votes) if board.kind == "questions" else by_hash


def visible_to_classmates(posts: Sequence[PostRow], person_id: str) -> list[PostRow]:
    """The posts that a pupil sees: shown ones and the pupil's own. Two reports hide a post until staff decide."""
    return [
        post
        for post in posts
        if post.person_id == person_id or (post.state == SHOWN and post.reports < REPORTS_THAT_HIDE)
    ]
