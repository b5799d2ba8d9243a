"""The guides on the administrator's page and those in docs/ lead the same way."""

import re
from pathlib import Path

import pytest

from careered.admin.setup_guides import GUIDES

DOCS = Path(__file__).parent.parent.parent / "docs"
DOCUMENTED_FAMILIES = sorted(set(GUIDES) - {"other"})


@pytest.mark.parametrize("family", DOCUMENTED_FAMILIES)
def test_the_written_guide_names_each_menu_of_the_page(family: str) -> None:
    text = (DOCS / f"{family}.md").read_text(encoding="utf-8")
    menus = {word for step in GUIDES[family].steps for word in step.menu}
    assert menus
    assert {word for word in menus if word.lower() not in text.lower()} == set()


@pytest.mark.parametrize(
    "words",
    [
        "shows only on hovering",
        "Save and return to course",
        "Passing grade",
        "cURL blocked hosts list",
        "cURL allowed ports list",
        "half a minute",
        "press that",
    ],
)
def test_the_guide_for_moodle_says_what_stopped_people_on_a_real_one(words: str) -> None:
    """Seen on a real platform (9)."""
    assert words in (DOCS / "moodle.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("family", DOCUMENTED_FAMILIES)
def test_the_written_guide_has_screenshots_and_each_is_there(family: str) -> None:
    screenshots = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", (DOCS / f"{family}.md").read_text(encoding="utf-8"))
    assert f"screenshots/steps-{family}.png" in screenshots
    assert all((DOCS / path).is_file() for path in screenshots)
