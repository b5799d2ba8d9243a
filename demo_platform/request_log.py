"""Requests to the platform's services: as they are read, and as the log keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

BODY_LIMIT = 2000  # characters of a request's body that the log keeps


@dataclass(frozen=True)
class ServiceRequest:
    """A request to a service, read whole. Header names are lower case; url_path is without the query."""

    method: str
    url_path: str
    path_params: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class LogEntry:
    """One request to a service. at: the platform's clock, epoch seconds. what: "score", "results", … status 0: cut."""

    at: float
    what: str
    status: int
    body: str
    query: str = ""


def log_entry(at: float, what: str, status: int, request: ServiceRequest) -> LogEntry:
    """The entry for a request. Of token requests only the scopes are kept, not the assertion."""
    text = request.body.decode("utf-8", "replace")
    body = " ".join(parse_qs(text).get("scope", [])) if what == "token" else text
    query = "&".join(f"{name}={value}" for name, value in request.query.items())
    return LogEntry(at, what, status, body[:BODY_LIMIT], query)
