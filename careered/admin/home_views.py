"""Administrators' home page."""

from functools import cache
from typing import Any

from starlette.responses import HTMLResponse, Response

from careered.admin import platform_list, setup_checklist
from careered.packs.store import PackStore
from careered.progress.evening_figures import classes_that_differ
from careered.reports.labels import BEHIND
from careered.statistics.figures_basis import FiguresBasis, load_basis
from careered.statistics.figures_cache import FiguresCache, OrganisationFigures
from careered.statistics.school_rows import ROWS_HOLE, SchoolRows, page_of_schools
from careered.web.cache import NAME_HOLE, TextWithHoles, for_anybody, hole_values, is_fillable
from careered.web.rendering import Shell, draw, module, page_shell
from careered.web.request import PageRequest


def show_home(req: PageRequest) -> Response:
    """GET /admin: the way in six steps, the connected platforms, and how far the schools are."""
    organisation_id, shell = req.viewer.organisation_id, page_shell(req.viewer, req.lang, req.page_url)
    basis = load_basis(req.db, organisation_id)
    figures = req.state.get(FiguresCache).read_all(req.db, organisation_id, basis)
    context = _home_context(req, basis, figures)
    if not is_fillable(shell):
        return req.render("admin/home.html", **context)
    return HTMLResponse(_cached_home(shell, figures, context).fill(hole_values(shell, shell.viewer_name)))


def _home_context(req: PageRequest, basis: FiguresBasis, figures: OrganisationFigures) -> dict[str, Any]:
    organisation_id, pack_store = req.viewer.organisation_id, req.state.get(PackStore)
    rows = platform_list.platform_rows(req.db, organisation_id)
    return {
        "name": basis.name,
        "steps": tuple(setup_checklist.setup_steps(req.db, pack_store, organisation_id, rows)),
        "rows": tuple(rows),
        "differing": tuple(classes_that_differ(req.db, organisation_id)),
        "schools": figures.schools,
        "is_behind": figures.is_behind,
        "behind": BEHIND,
        "rows_hole": "",
    }


def _cached_home(shell: Shell, figures: OrganisationFigures, context: dict[str, Any]) -> TextWithHoles:
    """The page for anybody. Whether there are schools at all is seen by their lines."""
    name = NAME_HOLE if shell.viewer_name else ""
    anybody = for_anybody(shell)._replace(viewer_name=name, platform_origins=shell.platform_origins)
    seen = tuple(value for key, value in context.items() if key != "schools")
    macros = cache(lambda: module(anybody, "admin/school_row.html", {}))
    rows = SchoolRows(("admin", anybody), lambda _: None, lambda one: str(macros().school_row(anybody, one)))
    frame_key = anybody, bool(figures.schools), seen
    return page_of_schools(
        frame_key, figures, rows, lambda: draw(anybody, "admin/home.html", {**context, "rows_hole": ROWS_HOLE})
    )
