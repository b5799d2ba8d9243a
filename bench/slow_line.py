"""Eight minutes before the bell on a slow line: 400 kbit/s, 400 ms there and back, nothing in the cache.

    python -m bench.slow_line [pack folder] [lesson] [language]

A pupil walks through the lesson in the browser and reloads every page once. Prints the seconds waited: for the first
screen, up to the answer to the first answer (only what the line and the tool take, nothing for reading), for a press,
and until a reloaded page stands again as it was left. The aim is the first answer within 20 s.
"""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import CDPSession, Locator, ViewportSize

from bench.screens.site import chromium, page_of_a_new_pupil, served
from bench.screens.walk import Walk

FRAME: ViewportSize = {"width": 360, "height": 600}
BYTES_A_SECOND = 400_000 // 8
LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": BYTES_A_SECOND,
    "uploadThroughput": BYTES_A_SECOND,
}
AS_IT_IS = "main => [main.dataset.card, main.dataset.verdict, location.pathname]"


@dataclass
class SlowWalk(Walk):
    """A walk on a slow line. Seconds: first_screen; first_answer from the start to its verdict; presses; reloads."""

    first_screen: float = 0
    first_answer: float = 0
    presses: list[float] = field(default_factory=list)
    reloads: list[float] = field(default_factory=list)
    _began: float = 0

    def _listen(self, network: CDPSession) -> None:
        super()._listen(network)
        network.send("Network.emulateNetworkConditions", LINE)
        self._began = perf_counter()

    def _look(self, *, is_page: bool = True) -> None:
        self.first_screen = self.first_screen or perf_counter() - self._began
        super()._look(is_page=is_page)
        if self.screens[-1].verdict and not self.first_answer:
            self.first_answer = self.first_screen + sum(self.presses)

    def _press(self, control: Locator) -> None:
        start = perf_counter()
        super()._press(control)
        self.page.locator("[data-next]").first.wait_for()
        self.presses.append(perf_counter() - start)
        before, start = self.page.locator("main").evaluate(AS_IT_IS), perf_counter()
        self.page.reload(wait_until="domcontentloaded")
        self.page.locator("[data-next]").first.wait_for()
        self.reloads.append(perf_counter() - start)
        assert self.page.locator("main").evaluate(AS_IT_IS) == before, "a reload lost the place"


def main(folder: str = "content/finland", lesson_id: str = "fi-2", lang: str = "fi") -> None:
    """Walk once and print what was waited."""
    with (
        TemporaryDirectory() as data,
        served(Path(folder), Path(data)) as site,
        chromium() as browser,
        page_of_a_new_pupil(browser, site, "slow", lang, FRAME) as page,
    ):
        walk = SlowWalk(page, site, site.school.lesson(lesson_id), lang, slips=False)
        walk.goes()
    print(f"first screen {walk.first_screen:.1f} s, first answer answered after {walk.first_answer:.1f} s")
    for name, seconds in (("a press", walk.presses), ("a reload", walk.reloads)):
        print(f"{name}: median {median(seconds):.1f} s, most {max(seconds):.1f} s, {len(seconds)} times")


if __name__ == "__main__":
    main(*sys.argv[1:])
