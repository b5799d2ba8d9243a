"""Back to where an act was done, with the message about it: the page reads `done` (careered/acts/toast.py)."""

from starlette.responses import Response

from careered.web.addresses import is_own_path
from careered.web.request import PageRequest

NOTHING = "nothing"
"""In the place of an act's id: the form changed nothing."""


def after_act(req: PageRequest, class_id: str, act_id: str) -> Response:
    """On to the staff's page that the form names in `back`, else to the class. act_id: of what was done, or NOTHING."""
    back = req.form_value("back")
    is_known = back.startswith("/teacher/") and is_own_path(back)
    address = back if is_known else f"/teacher/class/{class_id}"
    return req.redirect(f"{address}{'&' if '?' in address else '?'}done={act_id}")
