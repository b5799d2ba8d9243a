"""What the class page shows: rows, figures, help requests, and the state of the list of members. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from careered.dashboard.filters import Filters
from careered.dashboard.labels import STATE_FILTERS
from careered.dashboard.pupil_rows import PupilRow, pupil_row
from careered.dashboard.roster_text import roster_text
from careered.progress.class_progress import StepHelpRequest, load_class_progress, load_help_requests
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.progress.outbox.deliveries import load_line_items
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.groups import Group, load_groups
from careered.roster.names import display_names, sort_key
from careered.roster.queries import excluded_pupils, list_staff_names
from careered.roster.scope import ClassScope
from careered.web.i18n import translations

MAX_HELP_REQUESTS = 5


@dataclass(frozen=True)
class HelpRequest:
    """A pupil who asked for somebody: id and displayed name, the reason, and the lesson's title ("" if it is gone)."""

    id: str
    name: str
    reason: str
    lesson: str


@dataclass(frozen=True)
class ClassPage:
    """The class: active and former pupils, and who asked for somebody.

    staff: their names. excluded: id and name of members whom the platform lists as pupils and staff have excluded.
    """

    rows: Sequence[PupilRow]
    former_rows: Sequence[PupilRow]
    help_requests: Sequence[HelpRequest]
    roster_text: str
    has_line_item: bool
    staff: Sequence[str]
    excluded: Sequence[tuple[str, str]] = ()
    groups: Sequence[Group] = ()

    def filtered_rows(self, filters: Filters) -> list[PupilRow]:
        """The rows that match all filters; a filter with an unknown value is ignored."""
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
        """The number of rows that each state filter matches in the whole class ("": all)."""
        return {state: len(self._rows_in_state(state)) for state in STATE_FILTERS}

    def figures(self, lang: str) -> list[tuple[int, str]]:
        """Three figures of the class, each with its label."""
        ngettext = translations(lang).ngettext
        started = len(self.rows) - self.counts["not_started"]
        not_launched = sum(not row.has_launched for row in self.rows)
        return [
            (started, ngettext("has started", "have started", started)),
            (self.counts["done"], ngettext("has done everything", "have done everything", self.counts["done"])),
            (not_launched, ngettext("has not opened careered yet", "have not opened careered yet", not_launched)),
        ]


def class_page(db: Connection, scope: ClassScope, lang: str, secret: bytes) -> ClassPage:
    """Load the class page in one language. secret: the key of pseudonyms, shown where the platform shares no names."""
    members = load_class_progress(db, scope)
    names = display_names((member.pupil for member in members), secret, scope.class_info.id, lang)
    members.sort(key=lambda member: sort_key(names[member.pupil.id], lang))
    has_line_item = bool(load_line_items(db, *scope.key))
    rows = {
        is_active: [
            pupil_row(member, scope, names[member.pupil.id], lang, with_score=has_line_item)
            for member in members
            if (member.pupil.status == ACTIVE) is is_active
        ]
        for is_active in (True, False)
    }
    return ClassPage(
        rows=rows[True],
        former_rows=rows[False],
        help_requests=_help_requests(db, scope, rows[True], lang),
        roster_text=roster_text(scope.class_info, scope.pack.timezone, lang),
        has_line_item=has_line_item,
        staff=[name for name in list_staff_names(db, *scope.key) if name],
        excluded=excluded_pupils(db, *scope.key),
        groups=load_groups(db, *scope.key),
    )


def _help_requests(db: Connection, scope: ClassScope, rows: Sequence[PupilRow], lang: str) -> list[HelpRequest]:
    """The latest request of each pupil in `rows`, the newest first."""
    names = {row.id: row.name for row in rows}
    latest_by_pupil = {request.person_id: request for request in reversed(load_help_requests(db, scope))}
    newest_first = sorted(latest_by_pupil.values(), key=lambda request: request.requested_at, reverse=True)
    return [
        _help_request(request, names[request.person_id], scope, lang)
        for request in newest_first
        if request.person_id in names
    ]


def _help_request(request: StepHelpRequest, name: str, scope: ClassScope, lang: str) -> HelpRequest:
    reason = translations(lang).gettext(HELP_REASONS.get(request.reason, HELP_REASON_OTHER))
    lesson = scope.pack.lesson(request.lesson_id)
    title = lesson.title.in_language(lang, scope.pack.default_language) if lesson else ""
    return HelpRequest(request.person_id, name, reason, title)
