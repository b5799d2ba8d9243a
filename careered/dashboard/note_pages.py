"""Staff write to pupils: a reminder to some, with a preview; a comment about what one has handed in."""

from starlette.responses import Response

from careered.guidance import notes
from careered.guidance.note_words import NOBODY_TO_REMIND
from careered.packs.store import Shelf
from careered.progress.completion import REACHED, State
from careered.progress.evidence import EvidenceReader
from careered.progress.overview import overview
from careered.progress.read import Begun, answers_of, done_so_far
from careered.roster.read import pupil as pupil_here
from careered.roster.scope import Course, course_here, names_of, own_course
from careered.web.edge import Ask
from careered.web.refusals import Refused


def show_reminder(ask: Ask) -> Response:
    """GET /teacher/class/{id}/remind: who has something open, what they will read, and who was reminded this week."""
    return _page(ask, own_course(ask))


def send_reminder(ask: Ask) -> Response:
    """POST /teacher/class/{id}/remind/send: shown to each when careered is opened next; at most one a week."""
    course = own_course(ask)
    names = dict(names_of(ask, course))
    wanted = [key for key in dict.fromkeys(ask.form.get("pupil", ())) if key in names]
    if not wanted:
        return _page(ask, course, wrong=ask.translate(NOBODY_TO_REMIND))
    reminded = notes.remind(ask.db, course.room.organisation_id, course.room.id, wanted, ask.me.person_id)
    return ask.render("dashboard/reminded.html", room=course.room, names=[names[key] for key in reminded])


def comment(ask: Ask) -> Response:
    """POST /teacher/pupil/{id}/comment: about a step that is handed in and not the pupil's own."""
    course, text = course_here(ask), ask.field("text").strip()
    pupil = pupil_here(ask.db, course.room.organisation_id, course.room.id, ask.path["id"])
    lesson, step = ask.field("lesson"), ask.field("step")
    if pupil is None or not course.room.context_id or not _is_open(ask, course, pupil.id, lesson, step):
        raise Refused("not_found")
    if not text or "\x00" in text:
        raise Refused("answer_invalid")
    if len(text) > notes.LONGEST:
        raise Refused("too_large")
    notes.comment(
        ask.db,
        course.room.organisation_id,
        course.room.id,
        pupil.id,
        ask.me.person_id,
        lesson_id=lesson,
        step_id=step,
        text=text,
        again=ask.field("again") == "yes",
        note_id=ask.press,
    )
    return ask.go(f"/teacher/pupil/{pupil.id}")


def _is_open(ask: Ask, course: Course, person_id: str, lesson_id: str, step_id: str) -> bool:
    """Whether staff see anything of what was handed in."""
    keys = course.where(person_id).keys
    so_far = done_so_far(ask.db, keys)
    if (lesson_id, step_id) not in so_far.steps:
        return False
    begun = so_far.begun.get(lesson_id, Begun())
    pack = ask.house.get(Shelf).pack(ask.db, course.pack.id, begun.version) or course.pack
    saved = answers_of(ask.db, keys, lesson_id).get((lesson_id, step_id))
    lines = ask.house.get(EvidenceReader).for_staff(pack, lesson_id, step_id, saved.values, ask.lang) if saved else []
    return any(not line.private for line in lines)


def _page(ask: Ask, course: Course, wrong: str = "") -> Response:
    lately = notes.lately_reminded(ask.db, course.room.organisation_id, course.room.id)
    scope = course.pack.requirements_for(course.room.grade)
    ready = REACHED | {State.EXEMPT}
    open_ones = {one.pupil.id for one in overview(ask.db, course) if not set(one.states(scope)) <= ready}
    ask.here = f"/teacher/class/{course.room.id}/remind"
    return ask.render(
        "dashboard/remind.html",
        status=422 if wrong else 200,
        room=course.room,
        people=[(key, name, key in lately) for key, name in names_of(ask, course) if key in open_ones],
        wrong=wrong,
    )
