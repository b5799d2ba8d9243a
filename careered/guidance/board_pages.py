"""The class's boards as pupils see them: read, put up, vote, report, take down. Nobody's name is here."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from careered.clock import new_id
from careered.guidance import boards, posts
from careered.guidance.board_words import CLOSED, FULL, NO_JOB, NO_WORDS, RULES, TOO_LONG
from careered.guidance.boards import BoardView, PostRow, board_of
from careered.guidance.posts import LONGEST, LONGEST_SUBJECT
from careered.roster.pseudonyms import pseudonyms
from careered.roster.scope import Course, course_here
from careered.web.edge import Ask


@dataclass(frozen=True)
class Note:
    """A post as classmates see it. by: two words that mean nothing elsewhere; mine: the reader wrote it."""

    id: str
    by: str
    mine: bool
    subject: str
    text: str
    state: str
    votes: int
    my_vote: bool
    my_report: bool


def show_boards(ask: Ask) -> Response:
    """GET /boards: the boards of the class."""
    course = course_here(ask)
    found = boards.boards_of(ask.db, *course.ids)
    return ask.render("guidance/boards.html", boards=[(one, _takes(one, course)) for one in found])


def _takes(one: BoardView, course: Course) -> bool:
    return one.takes_posts(course.pack.timezone)


def show_board(ask: Ask) -> Response:
    """GET /boards/{board}: what the class has put together so far."""
    course = course_here(ask)
    return _page(ask, course, board_of(ask, course))


def _page(ask: Ask, course: Course, one: BoardView, *, wrong: str = "", text: str = "", subject: str = "") -> Response:
    ask.here = f"/boards/{one.id}"
    return ask.render(
        "guidance/board.html",
        status=422 if wrong else 200,
        board=one,
        rules=ask.translate(RULES),
        notes=notes(ask, one),
        takes=_takes(one, course),
        key=new_id(),
        wrong=ask.translate(wrong) if wrong else "",
        text=text,
        subject=subject,
        longest=LONGEST,
        longest_subject=LONGEST_SUBJECT,
    )


def notes(ask: Ask, one: BoardView) -> Sequence[Note]:
    """What the reader may see of a board, without anybody's name, in no order of time."""
    rows, secret = boards.posts_of(ask.db, one, ask.me.person_id), ask.house.settings.secret
    by = pseudonyms(secret, f"board {one.id}", (row.person_id for row in rows), ask.lang)
    seen = boards.shuffled(secret, one, boards.for_class(rows, ask.me.person_id))
    made = [_note(row, by[row.person_id], ask.me.person_id) for row in seen]
    return sorted(made, key=lambda note: note.subject.casefold()) if one.kind == "jobs" else made


def _note(row: PostRow, by: str, reader: str) -> Note:
    mine = row.person_id == reader
    return Note(row.id, by, mine, row.subject, row.text, row.state, row.votes, row.my_vote, row.my_report)


def put(ask: Ask) -> Response:
    """POST /boards/{board}/post: put something up. What is wrong keeps the words."""
    course, text, subject = course_here(ask), ask.field("text"), ask.field("subject")
    one = board_of(ask, course)
    problem = _problem(one, text, subject) or ("" if _takes(one, course) else CLOSED)
    if problem:
        return _page(ask, course, one, wrong=problem, text=text, subject=subject)
    if ask.me.saves and not posts.put(ask.db, one, ask.me.person_id, text, subject, ask.press):
        return _page(ask, course, one, wrong=FULL, text=text, subject=subject)
    return ask.go(f"/boards/{one.id}")


def _problem(one: BoardView, text: str, subject: str) -> str:
    if one.kind == "jobs" and not subject.strip():
        return NO_JOB
    if not text.strip() or "\x00" in text + subject:
        return NO_WORDS
    return TOO_LONG if len(text) > LONGEST or len(subject) > LONGEST_SUBJECT else ""


def sign(ask: Ask) -> Response:
    """POST /boards/{board}/sign: vote for a post, take the vote back, or report it to staff."""
    one, kind = board_of(ask, course_here(ask)), ask.field("kind")
    if kind in {boards.VOTE, boards.REPORT} and ask.me.saves and (kind == boards.REPORT or one.open):
        posts.sign(ask.db, one, ask.me.person_id, ask.field("post"), kind)
    return ask.go(f"/boards/{one.id}")


def take_down(ask: Ask) -> Response:
    """POST /boards/{board}/take-down: delete one's own post."""
    one = board_of(ask, course_here(ask))
    posts.take_down(ask.db, one, ask.me.person_id, ask.field("post"))
    return ask.go(f"/boards/{one.id}")
