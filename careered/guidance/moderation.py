"""The boards as staff see them: make one, read what waits, show or hide, set hours, take a copy without names."""

import re
from datetime import time

from starlette.responses import Response

from careered.guidance import boards, posts
from careered.guidance.board_words import BAD_HOURS, KINDS, NO_KIND, PROMPTS, TOO_LONG
from careered.guidance.boards import BoardView, board_of
from careered.guidance.posts import LONGEST
from careered.roster.labels import GONE
from careered.roster.names import shown_names
from careered.roster.read import pupils
from careered.roster.scope import Course, own_course
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_boards(ask: Ask) -> Response:
    """GET /teacher/class/{id}/boards: the boards of the class, and a new one."""
    return _list(ask)


def _list(ask: Ask, wrong: str = "") -> Response:
    course = own_course(ask)
    found, counts = boards.boards_of(ask.db, *course.ids), boards.counts(ask.db, *course.ids)
    ask.here = f"/teacher/class/{course.room.id}/boards"
    return ask.render(
        "guidance/teacher_boards.html",
        status=422 if wrong else 200,
        room=course.room,
        boards=[(one, ask.translate(KINDS[one.kind]), counts.get(one.id, 0)) for one in found],
        kinds=[
            {"value": key, "label": ask.translate(word), "state": "", "note": ask.translate(PROMPTS[key])}
            for key, word in KINDS.items()
        ],
        kind=ask.field("kind"),
        prompt=ask.field("prompt"),
        wrong=ask.translate(wrong) if wrong else "",
        longest=LONGEST,
    )


def make(ask: Ask) -> Response:
    """POST /teacher/class/{id}/boards/new: a board, with the prompt that comes with its kind or one's own."""
    course, kind, prompt = own_course(ask), ask.field("kind"), ask.field("prompt").strip()
    if kind not in KINDS:
        return _list(ask, NO_KIND)
    if len(prompt) > LONGEST:
        return _list(ask, TOO_LONG)
    moderated = ask.field("moderated") == "yes"
    made = boards.make(ask.db, *course.ids, kind, prompt or ask.translate(PROMPTS[kind]), moderated=moderated)
    return ask.go(_address(ask, made))


def _address(ask: Ask, board_id: str) -> str:
    return f"/teacher/class/{ask.me.class_id}/boards/{board_id}"


def show_board(ask: Ask) -> Response:
    """GET /teacher/class/{id}/boards/{board}: what waits first, then what is shown, then what is hidden."""
    course = own_course(ask)
    return _board_page(ask, course, board_of(ask, course))


def _board_page(ask: Ask, course: Course, one: BoardView, wrong: str = "") -> Response:
    names = shown_names(pupils(ask.db, *course.ids), ask.house.settings.secret, course.room.id, ask.lang)
    rows = [
        (row, names.get(row.person_id, ask.translate(GONE)), course.when(row.made_at, ask.lang))
        for row in boards.posts_of(ask.db, one)
    ]
    ask.here = _address(ask, one.id)
    return ask.render(
        "guidance/teacher_board.html",
        status=422 if wrong else 200,
        room=course.room,
        board=one,
        takes=one.takes_posts(course.pack.timezone),
        waits=[each for each in rows if each[0].state == boards.WAITING or _reported(each[0])],
        shown=[each for each in rows if each[0].state == boards.SHOWN and not _reported(each[0])],
        hidden=[each for each in rows if each[0].state == boards.HIDDEN],
        wrong=ask.translate(wrong) if wrong else "",
    )


def _reported(row: boards.PostRow) -> bool:
    return row.reports > 0 and row.state != boards.HIDDEN


def decide(ask: Ask) -> Response:
    """POST /teacher/class/{id}/boards/{board}/decide: show or hide a post; what was reported is settled by that."""
    one = board_of(ask, own_course(ask))
    if not posts.decide(ask.db, one, ask.field("post"), show=ask.field("do") == "show"):
        raise Refused("post_gone")
    return ask.go(_address(ask, one.id))


def set_up(ask: Ask) -> Response:
    """POST /teacher/class/{id}/boards/{board}/set: open or closed, read first or not, between which hours."""
    course, opens, closes = own_course(ask), ask.field("opens").strip(), ask.field("closes").strip()
    one = board_of(ask, course)
    if not _fit(opens, closes):
        return _board_page(ask, course, one, BAD_HOURS)
    given = {"open": ask.field("open") == "yes", "moderated": ask.field("moderated") == "yes"}
    boards.change(ask.db, one, **given, opens=opens, closes=closes)
    return ask.go(_address(ask, one.id))


def _fit(opens: str, closes: str) -> bool:
    """Whether both are clock times in their order, or both empty."""
    if not opens and not closes:
        return True
    return all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", one) for one in (opens, closes)) and time.fromisoformat(
        opens
    ) < time.fromisoformat(closes)


def copy(ask: Ask) -> Response:
    """GET /teacher/class/{id}/boards/{board}/copy: what is shown as a text file: no names, no times, no order."""
    one = board_of(ask, own_course(ask))
    shown = [row for row in boards.posts_of(ask.db, one) if row.state == boards.SHOWN]
    lines = [one.prompt, ""]
    for row in boards.shuffled(ask.house.settings.secret, one, shown):
        votes = f" ({row.votes})" if one.kind == "questions" else ""
        lines.append(f"– {row.subject + ': ' if row.subject else ''}{' '.join(row.text.split())}{votes}")
    headers = {"Content-Disposition": 'attachment; filename="careered-board.txt"'}
    return Response("\n".join(lines) + "\n", media_type="text/plain; charset=utf-8", headers=headers)
