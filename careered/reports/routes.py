"""The addresses of reports."""

from starlette.routing import Route

from careered.reports import figure_pages, provision_pages
from careered.reports.pages import of_class, of_pupil
from careered.web.permissions import Who
from careered.web.routes import action, page


def routes() -> list[Route]:
    """Files for staff; a look at one pupil is noted, so looking writes too."""
    return [
        page("/teacher/class/{id}/report", of_class, who=Who.STAFF),
        page("/teacher/pupil/{id}/report", of_pupil, who=Who.STAFF, writes=True),
        page("/teacher/class/{id}/provision", provision_pages.show_provision, who=Who.STAFF),
        action("/teacher/class/{id}/provision/keep", provision_pages.keep_provision, who=Who.STAFF),
        page("/admin/provision", provision_pages.show_all, who=Who.ADMIN),
        page("/admin/plan/{pack}", figure_pages.plan, who=Who.ADMIN),
        page("/admin/figures", figure_pages.show_figures, who=Who.ADMIN),
        action("/admin/figures/freeze", figure_pages.freeze, who=Who.ADMIN),
        page("/admin/figures/{code}", figure_pages.show_school, who=Who.ADMIN),
    ]
