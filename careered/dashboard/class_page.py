"""What the class page shows: rows, figures, who needs somebody, and the state of the list. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup
from sqlalchemy import Connection

from careered.dashboard import marks
from careered.dashboard.cells import cells
from careered.dashboard.filters import Filters
from careered.dashboard.roster_words import roster_words
from careered.dashboard.words import FILTERS, HELP, HELP_OTHER
from careered.packs.models import Requirement
from careered.progress.completion import REACHED, State, tally
from careered.progress.overview import HelpWanted, PupilProgress, help_wanted, overview
from careered.progress.wishes import columns_of
from careered.roster.arrive import ACTIVE
from careered.roster.groups import Group, groups_of
from careered.roster.names import shown_names, sort_key
from careered.roster.read import said_no_pupils
from careered.roster.scope import Course
from careered.web.i18n import translations

MOST_NEEDS = 5
OPEN = frozenset({State.NOT_STARTED, State.IN_PROGRESS})


@dataclass(frozen=True)
class Row:
    """One pupil in the grid. stage: where the pupil is with all of it; mark: "" when the class has no column.

    open: the requirements that are asked for and not reached.
    """

    id: str
    name: str
    cells: Markup
    done: int
    of: int
    mark: str
    stage: str
    came: bool
    open: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Need:
    """A pupil who asked for somebody, why, and in which lesson."""

    id: str
    name: str
    why: str
    lesson: str


@dataclass(frozen=True)
class ClassPage:
    """The class: those in it, those who left, and who asked for somebody.

    no_pupils: id and name of those whom the platform lists and a teacher has taken out. groups: made by staff.
    """

    rows: Sequence[Row]
    left: Sequence[Row]
    needs: Sequence[Need]
    roster: str
    has_marks: bool
    no_pupils: Sequence[tuple[str, str]] = ()
    groups: Sequence[Group] = ()

    def shown(self, by: Filters) -> list[Row]:
        """The rows that fit all filters; an unknown value narrows nothing."""
        rows = self._in_stage(by.show)
        group = next((one for one in self.groups if one.id == by.group), None)
        if group:
            rows = [row for row in rows if row.id in group.people]
        if any(by.open in row.open for row in self.rows):
            rows = [row for row in rows if by.open in row.open]
        wanted = by.search.strip().casefold()
        return [row for row in rows if wanted in row.name.casefold()]

    def _in_stage(self, show: str) -> list[Row]:
        if show == "needs_you":
            wanted = {need.id for need in self.needs}
            return [row for row in self.rows if row.id in wanted]
        return [row for row in self.rows if show not in FILTERS or not show or row.stage == show]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows each state's filter shows of the whole class (the empty one shows all)."""
        return {show: len(self._in_stage(show)) for show in FILTERS}

    def figures(self, lang: str) -> list[tuple[int, str]]:
        """The class in three numbers, each with its words."""
        ngettext = translations(lang).ngettext
        started = len(self.rows) - self.counts["not_started"]
        away = sum(not row.came for row in self.rows)
        return [
            (started, ngettext("has started", "have started", started)),
            (self.counts["done"], ngettext("has done everything", "have done everything", self.counts["done"])),
            (away, ngettext("has not opened careered yet", "have not opened careered yet", away)),
        ]


def class_page(db: Connection, course: Course, lang: str, secret: bytes) -> ClassPage:
    """Everything that the page about a class shows."""
    everybody = overview(db, course)
    names = shown_names((one.pupil for one in everybody), secret, course.room.id, lang)
    everybody.sort(key=lambda one: sort_key(names[one.pupil.id], lang))
    has_marks = bool(columns_of(db, course.room.organisation_id, course.room.id))
    scope = course.pack.requirements_for(course.room.grade)
    rows = [
        (one, _row(one, scope, names[one.pupil.id], lang, _mark(one, course, lang, has_marks))) for one in everybody
    ]
    here = [row for one, row in rows if one.pupil.status == ACTIVE]
    return ClassPage(
        rows=here,
        left=[row for one, row in rows if one.pupil.status != ACTIVE],
        needs=_needs(help_wanted(db, course), here, course, lang),
        roster=roster_words(course.room, course.pack.timezone, lang),
        has_marks=has_marks,
        no_pupils=said_no_pupils(db, course.room.organisation_id, course.room.id),
        groups=groups_of(db, course.room.organisation_id, course.room.id),
    )


def _row(one: PupilProgress, scope: Sequence[Requirement], name: str, lang: str, mark: str) -> Row:
    states = one.states(scope)
    done, of = tally(states)
    still = frozenset(each.id for each, state in zip(scope, states, strict=True) if state in OPEN)
    return Row(one.pupil.id, name, cells(states, lang), done, of, mark, _stage(states), one.pupil.came, still)


def _mark(one: PupilProgress, course: Course, lang: str, has_marks: bool) -> str:
    return marks.short(one.deliveries, course, lang) if has_marks else ""


def _stage(states: Sequence[State]) -> str:
    counted = {state for state in states if state is not State.EXEMPT}
    if counted <= REACHED:
        return "done"
    return "not_started" if counted == {State.NOT_STARTED} else "in_progress"


def _needs(calls: Sequence[HelpWanted], rows: Sequence[Row], course: Course, lang: str) -> list[Need]:
    """One line a pupil, the newest call first."""
    names, say = {row.id: row.name for row in rows}, translations(lang).gettext
    newest = {call.person_id: call for call in reversed(calls)}
    return [
        Need(call.person_id, names[call.person_id], say(HELP.get(call.why, HELP_OTHER)), _title(course, call, lang))
        for call in sorted(newest.values(), key=lambda call: call.at, reverse=True)
        if call.person_id in names
    ]


def _title(course: Course, call: HelpWanted, lang: str) -> str:
    lesson = course.pack.lesson(call.lesson_id)
    return lesson.title.in_language(lang, course.pack.default_language) if lesson else ""
