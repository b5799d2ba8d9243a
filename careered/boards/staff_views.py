"""The class's boards for staff: create, moderate posts, set hours, export without names."""

from starlette.responses import Response

from careered.boards import posts, rules, store
from careered.boards.facts import all_facts, facts_of
from careered.boards.hours import AFTERNOON, MORNING, read_hours, written
from careered.boards.labels import DEFAULT_PROMPTS, INVALID_HOURS, KIND_LABELS, MISSING_KIND, TOO_LONG
from careered.boards.posts import MAX_LENGTH
from careered.boards.scope import board_from_path
from careered.boards.store import BoardView
from careered.roster.labels import FORMER_PUPIL
from careered.roster.members import load_members
from careered.roster.names import member_names
from careered.roster.scope import ClassScope, class_from_path
from careered.web.attachment import attachment
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def show_boards(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/boards: the boards of the class, and the form for a new one."""
    return _boards_page(req)


def _boards_page(req: PageRequest, wrong: str = "") -> Response:
    scope = class_from_path(req)
    class_boards, post_counts = store.list_boards(req.db, *scope.key), store.post_counts(req.db, *scope.key)
    req.page_url = f"/teacher/class/{scope.class_info.id}/boards"
    return req.render(
        "boards/staff_boards.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        boards=[(facts, *post_counts.get(facts.board.id, (0, 0))) for facts in all_facts(req, scope, class_boards)],
        kinds=[
            {"value": kind, "label": req.gettext(label), "state": "", "note": req.gettext(DEFAULT_PROMPTS[kind])}
            for kind, label in KIND_LABELS.items()
        ],
        kind=req.form_value("kind"),
        prompt=req.form_value("prompt"),
        wrong=req.gettext(wrong) if wrong else "",
        longest=MAX_LENGTH,
    )


def create_board(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/boards/new: create a board, with its kind's default prompt or one's own."""
    scope, kind, prompt = class_from_path(req), req.form_value("kind"), req.form_value("prompt").strip()
    if kind not in KIND_LABELS:
        return _boards_page(req, MISSING_KIND)
    if len(prompt) > MAX_LENGTH:
        return _boards_page(req, TOO_LONG)
    moderated = req.form_value("moderated") == "yes"
    board_id = store.create(req.db, *scope.key, kind, prompt or req.gettext(DEFAULT_PROMPTS[kind]), moderated=moderated)
    return req.redirect(_board_url(req, board_id))


def _board_url(req: PageRequest, board_id: str) -> str:
    return f"/teacher/class/{req.viewer.class_id}/boards/{board_id}"


def show_board(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/boards/{board}: waiting and reported posts first, then shown, then hidden ones."""
    scope = class_from_path(req)
    return _board_page(req, scope, board_from_path(req, scope))


def _board_page(req: PageRequest, scope: ClassScope, board: BoardView, wrong: str = "") -> Response:
    names = member_names(load_members(req.db, *scope.key), req.state.settings.secret, scope.class_info.id, req.lang)
    rows = [
        (row, names.get(row.person_id, req.gettext(FORMER_PUPIL)), scope.format_datetime(row.created_at, req.lang))
        for row in store.list_posts(req.db, board)
    ]
    req.page_url = _board_url(req, board.id)
    return req.render(
        "boards/staff_board.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        board=board,
        facts=facts_of(req, scope, board),
        opens=_typed_or_set(req, "opens", board.opens),
        closes=_typed_or_set(req, "closes", board.closes),
        examples=_examples(req),
        waiting=[entry for entry in rows if entry[0].state == store.WAITING or _is_reported(entry[0])],
        shown=[entry for entry in rows if entry[0].state == store.SHOWN and not _is_reported(entry[0])],
        hidden=[entry for entry in rows if entry[0].state == store.HIDDEN],
        wrong=req.gettext(wrong) % {"time": _examples(req)[0]} if wrong else "",
    )


def _examples(req: PageRequest) -> tuple[str, str]:
    """When pupils may begin and end, say."""
    return written(MORNING, req.lang), written(AFTERNOON, req.lang)


def _typed_or_set(req: PageRequest, name: str, hour: str) -> str:
    """A field of the hours: what was typed, refused or not, else what holds."""
    return req.form_value(name) or written(hour, req.lang)


def _is_reported(row: store.PostRow) -> bool:
    return row.reports > 0 and row.state != store.HIDDEN


def moderate_post(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/boards/{board}/moderate: show or hide a post, which also settles its reports."""
    board = board_from_path(req, class_from_path(req))
    if not posts.moderate(req.db, board, req.form_value("post"), show=req.form_value("do") == "show"):
        raise RequestError("post_gone")
    return req.redirect(_board_url(req, board.id))


def update_settings(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/boards/{board}/settings: whether it is open and moderated, and its hours."""
    scope = class_from_path(req)
    board = board_from_path(req, scope)
    hours = read_hours(req.form_value("opens").strip(), req.form_value("closes").strip())
    if hours is None:
        return _board_page(req, scope, board, INVALID_HOURS)
    switches = {"open": req.form_value("open") == "yes", "moderated": req.form_value("moderated") == "yes"}
    store.update_settings(req.db, board, **switches, opens=hours[0], closes=hours[1])
    return req.redirect(_board_url(req, board.id))


def export_board(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/boards/{board}/export: the shown posts as text, without names or times."""
    board = board_from_path(req, class_from_path(req))
    shown = [row for row in store.list_posts(req.db, board) if row.state == store.SHOWN]
    lines = [board.prompt, ""]
    for row in rules.shuffled(req.state.settings.secret, board, shown):
        votes = f" ({row.votes})" if board.kind == "questions" else ""
        words = ": ".join(part for part in (row.subject, " ".join(row.text.split())) if part)
        lines.append(f"– {words}{votes}")
    return attachment("\n".join(lines) + "\n", board.prompt, "txt")
