"""The queue of the desk: what waits for the viewer in all classes, each row with its reason.

A row ends when its reason ends (the question is answered, the pupils have begun), when staff handle it, or until the
next week when they put it off: for every teacher of the class, because the acts belong to the class.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from careered.clock import day_of, now, today
from careered.db.prefetch import Row
from careered.desk.classes import DeskClass
from careered.desk.coming import COMING, coming_dates
from careered.desk.labels import (
    ANONYMOUS,
    ANONYMOUS_TEXT,
    NOT_BEGUN,
    TO_CONFIRM,
    URGENT_FOR_OTHERS,
    URGENT_TEXT,
    WHOLE_CLASS,
)
from careered.packs.visits import visits
from careered.progress.acts import POSTPONED, desk_reason, is_handled
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.questions.urgent_words import split_at_urgent
from careered.web.i18n import translations
from careered.web.people_cache import PeopleCache
from careered.web.permissions import Data, sees_in_course

REASONS = ("question", "talk", "stuck", "confirm", "remind", "coming")
ANONYMOUS_TARGET = "anonymous:"
MAX_NAMES = 5


@dataclass(frozen=True)
class QueueRow:
    """A row of the queue. reason, target_id: what an act on it names. person_id: "" where it is about several.

    people: ids of the pupils whom its action concerns. text: in the reader's language, or what a pupil wrote
    (is_quote). since: when it began; None where that is not known. hidden_text: shown when the row is opened.
    is_urgent: a word in it may speak of need; such rows stand first. lesson_id: what its action starts or prints.
    """

    desk_class: DeskClass
    reason: str
    target_id: str
    name: str
    text: str
    since: datetime | None = None
    person_id: str = ""
    people: Sequence[str] = ()
    is_quote: bool = False
    hidden_text: str = ""
    is_urgent: bool = False
    lesson_id: str = ""

    @property
    def urgent_parts(self) -> tuple[str, str, str] | None:
        """The hidden text before, at and after words that may speak of need; None without such."""
        return split_at_urgent(self.hidden_text) if self.is_urgent else None

    @property
    def is_anonymous(self) -> bool:
        """Whether it is a question without a name."""
        return self.target_id.startswith(ANONYMOUS_TARGET)

    @property
    def question_id(self) -> str:
        """The question's id, of a question."""
        return self.target_id.removeprefix(ANONYMOUS_TARGET)

    @property
    def names(self) -> str:
        """The first names of several pupils, and how many more there are."""
        shown = [self.desk_class.names[person_id] for person_id in self.people[:MAX_NAMES]]
        more = len(self.people) - len(shown)
        return ", ".join(shown) + (f" + {more}" if more else "")

    @property
    def days(self) -> int:
        """Whole days since it began, by the calendar of the class's country."""
        zone = self.desk_class.scope.pack.timezone
        return (today(zone) - day_of(self.since, zone)).days if self.since else 0

    def allows(self, kind: str) -> bool:
        """Whether the viewer may handle it (HANDLED) or put it off (POSTPONED).

        Only an answer ends what may speak of need. That somebody has talked with a pupil is guidance.
        """
        if kind == POSTPONED:
            return not self.is_urgent
        return self.reason == "stuck" or (self.reason == "talk" and sees_in_course(self.desk_class.role, Data.GUIDANCE))

    @property
    def is_handled(self) -> bool:
        """Whether staff have handled it; what has come since then counts anew."""
        return is_handled(self.desk_class.acts.get((self.reason, self.target_id)), self.since)

    @property
    def is_postponed(self) -> bool:
        """Whether staff have put it off to a later day."""
        act = self.desk_class.acts.get((self.reason, self.target_id))
        return bool(act and act["kind"] == POSTPONED and act["until"] > now()) and self.allows(POSTPONED)


QUEUES = PeopleCache[Sequence[QueueRow]](300)


def queue(classes: Sequence[DeskClass], lang: str) -> list[QueueRow]:
    """All rows that are not handled, those that are put off included: by reason, then the longest waiting first."""
    rows = [row for desk_class in classes for row in _cached(desk_class, lang) if not row.is_handled]
    return sorted(
        rows, key=lambda row: (not row.is_urgent, REASONS.index(row.reason), row.since is None, row.since or now())
    )


def _cached(desk_class: DeskClass, lang: str) -> Sequence[QueueRow]:
    """`class_queue`, as long as the class is the same."""
    place, day = (*desk_class.scope.key, desk_class.role, lang), today(desk_class.scope.pack.timezone)
    return QUEUES.get(place, (desk_class, day), lambda: list(class_queue(desk_class, lang)))


def class_queue(desk_class: DeskClass, lang: str) -> Iterator[QueueRow]:
    """Everything that waits in one class, handled or not."""
    yield from _questions(desk_class, lang)
    yield from _requests(desk_class, lang)
    yield from _to_confirm(desk_class, lang)
    yield from _to_remind(desk_class, lang)
    yield from _coming(desk_class, lang)


def _questions(desk_class: DeskClass, lang: str) -> Iterator[QueueRow]:
    gettext = translations(lang).gettext
    for question in desk_class.questions:
        person_id = question["person_id"]
        if name := desk_class.names.get(person_id):
            words = {"text": question["text"], "since": question["asked_at"], "is_quote": True}
            yield QueueRow(desk_class, "question", question["id"], name, **words, person_id=person_id)
    for question in desk_class.anonymous_questions:
        yield _anonymous_row(desk_class, question, gettext)


def _anonymous_row(desk_class: DeskClass, question: Row, gettext: Callable[[str], str]) -> QueueRow:
    """A question without a name: its text only where it is opened, and an urgent one only for whom the table says."""
    is_urgent = split_at_urgent(question["text"]) is not None
    is_readable = not is_urgent or sees_in_course(desk_class.role, Data.URGENT)
    return QueueRow(
        desk_class,
        "question",
        f"{ANONYMOUS_TARGET}{question['id']}",
        gettext(ANONYMOUS),
        gettext((URGENT_TEXT if is_readable else URGENT_FOR_OTHERS) if is_urgent else ANONYMOUS_TEXT),
        hidden_text=question["text"] if is_readable else "",
        is_urgent=is_urgent,
    )


def _requests(desk_class: DeskClass, lang: str) -> Iterator[QueueRow]:
    """The latest request of each pupil of each reason: a pupil who is stuck may want to talk, too."""
    latest = {}
    for request in sorted(desk_class.help_requests, key=lambda row: row["saved_at"]):
        latest[desk_reason(request["help_reason"]), request["person_id"]] = request
    gettext, pack = translations(lang).gettext, desk_class.scope.pack
    for (reason, person_id), request in latest.items():
        if name := desk_class.names.get(person_id):
            lesson = pack.lesson(request["lesson_id"])
            title = lesson.title.in_language(lang, pack.default_language) if lesson else ""
            text = gettext(HELP_REASONS.get(request["help_reason"], HELP_REASON_OTHER)) + (
                f": {title}" if title else ""
            )
            printed = lesson.id if reason == "stuck" and lesson and visits(lesson) else ""
            since = request["saved_at"]
            yield QueueRow(desk_class, reason, person_id, name, text, since, person_id, lesson_id=printed)


def _to_confirm(desk_class: DeskClass, lang: str) -> Iterator[QueueRow]:
    """A row for each requirement that pupils have done and nobody has confirmed."""
    words = translations(lang)
    for requirement in desk_class.requirements:
        if done := desk_class.done.get(requirement.id):
            title = requirement.title.in_language(lang, desk_class.scope.pack.default_language)
            yield QueueRow(
                desk_class,
                "confirm",
                requirement.id,
                _who(desk_class, list(done), lang),
                words.gettext(TO_CONFIRM) % {"requirement": title},
                min(done.values()),
                people=list(done),
            )


def _to_remind(desk_class: DeskClass, lang: str) -> Iterator[QueueRow]:
    """One row where others of the class have begun: a class that has not begun at all has not had its lesson yet."""
    idle = [id_ for id_ in desk_class.names if desk_class.overall[id_] is RequirementState.NOT_STARTED]
    if idle and len(idle) < len(desk_class.names):
        name, text = _who(desk_class, idle, lang), translations(lang).gettext(NOT_BEGUN)
        yield QueueRow(desk_class, "remind", "not_begun", name, text, people=idle)


def _who(desk_class: DeskClass, people: Sequence[str], lang: str) -> str:
    """The name of the only pupil, or how many there are."""
    if len(people) == 1:
        return desk_class.names[people[0]]
    return translations(lang).ngettext("%(num)s pupil", "%(num)s pupils", len(people)) % {"num": len(people)}


def _coming(desk_class: DeskClass, lang: str) -> Iterator[QueueRow]:
    """A row for each date that comes, until everybody has done what prepares for it."""
    pack, gettext = desk_class.scope.pack, translations(lang).gettext
    for one in coming_dates(pack, desk_class.info.grade, today(pack.timezone), lang):
        states = [desk_class.state(pupil, one.requirement.id) for pupil in desk_class.names]
        asked = [state for state in states if state is not RequirementState.EXEMPT]
        done = sum(state in REACHED_STATES for state in asked)
        if done < len(asked):
            title = one.requirement.title.in_language(lang, pack.default_language)
            named = {"event": one.event, "when": one.when, "requirement": title, "done": done, "pupils": len(asked)}
            name, text = gettext(WHOLE_CLASS), gettext(COMING) % named
            yield QueueRow(desk_class, "coming", one.id, name, text, lesson_id=one.lesson.id)
