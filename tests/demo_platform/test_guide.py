"""docs/demo-platform.md names every profile and fault, and only modules that exist."""

import re
from dataclasses import fields
from pathlib import Path

from demo_platform import rendering
from demo_platform.control import FAULT_LABELS
from demo_platform.faults import Faults
from demo_platform.profiles.catalogue import PROFILES

GUIDE = (Path(__file__).parents[2] / "docs" / "demo-platform.md").read_text(encoding="utf-8")
FAULT_NAMES = {field.name for field in fields(Faults)}


def test_a_newcomer_finds_every_profile_and_fault_in_the_guide() -> None:
    assert {*PROFILES, *FAULT_NAMES} <= set(re.findall(r"`(\w+)`", GUIDE))


def test_a_visitor_can_set_every_fault_but_where_on_the_control_page() -> None:
    assert {*FAULT_LABELS, "where"} == FAULT_NAMES


def test_every_module_that_the_guide_names_exists() -> None:
    named = re.findall(r"`((?:profiles/|static/)?\w+\.(?:py|js))`", GUIDE)
    assert len(named) > 15
    assert [name for name in named if not (rendering.PACKAGE_DIR / name).is_file()] == []
