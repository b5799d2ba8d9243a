"""The pupil's picture and plan, where the pupil has allowed the teachers and counsellors of this class to see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from careered.lessons.attempt import pupil_context
from careered.notebook.collect import Notebook, notebook_of
from careered.notebook.picture import Flower, picture_of
from careered.progress.queries import load_activity
from careered.roster.scope import ClassScope, PupilScope
from careered.talks.route_drawing import Route, draw_route
from careered.web.request import PageRequest

PLANS_SHOWN = 4


@dataclass(frozen=True)
class ShownPicture:
    """What the pupil shows, and it may be nothing yet. route: as marked on the country's map.

    plans: lines, each after the question that it answers; after "" where the pupil wrote it without one.
    """

    flower: Flower | None
    route: Route | None
    plans: Sequence[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.flower or self.route or self.plans)


def shown_picture(req: PageRequest, class_scope: ClassScope, scope: PupilScope) -> ShownPicture | None:
    """What the pupil shows to this class's teachers; None where it is not shown."""
    activity = load_activity(req.db, scope.key)
    notebook = notebook_of(req, pupil_context(req, class_scope, scope.person_id, activity))
    return _drawn(notebook, req.lang) if scope.class_id in notebook.shown_in else None


def _drawn(notebook: Notebook, lang: str) -> ShownPicture:
    flower = picture_of(notebook.scale, None, lang).flower
    route = draw_route(notebook.way, lang) if notebook.way else None
    return ShownPicture(flower, route, notebook.plans[:PLANS_SHOWN])
