"""What many of a class believe: an option's `misconception`, chosen at the first answer and at the latest one.

An item that is sorted may carry one, too: it is chosen by putting the item into any other group than its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from careered.db.queries import where_equal
from careered.i18n_marker import _
from careered.packs.models import Lesson, LocalizedText, Pack, StepContent
from careered.progress.tables import Answer
from careered.roster.enrolment_upsert import ACTIVE
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.tables import Enrolment
from careered.web.i18n import translations

_answers, _enrolments = Answer.__table__, Enrolment.__table__
SORTED = "item-"
"""How the field of a sorted item begins (`activities/sort`)."""
FIGURES = _("%(before)s of %(pupils)s before, %(after)s after")
TOO_FEW = _("Shown when at least five pupils have answered")


@dataclass(frozen=True)
class Place:
    """Where a misconception can be chosen: an option, or an item that lies elsewhere than in its right group."""

    lesson: Lesson
    card: StepContent
    option_id: str
    text: LocalizedText
    right_group: str | None = None

    def is_chosen(self, values: Mapping[str, Any]) -> bool:
        """Whether somebody with these values of the card's answer has chosen it."""
        if self.right_group:
            return bool(values.get(SORTED + self.option_id, self.right_group) != self.right_group)
        chosen = values.get("choice")
        return self.option_id in chosen if isinstance(chosen, list) else self.option_id == chosen


@dataclass(frozen=True)
class MisconceptionCount:
    """Of `pupils` who have answered its first and its last card, so many chose it before and after.

    place: of the first card.
    """

    key: str
    place: Place
    pupils: int
    before: int
    after: int

    @property
    def is_shown(self) -> bool:
        """Whether enough pupils have answered."""
        return self.pupils >= MIN_PUPILS_SHOWN

    @property
    def is_believed(self) -> bool:
        """Whether somebody has chosen it, before or after."""
        return self.before + self.after > 0

    def words(self, lang: str) -> str:
        """The figures as a person reads them, or that too few have answered."""
        figures = {"before": self.before, "pupils": self.pupils, "after": self.after}
        return translations(lang).gettext(FIGURES) % figures if self.is_shown else translations(lang).gettext(TOO_FEW)


def misconception_counts(
    db: Connection, organisation_id: str, class_id: str, pack: Pack
) -> Sequence[MisconceptionCount]:
    """Each misconception of the pack in the order of its lessons: active pupils only. One query, or none."""
    places: dict[str, list[Place]] = {}
    for key, place in _places(pack):
        places.setdefault(key, []).append(place)
    if not places:
        return []
    answers = _load_answers(db, organisation_id, class_id, [one.card.id for found in places.values() for one in found])
    return [_count(key, found[0], found[-1], answers) for key, found in places.items()]


def by_lesson(counts: Iterable[MisconceptionCount]) -> Mapping[str, Sequence[MisconceptionCount]]:
    """The same under the id of the lesson that asks first."""
    found: dict[str, list[MisconceptionCount]] = {}
    for count in counts:
        found.setdefault(count.place.lesson.id, []).append(count)
    return found


def _places(pack: Pack) -> Iterator[tuple[str, Place]]:
    for lesson in pack.playable_lessons():
        for card in lesson.steps:
            for option in (*getattr(card, "options", ()), *getattr(card, "items", ())):
                if key := getattr(option, "misconception", None):
                    yield key, Place(lesson, card, option.id, option.text, getattr(option, "group", None))


AnswersByCard = Mapping[tuple[str, str], Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]]]
"""(first, latest) values by pupil, by (lesson id, card id)."""


def _load_answers(db: Connection, organisation_id: str, class_id: str, card_ids: Iterable[str]) -> AnswersByCard:
    in_class = {"organisation_id": organisation_id, "class_id": class_id}
    pupil_ids = select(_enrolments.c.person_id).where(where_equal(_enrolments, **in_class, role="pupil", status=ACTIVE))
    columns = [_answers.c[name] for name in ("lesson_id", "step_id", "person_id", "first_values", "values")]
    where = where_equal(_answers, **in_class) & _answers.c.step_id.in_(sorted(set(card_ids))) & (_answers.c.tries > 0)
    found: dict[tuple[str, str], dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]] = {}
    for lesson_id, card_id, person_id, first, latest in db.execute(
        select(*columns).where(where & _answers.c.person_id.in_(pupil_ids))
    ):
        found.setdefault((lesson_id, card_id), {})[person_id] = (first or latest, latest)
    return found


def _count(key: str, first: Place, last: Place, answers: AnswersByCard) -> MisconceptionCount:
    at_first = answers.get((first.lesson.id, first.card.id), {})
    at_last = answers.get((last.lesson.id, last.card.id), {})
    both = at_first.keys() & at_last.keys()
    before = sum(first.is_chosen(at_first[person_id][0]) for person_id in both)
    after = sum(last.is_chosen(at_last[person_id][1]) for person_id in both)
    return MisconceptionCount(key, first, len(both), before, after)
