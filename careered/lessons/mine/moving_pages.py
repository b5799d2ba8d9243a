"""Changing classes or schools: the pupil makes a code in the old place and types it in the new one."""

from starlette.responses import Response

from careered.lessons.mine.words import MOVED
from careered.lessons.pupil import pupil_of
from careered.progress import moving
from careered.web.edge import Ask

HERE = "/me/move"


def show_moving(ask: Ask) -> Response:
    """GET /me/move: what a code does, the button that makes one, and the field that takes one."""
    return _page(ask)


def make(ask: Ask) -> Response:
    """POST /me/move/make: the code, shown once."""
    pupil = pupil_of(ask)
    return _page(ask, code=moving.make_code(ask.db, pupil.where) if ask.me.saves else "")


def take(ask: Ask) -> Response:
    """POST /me/move/take: what was reached elsewhere counts here."""
    pupil, code = pupil_of(ask), ask.field("code")[:40]
    how = moving.take_code(ask.db, pupil.where, code) if ask.me.saves and code.strip() else moving.UNKNOWN
    return _page(ask, how=how, typed="" if how == moving.MADE else code)


def bring(ask: Ask) -> Response:
    """POST /me/move/bring: what was done in the class before counts here too."""
    if ask.me.saves:
        moving.bring_along(ask.db, pupil_of(ask).where)
    return ask.go("/lessons")


def _page(ask: Ask, *, code: str = "", how: str = "", typed: str = "") -> Response:
    ask.here = HERE
    wrong = bool(how) and how != moving.MADE
    words = ask.translate(MOVED[how]) if how else ""
    return ask.render("mine/move.html", status=422 if wrong else 200, code=code, words=words, wrong=wrong, typed=typed)
