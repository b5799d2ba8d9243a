"""The reasons of the queue's rows: what of a class's questions, requests, statuses and dates waits for staff."""

from collections.abc import Callable, Iterator, Sequence

from careered.clock import today
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
from careered.desk.queue_row import ANONYMOUS_TARGET, QueueRow
from careered.packs.visits import visits
from careered.progress.acts import desk_reason
from careered.progress.completion import REACHED_STATES, RequirementState
from careered.progress.labels import HELP_REASON_OTHER, HELP_REASONS
from careered.questions.urgent_words import split_at_urgent
from careered.web.i18n import translations
from careered.web.permissions import Data, sees_in_course


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
