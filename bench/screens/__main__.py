"""Walk every lesson in every language; print a line each, and end with 1 where a limit does not hold.

make screens                                              every lesson of every country
make screens LESSONS="fi-1 fi-2" LANGS="fi sv"            some of them
make screens PACKS=tests/lessons/bay SHOTS=shots          another pack; every screen as a picture
make screens SCRIPTS=no SCHEME=dark                       without JavaScript; in dark colours
make screens SIZES=960x600                                at one size; by default at each of SIZES
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import structlog
from playwright.sync_api import Browser, ViewportSize

from bench.screens.figures import HEAD, Figures
from bench.screens.site import Site, chromium, page_of_a_new_pupil, served
from bench.screens.walk import Walk
from careered.packs.models import Lesson
from careered.web import routes

SIZES = ("360x600", "960x600")
"""Width and height of the window, in CSS pixels."""
MANNERS = {"knows": False, "slips": True}
"""How a pupil answers; whether that is wrong where it can be."""
CONTENT = Path("content")


def main() -> int:
    """The exit code: 1 where a limit does not hold."""
    options = _options()
    print(HEAD, flush=True)
    troubles, walked = list[str](), 0
    with chromium() as browser:
        for figures in _all_figures(browser, options):
            print(figures.line, flush=True)
            troubles += figures.troubles()
            walked += 1
    print("\n".join(["", *(troubles or ["All limits hold." if walked else "There is no such lesson."])]))
    return 1 if troubles or not walked else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    countries = sorted(file.parent for file in CONTENT.glob("*/pack.yaml"))
    parser.add_argument("--packs", nargs="*", type=Path, metavar="FOLDER", default=[])
    parser.add_argument("--lessons", nargs="*", metavar="ID", default=[])
    parser.add_argument("--langs", nargs="*", metavar="LANG", default=[])
    parser.add_argument("--shots", type=Path, metavar="FOLDER", help="save every screen there")
    parser.add_argument("--scripts", choices=["yes", "no"], default="yes")
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=SIZES)
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    options = parser.parse_args()
    options.packs = options.packs or countries
    return options


def _all_figures(browser: Browser, options: argparse.Namespace) -> Iterator[Figures]:
    for folder in options.packs:
        for size in options.sizes:
            with tempfile.TemporaryDirectory() as database_folder, served(folder, Path(database_folder)) as site:
                drop_log_lines()
                for lesson in site.school.pack.lessons:
                    if lesson.is_playable and (not options.lessons or lesson.id in options.lessons):
                        yield from _figures_of(lesson, size, browser, site, options)


def drop_log_lines() -> None:
    """Of the server in this process: the table stands alone on the terminal. A failed walk is still told."""
    structlog.configure(processors=[_drop])
    vars(routes)["log_request"] = _drop_request  # which is written past structlog
    sys.excepthook = sys.__excepthook__  # the server's own writes to the log


def _drop(*_: object) -> Never:
    raise structlog.DropEvent


def _drop_request(*_: object) -> None:
    pass


def size_of(name: str) -> ViewportSize:
    """One of SIZES as a browser takes it."""
    width, height = map(int, name.split("x"))
    return {"width": width, "height": height}


def _figures_of(
    lesson: Lesson, name: str, browser: Browser, site: Site, options: argparse.Namespace
) -> Iterator[Figures]:
    for lang in site.school.pack.languages:
        if not options.langs or lang in options.langs:
            manners = MANNERS if lesson.parts else ["knows"]
            walks = [_walk(lesson, lang, size_of(name), manner, browser, site, options) for manner in manners]
            yield Figures(lesson.id, lang, name, bool(lesson.parts), walks)


def _walk(
    lesson: Lesson,
    lang: str,
    size: ViewportSize,
    manner: str,
    browser: Browser,
    site: Site,
    options: argparse.Namespace,
) -> Walk:
    pupil = f"{lesson.id}-{lang}-{manner}"
    shots = options.shots and options.shots / f"{lesson.id}-{lang}-{size['width']}-{options.scheme}-{manner}"
    has_scripts = options.scripts == "yes"
    profile = {"java_script_enabled": has_scripts, "color_scheme": options.scheme}
    with page_of_a_new_pupil(browser, site, pupil, lang, size, **profile) as page:
        return Walk(page, site, lesson, lang, MANNERS[manner], shots).goes()


if __name__ == "__main__":
    sys.exit(main())
