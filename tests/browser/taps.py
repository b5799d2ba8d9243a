"""A finger on what a frame of another site shows: Playwright takes a tap that nobody felt for one that worked."""

from collections.abc import Sequence
from typing import Literal

from playwright.sync_api import Error, Frame, Locator

NOTICE_PRESSES = """control => {
  window.isPressed = false;
  window.addEventListener("click", () => { window.isPressed = true; }, { capture: true, once: true });
}"""
MOST_HOVERS = 100
"""Tries to lay the pointer on a control: some ten seconds. Seen once in some runs: a frame that feels none for ever."""
MOST_TAPS = 5
"""Taps that may go astray, before Enter is pressed."""


def press(control: Locator, modifiers: Sequence[Literal["Shift"]] = (), *, is_scripted: bool = True) -> None:
    """Press by a tap, once the control feels the finger; again where the tap went to the page around.

    A frame of another site that no tap reaches still has the keyboard: the last way is Enter.
    """
    frame = control.element_handle().owner_frame()
    if is_scripted:
        control.evaluate(NOTICE_PRESSES)
    for _ in range(MOST_TAPS):
        if not feels(control):
            break
        control.click(modifiers=list(modifiers))
        if _was_felt(frame):
            return
    control.press("Enter")


def _was_felt(frame: Frame | None) -> bool:
    """Whether the tap reached its control: a page that knows of none is the next one already, or is being left."""
    try:
        return not frame or frame.evaluate("window.isPressed") is not False
    except Error:
        return True


def tick_box(box: Locator) -> None:
    """Tick a box by a tap, once it feels the finger; by the keyboard where no finger reaches it."""
    if feels(box):
        box.check()
    elif not box.is_checked():
        box.press("Space")
        assert box.is_checked(), box


def feels(control: Locator) -> bool:
    """Lay the pointer on a control until the control knows of it. False where it never does.

    Until a frame of another site is drawn in a new size, the browser sends what lies over it to the page around it.
    """
    control.page.mouse.move(0, 0)
    for _ in range(MOST_HOVERS):
        control.hover()
        if control.evaluate("control => control.matches(':hover')"):
            return True
        control.page.mouse.move(0, 0)
        control.page.wait_for_timeout(50)
    return False
