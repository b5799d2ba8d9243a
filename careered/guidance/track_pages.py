"""The practitioners' track: a self-check, five tasks with the tool itself, a self-check again, a certificate."""

from pathlib import Path

from starlette.responses import Response

from careered.clock import now
from careered.guidance import track
from careered.guidance.track import AFTER, BEFORE, Record
from careered.guidance.track_words import ANSWERS, CERTIFICATE, HAS_DONE, NO_EXAM, STATEMENTS, TASKS
from careered.web.edge import Ask
from careered.web.pdf import as_pdf
from careered.web.refusals import Refused
from careered.web.time_format import format_date

HERE = "/teacher/track"
_SHEET = (Path(__file__).parent / "certificate.typ").read_bytes()


def show_track(ask: Ask) -> Response:
    """GET /teacher/track: one's own record, and what comes next."""
    return _page(ask)


def _page(ask: Ask, wrong: str = "") -> Response:
    record = _record(ask)
    ask.here = HERE
    return ask.render(
        "guidance/track.html",
        status=422 if wrong else 200,
        record=record,
        tasks=[(task, task.page.replace("{class}", ask.me.class_id), record.task(task.id)) for task in TASKS],
        statements=STATEMENTS,
        answers=[(key, ask.translate(word)) for key, word in ANSWERS.items()],
        when=AFTER if all(record.check(BEFORE)) else BEFORE,
        before=record.check(BEFORE),
        after=record.check(AFTER),
        name=ask.me.name,
        wrong=wrong,
    )


def _record(ask: Ask) -> Record:
    return track.record_of(ask.db, ask.me.organisation_id, ask.me.person_id)


def check(ask: Ask) -> Response:
    """POST /teacher/track/check: a self-check, before or after; every statement needs an answer."""
    when = ask.field("when")
    given = {f"{when}:{place}": ask.field(f"statement_{place}") for place in range(len(STATEMENTS))}
    if when not in {BEFORE, AFTER} or not set(given.values()) <= ANSWERS.keys():
        return _page(ask, wrong=when or BEFORE)
    track.note(ask.db, ask.me.organisation_id, ask.me.person_id, given)
    return ask.go(HERE)


def decide(ask: Ask) -> Response:
    """POST /teacher/track/task: what one would do in a task's case; the page answers with the reasons."""
    task = next((one for one in TASKS if one.id == ask.field("task")), None)
    if task is None:
        raise Refused("not_found")
    if ask.field("option") not in {one.id for one in task.options}:
        return _page(ask, wrong=task.id)
    track.note(ask.db, ask.me.organisation_id, ask.me.person_id, {f"task:{task.id}": ask.field("option")})
    return ask.go(f"{HERE}#{task.id}")


def forget(ask: Ask) -> Response:
    """POST /teacher/track/forget: one's own record is deleted."""
    track.forget(ask.db, ask.me.organisation_id, ask.me.person_id)
    return ask.go(HERE)


def certificate(ask: Ask) -> Response:
    """GET or POST /teacher/track/certificate: the certificate as a PDF, for who has done it all."""
    record = _record(ask)
    if not record.is_whole:
        return _page(ask)
    data = {
        "lang": ask.lang,
        "title": ask.translate(CERTIFICATE),
        "name": ask.me.name,
        "text": ask.translate(HAS_DONE),
        "tasks": [ask.translate(task.title) for task in TASKS],
        "note": ask.translate(NO_EXAM),
        "day": format_date((record.last or now()).date(), ask.lang),
    }
    headers = {"Content-Disposition": 'attachment; filename="careered-certificate.pdf"'}
    return Response(as_pdf(_SHEET, data, "a4"), media_type="application/pdf", headers=headers)
