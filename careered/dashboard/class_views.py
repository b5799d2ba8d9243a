"""The class page, and a cell of its grid."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.responses import HTMLResponse, Response

from careered.acts.toast import toast
from careered.clock import new_id, today
from careered.dashboard import class_cache, row_cache
from careered.dashboard.class_etag import ClassState, class_state
from careered.dashboard.class_page import ClassPage, class_page
from careered.dashboard.drawer import CellDrawer, DrawerBuilder
from careered.dashboard.feet import Foot, column_states, foot
from careered.dashboard.filters import read_filters
from careered.dashboard.grid import Column
from careered.dashboard.labels import ORDERS, ROW_HEIGHTS, SPRING_DONE, STATE_FILTERS, STATE_MEANINGS
from careered.dashboard.panel import KINDS, open_panel
from careered.dashboard.pupil_rows import PupilRow
from careered.dashboard.tiles import TileWays
from careered.packs.models import Pack
from careered.packs.term_share import is_autumn
from careered.privacy.access_log import log_access
from careered.progress.completion import RequirementState
from careered.progress.labels import STATE_LABELS
from careered.roster.scope import ClassScope, viewer_class
from careered.roster.staff_classes import STAFF_CLASSES, titles_from_row
from careered.web import rendering
from careered.web.errors import RequestError
from careered.web.rendering import Shell
from careered.web.request import PageRequest
from careered.web.typed_date import format_typed

LONG_TITLE = 10
"""Letters of a class's name that the head shows whole at every width."""
_WORDS: dict[str, Any] = {
    "tab": "class",
    "orders": ORDERS.items(),
    "row_heights": ROW_HEIGHTS.items(),
    "legend": [(str(key), label, STATE_MEANINGS[key]) for key, label in STATE_LABELS.items()],
}
"""What the template says of every class."""


@dataclass(frozen=True)
class Beside:
    """What is open beside the grid: a cell's drawer or a column's panel. ready: ids of those it would record."""

    cell: CellDrawer | None = None
    column: Column | None = None
    ready: list[PupilRow] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The open cell as "pupil.column", "" for none."""
        return f"{self.cell.row.id}.{self.cell.column.id}" if self.cell else ""

    @property
    def will(self) -> frozenset[str]:
        """The cells that the panel would change: of an activity none, since nobody is ticked at first."""
        column = self.column
        return frozenset(f"{row.id}.{column.id}" for row in self.ready if column and not column.records_days)


def show_class(req: PageRequest) -> Response:
    """GET /teacher/class/{id}: the grid. An open page polls with the ETag it shows: 204 while nothing has changed.

    Query: the filters (`Filters`), `column` (its panel is open), `at` ("pupil.column": the cell that is open); `do` (a
    key of KINDS: the panel of this act is open) for the pupils of `tick`, ids with commas between; `what` as there.
    """
    if req.path_params["id"] != req.viewer.class_id:
        raise RequestError("not_found")
    scope = viewer_class(req)
    if not scope.class_info.context_id:
        return req.render("dashboard/no_context.html", class_info=scope.class_info)
    state = class_state(req, scope.class_info)
    if req.is_fragment and req.query.get("seen") == state.etag:
        return Response(status_code=204)
    shell = rendering.page_shell(req.viewer, req.lang, _grid_url(req, scope))

    def context(place: Shell) -> dict[str, Any]:
        return _context(req, scope, class_page(req, scope), state, Beside(), place)

    text = class_cache.page_text(req, scope, shell, state.etag, context)
    if text is not None:
        return HTMLResponse(text)
    page = class_page(req, scope)
    return _respond(req, scope, page, state, _panel(req, page))


def show_cell(req: PageRequest) -> Response:
    """GET /teacher/pupil/{id}/cell/{column}: the grid with a cell's drawer open. Each view is in the access log."""
    scope = viewer_class(req)
    page = class_page(req, scope) if scope.class_info.context_id else None
    row = page.row(req.path_params["id"]) if page else None
    column = page.column(req.path_params["column"]) if page else None
    if page is None or row is None or column is None:
        raise RequestError("not_found")
    log_access(req.db, req.viewer, row.id, "pupil_page")
    cell = DrawerBuilder(req, scope, page, read_filters(req)).build(row, column)
    return _respond(req, scope, page, class_state(req, scope.class_info), Beside(cell=cell))


def _panel(req: PageRequest, page: ClassPage) -> Beside:
    """The panel of the column that the address names, with those who are done and not confirmed."""
    wanted = req.query.get("column") or req.form_value("column")
    column = page.column(wanted)
    if column is None:
        return Beside()
    number = page.columns.index(column)
    waits = RequirementState.NOT_STARTED if column.records_days else RequirementState.DONE
    ready = [row for row in page.rows if column.what and row.tiles[number].state == waits]
    return Beside(column=column, ready=ready)


def _act_panel(req: PageRequest, scope: ClassScope, page: ClassPage) -> dict[str, Any]:
    """What the panel of an act for the ticked needs, where the address asks for one; nothing in the polled part."""
    do, chosen = req.query.get("do", ""), [pupil_id for pupil_id in req.query.get("tick", "").split(",") if pupil_id]
    if do not in KINDS or not chosen or req.is_fragment:
        return {"panel": None}
    what = req.query.get("what", "")
    return {
        "panel": open_panel(req, scope, do, chosen, what),
        "what": what,
        "column_of": {column.activity: column.id for column in page.columns if column.activity},
        **dict.fromkeys(("last_day", "reason", "wrong", "error_at"), ""),
    }


def _respond(req: PageRequest, scope: ClassScope, page: ClassPage, state: ClassState, beside: Beside) -> Response:
    shell = rendering.page_shell(req.viewer, req.lang, req.page_url)
    return req.render("dashboard/class.html", block="live", **_context(req, scope, page, state, beside, shell))


def _context(
    req: PageRequest, scope: ClassScope, page: ClassPage, state: ClassState, beside: Beside, shell: Shell
) -> dict[str, Any]:
    """What the template is given. shell: of the page, or anybody's."""
    filters = read_filters(req)
    open_key = beside.key or req.query.get("at", "")
    day = today(scope.pack.timezone)
    rows = page.filtered_rows(filters)
    class_path = f"/teacher/class/{scope.class_info.id}"
    grid_url = _grid_url(req, scope)
    back = _with_query(path, filters.query) if (path := _cell_path(page, open_key)) else grid_url
    ways = TileWays(shell, filters.query, open_key, beside.will)
    column = f"column={beside.column.id}" if beside.column else ""
    req.page_url = _with_query(class_path, filters.query, column) if column else back
    return dict(
        class_info=scope.class_info,
        class_path=class_path,
        classes=() if req.is_fragment else _listed(titles_from_row(req.row((STAFF_CLASSES,)))),
        page=page,
        rows=rows,
        lines=row_cache.lines(scope.key, ways, rows, filters),
        foot_cells=row_cache.foot_cells(scope.key, ways, page.states_for_feet, filters),
        counts=page.counts,
        beside=beside,
        **_act_panel(req, scope, page),
        column_foot=_foot(page, beside.column, req.lang),
        today=day.isoformat(),
        day=format_typed(day),
        shown_at=grid_url,
        back=back,
        key=new_id(),
        open_key=open_key,
        filters=filters,
        head=state.head,
        etag=state.etag,
        toast=toast(req, scope, back),
        state_filters=_state_filters(scope.pack, day),
        **_WORDS,
    )


def _state_filters(pack: Pack, day: date) -> Iterable[tuple[str, str]]:
    return (STATE_FILTERS if is_autumn(day, pack) else {**STATE_FILTERS, "done": SPRING_DONE}).items()


def _listed(classes: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The classes to list by the class's name: others to go to, or the name of the only one, where it may be cut."""
    return classes if len(classes) > 1 or any(len(title) > LONG_TITLE for _id, title in classes) else ()


def _cell_path(page: ClassPage, key: str) -> str:
    """The path of the open cell "pupil.column", which acts and the language switch come back to; "" for none."""
    pupil_id, _dot, column_id = key.partition(".")
    is_known = page.row(pupil_id) and page.column(column_id)
    return f"/teacher/pupil/{pupil_id}/cell/{column_id}" if is_known else ""


def _grid_url(req: PageRequest, scope: ClassScope) -> str:
    """The grid's address with its filters."""
    return _with_query(f"/teacher/class/{scope.class_info.id}", read_filters(req).query)


def _with_query(path: str, *parts: str) -> str:
    query = "&".join(part for part in parts if part)
    return f"{path}?{query}" if query else path


def _foot(page: ClassPage, column: Column | None, lang: str) -> Foot | None:
    return foot(column_states(page.rows, page.columns)[page.columns.index(column)], lang) if column else None
