"""The log line of a request, the one that is written most: one format and one write instead of structlog's steps.

It is byte for byte the line that `log.info("request", …)` writes (logs.py), and has fields of its allow-list only.
"""

import sys
from json.encoder import encode_basestring_ascii as quoted

from careered.clock import now
from careered.web.errors import ERROR_PAGES


def log_request(number: str, method: str, route: str, status: int, code: str, ms: float) -> None:
    """Log a request to standard error. number: its id. route: the path pattern, never a URL. code: of an error page."""
    level = "warning" if code in ERROR_PAGES and status >= 500 else "info"
    moment = now().isoformat().replace("+00:00", "Z")
    sys.stderr.write(
        f'{{"request": {quoted(number)}, "method": {quoted(method)}, "route": {quoted(route)}, "status": {status}, '
        f'"code": {quoted(code)}, "ms": {ms}, "event": "request", "level": "{level}", "timestamp": "{moment}"}}\n'
    )
    sys.stderr.flush()
