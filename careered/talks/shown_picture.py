"""The pupil's picture and plan, where the pupil has allowed the teachers and counsellors of this class to see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from careered.lessons.attempt import pupil_context
from careered.lessons.own_way import draw_own_way
from careered.notebook.collect import Notebook, notebook_of
from careered.notebook.picture import draw, picture_of
from careered.progress.queries import load_activity
from careered.roster.scope import ClassScope, PupilScope
from careered.web.request import PageRequest

PLANS_SHOWN = 4


@dataclass(frozen=True)
class ShownPicture:
    """picture: the flower and the stops; way: the route on the country's map, None before there is one. plans: lines.

    is_empty: whether the pupil shows it, and there is nothing yet.
    """

    picture: Markup
    way: Markup | None
    plans: Sequence[str]
    is_empty: bool


def shown_picture(req: PageRequest, class_scope: ClassScope, scope: PupilScope) -> ShownPicture | None:
    """What the pupil shows to this class's teachers; None where it is not shown."""
    activity = load_activity(req.db, scope.key)
    notebook = notebook_of(req, pupil_context(req, class_scope, scope.person_id, activity))
    return _drawn(notebook, scope, req.lang) if scope.class_id in notebook.shown_in else None


def _drawn(notebook: Notebook, scope: PupilScope, lang: str) -> ShownPicture:
    picture = picture_of(notebook.scale, scope.pack.education_map, lang, notebook.way)
    plans = notebook.plan_lines[:PLANS_SHOWN]
    way = draw_own_way(notebook.way, lang) if notebook.way else None
    return ShownPicture(draw(picture, lang), way, plans, picture.is_empty and not plans)
