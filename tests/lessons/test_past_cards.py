"""What a pupil reads on a card whose facts nobody has read again in time: what holds in general, by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
import time_machine

from tests.lessons.factories import BAY_PACK, HarbourSchool, harbour_school
from tests.support.databases import fresh
from tests.support.pages import Page

BEFORE, AFTER = datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2027, 3, 1, 9, tzinfo=UTC)
GENERAL = "      - id: routes\n        source: [law]\n        general: {en: See the service, fi: Katso palvelusta}\n"
NOTED = "      - id: before\n        source: [law]\n"
NOTE = "This was correct until"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HarbourSchool]:
    """The school by the bay; the source of two cards is to be read again by the end of January 2027."""
    folder = tmp_path_factory.mktemp("pack")
    pack = copytree(BAY_PACK, folder / "bay")
    replace(pack / "sources.yaml", "how: read", "how: read, read_on: 2026-11-28, check_by: 2027-01-31")
    replace(pack / "lessons" / "xb-1.yaml", "      - id: routes\n", GENERAL)
    replace(pack / "lessons" / "xb-1.yaml", "      - id: before\n", NOTED)
    with fresh("sqlite", folder) as url, harbour_school(url, pack) as opened:
        yield opened


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def words_of(school: HarbourSchool, card: str, at: datetime) -> str:
    """What a pupil who comes in on that day reads on the card."""
    with time_machine.travel(at, tick=True):
        pupil = school.visitor(f"{card}-{at:%m}")
        if card != "routes":
            pupil.answer("routes")
        return " ".join(Page(pupil.client.get(f"/lessons/xb-1/{card}")).main_text.split())


def test_a_card_shows_its_general_form_once_its_source_should_have_been_read_again(school: HarbourSchool) -> None:
    before, after = words_of(school, "routes", BEFORE), words_of(school, "routes", AFTER)
    assert "See the service" not in before
    assert "See the service" in after
    assert NOTE not in after


def test_a_card_without_a_general_form_says_until_when_it_was_right(school: HarbourSchool) -> None:
    before, after = words_of(school, "before", BEFORE), words_of(school, "before", AFTER)
    assert NOTE not in before
    assert f"{NOTE} 31 Jan 2027" in after or f"{NOTE} 31 January 2027" in after
