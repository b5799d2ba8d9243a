"""The page on which staff start a live lesson: the next lesson is chosen, with what it holds and what to look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from careered.clock import now
from careered.i18n_marker import _
from careered.live.class_counts import count_done
from careered.live.for_whom import ForWhom, Open, audiences, live_address, offered, open_lessons, running_now
from careered.live.lesson_page import format_live_time, notes_of
from careered.live.lesson_plan import DEFAULT_MINUTES, PlanStep, plan_of
from careered.live.live_rows import GROUP, WHO_ROWS
from careered.live.typed_end import typed_end, whole_minutes
from careered.packs.models import Lesson
from careered.packs.picture_address import picture_url
from careered.packs.visits import visits
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest

WHOLE_CLASS = _("The whole class")
UNREADABLE_END = _("Type a time such as 10.45, or minutes such as 45: at least 5 minutes and at most 4 hours from now.")


@dataclass(frozen=True)
class LessonChoice:
    """A lesson to start. picture: its cover's address, or "". done: how many pupils have done it.

    plan: of a session of the chosen length. notes: what the teacher does before, during and after, in Markdown.
    """

    lesson: Lesson
    picture: str
    done: int
    plan: Sequence[PlanStep]
    notes: Sequence[str]

    @property
    def has_printout(self) -> bool:
        """Whether there is something to print for whoever cannot open a page."""
        return bool(visits(self.lesson))


@dataclass(frozen=True)
class WhomField:
    """Whom the lesson is for, of `choices`, each with its name. has_groups: whether there is anything to choose.

    busy: of each lesson that runs whose it is, its page's address, until when, and which it is. ends: whether what is
    started ends the one that the chosen have. known: the ids of all that run, which the form sends along.
    """

    chosen: ForWhom
    choices: Sequence[tuple[ForWhom, str]]
    busy: Sequence[tuple[str, str, str, str]]
    has_groups: bool
    ends: bool
    known: str


@dataclass(frozen=True)
class Meanwhile:
    """A lesson that began while the form was open: its title, whose it is, since when, and its page's address."""

    title: str
    who: str
    since: str
    address: str


def show_start(
    req: PageRequest, scope: ClassScope, *, wrong: str = "", refused: str = "", meanwhile: Open | None = None
) -> Response:
    """The form. `lesson` in address or form chooses another lesson than the next one, `minutes` another end, as typed,
    `group` a group.

    wrong, refused: what the typed end and the choice of pupils are refused for. meanwhile: the lesson of the same
    pupils that began after the form was opened (409, "lesson_running").
    """
    whom = _whom_field(req, scope, meanwhile)
    done, pupils = count_done(req.db, *scope.key, whom.chosen.group_id), len(whom.chosen.person_ids)
    following = next_lesson(scope.pack.playable_lessons(), scope.class_info.grade, done, pupils)
    chosen = scope.pack.lesson(_sent(req, "lesson")) or following
    length = _length(_sent(req, "minutes"), scope)
    response = req.render(
        "live/start.html",
        block="picks" if "minutes" in req.query else "",
        status=409 if meanwhile else 422 if wrong or refused else 200,
        class_info=scope.class_info,
        choices=[_choice(req, scope, lesson, done, length) for lesson in _from(scope.pack.playable_lessons(), chosen)],
        pupils=pupils,
        following=following.id if following else "",
        typed=_sent(req, "minutes") or format_live_time(now() + timedelta(minutes=DEFAULT_MINUTES), req, scope),
        wrong=wrong,
        refused=refused,
        whom=whom,
        length=length,
        meanwhile=_meanwhile(req, scope, meanwhile) if meanwhile else None,
    )
    if meanwhile:
        response.headers["Careered-Code"] = "lesson_running"
    return response


def ids_of(running: Iterable[Open]) -> str:
    """Which lessons run, as the form's field `known` says it."""
    return " ".join(one.live_lesson.id for one in running)


def next_lesson(lessons: Sequence[Lesson], grade: int | None, done: Mapping[str, int], pupils: int) -> Lesson | None:
    """The first lesson of the class's grade that fewer than half of the pupils have done; else of any grade."""
    own_first = sorted(lessons, key=lambda lesson: lesson.grade != grade)
    still_to_do = (lesson for lesson in own_first if done.get(lesson.id, 0) * 2 < max(1, pupils))
    return next(still_to_do, own_first[0] if own_first else None)


def name_of(req: PageRequest, whom: ForWhom) -> str:
    """The name of a group, or what the whole class is called."""
    return whom.name or req.gettext(WHOLE_CLASS)


def _meanwhile(req: PageRequest, scope: ClassScope, one: Open) -> Meanwhile:
    lesson, group_id = one.live_lesson, one.whom.group_id
    since = format_live_time(lesson.started_at, req, scope)
    address = live_address(scope.class_info.id, group_id)
    return Meanwhile(_title(req, scope, lesson.lesson_id), name_of(req, one.whom), since, address)


def _whom_field(req: PageRequest, scope: ClassScope, meanwhile: Open | None) -> WhomField:
    row = req.row(WHO_ROWS)
    everybody = audiences(row)
    running = running_now(open_lessons(row, everybody))
    choices, sent = offered(everybody, running), _sent(req, GROUP) or None
    if meanwhile and meanwhile.whom not in choices:
        choices = [meanwhile.whom, *choices]
    chosen = next((whom for whom in choices if whom.group_id == sent), choices[0])
    return WhomField(
        chosen=chosen,
        choices=[(whom, name_of(req, whom)) for whom in choices],
        busy=[
            (
                name_of(req, one.whom),
                live_address(scope.class_info.id, one.whom.group_id),
                format_live_time(one.live_lesson.devices_until, req, scope),
                _title(req, scope, one.live_lesson.lesson_id),
            )
            for one in running
        ],
        has_groups=any(whom.group_id and whom.person_ids for whom in everybody),
        ends=any(one.whom == chosen for one in running),
        known=ids_of(running),
    )


def _title(req: PageRequest, scope: ClassScope, lesson_id: str) -> str:
    """What a lesson is called; "" of one that the pack has no more."""
    lesson = scope.pack.lesson(lesson_id)
    return lesson.title.in_language(req.lang, scope.pack.default_language) if lesson else ""


def _from(lessons: Sequence[Lesson], chosen: Lesson | None) -> list[Lesson]:
    """The lessons in their order, beginning with the chosen one."""
    start = next((place for place, lesson in enumerate(lessons) if lesson == chosen), 0)
    return [*lessons[start:], *lessons[:start]]


def _sent(req: PageRequest, name: str) -> str:
    return req.query.get(name, "") or req.form_value(name)


def _length(typed: str, scope: ClassScope) -> int:
    """Minutes until the typed end; as long as nothing readable is typed, of a usual session."""
    end = typed_end(typed, at := now(), scope.pack.timezone)
    return whole_minutes(at, end) if end else DEFAULT_MINUTES


def _choice(req: PageRequest, scope: ClassScope, lesson: Lesson, done: Mapping[str, int], minutes: int) -> LessonChoice:
    has_picture = lesson.cover is not None and lesson.cover.file in scope.pack.pictures
    picture = picture_url(scope.pack, lesson.cover) if lesson.cover and has_picture else ""
    plan = plan_of(req, scope, lesson, minutes)
    return LessonChoice(lesson, picture, done.get(lesson.id, 0), plan, notes_of(req, scope, lesson))
