"""Routes of statistics, of a school's self-assessment, and of the guidance plan."""

from starlette.routing import Route

from careered.reports import figure_pages, provision_pages
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """A school's staff assess their own school; administrators see every school."""
    return [
        page("/teacher/class/{id}/provision", provision_pages.show_provision, who=Who.STAFF),
        action("/teacher/class/{id}/provision/keep", provision_pages.keep_provision, who=Who.STAFF),
        page("/admin/provision", provision_pages.show_all, who=Who.ADMIN),
        page("/admin/plan/{pack}", figure_pages.plan, who=Who.ADMIN),
        page("/admin/figures", figure_pages.show_figures, who=Who.ADMIN),
        action("/admin/figures/freeze", figure_pages.freeze, who=Who.ADMIN),
        page("/admin/figures/{code}", figure_pages.show_school, who=Who.ADMIN),
    ]
