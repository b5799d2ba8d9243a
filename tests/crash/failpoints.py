"""Named points at which a command of careered, once armed, kills itself.

The product knows nothing of it: its functions are wrapped here. CRASH_AT names the point, SIGUSR1 arms it.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from careered.db.writer import Writer
from careered.grade_sync import queue
from careered.grade_sync.sender import ScoreSender
from careered.lti import ags
from careered.progress import events

POINTS = ("answer_written", "before_commit", "after_commit", "scores_leased", "score_reserved", "score_sent")
"""An answer is written and not committed; before and after any commit; of the worker: its rows are leased, the score's
time is stored, the platform has the score and we have not stored that."""
_armed: list[int] = []


def _reach(point: str) -> None:
    if _armed and os.environ.get("CRASH_AT") == point:
        os.kill(os.getpid(), signal.SIGKILL)


def _wrap(owner: Any, name: str, *, before: str = "", after: str = "") -> None:
    really: Callable[..., Any] = getattr(owner, name)

    def wrapped(*arguments: Any, **named: Any) -> Any:
        _reach(before)
        result = really(*arguments, **named)
        _reach(after)
        return result

    setattr(owner, name, wrapped)


def install() -> None:
    """Wrap what the points are named after."""
    for owner in (Connection, Writer):
        _wrap(owner, "commit", before="before_commit", after="after_commit")
    _wrap(events, "store_answer", after="answer_written")
    _wrap(ScoreSender, "send_all", before="scores_leased")
    _wrap(queue, "reserve_score_timestamp", after="score_reserved")
    _wrap(ags, "post_score", after="score_sent")
    signal.signal(signal.SIGUSR1, lambda number, _frame: _armed.append(number))
