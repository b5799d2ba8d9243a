"""Logs: JSON lines with an allow-list of fields. What is not on the list does not reach the log.

So a name, an address with a query, a token or a pupil's text cannot slip in by carelessness.
"""

import logging
import sys
from typing import Any

import structlog

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
    }
)


def _keep_allowed_fields(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {name: value for name, value in event.items() if name in ALLOWED_FIELDS}


def configure_logging() -> None:
    """JSON lines to standard error; access logs of the server are off, for they would hold addresses."""
    logging.getLogger("uvicorn.access").disabled = True
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
