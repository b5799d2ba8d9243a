"""Logs: JSON lines with an allow-list of fields. What is not on the list does not reach the log.

So a name, an address with a query, a token or a pupil's text cannot slip in by carelessness. Of a fault the log has
type, file and line, never its words: a database puts into them what somebody has written.
"""

import logging
import sys
import threading
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog

PACKAGE = Path(__file__).parent.parent

ALLOWED_FIELDS = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "request",
        "route",
        "method",
        "status",
        "code",
        "ms",
        "platform",
        "claim",
        "seconds",
        "attempts",
        "state",
        "kind",
        "fault",
        "count",
        "reason",
        "host",
        "port",
        "version",
        "pack",
        "file",
        "line",
        "erased_records",
        "erased_texts",
        "erased_access_log",
    }
)
NUMBERS = frozenset({"line", "erased_records", "erased_texts", "erased_access_log"})


def _keep_allowed_fields(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {
        name: value
        for name, value in event.items()
        if name in ALLOWED_FIELDS and (name not in NUMBERS or isinstance(value, int))
    }


def where(fault: BaseException) -> dict[str, str | int]:
    """What may be said of a fault: its type, and the innermost line of ours that it came through."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(fault.__traceback__)]
    ours = [(path, line) for path, line in frames if path.is_relative_to(PACKAGE)]
    path, line = (ours or frames or [(Path(), 0)])[-1]
    file = path.relative_to(PACKAGE.parent) if ours else Path(*path.parts[-2:])
    return {"fault": type(fault).__name__, "file": file.as_posix(), "line": line}


def _without_words(*args: Any, **facts: Any) -> logging.LogRecord:
    """A record of a library: where it tells of a fault, the first line of its message, and type, file and line."""
    record = logging.LogRecord(*args, **facts)
    fault = record.exc_info[1] if record.exc_info else None
    if fault:
        known = where(fault)
        first = next(iter(str(record.msg).splitlines()), "")
        record.msg = f"{first}: {known['fault']} at {known['file']}:{known['line']}".replace("%", "%%")
        record.args, record.exc_info = (), None
    return record


def _end_of_process(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    if not isinstance(fault, KeyboardInterrupt):
        log.error("fault", **where(fault))


def _end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value:
        log.error("fault", **where(ended.exc_value))


def configure_logging() -> None:
    """JSON lines to standard error; access logs of the server are off, for they would hold addresses."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.setLogRecordFactory(_without_words)
    logging.raiseExceptions = False  # a line that cannot be written is not worth printing what was to be in it
    sys.excepthook = _end_of_process
    if threading.excepthook is threading.__excepthook__:  # a test runner has one of its own
        threading.excepthook = _end_of_thread
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _keep_allowed_fields,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # the one of this moment: it may be replaced
        cache_logger_on_first_use=False,
    )


log: structlog.stdlib.BoundLogger = structlog.get_logger()
