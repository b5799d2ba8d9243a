"""The pupil that an address names."""

from careered.roster.members import Pupil, list_pupils
from careered.roster.names import staff_names
from careered.roster.scope import ClassScope
from careered.web.errors import RequestError
from careered.web.request import PageRequest


def pupil_from_path(req: PageRequest, scope: ClassScope) -> tuple[Pupil, str]:
    """A pupil of the viewer's own class, with the displayed name. Raises `not_found` for anybody else.

    A class without a context has no pupils.
    """
    class_pupils = list_pupils(req.db, *scope.key) if scope.class_info.context_id else []
    pupil = next((candidate for candidate in class_pupils if candidate.id == req.path_params["id"]), None)
    if pupil is None:
        raise RequestError("not_found")
    return pupil, staff_names(class_pupils, req.state.settings.secret, scope.class_info.id, req.lang)[pupil.id]
