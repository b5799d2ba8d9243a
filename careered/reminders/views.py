"""Staff remind several pupils, each of the lesson that comes next for them; the same words can be copied elsewhere."""

from collections.abc import Sequence

from starlette.responses import Response

from careered.clock import new_id, today
from careered.dashboard.row_notes import recent_day
from careered.feedback import store
from careered.feedback.labels import NO_PUPIL_CHOSEN, WHERE_TO_OPEN
from careered.feedback.reminder_text import ReminderText
from careered.feedback.store import MAX_LENGTH, Reminder
from careered.progress.acts import id_of_press
from careered.reminders.rows import ReminderRow, reminder_rows
from careered.roster.scope import ClassScope, active_pupil_names, class_from_path
from careered.web.after_act import NOTHING, after_act
from careered.web.errors import RequestError
from careered.web.request import PageRequest

NOT_BEGUN = "not_begun"
ROOM = 200
"""Of a reminder's MAX_LENGTH, for what is put in place of the words in braces."""


def show_reminder(req: PageRequest) -> Response:
    """GET /teacher/class/{id}/remind: who has something open, the words, and the words to copy elsewhere.

    The grid posts `pupil` for each of the ticked; else everybody who has something open is ticked, with `who`
    NOT_BEGUN in the address only who has begun nothing.
    """
    scope = class_from_path(req)
    rows = reminder_rows(req, scope)
    return _page(req, scope, [row for row in rows if not row.has_begun] if req.query.get("who") == NOT_BEGUN else rows)


def send_reminder(req: PageRequest) -> Response:
    """POST /teacher/class/{id}/remind/send: shown to each when careered is opened next; at most one a week.

    Form: `pupil` for each, `text` with words in braces (`ReminderText`), `lesson-` and a pupil's id for another lesson.
    """
    scope, text = class_from_path(req), _text(req)
    rows = reminder_rows(req, scope)
    chosen = [row for row in rows if row.id in req.form.get("pupil", ()) and row.has_launched]
    if not chosen:
        return _page(req, scope, rows, wrong=req.gettext(NO_PUPIL_CHOSEN))
    act_id = id_of_press(req.db, *scope.key, req.idempotency_key)
    reminders = {row.id: _reminder(req, row, text) for row in chosen}
    reminded = store.remind(req.db, *scope.key, reminders, req.viewer.person_id, act_id)
    return after_act(req, scope.class_info.id, act_id if reminded else NOTHING)


def _text(req: PageRequest) -> str:
    """What was typed; the standard words for nothing."""
    text = req.form_value("text").replace("\r\n", "\n").strip()
    if "\x00" in text:
        raise RequestError("answer_invalid")
    if len(text) > MAX_LENGTH:
        raise RequestError("too_large")
    return text or ReminderText(req.lang).standard


def _reminder(req: PageRequest, row: ReminderRow, text: str) -> Reminder:
    lesson = row.lesson(req.form_value(f"lesson-{row.id}"))
    filled = ReminderText(req.lang).filled(text, row.first_name, lesson.title, lesson.minutes, bool(lesson.done))
    return Reminder(lesson.id, filled[:MAX_LENGTH])


def _page(req: PageRequest, scope: ClassScope, rows: Sequence[ReminderRow], wrong: str = "") -> Response:
    text, words, zone = _text(req), ReminderText(req.lang), scope.pack.timezone
    ticked = set(req.form.get("pupil", ()))
    shown = [row for row in rows if row.id in ticked] if ticked and not wrong else rows
    req.page_url = f"/teacher/class/{scope.class_info.id}/remind"
    return req.render(
        "reminders/remind.html",
        status=422 if wrong else 200,
        class_info=scope.class_info,
        tab="",
        rows=shown,
        has_pupils=bool(rows or active_pupil_names(req, scope)),
        strangers=[row.name for row in shown if not row.has_launched],
        can_send=any(row.can_be_reminded for row in shown),
        ticked={row.id for row in shown if row.can_be_reminded and (not wrong or row.id in ticked)},
        chosen={row.id: row.lesson(req.form_value(f"lesson-{row.id}")) for row in shown},
        filled={row.id: _reminder(req, row, text).text for row in shown},
        words=words.words,
        carrying_on=words.carrying_on,
        text=text,
        for_everybody=words.for_everybody(text),
        ending=_ending(req, scope),
        seen={row.id: recent_day(row.seen_at, req.lang, zone, today(zone)) for row in shown if row.seen_at},
        reminded={row.id: recent_day(row.reminded_at, req.lang, zone, today(zone)) for row in shown if row.reminded_at},
        longest=MAX_LENGTH - ROOM,
        wrong=wrong,
        key=new_id(),
    )


def _ending(req: PageRequest, scope: ClassScope) -> str:
    """What is put after the words that are copied elsewhere: where careered is, and who writes."""
    info = scope.class_info
    where = req.gettext(WHERE_TO_OPEN) % {"course": info.title, "platform": info.platform_name} if info.title else ""
    return "".join(f"\n\n{part}" for part in (where, req.viewer.name) if part)
