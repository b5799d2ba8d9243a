"""What a run took, so that growth is noticed: tests, seconds and CPU by folder, and what is dear by count.

CPU seconds (of the process and of those that it has waited for) are what counts: the clock depends on who else is here.
A test with a browser also has what the running processes below this one use: Chromium, its driver and the demo.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest

COUNTED: Counter[str] = Counter()  # of this process; workers send theirs
LONG_CPU_SECONDS = 3.0


@dataclass
class Folder:
    """What the tests of a folder took, in seconds."""

    tests: int = 0
    cpu: float = 0.0
    phases: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def cpu_seconds() -> float:
    """What this process and its ended children have used so far."""
    return sum(os.times()[:4])


def running_seconds() -> float:
    """What the processes below this one have used so far that still run, and their ended children."""
    import psutil  # type: ignore[import-untyped]

    seconds = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # ended meanwhile
            seconds += sum(process.cpu_times()[:4])
    return seconds


def _seconds(item: pytest.Item) -> float:
    has_browser = item.get_closest_marker("browser") is not None
    return cpu_seconds() + (running_seconds() if has_browser else 0.0)


def _cpu(report: Any) -> float:
    """What a phase took. A worker that was ended (a test that hangs) has not said."""
    return float(getattr(report, "cpu", 0.0))


class Figures:
    """Measures in the processes that run tests, adds up in the one that prints."""

    def __init__(self) -> None:
        self.folders: dict[str, Folder] = defaultdict(Folder)
        self.tests: dict[str, float] = defaultdict(float)
        self.known: set[str] = set()
        self._began = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """The report takes the CPU of its phase along, from a worker too."""
        report = yield
        now = _seconds(item)
        # A browser that is ended at the close of a run takes along what it has used: nobody waits for it.
        report.cpu, self._began = max(now - self._began, 0.0), now
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> None:
        """A test begins."""
        self._began = _seconds(item)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """A phase is over, here or in a worker."""
        folder = self.folders["/".join(report.nodeid.split("::")[0].split("/")[1:-1]) or "."]
        folder.tests += report.when == "call"
        folder.cpu += _cpu(report)
        folder.phases[report.when] += report.duration
        self.tests[report.nodeid] += _cpu(report)
        if {"slow", "browser"} & set(report.keywords):
            self.known.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A worker sends what it has counted."""
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["counted"] = dict(COUNTED)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker is done."""
        COUNTED.update(getattr(node, "workeroutput", {}).get("counted", {}))

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """The table where it was asked for; always what is long and not marked so."""
        for name, cpu in sorted(self.tests.items(), key=lambda pair: -pair[1]):
            if cpu > LONG_CPU_SECONDS and name not in self.known:
                terminalreporter.write_line(
                    f"WARNING: {cpu:.1f} CPU s, not marked slow: {name}", yellow=True, bold=True
                )
        if terminalreporter.config.getoption("--figures"):
            for line in self.lines():
                terminalreporter.write_line(line)

    def lines(self) -> Iterator[str]:
        """The table."""
        yield f"{'folder':<24}{'tests':>7}{'CPU s':>9}{'set-up':>9}{'call':>9}{'teardown':>9}"
        for name, folder in sorted(self.folders.items(), key=lambda pair: -pair[1].cpu):
            seconds = "".join(f"{folder.phases[phase]:>9.1f}" for phase in ("setup", "call", "teardown"))
            yield f"{name:<24}{folder.tests:>7}{folder.cpu:>9.1f}{seconds}"
        tests, cpu = (sum(getattr(folder, name) for folder in self.folders.values()) for name in ("tests", "cpu"))
        yield f"{'together':<24}{tests:>7}{cpu:>9.1f}"
        for what, number in sorted(COUNTED.items()):
            yield f"{what}: {number}"
