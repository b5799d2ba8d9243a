"""CPU time of a process tree, percentiles, and median [min-max]."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import median

PROC = Path("/proc")


class NoProcError(RuntimeError):
    """This system does not tell the CPU time of other processes in /proc."""


@dataclass(frozen=True)
class Spread:
    """What several rounds say. min-max is all the spread there is: no significance is claimed."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.2f} [{self.low:.2f}-{self.high:.2f}]"


def spread(values: Iterable[float]) -> Spread:
    """The median with the smallest and the largest."""
    found = list(values)
    return Spread(median(found), min(found), max(found))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share (0-1) of the values lies, by nearest rank."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)]


def require_proc() -> None:
    """Say early, in words, where CPU cannot be measured."""
    if not (PROC / "self" / "schedstat").exists():
        raise NoProcError("This system has no /proc/<pid>/schedstat: server CPU cannot be measured here (Linux can).")


def cpu_seconds(root: int) -> float:
    """Seconds (user + system) that a process, its threads and its descendants have been on a CPU.

    From schedstat, in nanoseconds: utime and stime of /proc/<pid>/stat have ticks of 10 ms, too coarse for the floor.
    """
    return sum(_nanoseconds(pid) for pid in _tree(root)) / 1e9


def _nanoseconds(pid: int) -> int:
    return sum(int(task.read_text().split()[0]) for task in (PROC / str(pid) / "task").glob("*/schedstat"))


def _tree(root: int) -> set[int]:
    """The process and all that came of it."""
    parents = {int(entry.name): _parent(entry) for entry in PROC.iterdir() if entry.name.isdigit()}
    found, new = {root}, {root}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return found


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):  # it has ended while we looked around
        return 0
