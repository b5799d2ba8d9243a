"""Logs: JSON lines with an allow-list of fields; other fields are dropped.

So a name, a URL with a query, a token or a pupil's text cannot be logged by mistake. Of an exception the log has
type, file and line, never its message: databases quote people's texts in theirs. The same for warnings.
"""

import errno
import logging
import sys
import threading
import warnings
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any, TextIO

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
    """The loggable facts of an exception: its type, and file and line of the innermost frame in this package."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(fault.__traceback__)]
    own_frames = [(path, line) for path, line in frames if path.is_relative_to(PACKAGE)]
    path, line = (own_frames or frames or [(Path(), 0)])[-1]
    return {"fault": type(fault).__name__, "file": _file_name(path), "line": line}


def _file_name(path: Path) -> str:
    """Of a file of ours the path inside the project, of any other the last two parts."""
    return (path.relative_to(PACKAGE.parent) if path.is_relative_to(PACKAGE) else Path(*path.parts[-2:])).as_posix()


def _without_message(*args: Any, **facts: Any) -> logging.LogRecord:
    """Log record factory: a record with an exception keeps its first line and the exception's type, file and line.

    An exception that stands as, or in, the message is named only.
    """
    record = logging.LogRecord(*args, **facts)
    record.msg, record.args = _named_only(record.msg), _named_only(record.args)
    fault = record.exc_info[1] if record.exc_info else None
    if fault:
        facts_of_fault = where(fault)
        first_line = next(iter(str(record.msg).splitlines()), "")
        record.msg = (
            f"{first_line}: {facts_of_fault['fault']} at {facts_of_fault['file']}:{facts_of_fault['line']}".replace(
                "%", "%%"
            )
        )
        record.args, record.exc_info = (), None
    return record


def _named_only(value: Any) -> Any:
    """Exceptions as their type, with the system's error name ("OSError EADDRINUSE"); everything else as it is."""
    if isinstance(value, BaseException):
        return f"{type(value).__name__} {errno.errorcode.get(getattr(value, 'errno', None) or 0, '')}".rstrip()
    if isinstance(value, tuple):
        return tuple(map(_named_only, value))
    return {name: _named_only(part) for name, part in value.items()} if isinstance(value, dict) else value


def _end_of_process(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    if not isinstance(fault, KeyboardInterrupt):
        log.error("fault", **where(fault))


def _end_of_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value:
        log.error("fault", **where(ended.exc_value))


def _in_destructor(ignored: "sys.UnraisableHookArgs") -> None:
    if ignored.exc_value:
        log.error("fault", **where(ignored.exc_value))


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """In place of `warnings.showwarning`: libraries quote values in the message."""
    log.warning("warning", fault=category.__name__, file=_file_name(Path(filename)), line=lineno)


def configure_logging() -> None:
    """Log JSON lines to standard error. The server's access logs are off: they would contain URLs."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.setLogRecordFactory(_without_message)
    logging.raiseExceptions = False  # else a record that cannot be formatted is printed with its arguments
    sys.excepthook = _end_of_process
    if threading.excepthook is threading.__excepthook__:  # a test runner sets its own
        threading.excepthook = _end_of_thread
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = _in_destructor
    warnings.showwarning = _warn
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _keep_allowed_fields,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),  # looked up for each logger: it may be replaced
        cache_logger_on_first_use=False,
    )


log: structlog.stdlib.BoundLogger = structlog.get_logger()
