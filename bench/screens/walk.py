"""Through a lesson from its cover to its end, and what each screen on the way is like."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from playwright.sync_api import CDPSession, Locator, Page

from bench.screens.answers import Control, Way, find_way
from bench.screens.site import Site
from careered.lessons.activities.contract import Turn
from careered.packs.models import Card, Lesson
from tests.browser.conftest import Demo
from tests.browser.person import Person

MEASURE, CONTROLS = (
    (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("measure.js", "controls.js")
)
MAX_PRESSES = 200
WORD = re.compile(r"\S*\w\S*")


@dataclass(frozen=True)
class Screen:
    """One screen. place: the card's id, or the last part of the address. verdict: of the card, if it is answered.

    words: to read, without labels inside drawings, signs and the button. new_words: not met on this card before.

    leads_on: how many things are marked as leading on; in_view: whether the first is all in view. boxes: names of text
    boxes. visits: one for each link to a service. runs_out: whether a drawing leaves its frame. size: bytes that came
    for it, and for the next card where that is asked for ahead. is_page: False where it is a page measured once more,
    filled in.
    """

    place: str
    verdict: str
    words: int
    new_words: int
    in_view: bool
    leads_on: int
    boxes: tuple[str, ...]
    has_picture: bool
    visits: tuple[str, ...]
    runs_out: bool
    scrolls_sideways: bool
    size: int
    is_page: bool = True

    @property
    def name(self) -> str:
        """Its name in the list of troubles, and of its screenshot."""
        name = f"{self.place}-{self.verdict}" if self.verdict else self.place
        return name if self.is_page else f"{name}, filled in"


@dataclass
class Walk:
    """A pupil who goes through a lesson. slips: answers wrongly wherever one can. shots: where screenshots go."""

    page: Page
    site: Site
    lesson: Lesson
    lang: str
    slips: bool
    shots: Path | None = None
    screens: list[Screen] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    taps: int = 0
    choices: int = 0
    _turns: dict[str, Turn] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _bytes: int = 0

    def goes(self) -> "Walk":
        """From the cover to the end."""
        self._listen(self.page.context.new_cdp_session(self.page))
        self.page.goto(f"{self.site.url}/lessons/{self.lesson.id}")
        for _ in range(MAX_PRESSES):
            self._look()
            if self.page.url.split("?")[0].endswith("/done"):
                return self
            self._does_page()
        raise AssertionError(f"{self.lesson.id}: no end, but {[screen.name for screen in self.screens[-5:]]}")

    def _listen(self, network: CDPSession) -> None:
        network.send("Network.enable")
        network.on("Network.loadingFinished", self._count)
        self.page.on("request", self._check_host)
        self.page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on("requestfailed", lambda request: self.errors.append(f"no answer: {request.url}"))

    def _count(self, event: dict[str, Any]) -> None:
        self._bytes += int(event["encodedDataLength"])

    def _check_host(self, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:")):
            self.errors.append(f"another host: {request.url}")

    def _look(self, *, is_page: bool = True) -> None:
        found = self.page.evaluate(MEASURE)
        at = found["card"] or self.page.url
        known = self._texts.get(at, "")
        new = [text for text in found["texts"] if f" {text} " not in known]  # pieces are joined once they are answered
        self._texts[at] = f"{known} {' '.join(found['texts'])} "
        place = found["card"] or self.page.url.split("?")[0].split("#")[0].rsplit("/", 1)[-1]
        self.screens.append(
            Screen(
                place,
                found["verdict"],
                words=sum(map(count_words, found["texts"])),
                new_words=sum(map(count_words, new)),
                in_view=found["in_view"],
                leads_on=found["leads_on"],
                boxes=tuple(f"{place}.{box}" for box in found["boxes"]),
                has_picture=found["has_picture"],
                visits=tuple(found["visits"]),
                runs_out=found["runs_out"],
                scrolls_sideways=found["scrolls_sideways"],
                size=self._bytes if is_page else 0,
                is_page=is_page,
            )
        )
        self._bytes = 0 if is_page else self._bytes
        self._take_shot()

    def _take_shot(self) -> None:
        if self.shots:
            name = re.sub(r"\W+", "-", self.screens[-1].name)
            self.page.screenshot(path=self.shots / f"{len(self.screens):02}-{name}.png", animations="disabled")

    def _does_page(self) -> None:
        card = self._card()
        if card is None and self._is_step():
            self._does_step()
        elif card is not None and (controls := self._controls()):
            self._answers(card, controls)
        else:
            self._presses_on()

    def _card(self) -> Card | None:
        step = self.lesson.step(self.page.locator("main").get_attribute("data-card") or "")
        return step if isinstance(step, Card) else None

    def _is_step(self) -> bool:
        return self.page.locator("main form[data-next]").count() > 0

    def _controls(self) -> list[Control]:
        found = [Control(**control) for control in self.page.evaluate(CONTROLS)]
        return [control for control in found if control.name not in {"session", "tries"}]

    def _does_step(self) -> None:
        """A step of format 1, rightly."""
        person = Person(cast(Demo, _Place(self.site.url)), self.page, self.site.school.pack)
        person.answers(self.page.main_frame)
        filled = self.page.locator("main :is(input:checked, textarea)").count()
        self.choices += filled
        self.taps += filled + 1
        person.presses_on(self.page.main_frame)

    def _answers(self, card: Card, controls: list[Control]) -> None:
        way = find_way(card, self._turns.get(card.id, Turn()), controls, self.lang, slips=self.slips)
        self._turns[card.id] = way.turn
        posts = self._fill_in(controls, way)
        if posts:
            self._press(self.page.locator(f"main button[name={posts.name}][value='{way.fields[posts.name][0]}']").first)
            return
        if any(control.type != "hidden" for control in controls):
            self._look(is_page=False)
        self._presses_on()
        refused = self.page.locator("main .say.note")
        assert refused.count() == 0, f"{card.kind} “{card.id}” was not taken: {refused.inner_text()}"

    def _fill_in(self, controls: list[Control], way: Way) -> Control | None:
        """Field after field as a finger does; where one is out of sight, its button stands for it (an item in hand), or
        what leads on shows it (a box: its stop).
        """
        for control in controls:
            chosen = way.fields.get(control.name, ())
            if control.type == "submit":
                self.choices += 1
                return control
            if control.type == "select-one" and chosen:
                self._counts_choice(taps=1 + ("data-match" in self.page.locator("main").inner_html()))
                self.page.locator(f"main select[name='{control.name}']").select_option(chosen[0], force=True)
            elif control.type in {"radio", "checkbox"}:
                self._ticks(control, control.values[0] in chosen)
            elif control.type in {"text", "textarea"} and chosen:
                self._counts_choice()
                self.page.locator(f"main [name='{control.name}']").fill(chosen[0])
        return None

    def _counts_choice(self, taps: int = 1) -> None:
        self.choices += 1
        self.taps += taps

    def _ticks(self, control: Control, is_wanted: bool) -> None:
        box = self.page.locator(f"main [name='{control.name}'][value='{control.values[0]}']")
        if box.is_checked() == is_wanted or (control.type == "radio" and not is_wanted):
            return
        label = box.locator("xpath=ancestor::label[1]")
        group = self.page.locator(f"main [data-groups] button[value='{control.values[0]}']")
        if group.is_visible():
            label = group
        elif not label.is_visible():
            self.taps += 1
            stop = self.page.locator(f"main label:has([type=radio][value='{control.values[0]}'])")
            opener = stop if control.type == "checkbox" else self.page.locator("[data-next]")
            opener.click()
        self._counts_choice()
        label.click()

    def _presses_on(self) -> None:
        control = self.page.locator("main [data-next]").first
        self._press(control.locator("a, button").last if control.evaluate("e => e.tagName") == "FORM" else control)

    def _press(self, control: Locator) -> None:
        self.taps += 1
        with self.page.expect_navigation():
            control.click()


@dataclass(frozen=True)
class _Place:
    """What of a `Demo` a person needs who is in the tool already."""

    tool: str


def count_words(text: str) -> int:
    """Words between spaces that have a letter or a digit."""
    return len(WORD.findall(text))
