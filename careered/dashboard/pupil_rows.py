"""The rows of the grid: one for each pupil, with every requirement's state and the state of the pupil's score."""

from dataclasses import dataclass

from markupsafe import Markup

from careered.dashboard.grid import row_cells
from careered.dashboard.score_status import short_status
from careered.progress.class_progress import PupilProgress
from careered.progress.completion import REACHED_STATES, RequirementState, count_reached, overall_state
from careered.roster.scope import ClassScope

OPEN_STATES = frozenset({RequirementState.NOT_STARTED, RequirementState.IN_PROGRESS})


@dataclass(frozen=True)
class PupilRow:
    """One pupil in the grid.

    cells: the rendered cells of all requirements. overall_state: of all requirements together. score_text: "" when
    the class has no line item. open_requirements: ids of the requirements in scope that are not reached yet.
    """

    id: str
    name: str
    cells: Markup
    done: int
    total: int
    score_text: str
    overall_state: str
    has_launched: bool
    open_requirements: frozenset[str] = frozenset()


def pupil_row(progress: PupilProgress, scope: ClassScope, name: str, lang: str, *, with_score: bool) -> PupilRow:
    """The row of one pupil, over the requirements of the class's grade."""
    requirements = scope.pack.requirements_for(scope.class_info.grade)
    states = progress.states(requirements)
    done, total = count_reached(states)
    overall = overall_state(states)
    return PupilRow(
        id=progress.pupil.id,
        name=name,
        cells=row_cells(states, lang),
        done=done,
        total=total,
        score_text=short_status(progress.deliveries, scope, lang) if with_score else "",
        overall_state="done" if overall in REACHED_STATES else overall.value,
        has_launched=progress.pupil.has_launched,
        open_requirements=frozenset(
            requirement.id for requirement, state in zip(requirements, states, strict=True) if state in OPEN_STATES
        ),
    )
