"""A pupil whose lessons are done by a script in the page: a third of the CPU of a pointer that is moved from outside.

The script touches only what a finger would reach, and says what is wrong with each page: see hand.js.
"""

from pathlib import Path

from playwright.sync_api import Frame

from tests.browser.person import ANY_TEXT, CARD, Person, correct_answers

HAND = (Path(__file__).parent / "hand.js").read_text(encoding="utf-8")

PATIENCE = 5_000
"""Milliseconds that the script waits for what it wants to touch."""


class Hurried(Person):
    """For lessons that are not what the test is about, and for very many of them. Needs JavaScript."""

    def does_page(self, frame: Frame) -> None:
        """Fill in what is shown and press what leads on, in one go."""
        frame.evaluate(CARD, ANY_TEXT)
        with frame.expect_navigation():
            wrong = frame.evaluate(HAND, [correct_answers(self.step(frame)), ANY_TEXT, PATIENCE])
            assert wrong == [], (frame.url, wrong)
