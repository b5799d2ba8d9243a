"""The class's boards for pupils: read, post, vote, report, delete. Shows no names."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.boards import posts, rules, store
from careered.boards.facts import all_facts, facts_of
from careered.boards.labels import BOARD_CLOSED, BOARD_FULL, MISSING_JOB, MISSING_TEXT, RULES, TOO_LONG
from careered.boards.posts import MAX_LENGTH, MAX_SUBJECT_LENGTH
from careered.boards.scope import board_from_path
from careered.boards.store import BoardView, PostRow
from careered.clock import new_id
from careered.roster.pseudonyms import pseudonyms
from careered.roster.scope import ClassScope, viewer_class
from careered.web.request import PageRequest


@dataclass(frozen=True)
class PostView:
    """A post as classmates see it. pseudonym: two words, of this board only. is_own: the reader wrote it."""

    id: str
    pseudonym: str
    is_own: bool
    subject: str
    text: str
    state: str
    votes: int
    has_voted: bool
    has_reported: bool


def show_boards(req: PageRequest) -> Response:
    """GET /boards: the boards of the class."""
    scope = viewer_class(req)
    class_boards = store.list_boards(req.db, *scope.key)
    return req.render("boards/boards.html", boards=all_facts(req, scope, class_boards))


def show_board(req: PageRequest) -> Response:
    """GET /boards/{board}: its posts, and the form for a new one."""
    scope = viewer_class(req)
    return _board_page(req, scope, board_from_path(req, scope))


def _board_page(
    req: PageRequest, scope: ClassScope, board: BoardView, *, wrong: str = "", text: str = "", subject: str = ""
) -> Response:
    req.page_url = f"/boards/{board.id}"
    return req.render(
        "boards/board.html",
        status=422 if wrong else 200,
        board=board,
        rules=req.gettext(RULES),
        posts=visible_posts(req, board),
        facts=facts_of(req, scope, board),
        key=new_id(),
        wrong=req.gettext(wrong) if wrong else "",
        text=text,
        subject=subject,
        longest=MAX_LENGTH,
        longest_subject=MAX_SUBJECT_LENGTH,
    )


def visible_posts(req: PageRequest, board: BoardView) -> Sequence[PostView]:
    """The posts that the reader may see, under pseudonyms, in no order of time; a map of jobs by job."""
    rows, secret = store.list_posts(req.db, board, req.viewer.person_id), req.state.settings.secret
    aliases = pseudonyms(secret, f"board {board.id}", (row.person_id for row in rows), req.lang)
    shuffled_rows = rules.shuffled(secret, board, rules.visible_to_classmates(rows, req.viewer.person_id))
    views = [_post_view(row, aliases[row.person_id], req.viewer.person_id) for row in shuffled_rows]
    return sorted(views, key=lambda post: post.subject.casefold()) if board.kind == "jobs" else views


def _post_view(row: PostRow, pseudonym: str, reader_id: str) -> PostView:
    is_own = row.person_id == reader_id
    return PostView(
        row.id, pseudonym, is_own, row.subject, row.text, row.state, row.votes, row.has_voted, row.has_reported
    )


def create_post(req: PageRequest) -> Response:
    """POST /boards/{board}/post: create a post, and back to it. On an error the form keeps what was typed."""
    scope, text, subject = viewer_class(req), req.form_value("text"), req.form_value("subject")
    board = board_from_path(req, scope)
    error = _post_error(board, text, subject) or ("" if board.takes_posts(scope.pack.timezone) else BOARD_CLOSED)
    if error:
        return _board_page(req, scope, board, wrong=error, text=text, subject=subject)
    post_id = req.idempotency_key or new_id()
    if req.viewer.persists and not posts.create(req.db, board, req.viewer.person_id, text, subject, post_id):
        return _board_page(req, scope, board, wrong=BOARD_FULL, text=text, subject=subject)
    return req.redirect(post_url(board, post_id))


def post_url(board: BoardView, post_id: str) -> str:
    """Where a post stands among the others; posts are shuffled, and nobody should have to look for their own."""
    return f"/boards/{board.id}#note-{post_id}"


def _post_error(board: BoardView, text: str, subject: str) -> str:
    if board.kind == "jobs" and not subject.strip():
        return MISSING_JOB
    if not text.strip() or "\x00" in text + subject:
        return MISSING_TEXT
    return TOO_LONG if len(text) > MAX_LENGTH or len(subject) > MAX_SUBJECT_LENGTH else ""


def react(req: PageRequest) -> Response:
    """POST /boards/{board}/react: vote for a post, retract the vote, or report it to staff; and back to the post."""
    board, kind = board_from_path(req, viewer_class(req)), req.form_value("kind")
    post_id = req.form_value("post")
    if kind in {store.VOTE, store.REPORT} and req.viewer.persists and (kind == store.REPORT or board.open):
        posts.react(req.db, board, req.viewer.person_id, post_id, kind)
    return req.redirect(post_url(board, post_id))


def delete_post(req: PageRequest) -> Response:
    """POST /boards/{board}/delete-post: delete a post of one's own."""
    board = board_from_path(req, viewer_class(req))
    posts.delete_own(req.db, board, req.viewer.person_id, req.form_value("post"))
    return req.redirect(f"/boards/{board.id}")
