"""Reading a pack takes long: no thread of the database does it, and nobody's transaction waits for it."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

import careered.app
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs import load, overlay, overlay_merge, store, stored_files, version_store
from careered.web.heavy_work import NotReadYet
from careered.web.permissions import Role
from tests.admin.conftest import AdminOffice
from tests.admin.test_overlays import upload
from tests.lessons.factories import HARBOUR_PACK, HarbourSchool, harbour_school
from tests.support.additions import PACK, additions
from tests.support.databases import fresh


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The threads that have read the content of packs and overlays; nothing is kept from before."""
    names: list[str] = []

    def noted(really: Callable[..., Any]) -> Callable[..., Any]:
        def read(*arguments: Any) -> Any:
            names.append(threading.current_thread().name.rsplit("_", 1)[0])
            return really(*arguments)

        return read

    monkeypatch.setattr(load, "_read_cached", lru_cache(load._read_cached.__wrapped__))
    readers = ((load, "_read_files"), (overlay, "read_yaml"), (overlay_merge, "read_checked_yaml"))
    for module, name in readers:
        monkeypatch.setattr(module, name, noted(getattr(module, name)))
    return names


@pytest.fixture
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HarbourSchool]:
    with fresh("sqlite", tmp_path_factory.mktemp("packs")) as url, harbour_school(url) as school:
        yield school


def restart(app: Any, threads: list[str]) -> None:
    """Nothing is in memory, as after a restart in which another process had not loaded anything yet."""
    load._read_cached.cache_clear()
    app.state.careered.singletons[store.PackStore] = store.PackStore(registry(), reads_elsewhere=True)
    threads.clear()


def test_an_upload_its_preview_and_loading_it(harbour: HarbourSchool, threads: list[str]) -> None:
    files = [("files", (f"harbour/{name}", text, "text/yaml")) for name, text in harbour_files("9.0.0")]
    admin = harbour.visitor("a", role=Role.ADMIN)
    threads.clear()
    preview = admin.follow(admin.client.post("/admin/packs", data={"session": admin.viewer.token}, files=files))
    assert preview.status_code == 200
    restart(harbour.app, threads)
    assert admin.post(f"{preview.url.path}/load").status_code == 303
    assert set(threads) == {"careered-heavy"}
    assert [row["version"] for row in current_versions(harbour)] == ["9.0.0"]


@pytest.mark.parametrize("path", ["/lessons", "/lessons/xh-1", "/me", "/admin/packs"])
def test_a_page_after_a_restart(path: str, harbour: HarbourSchool, threads: list[str]) -> None:
    visitor = harbour.visitor("a", role=Role.ADMIN) if path.startswith("/admin") else harbour.visitor()
    restart(harbour.app, threads)
    assert visitor.get(path).response.status_code == 200
    assert threads == ["careered-heavy"]
    assert visitor.get(path).response.status_code == 200
    assert len(threads) == 1


def test_a_step_after_a_restart_is_stored_once(harbour: HarbourSchool, threads: list[str]) -> None:
    pupil = harbour.visitor()
    restart(harbour.app, threads)
    pupil.completes("xh-1-read")
    assert threads == ["careered-heavy"]
    assert harbour.events("step_done") == 1


def test_a_lesson_begun_in_a_version_that_is_no_longer_current(harbour: HarbourSchool, threads: list[str]) -> None:
    pupil = harbour.visitor()
    pupil.completes("xh-1-read")
    with harbour.database.transaction() as db:
        pack = load.read_pack_bytes(files := dict(harbour_files("9.0.0")), registry()).pack
        assert pack
        version_store.save_pack(db, files, pack)
    restart(harbour.app, threads)
    assert pupil.get("/lessons/xh-1").response.status_code == 200
    assert threads == ["careered-heavy"] * 2  # the current one, and the one in which it was begun


def test_until_a_version_that_a_command_has_loaded_is_read_pupils_go_on_with_the_one_before(
    harbour: HarbourSchool, threads: list[str]
) -> None:
    pupil, seconds = harbour.visitor(), [0.0]
    packs = store.PackStore(registry(), lambda: seconds[0], reads_elsewhere=True)
    harbour.app.state.careered.singletons[store.PackStore] = packs
    before = packs.pack_outside(harbour.database, harbour.pack.id)
    with harbour.database.transaction() as db:
        pack = load.read_pack_bytes(files := dict(harbour_files("9.0.0")), registry()).pack
        assert pack
        version_store.save_pack(db, files, pack)
    seconds[0] += store.INDEX_REFRESH_SECONDS / 2
    with pytest.raises(NotReadYet) as missing:
        packs.renew(harbour.database)
    threads.clear()
    assert pupil.get("/lessons").response.status_code == 200
    assert packs.pack_outside(harbour.database, harbour.pack.id) is before
    assert not threads
    missing.value.read(harbour.database)
    packs.renew(harbour.database)
    assert not packs.is_in_use
    assert packs.pack_outside(harbour.database, harbour.pack.id) == pack


def test_a_version_that_a_command_has_loaded_is_read_before_anybody_asks_for_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(careered.app, "RENEW_SECONDS", 0.01)
    seconds = [0.0]
    packs = store.PackStore(registry(), lambda: seconds[0], reads_elsewhere=True)
    with fresh("sqlite", tmp_path) as url, harbour_school(url) as harbour:
        harbour.app.state.careered.singletons[store.PackStore] = packs
        assert packs.pack_outside(harbour.database, harbour.pack.id) == harbour.pack
        with harbour.database.transaction() as db:
            pack = load.read_pack_bytes(files := dict(harbour_files("9.0.0")), registry()).pack
            assert pack
            version_store.save_pack(db, files, pack)
        seconds[0] += store.INDEX_REFRESH_SECONDS / 2
        while packs.pack_outside(harbour.database, harbour.pack.id) != pack:
            time.sleep(0.01)
        assert harbour.visitor().get("/lessons").response.status_code == 200


def test_the_comparison_with_an_earlier_version(harbour: HarbourSchool, threads: list[str]) -> None:
    admin, earlier = harbour.visitor("a", role=Role.ADMIN), harbour.pack.version
    with harbour.database.transaction() as db:
        pack = load.read_pack_bytes(files := dict(harbour_files("9.0.0")), registry()).pack
        assert pack
        version_store.save_pack(db, files, pack)
    restart(harbour.app, threads)
    assert admin.get(f"/admin/packs/{harbour.pack.id}/changes-since/{earlier}").response.status_code == 200
    assert threads == ["careered-heavy"] * 2
    assert admin.get(f"/admin/packs/{harbour.pack.id}/changes-since/0.0.1").response.status_code == 404
    assert len(threads) == 2


def test_additions_from_the_upload_to_the_list(entered: AdminOffice, threads: list[str]) -> None:
    app, browser = entered.school.tool, entered.browser
    threads.clear()
    preview = upload(entered, additions())
    restart(app, threads)
    assert "Additions of Järvelä" in browser.get(preview.path).main_text
    restart(app, threads)
    assert "jarvela" in browser.press_next(preview).main_text
    assert set(threads) == {"careered-heavy"}
    restart(app, threads)
    assert "jarvela" in browser.get("/admin/packs").main_text
    assert set(threads) == {"careered-heavy"}


def test_all_who_come_at_once_after_a_restart_have_it_read_once(harbour: HarbourSchool, threads: list[str]) -> None:
    pupils = [harbour.visitor(str(number)) for number in range(4)]
    restart(harbour.app, threads)
    answers: list[int] = []
    coming = [
        threading.Thread(target=lambda p=pupil: answers.append(p.get("/lessons").response.status_code))
        for pupil in pupils
    ]
    for thread in coming:
        thread.start()
    for thread in coming:
        thread.join()
    assert answers == [200] * 4
    assert threads == ["careered-heavy"]


def test_who_asks_while_another_reads_which_versions_are_current_finds_theirs(
    harbour: HarbourSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen once of four pupils who came at the same moment after a restart: “No lessons are loaded yet”."""
    packs, load_index = store.PackStore(registry()), store._load_index
    meanwhile: list[object] = []

    def slowly(db: Connection) -> object:
        monkeypatch.setattr(store, "_load_index", load_index)
        another = threading.Thread(
            target=lambda: meanwhile.append(packs.pack_outside(harbour.database, harbour.pack.id))
        )
        another.start()
        another.join()
        return load_index(db)

    monkeypatch.setattr(store, "_load_index", slowly)
    assert packs.pack_outside(harbour.database, harbour.pack.id) is not None
    assert meanwhile != [None]


def test_what_is_stored_and_cannot_be_read_is_tried_once(
    harbour: HarbourSchool, threads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pupil = harbour.visitor()
    restart(harbour.app, threads)
    monkeypatch.setattr(stored_files, "find", lambda *_: {"pack.yaml": b"id: ["})
    for _ in range(2):
        assert pupil.get("/lessons").response.status_code != 200
    assert threads == ["careered-heavy"]


def test_a_command_reads_where_it_is(entered: AdminOffice) -> None:
    """It has no other thread; also a pack with additions, whose national pack comes first."""
    entered.browser.press_next(upload(entered, additions()))
    database: Database = entered.school.database
    commands_store = store.PackStore(registry())
    with database.reading() as db:
        pack = commands_store.effective_pack(db, "town", PACK)
        assert pack
        assert pack.version.endswith("+jarvela.1.0.0")
        assert commands_store.pack(db, PACK, "7.7.7") is None
        assert commands_store.pack(db, PACK, f"{pack.version}1") is None


def current_versions(harbour: HarbourSchool) -> list[Any]:
    with harbour.database.reading() as db:
        return [row for row in version_store.loaded_versions(db) if row["current"]]


def harbour_files(version: str) -> list[tuple[str, bytes]]:
    """The invented pack in a higher version."""
    paths = sorted(path for path in HARBOUR_PACK.rglob("*.yaml"))
    texts = {str(path.relative_to(HARBOUR_PACK)): path.read_bytes() for path in paths}
    new = f"version: {version}".encode()
    texts["pack.yaml"] = re.sub(rb"(?m)^version: .*$", new, texts["pack.yaml"])
    return list(texts.items())
