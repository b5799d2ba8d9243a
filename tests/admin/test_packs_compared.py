"""An administrator looks at what a pack has changed since an earlier version."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from careered.cli.pack_compare import lowered_text
from careered.lessons.kinds import registry
from careered.packs import store, version_store
from careered.packs.load import read_pack_bytes
from careered.packs.tables import PackVersion
from careered.roster.tables import Organisation
from tests.admin.conftest import AdminOffice
from tests.support.short_lessons import short_files

FINLAND = Path(__file__).parents[2] / "content" / "finland"


def load_newer_version(office: AdminOffice) -> str:
    """A later version is loaded; the version that was there before."""
    files = short_files(FINLAND)
    old = office.school.packs["FI"].version
    files["pack.yaml"] = files["pack.yaml"].replace(f'version: "{old}"'.encode(), b'version: "9.0.0"')
    files["lessons/fi-4.yaml"] = files["lessons/fi-4.yaml"].replace(b'"minutes": 5', b'"minutes": 6')
    pack = read_pack_bytes(files, registry()).pack
    assert pack
    with office.school.database.transaction() as db:
        version_store.save_pack(db, files, pack)
    office.school.tool.state.careered.singletons[store.PackStore] = store.PackStore(registry(), reads_elsewhere=True)
    return old


def test_the_change_is_told_in_words(office: AdminOffice) -> None:
    office.sign_in()
    old = load_newer_version(office)
    packs = office.browser.get("/admin/packs")
    path = f"/admin/packs/fi-basic-7-9/changes-since/{old}"
    assert packs.all(f"a[href='{path}']")
    assert "6 minutes instead of 5" in office.browser.get(path).main_text


@pytest.mark.parametrize(("country", "time"), [("FI", "14:05"), ("DK", "13:05")])
def test_every_time_on_the_page_is_by_the_clock_of_the_administrators_country(
    office: AdminOffice, country: str, time: str
) -> None:
    """Seen on a page: of two packs loaded in one minute, one had come an hour before the other."""
    office.sign_in()
    with office.school.database.transaction() as db:
        db.execute(update(Organisation.__table__).values(country=country))
        db.execute(update(PackVersion.__table__).values(loaded_at=datetime(2026, 11, 24, 12, 5, tzinfo=UTC)))
    times = re.findall(r"\d\d:\d\d", office.browser.get("/admin/packs").main_text)
    assert len(times) >= 2
    assert set(times) == {time}


def test_a_version_that_never_was_is_not_there(office: AdminOffice) -> None:
    office.sign_in()
    for path in (
        "fi-basic-7-9/changes-since/0.0.1",
        "nowhere/changes-since/1.0.0",
        "fi-basic-7-9/changes-since/1.0.0+x.1",
    ):
        assert office.browser.get(f"/admin/packs/{path}").response.status_code == 404


@pytest.mark.parametrize(
    ("pupils", "words"), [(0, "Nobody loses anything"), (1, "1 pupil would"), (2, "2 pupils would")]
)
def test_the_command_counts_pupils_in_words(pupils: int, words: str) -> None:
    assert lowered_text(pupils).startswith(words)
