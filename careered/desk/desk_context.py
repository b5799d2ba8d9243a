"""What the desk shows: strips, queue, what was done, what is found; and what the address or a form asks of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from careered.clock import day_of, today
from careered.desk.class_labels import class_labels
from careered.desk.classes import DeskClass
from careered.desk.labels import ACT_LABELS, REASON_LABELS, STRIP_LABELS
from careered.desk.queue import queue
from careered.desk.queue_row import QueueRow
from careered.desk.search import MOST_SHOWN, find_pupils
from careered.desk.store import recent_acts
from careered.desk.strips import grade_columns, width_of_names
from careered.packs.term_share import is_autumn
from careered.progress.acts import POSTPONED
from careered.questions.store import MAX_LENGTH
from careered.services.help_lines import HelpCard, help_cards
from careered.web.request import PageRequest
from careered.web.time_format import format_near_day, format_recent

ROWS_SHOWN = 14
MAX_NAME = 80
_WORDS: dict[str, Any] = {
    "reasons": REASON_LABELS,
    "act_labels": ACT_LABELS,
    "strip_labels": STRIP_LABELS,
    "longest": MAX_LENGTH,
}
"""What the template says of every desk."""


@dataclass(frozen=True)
class DeskFilters:
    """What is asked of the desk, "" for nothing. why: a reason, or POSTPONED: only such rows. find: a part of a name.

    opened: the question that is answered in its row; guide: one of which the row says what to do, without its text.
    """

    why: str
    opened: str
    guide: str
    find: str
    wants_all: bool

    def has_opened(self, row: QueueRow) -> bool:
        """Whether the row is opened, or its guide is."""
        return row.reason == "question" and row.question_id in {self.opened, self.guide}


def read_filters(req: PageRequest, opened: str, *, is_done: bool) -> DeskFilters:
    """opened: a question whose answer was refused. is_done: whether something was just done, so that it is closed."""
    why = req.query.get("why") or req.form_value("why")
    return DeskFilters(
        why=why if why in REASON_LABELS or why == POSTPONED else "",
        opened=opened or req.query.get("open") or ("" if is_done else req.form_value("open")),
        guide=req.query.get("guide") or req.form_value("guide"),
        find=req.form_value("find")[:MAX_NAME],
        wants_all=bool(req.query.get("all")),
    )


def desk_context(req: PageRequest, classes: Sequence[DeskClass], filters: DeskFilters) -> dict[str, Any]:
    """What the template is given, but what was just done."""
    rows = queue(classes, req.lang)
    waiting = [row for row in rows if not row.is_postponed]
    return {
        **_strips(req, classes, waiting),
        **_queue(rows, waiting, filters),
        "lists_at": _lists_at(req, classes),
        "acts": [(act, _when(req, act.at, act.desk_class)) for act in recent_acts(classes)],
        "open": filters.opened,
        "guide": filters.guide,
        "help_lines": _help_lines(rows, filters.opened or filters.guide, req.lang),
        "find": filters.find,
        "found": find_pupils(classes, filters.find, req.lang),
        "most_shown": MOST_SHOWN,
        **_WORDS,
    }


def _strips(req: PageRequest, classes: Sequence[DeskClass], waiting: Sequence[QueueRow]) -> dict[str, Any]:
    """The classes, and the week and the half of the year that their figures are of."""
    labels = class_labels(classes)
    counts = Counter((row.desk_class.info.id, row.reason) for row in waiting)
    columns = grade_columns(classes, labels, counts, req.lang)
    day = today(classes[0].scope.pack.timezone if classes else "UTC")
    return {
        "columns": columns,
        "labels": labels,
        "names": width_of_names(columns),
        "classes": len(classes),
        "pupils": sum(len(one.names) for one in classes),
        "week": day.isocalendar().week,
        "is_autumn": bool(classes) and is_autumn(day, classes[0].scope.pack),
    }


def _queue(rows: Sequence[QueueRow], waiting: Sequence[QueueRow], filters: DeskFilters) -> dict[str, Any]:
    """The rows that are shown, and how many there are of each kind."""
    put_off = [row for row in rows if row.is_postponed]
    shown = put_off if filters.why == POSTPONED else [row for row in waiting if filters.why in {"", row.reason}]
    places = [place for place, row in enumerate(shown, 1) if filters.wants_all or filters.has_opened(row)]
    more = max(0, len(shown) - max([ROWS_SHOWN, *places]))
    return {
        "filters": _filters(waiting, filters.why),
        "why": filters.why,
        "rows": shown[: len(shown) - more],
        "more": more,
        "postponed": len(put_off),
    }


def _filters(rows: Sequence[QueueRow], why: str) -> list[tuple[str, str, int]]:
    """The reasons that have rows, and the asked one, each with its label and number; first all of them."""
    counts = Counter(row.reason for row in rows) + Counter({"": len(rows)})
    labels = REASON_LABELS.items()
    return [(reason, label, counts[reason]) for reason, label in labels if reason in {"", why} or counts[reason]]


def _help_lines(rows: Sequence[QueueRow], opened: str, lang: str) -> Sequence[HelpCard]:
    """Whom to call, where the question that is opened may speak of need."""
    row = next((row for row in rows if row.is_urgent and row.question_id == opened), None)
    return help_cards(row.desk_class.scope.pack, lang) if row else ()


def _lists_at(req: PageRequest, classes: Sequence[DeskClass]) -> str:
    """When the oldest of the classes' lists was fetched; "" where a class has none, or there is no class."""
    moments = [one.info.roster_updated_at for one in classes]
    known = [moment for moment in moments if moment]
    if not known or not all(moments):
        return ""
    zone = classes[0].scope.pack.timezone
    day = day_of(min(known), zone)
    return (
        format_recent(min(known), req.lang, zone) if day == today(zone) else format_near_day(day, req.lang, today(zone))
    )


def _when(req: PageRequest, moment: datetime, desk_class: DeskClass) -> str:
    return format_recent(moment, req.lang, desk_class.scope.pack.timezone)
