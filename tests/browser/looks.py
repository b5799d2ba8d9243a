"""How people see a page: on a phone and on a desk, in light and in dark colours."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any, Literal

from playwright.sync_api import Frame, Page, ViewportSize

Axe = Callable[..., list[str]]
Scheme = Literal["light", "dark"]
Look = tuple[str, Scheme]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
SIZES = {"phone": PHONE, "desk": DESK}
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
LOOKS: list[Look] = list(product(SIZES, SCHEMES))
BOTH_SIZES: list[Look] = list(product(SIZES, SCHEMES[:1]))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING: dict[str, Any] = {"runOnly": WCAG, "resultTypes": ["violations"]}  # what is in order needs no list
COLOURS = EVERYTHING | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What axe has about colours: all that the other scheme changes where a page of this size has been searched already."""

HAS_CHANGED = """([wide, dark]) => new Promise((done) => {
  const look = () =>
    innerWidth > 600 === wide && matchMedia("(prefers-color-scheme: dark)").matches === dark
      ? done()
      : setTimeout(look, 10);
  look();
})"""
"""A frame of another site is told of a new size and scheme a moment after the page around it."""


def troubles(frame: Frame | Page, axe: Axe, looks: Iterable[Look] = LOOKS) -> list[str]:
    """What axe finds in each look, and pages that scroll sideways; afterwards the page stays in the last look."""
    found: list[str] = []
    sizes: set[str] = set()
    for size, scheme in looks:
        search = COLOURS if size in sizes else EVERYTHING
        found += [f"{frame.url} {size} {scheme}: {what}" for what in _look(frame, axe, size, scheme, search)]
        sizes.add(size)
    return found


def in_both_schemes(page: Page, axe: Axe) -> list[str]:
    """What axe finds in the page as large as it is, and in its colours in the dark; afterwards it is light."""
    found: list[str] = axe(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {what}" for what in axe(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    return found


def _look(frame: Frame | Page, axe: Axe, size: str, scheme: Scheme, search: dict[str, Any]) -> list[str]:
    page = frame.page if isinstance(frame, Frame) else frame
    page.set_viewport_size(SIZES[size])
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # or axe sees colours half-way to others
    frame.evaluate(HAS_CHANGED, [size == "desk", scheme == "dark"])
    return [*axe(frame, search), *([] if fits(frame) else ["scrolls sideways"])]


def fits(frame: Frame | Page) -> bool:
    """No sideways scrolling."""
    return bool(frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
