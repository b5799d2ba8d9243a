"""What is drawn of a new school year: from each grade, how many courses and pupils go on to the next, or end."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from careered.admin.year_rollover_impact import ChangeImpact
from careered.roster.year_rollover import GradeChange

_T = TypeVar("_T")


@dataclass(frozen=True)
class GradeMove:
    """The courses of one grade that go the same way. new_grade: None where they end.

    pupils: in these courses, to be rounded where they are shown; None where they have not been counted. leads_on:
    whether the next move begins where this one arrives, so that both are drawn as one way.
    """

    grade: int
    new_grade: int | None
    courses: int
    pupils: int | None
    leads_on: bool


def moves_of(impacts: Iterable[ChangeImpact]) -> list[GradeMove]:
    """The moves with their pupils, by grade."""
    grouped = _by_way(impacts, lambda impact: impact.change)
    return _drawn([(way, len(found), sum(one.pupils for one in found)) for way, found in grouped])


def expected_moves(changes: Iterable[GradeChange]) -> list[GradeMove]:
    """The moves that would come, by grade; nobody is counted for them."""
    return _drawn([(way, len(found), None) for way, found in _by_way(changes, lambda change: change)])


def _by_way(
    items: Iterable[_T], change_of: Callable[[_T], GradeChange]
) -> list[tuple[tuple[int, int | None], list[_T]]]:
    """The items of each (grade, new grade), lowest first; an end comes before a higher grade."""
    by_way: dict[tuple[int, int | None], list[_T]] = defaultdict(list)
    for item in items:
        change = change_of(item)
        by_way[change.year_class.grade or 0, change.new_grade].append(item)
    return sorted(by_way.items(), key=lambda found: (found[0][0], found[0][1] or 0))


def _drawn(moves: Sequence[tuple[tuple[int, int | None], int, int | None]]) -> list[GradeMove]:
    begins = [grade for (grade, _), _, _ in moves[1:]]
    return [
        GradeMove(
            grade,
            new_grade,
            courses,
            pupils,
            leads_on=new_grade is not None and begins[index : index + 1] == [new_grade],
        )
        for index, ((grade, new_grade), courses, pupils) in enumerate(moves)
    ]
