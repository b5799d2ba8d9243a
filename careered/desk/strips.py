"""A strip for each class: for how many pupils the term's share is confirmed, done, begun, not begun."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from careered.clock import today
from careered.desk.classes import DeskClass
from careered.desk.labels import STRIP_LABELS
from careered.progress.bars import Segment, segments
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.web.i18n import translations
from careered.web.people_cache import PeopleCache

ORDER = (
    RequirementState.CONFIRMED,
    RequirementState.DONE,
    RequirementState.IN_PROGRESS,
    RequirementState.NOT_STARTED,
)


@dataclass(frozen=True)
class Strip:
    """A class as a bar. label: what it is called here. reached: pupils who have done the term's share.

    words: the bar for those who do not see it. questions, talks: that wait.
    """

    id: str
    title: str
    label: str
    reached: int
    pupils: int
    segments: Sequence[Segment]
    words: str
    questions: int
    talks: int
    is_asked: bool = True
    """Whether anything is asked of its grade yet."""

    @property
    def is_long(self) -> bool:
        """Whether the name is longer than the column of names."""
        return _width(self.label) == LONG


@dataclass(frozen=True)
class GradeColumn:
    """The strips of one grade. grade: None for classes of which the platform does not say it."""

    grade: int | None
    pupils: int
    strips: Sequence[Strip]


STRIPS = PeopleCache[Strip](300)
WIDTHS, LONG = {5: "short", 10: "medium"}, "long"
"""By the letters of a name."""


def grade_columns(
    classes: Sequence[DeskClass], labels: Mapping[str, str], waiting: Counter[tuple[str, str]], lang: str
) -> list[GradeColumn]:
    """The strips by grade, the lowest first. labels: of the classes by id. waiting: rows by (class id, reason)."""
    in_order = sorted(classes, key=_grade_order)
    return [
        GradeColumn(
            group[0].info.grade,
            sum(len(one_class.names) for one_class in group),
            [_strip(one, labels[one.info.id], waiting, lang) for one in group],
        )
        for _, members in groupby(in_order, key=_grade_order)
        for group in [list(members)]
    ]


def width_of_names(columns: Sequence[GradeColumn]) -> str:
    """How much room the longest name of a class needs, for the style sheet: "short", "medium" or "long"."""
    return _width(max((strip.label for column in columns for strip in column.strips), key=len, default=""))


def _width(name: str) -> str:
    return next((width for letters, width in WIDTHS.items() if len(name) <= letters), LONG)


def _grade_order(desk_class: DeskClass) -> int:
    grade = desk_class.info.grade
    return 99 if grade is None else grade


def _strip(desk_class: DeskClass, label: str, waiting: Counter[tuple[str, str]], lang: str) -> Strip:
    """The strip, made anew where the class or what waits in it has changed."""
    of_class = [waiting[desk_class.info.id, reason] for reason in ("question", "talk")]
    place, day = (*desk_class.scope.key, desk_class.role, lang), today(desk_class.scope.pack.timezone)
    return STRIPS.get(place, (desk_class, label, of_class, day), lambda: _made(desk_class, label, waiting, lang))


def _made(desk_class: DeskClass, label: str, waiting: Counter[tuple[str, str]], lang: str) -> Strip:
    counts: Counter[str] = Counter(desk_class.this_term.values())
    gettext = translations(lang).gettext
    return Strip(
        id=desk_class.info.id,
        title=desk_class.info.title,
        label=label,
        reached=sum(counts[state] for state in REACHED_STATES),
        pupils=len(desk_class.names),
        segments=segments(counts, ORDER, counts.total()),
        words=", ".join(f"{counts[state]} {gettext(STRIP_LABELS[state])}" for state in ORDER),
        questions=waiting[desk_class.info.id, "question"],
        talks=waiting[desk_class.info.id, "talk"],
        is_asked=bool(desk_class.share),
    )
