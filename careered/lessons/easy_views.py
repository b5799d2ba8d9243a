"""The switch for easy language: kept with the person, so that it stays on at the next visit and on other devices."""

from starlette.responses import Response

from careered.roster.people import set_reads_easy
from careered.web.addresses import is_own_path
from careered.web.request import PageRequest


def switch_easy(req: PageRequest) -> Response:
    """POST /easy-language: `easy` is "yes" or "no"; back to the page of the form."""
    set_reads_easy(req.db, *req.viewer.owner, reads_easy=req.form_value("easy") == "yes")
    back = req.form_value("back")
    return req.redirect(back if is_own_path(back) else "/lessons")
