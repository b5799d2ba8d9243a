"""What the class page is made of beside the pupils' states: the people, the columns, what is noted about them.

It changes seldom, so it is cached with all that it was made of. It names people: as `web/people_cache.py` says.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from careered.clock import day_of, today
from careered.dashboard.attestation_labels import COLLEAGUE, WHO_AND_WHEN
from careered.dashboard.grid import Column, columns_of
from careered.dashboard.pupil_rows import RowBase, RowBuilder
from careered.dashboard.roster_text import roster_text
from careered.db.prefetch import Row
from careered.progress.class_notes import CLASS_NOTES, class_notes_from_row
from careered.progress.class_progress import deliveries_by_person
from careered.progress.queries import CLASS_SCORES, class_scores_from_row
from careered.questions.store import WAITING_QUESTIONS
from careered.roster.groups import Group
from careered.roster.members import MEMBERS, members_from_rows
from careered.roster.moves import recent_moves
from careered.roster.names import display_names, sort_key, staff_names
from careered.roster.scope import ClassScope
from careered.web.i18n import translations
from careered.web.people_cache import PeopleCache
from careered.web.time_format import format_near_day

ROLL_ROWS = (MEMBERS, *CLASS_SCORES, *CLASS_NOTES, WAITING_QUESTIONS)


@dataclass(frozen=True, eq=False)
class ClassRoll:
    """bases: what the pupils' rows are made of, also of those who have left, in the order of their names.

    staff: their names. excluded: id and name of members whom the platform calls pupils and staff have excluded,
    with who has and when, "" where that is not known.
    came, left: name and day of pupils whom lists have brought or lost lately. differ_day: of the update that has
    changed figures, "" for none. is_nameless: whether the platform shares nobody's name. One roll is as another only
    where it is the same one.
    """

    builder: RowBuilder
    bases: Sequence[RowBase]
    columns: Sequence[Column]
    roster_text: str
    has_line_item: bool
    staff: Sequence[str]
    excluded: Sequence[tuple[str, str, str]]
    came: Sequence[tuple[str, str]]
    left: Sequence[tuple[str, str]]
    differ_day: str
    groups: Sequence[Group]
    is_nameless: bool


ROLLS = PeopleCache[ClassRoll](120)


def class_roll(scope: ClassScope, row: Row, lang: str, secret: bytes) -> ClassRoll:
    """The roll of a class in a language, out of a row with ROLL_ROWS. secret: of pseudonyms."""
    version = class_content(scope), *(row[part.name] for part in ROLL_ROWS)
    return ROLLS.get((*scope.key, lang), version, lambda: _roll(scope, row, lang, secret))


def class_content(scope: ClassScope) -> Hashable:
    """What a page about a class depends on beside rows of people."""
    info, pack = scope.class_info, scope.pack
    return info, info.is_roster_due, pack.id, pack.version, pack.content_hash, today(pack.timezone)


def _roll(scope: ClassScope, row: Row, lang: str, secret: bytes) -> ClassRoll:
    members, notes = members_from_rows(MEMBERS.read(row)), class_notes_from_row(row)
    has_line_item, deliveries = class_scores_from_row(row)
    names = staff_names(members.pupils, secret, scope.class_info.id, lang)
    of_excluded = display_names(members.excluded, secret, scope.class_info.id, lang)
    moves, scores = recent_moves(members.pupils), deliveries_by_person(deliveries)
    columns = columns_of(scope, {activity for _pupil, activity in notes.days}, lang)
    questions = WAITING_QUESTIONS.read(row)
    builder = RowBuilder(scope, columns, notes.requests, notes.days, lang, has_line_item, questions)
    pupils = sorted(members.pupils, key=lambda pupil: sort_key(names[pupil.id], lang))
    return ClassRoll(
        builder=builder,
        bases=[builder.base(pupil, names[pupil.id], scores.get(pupil.id, ())) for pupil in pupils],
        columns=columns,
        roster_text=roster_text(scope.class_info, scope.pack.timezone, lang),
        has_line_item=has_line_item,
        staff=[name for name in members.staff if name],
        excluded=[
            (member.id, of_excluded[member.id], _excluded_by(notes.not_pupils.get(member.id), row, scope, lang))
            for member in members.excluded
        ],
        came=_with_days(moves.came, names, scope, lang),
        left=_with_days(moves.left, names, scope, lang),
        differ_day=_day(scope.class_info.figures_differ_at, scope, lang),
        groups=notes.groups,
        is_nameless=bool(members.pupils) and not any(pupil.name for pupil in members.pupils),
    )


def _excluded_by(act: Row | None, row: Row, scope: ClassScope, lang: str) -> str:
    """Who has excluded a member, and when. Never "you": the roll is the same for every reader."""
    if act is None:
        return ""
    names = {member["id"]: member["name"] for member in MEMBERS.read(row)}
    gettext, when = translations(lang).gettext, _day(act["created_at"], scope, lang)
    return gettext(WHO_AND_WHEN) % {"who": names.get(act["author_person_id"]) or gettext(COLLEAGUE), "when": when}


def _with_days(
    moved: Sequence[tuple[str, datetime]], names: Mapping[str, str], scope: ClassScope, lang: str
) -> list[tuple[str, str]]:
    """Name and day of each, the day as the reader's language writes it."""
    return [(names[pupil_id], _day(moment, scope, lang)) for pupil_id, moment in moved]


def _day(moment: datetime | None, scope: ClassScope, lang: str) -> str:
    zone = scope.pack.timezone
    return format_near_day(day_of(moment, zone), lang, today(zone)) if moment else ""
