"""What an administrator may want to look at first, from the published figures of the schools."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from careered.clock import today
from careered.reports.table import Report

STANDS_STILL_AFTER = timedelta(weeks=3)
"""So old must saved figures be before an unchanged share says anything."""


@dataclass(frozen=True)
class Reason:
    """One reason to look. kind: unassigned, empty, lower or same.

    number: of courses (unassigned) or schools. pupils: in these courses, None where fewer than five. schools: (name,
    code) of all that it concerns, in the report's order.
    """

    kind: str
    number: int
    schools: tuple[tuple[str, str], ...] = ()
    pupils: int | None = None


def reasons_to_look(schools: Iterable[Report], changes: Mapping[str, int | None], day_before: str) -> list[Reason]:
    """The reasons that there are; none where there are no schools: then all courses are without one.

    changes: of the share since day_before, an ISO date, by school code; none and "" where no figures are saved.
    """
    entries = list(schools)
    unassigned = [
        Reason("unassigned", entry["courses"], pupils=entry["pupils"])
        for entry in entries
        if not entry["code"] and entry["courses"] and len(entries) > 1
    ]
    changed = [(entry, changes.get(entry["code"])) for entry in entries if entry["code"]]
    found = {
        "empty": [entry for entry, _ in changed if not entry["courses"]],
        "lower": [entry for entry, change in changed if change is not None and change < 0],
        "same": [entry for entry, change in changed if change == 0 and entry["share"] < 100 and _is_old(day_before)],
    }
    return unassigned + [_of_schools(kind, concerned) for kind, concerned in found.items() if concerned]


def _of_schools(kind: str, entries: list[Report]) -> Reason:
    return Reason(kind, len(entries), tuple((entry["name"], entry["code"]) for entry in entries))


def _is_old(day: str) -> bool:
    return bool(day) and today("UTC") - date.fromisoformat(day) >= STANDS_STILL_AFTER
