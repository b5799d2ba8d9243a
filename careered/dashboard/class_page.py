"""What the class page shows: rows, figures, who needs somebody, and the state of the list. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup
from sqlalchemy import Connection

from careered.dashboard import score_status
from careered.dashboard.filters import Filters
from careered.dashboard.grid_cells import row_cells
from careered.dashboard.labels import HELP_REASON_OTHER, HELP_REASONS, STATE_FILTERS
from careered.dashboard.roster_text import roster_text
from careered.packs.models import Requirement
from careered.progress.class_progress import PupilProgress, StepHelpRequest, load_class_progress, load_help_requests
from careered.progress.completion import REACHED_STATES, RequirementState, count_reached
from careered.progress.outbox.deliveries import load_line_items
from careered.roster.enrol import ACTIVE
from careered.roster.groups import Group, load_groups
from careered.roster.names import display_names, sort_key
from careered.roster.queries import excluded_pupils
from careered.roster.scope import ClassScope
from careered.web.i18n import translations

MAX_HELP_REQUESTS = 5
OPEN_STATES = frozenset({RequirementState.NOT_STARTED, RequirementState.IN_PROGRESS})


@dataclass(frozen=True)
class PupilRow:
    """One pupil in the grid.

    overall_state: of all requirements together. score_text: "" when the class has no line item.

    open_requirements: ids of those that the class's grade needs and that are not reached.
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


@dataclass(frozen=True)
class HelpRequest:
    """A pupil who asked for somebody, why, and in which lesson."""

    id: str
    name: str
    reason: str
    lesson: str


@dataclass(frozen=True)
class ClassPage:
    """The class: those in it, those who left, and who asked for somebody.

    excluded: id and name of those whom the platform lists and a teacher has taken out. groups: made by staff.
    """

    rows: Sequence[PupilRow]
    former_rows: Sequence[PupilRow]
    help_requests: Sequence[HelpRequest]
    roster_text: str
    has_line_item: bool
    excluded: Sequence[tuple[str, str]] = ()
    groups: Sequence[Group] = ()

    def filtered_rows(self, filters: Filters) -> list[PupilRow]:
        """The rows that fit all filters; an unknown value narrows nothing."""
        rows = self._rows_in_state(filters.show)
        group = next((group for group in self.groups if group.id == filters.group), None)
        if group:
            rows = [row for row in rows if row.id in group.person_ids]
        if any(filters.open in row.open_requirements for row in self.rows):
            rows = [row for row in rows if filters.open in row.open_requirements]
        search_text = filters.search.strip().casefold()
        return [row for row in rows if search_text in row.name.casefold()]

    def _rows_in_state(self, state: str) -> list[PupilRow]:
        if state == "needs_you":
            pupil_ids = {help_request.id for help_request in self.help_requests}
            return [row for row in self.rows if row.id in pupil_ids]
        return [row for row in self.rows if state not in STATE_FILTERS or not state or row.overall_state == state]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each state's filter shows of the whole class (the empty one shows all)."""
        return {state: len(self._rows_in_state(state)) for state in STATE_FILTERS}

    def figures(self, lang: str) -> list[tuple[int, str]]:
        """The class in three numbers, each with its words."""
        ngettext = translations(lang).ngettext
        started = len(self.rows) - self.counts["not_started"]
        not_launched = sum(not row.has_launched for row in self.rows)
        return [
            (started, ngettext("has started", "have started", started)),
            (self.counts["done"], ngettext("has done everything", "have done everything", self.counts["done"])),
            (not_launched, ngettext("has not opened careered yet", "have not opened careered yet", not_launched)),
        ]


def class_page(db: Connection, class_scope: ClassScope, lang: str, secret: bytes) -> ClassPage:
    """Everything that the page about a class shows."""
    members = load_class_progress(db, class_scope)
    names = display_names((member.pupil for member in members), secret, class_scope.class_info.id, lang)
    members.sort(key=lambda member: sort_key(names[member.pupil.id], lang))
    has_line_item = bool(load_line_items(db, class_scope.class_info.organisation_id, class_scope.class_info.id))
    requirements = class_scope.pack.requirements_for(class_scope.class_info.grade)
    rows = [
        (
            member,
            _pupil_row(
                member,
                requirements,
                names[member.pupil.id],
                lang,
                _score_text(member, class_scope, lang, has_line_item),
            ),
        )
        for member in members
    ]
    active_rows = [row for member, row in rows if member.pupil.status == ACTIVE]
    return ClassPage(
        rows=active_rows,
        former_rows=[row for member, row in rows if member.pupil.status != ACTIVE],
        help_requests=_help_requests(load_help_requests(db, class_scope), active_rows, class_scope, lang),
        roster_text=roster_text(class_scope.class_info, class_scope.pack.timezone, lang),
        has_line_item=has_line_item,
        excluded=excluded_pupils(db, class_scope.class_info.organisation_id, class_scope.class_info.id),
        groups=load_groups(db, class_scope.class_info.organisation_id, class_scope.class_info.id),
    )


def _pupil_row(
    member: PupilProgress, requirements: Sequence[Requirement], name: str, lang: str, score_text: str
) -> PupilRow:
    states = member.states(requirements)
    done, total = count_reached(states)
    open_requirements = frozenset(
        requirement.id for requirement, state in zip(requirements, states, strict=True) if state in OPEN_STATES
    )
    return PupilRow(
        member.pupil.id,
        name,
        row_cells(states, lang),
        done,
        total,
        score_text,
        _overall_state(states),
        member.pupil.has_launched,
        open_requirements,
    )


def _score_text(member: PupilProgress, scope: ClassScope, lang: str, has_line_item: bool) -> str:
    return score_status.short_status(member.deliveries, scope, lang) if has_line_item else ""


def _overall_state(states: Sequence[RequirementState]) -> str:
    states_that_count = {state for state in states if state is not RequirementState.EXEMPT}
    if states_that_count <= REACHED_STATES:
        return "done"
    return "not_started" if states_that_count == {RequirementState.NOT_STARTED} else "in_progress"


def _help_requests(
    requests: Sequence[StepHelpRequest], rows: Sequence[PupilRow], scope: ClassScope, lang: str
) -> list[HelpRequest]:
    """One line a pupil, the newest call first."""
    names, gettext = {row.id: row.name for row in rows}, translations(lang).gettext
    latest_by_pupil = {request.person_id: request for request in reversed(requests)}
    return [
        HelpRequest(
            request.person_id,
            names[request.person_id],
            gettext(HELP_REASONS.get(request.reason, HELP_REASON_OTHER)),
            _lesson_title(scope, request, lang),
        )
        for request in sorted(latest_by_pupil.values(), key=lambda request: request.requested_at, reverse=True)
        if request.person_id in names
    ]


def _lesson_title(scope: ClassScope, request: StepHelpRequest, lang: str) -> str:
    lesson = scope.pack.lesson(request.lesson_id)
    return lesson.title.in_language(lang, scope.pack.default_language) if lesson else ""
