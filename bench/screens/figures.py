"""A line of figures for a lesson in one language and one size, and the limits that it does not keep (issue 15)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from bench.screens.walk import Screen, Walk

WORDS_A_MINUTE, CHOICE_SECONDS, VISIT_SECONDS = 100, 10, 60
MAX_WORDS, MAX_BOXES = 60, 2
MAX_MINUTES = 10
MIN_IN_VIEW, MIN_PICTURES = 0.98, 0.5
MAX_FIRST_BYTES, MAX_BYTES = 60_000, 30_000
GATED_SIZE = "360x600"
"""Here the button must be in view; a wider window is higher too."""
HEAD = (
    f"{'lesson':8} {'':2} {'size':8} {'screens':>7} {'words':>5} {'most':>4} {'in view':>7} {'boxes':>5} "
    f"{'pictures':>8} {'taps':>4} {'min':>4} {'first kB':>8} {'most kB':>7} {'all kB':>6}"
)


@dataclass(frozen=True)
class Figures:
    """What one lesson is like. walks: of somebody who knows everything first, of others after it."""

    lesson: str
    lang: str
    size: str
    is_gated: bool
    walks: Sequence[Walk]

    @property
    def screens(self) -> list[Screen]:
        """All screens of all walks."""
        return [screen for walk in self.walks for screen in walk.screens]

    @property
    def pages(self) -> list[Screen]:
        """The screens of the first walk: how long the lesson is."""
        return [screen for screen in self.walks[0].screens if screen.is_page]

    @property
    def in_view(self) -> float:
        """The share of screens with what leads on all in view."""
        return sum(screen.in_view for screen in self.screens) / len(self.screens)

    @property
    def boxes(self) -> int:
        """Text boxes that are seen without opening something."""
        return len({box for screen in self.screens for box in screen.boxes})

    @property
    def pictures(self) -> dict[str, bool]:
        """Whether there is a picture, by address: a card and what is said to its answer are one."""
        found: dict[str, bool] = {}
        for screen in self.pages:
            found[screen.place] = found.get(screen.place, False) or screen.has_picture
        return found

    @property
    def minutes(self) -> float:
        """How long it takes."""
        reading = sum(screen.new_words for screen in self.walks[0].screens) / WORDS_A_MINUTE
        visits = len({screen.place for screen in self.pages if screen.visits}) * VISIT_SECONDS
        return reading + (self.walks[0].choices * CHOICE_SECONDS + visits) / 60

    @property
    def line(self) -> str:
        """Under `HEAD`."""
        words, sizes = [screen.words for screen in self.pages], [screen.size for screen in self.pages]
        pictures = f"{sum(self.pictures.values())}/{len(self.pictures)}"
        most = max(screen.words for screen in self.screens)
        return (
            f"{self.lesson:8} {self.lang:2} {self.size:8} {len(words):7} {median(words):5.0f} {most:4} "
            f"{self.in_view:7.0%} {self.boxes:5} {pictures:>8} {self.walks[0].taps:4} {self.minutes:4.1f} "
            f"{sizes[0] / 1000:8.1f} {max(sizes[1:]) / 1000:7.1f} {sum(sizes) / 1000:6.0f}"
        )

    def troubles(self) -> list[str]:
        """The limits that do not hold, in words. A lesson of steps has none."""
        found = [*self._of_screens(), *self._of_lesson()] if self.is_gated else []
        return [f"{self.lesson} {self.lang} {self.size}: {trouble}" for trouble in dict.fromkeys(found)]

    def _of_screens(self) -> Iterator[str]:
        for walk in self.walks:
            yield from walk.errors
            for index, screen in enumerate(screen for screen in walk.screens if screen.is_page):
                most = MAX_BYTES if index else MAX_FIRST_BYTES
                if screen.size > most:
                    yield f"{screen.name}: {screen.size / 1000:.1f} kB, at most {most // 1000}"
        for screen in self.screens:
            if screen.words > MAX_WORDS:
                yield f"{screen.name}: {screen.words} words, at most {MAX_WORDS}"
            if screen.leads_on == 0:
                yield f"{screen.name}: nothing leads on"
            if screen.runs_out:
                yield f"{screen.name}: a drawing runs out of its frame"
            if screen.scrolls_sideways:
                yield f"{screen.name}: scrolls sideways"

    def _of_lesson(self) -> Iterator[str]:
        if self.in_view < MIN_IN_VIEW and self.size == GATED_SIZE:
            hidden = ", ".join(dict.fromkeys(screen.name for screen in self.screens if not screen.in_view))
            yield f"what leads on is in view on {self.in_view:.0%} of screens, not on {hidden}"
        if round(self.minutes, 1) > MAX_MINUTES:
            yield f"{self.minutes:.1f} minutes, at most {MAX_MINUTES}"
        if self.boxes > MAX_BOXES:
            yield f"{self.boxes} text boxes, at most {MAX_BOXES}"
        bare = [place for place, has_picture in self.pictures.items() if not has_picture]
        if len(bare) > len(self.pictures) * (1 - MIN_PICTURES):
            yield f"{len(bare)} of {len(self.pictures)} screens have no picture: {', '.join(bare)}"
