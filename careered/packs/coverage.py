"""Which card teaches which objective of the curriculum, and which practises it: as its author says, card by card."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from careered.packs.models import Card, FrameworkItem, Lesson, OfflineActivity, Pack, Requirement
from careered.packs.problems import Problem, make_problem
from careered.packs.read_yaml import read_checked_yaml
from careered.packs.yaml_tree import ANY

FRAMEWORK_FILE = "framework.yaml"


@dataclass(frozen=True)
class LessonCards:
    """The cards of a lesson that teach an objective, and those that practise it."""

    lesson: Lesson
    taught: tuple[Card, ...]
    practised: tuple[Card, ...]


@dataclass(frozen=True)
class CoverageRow:
    """An objective, the lessons with cards for it, and the activities away from the screen that are about it."""

    item: FrameworkItem
    lessons: tuple[LessonCards, ...]
    offline: tuple[OfflineActivity, ...] = ()

    @property
    def is_taught(self) -> bool:
        """Whether a card teaches it, or an activity away from the screen is about it."""
        return bool(self.offline) or any(one.taught for one in self.lessons)


def coverage(pack: Pack) -> tuple[CoverageRow, ...]:
    """A row for each objective of the framework in its order; not for a heading over others (a `parent`)."""
    parents = {item.parent for item in pack.framework.items}
    items = [item for item in pack.framework.items if item.code not in parents]
    return tuple(CoverageRow(item, tuple(_lessons(pack, item.code)), _offline(pack, item.code)) for item in items)


def rows_of_lesson(pack: Pack, lesson_id: str) -> tuple[CoverageRow, ...]:
    """The objectives that a lesson's cards teach or practise, each with this lesson alone."""
    found = [(row.item, [one for one in row.lessons if one.lesson.id == lesson_id]) for row in coverage(pack)]
    return tuple(CoverageRow(item, tuple(lessons)) for item, lessons in found if lessons)


def covering_lessons(pack: Pack, rows: Sequence[CoverageRow]) -> tuple[Lesson, ...]:
    """The lessons that stand in the rows, by grade and then in the order of their file names."""
    named = {one.lesson.id for row in rows for one in row.lessons}
    return tuple(sorted((one for one in pack.lessons if one.id in named), key=lambda lesson: lesson.grade))


def _lessons(pack: Pack, code: str) -> Iterator[LessonCards]:
    for lesson in pack.playable_lessons():
        cards = [card for card in lesson.steps if isinstance(card, Card)]
        taught = tuple(card for card in cards if code in card.teaches)
        practised = tuple(card for card in cards if code in card.practises)
        if taught or practised:
            yield LessonCards(lesson, taught, practised)


def _offline(pack: Pack, code: str) -> tuple[OfflineActivity, ...]:
    """The activities of requirements about this objective that no lesson is asked for."""
    named = {_activity(requirement) for requirement in pack.requirements if code in requirement.items}
    return tuple(activity for activity in pack.offline_activities if activity.id in named)


def _activity(requirement: Requirement) -> str | None:
    return requirement.completion.offline if requirement.completion.type == "offline" else None


def coverage_warnings(pack: Pack, files: Mapping[str, bytes], prefix: str = "") -> tuple[Problem, ...]:
    """Objectives that no card teaches, in a pack with cards. files: the pack's; prefix: before their names."""
    if not any(lesson.parts for lesson in pack.lessons):
        return ()
    tree = read_checked_yaml(prefix + FRAMEWORK_FILE, files[FRAMEWORK_FILE])
    places = {code: tree.value_position(path) for path, code in tree.texts("framework", "items", ANY, "code")}
    untaught = [row.item.code for row in coverage(pack) if not row.is_taught]
    return tuple(
        make_problem(tree.file, places[code], "objective_not_taught", f"no card teaches “{code}”") for code in untaught
    )
