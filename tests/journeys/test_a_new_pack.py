"""A new version of the curriculum pack is loaded while pupils are in the middle of a lesson."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from careered.cli.demo import content_folders
from careered.lessons.kinds import registry
from careered.packs import store
from careered.packs.load import Loaded, read_checked_bytes, read_pack, read_pack_bytes
from careered.packs.models import Pack
from careered.packs.store import Shelf
from tests.journeys.town import FINLAND, WHOLE, Town, figures
from tests.support.people import finish_lesson, step_of

Changes = Mapping[str, tuple[str, str]]


def changed(changes: Changes) -> tuple[dict[str, bytes], Pack]:
    """The Finnish pack with a text replaced in each named file, as version 99."""
    folder = next(folder for folder in content_folders() if folder.name == "finland")
    files = dict(read_pack(folder, registry()).files)
    for name, (old, new) in {**changes, "pack.yaml": ('version: "1.', 'version: "99.')}.items():
        assert old in files[name].decode(), (name, old)
        files[name] = files[name].decode().replace(old, new).encode()
    pack = read_pack_bytes(files, registry()).pack
    assert pack
    return files, pack


def load(town: Town, changes: Changes) -> Pack:
    """Load the changed pack. The tool looks at once, as it does by itself a few seconds later."""
    files, pack = changed(changes)
    with town.school.database.write() as db:
        store.load(db, files, pack)
    town.school.tool.state.house.parts[Shelf] = Shelf(registry())
    return pack


def test_a_pupil_in_the_middle_of_a_lesson_finishes_the_one_that_was_begun(monday: Town) -> None:
    pupil, other = monday.people(FINLAND)[:2]
    old = monday.pack(FINLAND)
    lesson = old.lesson("fi-2")
    assert lesson
    browser, _ = monday.opens(pupil, WHOLE[FINLAND])
    page = browser.press(browser.press(browser.get("/lessons/fi-2")))
    assert step_of(old, page.path) == lesson.steps[1]
    last = lesson.steps[-1].id
    load(monday, {"lessons/fi-2.yaml": (last, f"{last}-new")})
    assert figures(finish_lesson(browser, old, page, lesson))[0] == 1
    newcomer, _ = monday.opens(other, WHOLE[FINLAND])
    assert newcomer.get(f"/lessons/fi-2/{last}").response.status_code == 404
    assert monday.work_until_quiet() == 0
    assert monday.points(pupil, FINLAND)[0] == 1
    done = next(one for one in monday.record(pupil, FINLAND)["requirements"] if one["key"] == "FI-R1")
    assert done["state"] == "done"


def test_a_launch_reads_a_new_pack_before_its_transaction_and_not_in_it(
    monday: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    database, real = monday.school.tool.state.house.database, read_checked_bytes

    def watched(files: Mapping[str, bytes], kinds: store.Kinds) -> Loaded:
        read.append(writing[0])
        return real(files, kinds)

    writing, write = [False], database.write

    @contextmanager
    def noted() -> Iterator[Connection]:
        with write() as db:
            writing[0] = True
            yield db
            writing[0] = False

    monkeypatch.setattr(store, "read_checked_bytes", watched)
    monkeypatch.setattr(database, "write", noted)
    load(monday, {})
    _, home = monday.opens(monday.people(FINLAND)[0], WHOLE[FINLAND])
    assert home.response.status_code == 200
    assert read == [False, False]  # Finland's and Denmark's


def test_a_server_that_starts_has_the_packs_before_anybody_comes(monday: Town) -> None:
    shelf: Shelf = monday.school.tool.state.house.get(Shelf)
    assert {pack_id for pack_id, _ in shelf._packs} == {pack.id for pack in monday.school.packs.values()}


def test_a_stricter_pack_takes_nothing_away_from_who_was_done(monday: Town) -> None:
    pupil, later = monday.people(FINLAND)[:2]
    monday.finishes(pupil, FINLAND)
    monday.work()
    load(monday, {"requirements.yaml": ("all: [fi-2], min_check: 0.6", "all: [fi-2, fi-3]")})
    _, home = monday.opens(pupil, WHOLE[FINLAND])
    assert figures(home)[0] == 1
    monday.later(days=1)
    monday.finishes(pupil, FINLAND, "fi-4")
    assert monday.work_until_quiet() == 0
    assert monday.points(pupil, FINLAND)[0] == 3
    assert figures(monday.finishes(later, FINLAND))[0] == 0
    assert monday.report(FINLAND)["pack"]["version"].startswith("99.")
