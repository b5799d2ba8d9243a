"""The look: vendored files are what they say, pages obey the policy and stay light, everybody can read them."""

import gzip
import hashlib
import math
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "careered" / "web" / "static"
TEMPLATES = sorted((ROOT / "careered").glob("*/templates/**/*.html"))
VENDORED = tomllib.loads((ROOT / "VENDORED.toml").read_text(encoding="utf-8"))["file"]
CSS = (STATIC / "app.css").read_text(encoding="utf-8")

FORBIDDEN = {
    "hx-on needs eval": re.compile(r"hx-on"),
    "js: needs eval": re.compile(r"""["']\s*js:"""),
    "a condition in hx-trigger needs eval": re.compile(r"""hx-trigger=(["'])[^"']*\["""),
    "inline styles are refused": re.compile(r"\sstyle\s*="),
    "style elements are refused": re.compile(r"<style\b"),
    "inline scripts are refused": re.compile(r"<script\b(?![^>]*\bsrc=)|<script\b[^>]*>\s*[^<\s]"),
    "handlers in attributes are refused": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "addresses of others come from packs, not templates": re.compile(r"https?://"),
}


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: str(entry["package"]))
def test_a_vendored_file_is_exactly_the_version_that_is_named(entry: dict[str, str]) -> None:
    assert hashlib.sha256((ROOT / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    assert {"version", "licence", "package", "why"} <= entry.keys()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_asks_nothing_of_the_browser_that_the_policy_refuses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [rule for rule, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_static_file_that_a_page_names_is_there(path: Path) -> None:
    named = re.findall(r"""static\(["']([^"']+)["']\)""", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (STATIC / name).is_file()] == []


def test_a_pupil_on_a_slow_line_loads_little() -> None:
    weight = {name: len(gzip.compress((STATIC / name).read_bytes(), mtime=0)) for name in FIRST_PAGE}
    assert weight["app.css"] <= 7_000
    assert weight["app.js"] <= 3_000
    assert sum(weight.values()) <= 30_000, "half of what the whole first page may weigh"


FIRST_PAGE = ("app.css", "app.js", "session.js", "frame.js", "htmx.min.js")


# Colours, read from the style sheet itself: sRGB hex, or oklch by the reference formulas (Ottosson 2020).


class Colour(NamedTuple):
    """Linear light, each 0 to 1."""

    red: float
    green: float
    blue: float

    @property
    def luminance(self) -> float:
        """WCAG 2.2, relative luminance."""
        return 0.2126 * self.red + 0.7152 * self.green + 0.0722 * self.blue


def from_hex(text: str) -> Colour:
    digits = text.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    values = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    return Colour(*(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values))


def from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    light = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return Colour(*(min(1.0, max(0.0, part)) for part in light))


def read_colour(text: str, hue: float) -> Colour:
    if text.startswith("#"):
        return from_hex(text)
    match = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) (var\(--hue\)|[\d.]+)\)", text)
    assert match, text
    lightness, chroma, own = match.groups()
    return from_oklch(float(lightness) / 100, float(chroma), hue if own.startswith("var") else float(own))


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): ([^;]+);", block))


PLAIN, MODERN = (tokens(block) for block in re.findall(r":root \{(.*?)\}", CSS, flags=re.DOTALL)[:2])
CHOSEN_HUE = float(PLAIN["hue"])
TEXT = [
    *(("ink", ground) for ground in ("ground", "card", "soft", "sun-soft", "stop-soft")),
    *(("muted", ground) for ground in ("ground", "card", "soft")),
    *(("accent", ground) for ground in ("ground", "card", "soft")),
    *(("sun", ground) for ground in ("ground", "card", "sun-soft")),
    *(("stop", ground) for ground in ("ground", "card", "stop-soft")),
    ("on-accent", "accent"),
]
CONTROLS = [
    *(("edge", ground) for ground in ("ground", "card", "soft")),
    *(("accent", ground) for ground in ("ground", "card", "soft")),
    *(("stop", ground) for ground in ("ground", "card")),
]


def palette(scheme: str, hue: float) -> dict[str, Colour]:
    if scheme == "plain":
        return {name: from_hex(value) for name, value in PLAIN.items() if value.startswith("#")}
    side = 0 if scheme == "light" else 1
    pairs = {name: re.split(r", (?=#|oklch)", value[len("light-dark(") : -1]) for name, value in MODERN.items()}
    return {name: read_colour(pair[side], hue) for name, pair in pairs.items() if "/" not in pair[side]}


def contrast(colour: Colour, other: Colour) -> float:
    darker, lighter = sorted((colour.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "plain"])
def test_everybody_can_read_every_text_and_see_every_control(scheme: str) -> None:
    colours = palette(scheme, CHOSEN_HUE)
    wanted = [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in CONTROLS]
    measured = {(a, b): (round(contrast(colours[a], colours[b]), 2), least) for a, b, least in wanted}
    assert {pair: found for pair, found in measured.items() if found[0] < found[1]} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_school_that_chooses_another_hue_gets_readable_pages_too(scheme: str) -> None:
    weak = {
        (hue, a, b)
        for hue in range(0, 360, 3)
        for colours in [palette(scheme, hue)]
        for a, b, least in [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in CONTROLS]
        if contrast(colours[a], colours[b]) < least
    }
    assert weak == set()


@pytest.mark.parametrize("sheet", ["app.css", "player.css"])
def test_what_stands_in_an_empty_field_is_as_readable_as_other_quiet_text(sheet: str) -> None:
    assert "::placeholder { color: var(--muted); opacity: 1; }" in (STATIC / sheet).read_text(encoding="utf-8")


COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEETS = sorted((ROOT / "careered").rglob("*.css"))
ONE_CONDITION = re.compile(r"@(media|supports)[^{]*\{(.*)\}$")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_engineer_reads_one_rule_on_each_line_of_a_style_sheet(sheet: Path) -> None:
    lines = COMMENT.sub("", sheet.read_text(encoding="utf-8")).splitlines()
    assert [line for line in lines if _whole_rules(line) > 1] == []


def _whole_rules(line: str) -> int:
    """How many rules begin and end in a line; with its condition, one is one."""
    inner = found[2] if (found := ONE_CONDITION.match(line.strip())) else line
    depth, rules = 0, 0
    for brace in re.findall(r"[{}]", inner):
        depth += 1 if brace == "{" else -1
        rules += depth == 0
    return rules


# A card takes another one's place without a new page: sheets of earlier cards are still there.

KINDS = sorted((ROOT / "careered" / "lessons" / "activities").glob("*/style.css"))
FRAMES = re.compile(r"@keyframes [^{]+\{(?:[^{}]*\{[^{}]*\})*\s*\}")
OUTER_COMMA = re.compile(r",(?![^()]*\))")


@pytest.mark.parametrize("sheet", KINDS, ids=lambda path: str(path.parent.name))
def test_the_style_of_an_activity_touches_no_other_activity(sheet: Path) -> None:
    text = FRAMES.sub("", COMMENT.sub("", sheet.read_text(encoding="utf-8")))
    rules = [rule.strip() for found in _selectors(text) for rule in OUTER_COMMA.split(found)]
    assert rules
    assert [rule for rule in rules if not rule.startswith(f"[data-kind={sheet.parent.name}]")] == []


def _selectors(text: str) -> list[str]:
    """What stands before each brace that opens a rule, not a condition."""
    pieces = [re.split(r"[{};]", piece)[-1].strip() for piece in text.split("{")[:-1]]
    return [piece for piece in pieces if not piece.startswith("@")]
