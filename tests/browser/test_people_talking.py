"""The four purposes in a real browser, on a phone in the platform's frame: ask, keep, build together, take away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, expect

from tests.browser.conftest import Demo
from tests.browser.looks import fits
from tests.browser.person import Person
from tests.browser.test_the_whole_way import DENMARK, FINLAND, OpenPage, pack, pupil, staff

Axe = Callable[[Any], list[str]]
Look = Callable[[Frame, str], None]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
QUESTION, ANSWER, POST = "Voiko hakea kahteen paikkaan? – æøå", "Voi! Tule juttelemaan.", "Taitaja on auki kaikille"


class Somebody(Person):
    """A person with a frame open, who looks at every page."""

    def visits(self, demo_class: dict[str, str], number: str, look: Look) -> "Somebody":
        """Come in from the platform."""
        self.tool_frame_now, self.look = self.opens(demo_class["activity"], number, demo_class["course"]), look
        return self

    def goes(self, path: str, name: str = "") -> Frame:
        """Go to a page and look at it."""
        self.tool_frame_now.goto(f"{self.demo.tool}{path}")
        self.look(self.tool_frame_now, name or path.strip("/").replace("/", "-"))
        return self.tool_frame_now

    def presses(self, selector: str, name: str = "") -> Frame:
        """Press a button that leads to another page, and look at it."""
        with self.tool_frame_now.expect_navigation():
            self.press_button(self.tool_frame_now.locator(selector).first)
        if name:
            self.look(self.tool_frame_now, name)
        return self.tool_frame_now


def journey(
    demo_class: dict[str, str], opened: OpenPage, demo: Demo, look: Look, folder: Path, *, scripts: bool = True
) -> None:
    """A pupil asks twice, a teacher answers and makes a board, the pupil writes on it and takes the card along."""
    first, desk = opened(viewport=PHONE, accept_downloads=True), opened(viewport=DESK)
    _, number = pupil(demo, demo_class, 3 if scripts else 4)
    teacher_number = staff(demo, demo_class["course"])
    aino = Somebody(demo, first, pack(demo_class["folder"]), scripts).visits(demo_class, number, look)
    teacher = Somebody(demo, desk, pack(demo_class["folder"]), scripts).visits(demo_class, teacher_number, look)
    home = teacher.tool_frame_now.url.removeprefix(demo.tool).split("?")[0]
    code = asks(aino)
    answers(teacher, home)
    page = aino.goes("/questions", "ask-answered")
    assert ANSWER in page.inner_text("main")
    page.fill("#code", code)
    assert ANSWER in aino.presses("#read button", "answer").inner_text("main")
    builds(aino, teacher, home)
    keeps(aino, folder)
    learns(teacher, home)


def asks(aino: Somebody) -> str:
    """Once with the name and once without; the code."""
    for way in ("named", "anonymous"):
        page = aino.goes("/questions")
        page.fill("#text", f"{QUESTION} {way}")
        page.check(f"[name=way][value={way}]")
        aino.presses("#ask button", f"asked-{way}")
    return aino.tool_frame_now.inner_text(".secret code")


def answers(teacher: Somebody, home: str) -> None:
    """Both questions, one after the other."""
    for number in range(2):
        teacher.goes(f"{home}/questions", f"inbox-{number}")
        page = teacher.presses(".ready button", f"inbox-ready-{number}")
        letter = page.locator("main article")  # the first that waits is open
        letter.locator("textarea").fill(ANSWER)
        with page.expect_navigation():
            letter.locator("button.primary").click()


def builds(aino: Somebody, teacher: Somebody, home: str) -> None:
    """A board is made, written on, let through, and closed."""
    teacher.goes(f"{home}/boards", "boards").check("[name=kind][value=jobs]")
    teacher.presses("#new button.primary", "board-new")
    aino.goes("/lessons", "home")
    aino.goes("/boards", "class-boards")
    page = aino.presses("main article a, main article button", "class-board")
    page.fill("#subject", "Lentokonemekaanikko")
    page.fill("#text", POST)
    aino.presses("#put button", "class-board-written")
    teacher.tool_frame_now.goto(teacher.tool_frame_now.url)
    teacher.look(teacher.tool_frame_now, "board-waits")
    assert POST in teacher.presses("main article button.primary", "board-shown").inner_text("main")
    teacher.tool_frame_now.uncheck("#open")
    teacher.presses("#set button", "board-closed")
    aino.tool_frame_now.goto(aino.tool_frame_now.url)
    aino.look(aino.tool_frame_now, "class-board-closed")


def keeps(aino: Somebody, folder: Path) -> None:
    """A line of one's own, two services, and the card as a file that opens without the tool."""
    page = aino.goes("/me", "me")
    page.locator("#add summary").click()
    page.fill("#text", "Käyn avoimissa ovissa")
    aino.presses("#add-form button")
    aino.tool_frame_now.locator("#add summary").click()
    for box in aino.tool_frame_now.locator("#services-form input[type=checkbox]").all()[:2]:
        box.check()
    aino.presses("#services-form button", "me-kept")
    page = aino.goes("/me/card", "card")
    page.locator(".fold summary").click()
    for kind in ("html", "pdf-a5"):
        with aino.page.expect_download() as taken:
            page.locator(f"button[value={kind}]").click()
        taken.value.save_as(folder / f"card-{kind}")
    assert (folder / "card-pdf-a5").read_bytes().startswith(b"%PDF-1.7")
    if aino.has_scripts:
        waits_for_a_file(page)
    alone = aino.page.context.new_page()
    asked: list[str] = []
    alone.on("request", lambda request: asked.append(request.url))
    saved = folder / "card.html"
    saved.write_bytes((folder / "card-html").read_bytes())
    alone.goto(saved.as_uri())
    assert "Käyn avoimissa ovissa" in alone.inner_text("main")
    assert asked == [saved.as_uri()]
    aino.look(alone, "card-alone")  # type: ignore[arg-type]
    alone.close()


def waits_for_a_file(page: Frame) -> None:
    """As long as the tool says that a file is being made, the page says so."""
    words, working = "Tiedosto on vielä kesken.", [True]
    page.page.route(
        "**/working", lambda route: route.fulfill(status=200 if working else 204, body=words if working else "")
    )
    with page.page.expect_download():
        page.locator("button[value=pdf-a6]").click()
    expect(page.locator("#status")).to_have_text(words)
    working.clear()
    expect(page.locator("#status")).to_be_empty()


def marks(teacher: Somebody, home: str) -> None:
    """A pupil is marked, and the mark is taken back."""
    teacher.goes(home, "class")
    page = teacher.goes(f"{home}/attestations", "mark")
    page.select_option("#what", index=1)
    page.check("#pupil-1")
    teacher.presses("#mark button", "marked")
    teacher.presses(".toast button", "unmarked")


def learns(teacher: Somebody, home: str) -> None:
    """The rubric, and the teacher's own track. The class and its marks with scripts: test_a_first_day.py."""
    if not teacher.has_scripts:
        marks(teacher, home)
    teacher.goes(f"{home}/source-judgement", "rubric")
    if teacher.goes("/teacher/training", "track").locator("form[action$='/delete']").count():
        teacher.presses("form[action$='/delete'] button")  # another visit has been here
    teacher.tool_frame_now.check("#communication-c")
    teacher.presses("#communication form button", "track-answered")


@pytest.mark.parametrize("where", [FINLAND, DENMARK], ids=["Finnish", "Danish"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_people_talk_and_keep_what_they_found(
    where: dict[str, str], scripts: bool, opened: OpenPage, demo: Demo, axe: Axe, tmp_path: Path
) -> None:
    def open_page(**options: Any) -> Any:
        return opened(java_script_enabled=scripts, **options)

    def look(frame: Frame, name: str) -> None:
        if scripts:  # without scripts nothing can be run in the page
            assert axe(frame) == [], (name, frame.url)
            assert fits(frame), (name, frame.url)
        assert frame.locator("[data-code]").count() == 0, (name, frame.inner_text("main"))

    journey(where, open_page, demo, look, tmp_path, scripts=scripts)
