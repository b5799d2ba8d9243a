"""Who loads a pack version that only words have changed in holds nobody up: no pupil's statuses are read for it."""

from typing import Any

import pytest

from careered.cli.demo import national_pack_folders
from careered.packs.models import Pack
from careered.statistics.lowered_pupils import lowered_pupils
from tests.support.short_lessons import short_pack


class Read(Exception):
    """Somebody's statuses were read."""


class Unread:
    """A database from which nothing may be read."""

    def execute(self, *_: Any) -> Any:
        raise Read


@pytest.fixture(scope="module")
def pack() -> Pack:
    loaded = short_pack(next(one for one in national_pack_folders() if one.name == "finland"))
    assert loaded.pack
    return loaded.pack


def test_other_words_lower_nobodys_figure_and_nobody_is_read(pack: Pack) -> None:
    db: Any = Unread()
    assert lowered_pupils(db, pack, pack.model_copy(update={"version": "99.0.0"}), {}, {}) == []


def test_fewer_requirements_and_an_overlay_are_looked_into(pack: Pack) -> None:
    db: Any = Unread()
    fewer = pack.model_copy(update={"requirements": pack.requirements[1:]})
    for new, overlaid in ((fewer, {}), (pack, {"town": (pack, fewer)})):
        with pytest.raises(Read):
            lowered_pupils(db, pack, new, {}, overlaid)
