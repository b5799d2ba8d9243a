"""The desk, and the way from it into one of its classes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import HTMLResponse, RedirectResponse, Response

from careered.acts.toast import Toast
from careered.clock import today
from careered.desk import desk_cache
from careered.desk.classes import DeskClass, desk_class, desk_classes
from careered.desk.labels import ACT_LABELS, REASON_LABELS, STRIP_LABELS
from careered.desk.queue import QueueRow, queue
from careered.desk.search import find_pupils
from careered.desk.store import recent_acts
from careered.desk.strips import grade_columns, width_of_names
from careered.desk.term_share import is_autumn
from careered.progress.acts import POSTPONED
from careered.questions.store import MAX_LENGTH
from careered.services.help_lines import HelpCard, help_cards
from careered.web import rendering
from careered.web.addresses import address_in, is_own_path
from careered.web.i18n import choose_language
from careered.web.request import PageRequest
from careered.web.session_cookies import session_cookie_headers
from careered.web.sessions import open_session
from careered.web.time_format import format_recent
from careered.web.viewer import Viewer

ROWS_SHOWN = 14
MAX_NAME = 80


def show_desk(req: PageRequest) -> Response:
    """GET /desk: strips and queue. Query: why (a reason, or "postponed"), all (every row), open (a question's row),
    guide (one that may speak of need: what to do, without its text). Form: find (a part of a pupil's name).
    """
    return desk_page(req)


def desk_page(
    req: PageRequest, *, toast: Toast | None = None, wrong: str = "", opened: str = "", typed: str = ""
) -> Response:
    """The desk after an act. wrong, opened, typed: a refused answer, the question that it is of, and its text."""
    req.page_url = "/desk"
    classes = desk_classes(req)
    rows = queue(classes, req.lang)
    waiting = [row for row in rows if not row.is_postponed]
    find = req.form_value("find")[:MAX_NAME]
    why = req.query.get("why") or req.form_value("why")
    shown = [row for row in rows if row.is_postponed] if why == POSTPONED else _of_reason(waiting, why)
    opened = opened or req.query.get("open") or (req.form_value("open") if not toast else "")
    guide = req.query.get("guide") or req.form_value("guide")
    more = 0 if req.query.get("all") or opened or guide else max(0, len(shown) - ROWS_SHOWN)
    columns = grade_columns(classes, Counter((row.desk_class.info.id, row.reason) for row in waiting), req.lang)
    context: dict[str, Any] = {
        "columns": columns,
        "names": width_of_names(columns),
        "classes": len(classes),
        "pupils": sum(len(one.names) for one in classes),
        "week": _day(classes).isocalendar().week,
        "is_autumn": bool(classes) and is_autumn(_day(classes), classes[0].scope.pack),
        "lists_at": _lists_at(req, classes),
        "filters": _filters(waiting),
        "why": why if why in REASON_LABELS or why == POSTPONED else "",
        "rows": shown[: len(shown) - more],
        "more": more,
        "postponed": len(rows) - len(waiting),
        "acts": [
            (act, format_recent(act.at, req.lang, act.desk_class.scope.pack.timezone)) for act in recent_acts(classes)
        ],
        "reasons": REASON_LABELS,
        "act_labels": ACT_LABELS,
        "strip_labels": STRIP_LABELS,
        "toast": toast,
        "wrong": req.gettext(wrong) if wrong else "",
        "open": opened,
        "guide": guide,
        "help_lines": _help_lines(rows, opened or guide, req.lang),
        "typed": typed,
        "find": find,
        "found": find_pupils(classes, find, req.lang),
        "longest": MAX_LENGTH,
    }
    text = desk_cache.page_text(req, rendering.page_shell(req.viewer, req.lang, req.page_url), context)
    if text is not None:
        return HTMLResponse(text)
    return req.render(desk_cache.TEMPLATE, status=422 if wrong else 200, **context)


def _of_reason(rows: Sequence[QueueRow], why: str) -> list[QueueRow]:
    return [row for row in rows if why not in REASON_LABELS or why in {"", row.reason}]


def _filters(rows: Sequence[QueueRow]) -> list[tuple[str, str, int]]:
    """The reasons that have rows, each with its label and number; first all of them."""
    counts = Counter(row.reason for row in rows) + Counter({"": len(rows)})
    return [
        (reason, label, counts[reason]) for reason, label in REASON_LABELS.items() if reason == "" or counts[reason]
    ]


def _help_lines(rows: Sequence[QueueRow], opened: str, lang: str) -> Sequence[HelpCard]:
    """Whom to call, where the question that is opened may speak of need."""
    row = next((row for row in rows if row.is_urgent and row.question_id == opened), None)
    return help_cards(row.desk_class.scope.pack, lang) if row else ()


def _day(classes: Sequence[DeskClass]) -> date:
    return today(classes[0].scope.pack.timezone if classes else "UTC")


def _lists_at(req: PageRequest, classes: Sequence[DeskClass]) -> str:
    """When the oldest of the classes' lists was fetched; "" where a class has none, or there is no class."""
    moments = [one.info.roster_updated_at for one in classes]
    known = [moment for moment in moments if moment]
    return format_recent(min(known), req.lang, classes[0].scope.pack.timezone) if known and all(moments) else ""


def open_class(req: PageRequest) -> Response:
    """GET /desk/class/{id}: a session in that class of the viewer's, then its page, or the one that `to` names."""
    opened = desk_class(req)
    viewer = open_session(req.db, _viewer_in(req.viewer, opened))
    wanted = req.query.get("to") or req.form_value("to")
    path = wanted if wanted.startswith("/teacher/") and is_own_path(wanted) else viewer.home_url
    if viewer.keeps_cookies:
        response: Response = RedirectResponse(address_in(path, viewer.opened_for), 303)
    else:
        shell = rendering.page_shell(None, viewer.lang, path)
        response = rendering.render(shell, "enter.html", {"path": path, "session": viewer.token})
    for cookie in [*req.surplus_cookies, *session_cookie_headers(viewer)]:
        response.headers.append("Set-Cookie", cookie)
    return response


def _viewer_in(viewer: Viewer, opened: DeskClass) -> Viewer:
    """The viewer with the role, course and languages of another class of theirs."""
    pack = opened.scope.pack
    return replace(
        viewer,
        class_id=opened.info.id,
        role=opened.role,
        lang=choose_language([viewer.lang], pack.languages, pack.default_language),
        languages=pack.languages,
        lesson_id="",
        return_url="",
    )
