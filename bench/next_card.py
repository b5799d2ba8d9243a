"""How long the next card takes in the browser on loopback: from the press to the card with the focus on it.

    python -m bench.next_card [pupils]

Prints milliseconds: median, 95 %, and the most, apart for an answer (the server stores it) and for going on (the card
was asked for ahead). The aim is 100 ms on a machine that does nothing else.
"""

import sys
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, ViewportSize

from bench.screens.site import chromium, page_of_a_new_pupil, served
from tests.browser.test_player import ANSWERS, CARDS
from tests.lessons.factories import BAY_PACK

FRAME: ViewportSize = {"width": 360, "height": 600}
WATCH = """() => {
  window.times = [];
  let pressedAt = 0;
  addEventListener("click", () => (pressedAt = performance.now()), true);
  document.addEventListener("htmx:after:swap", () => times.push(performance.now() - pressedAt));
}"""


def press(page: Page) -> None:
    """Press what leads on and wait until the next card is there."""
    before = page.evaluate("times.length")
    page.locator("[data-next]").click()
    page.wait_for_function("before => times.length > before", arg=before)


def play(page: Page) -> tuple[list[float], list[float]]:
    """Play the lesson. Returns the milliseconds of each answer and of each going on."""
    page.locator("[data-next]").click()
    page.wait_for_selector("main[data-card]")
    page.evaluate(WATCH)
    is_answer = []
    for name in CARDS[:-1]:
        if name in ANSWERS:
            page.locator(f"input[value={ANSWERS[name]}]").check()
            press(page)
            is_answer.append(True)
            page.wait_for_timeout(300)  # as long as anybody reads
        press(page)
        is_answer.append(name not in ANSWERS)
    times = page.evaluate("times")
    answers = [ms for ms, stores in zip(times, is_answer, strict=True) if stores]
    return answers, [ms for ms, stores in zip(times, is_answer, strict=True) if not stores]


def main(pupils: int) -> None:
    """Let pupils play one after the other and print what they waited."""
    answers: list[float] = []
    goings_on: list[float] = []
    with TemporaryDirectory() as folder, served(BAY_PACK, Path(folder)) as site, chromium() as browser:
        for number in range(pupils):
            with page_of_a_new_pupil(browser, site, f"pupil-{number}", "fi", FRAME) as page:
                page.goto(f"{site.url}/lessons/xb-1")
                given, gone = play(page)
                answers, goings_on = answers + given, goings_on + gone
    for name, times in (("answer", answers), ("going on", goings_on)):
        slow = quantiles(times, n=20, method="inclusive")[-1]
        print(f"{name}: median {median(times):.0f} ms, 95 % {slow:.0f}, most {max(times):.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
