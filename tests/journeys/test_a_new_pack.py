"""A new version of the curriculum pack is loaded while pupils are in the middle of a lesson."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection

from careered.cli.demo import national_pack_folders
from careered.lessons.kinds import registry
from careered.packs import store, version_store
from careered.packs.load import PackReadResult, read_checked_bytes, read_pack_bytes
from careered.packs.models import Pack
from careered.packs.store import PackStore
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, done_of_total
from tests.support.people import finish_lesson, step_at
from tests.support.short_lessons import short_files

Changes = Mapping[str, tuple[str, str]]


def changed_files(changes: Changes) -> tuple[dict[str, bytes], Pack]:
    """The Finnish pack with a text replaced in each named file, as version 99."""
    folder = next(folder for folder in national_pack_folders() if folder.name == "finland")
    files = short_files(folder)
    for name, (old, new) in {**changes, "pack.yaml": ('version: "1.', 'version: "99.')}.items():
        assert old in files[name].decode(), (name, old)
        files[name] = files[name].decode().replace(old, new).encode()
    pack = read_pack_bytes(files, registry()).pack
    assert pack
    return files, pack


def load_changed_pack(scenario: Scenario, changes: Changes) -> Pack:
    """Load the changed pack. The tool looks at once, as it does by itself a few seconds later."""
    files, pack = changed_files(changes)
    with scenario.school.database.transaction() as db:
        version_store.save_pack(db, files, pack)
    scenario.school.tool.state.careered.singletons[PackStore] = PackStore(registry(), reads_elsewhere=True)
    return pack


def test_a_pupil_in_the_middle_of_a_lesson_finishes_the_one_that_was_begun(scenario: Scenario) -> None:
    pupil, other = scenario.people(FINLAND)[:2]
    old = scenario.pack(FINLAND)
    lesson = old.lesson("fi-4")
    assert lesson
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    page = browser.press_next(browser.press_next(browser.get("/lessons/fi-4")))
    assert step_at(old, page.path) == lesson.steps[1]
    last = lesson.steps[-1].id
    load_changed_pack(scenario, {"lessons/fi-4.yaml": (last, f"{last}-new")})
    assert done_of_total(finish_lesson(browser, old, page, lesson))[0] == 1
    newcomer, _ = scenario.opens(other, WHOLE_PROGRAMME[FINLAND])
    assert newcomer.get(f"/lessons/fi-4/{last}").response.status_code == 404
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 1
    done = next(
        requirement for requirement in scenario.record(pupil, FINLAND)["requirements"] if requirement["key"] == "FI-R2"
    )
    assert done["state"] == "done"


def test_a_launch_reads_a_new_pack_before_its_transaction_and_not_in_it(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bool] = []
    database, real = scenario.school.tool.state.careered.database, read_checked_bytes

    def watched(files: Mapping[str, bytes], kinds: store.Kinds) -> PackReadResult:
        read.append(writing[0])
        return real(files, kinds)

    writing, write = [False], database.transaction

    @contextmanager
    def noted() -> Iterator[Connection]:
        with write() as db:
            writing[0] = True
            yield db
            writing[0] = False

    monkeypatch.setattr(store, "read_checked_bytes", watched)
    monkeypatch.setattr(database, "transaction", noted)
    load_changed_pack(scenario, {})
    _, home = scenario.opens(scenario.people(FINLAND)[0], WHOLE_PROGRAMME[FINLAND])
    assert home.response.status_code == 200
    assert read == [False, False]  # Finland's and Denmark's


def test_a_server_that_starts_has_the_packs_before_anybody_comes(scenario: Scenario) -> None:
    pack_store: PackStore = scenario.school.tool.state.careered.get(PackStore)
    assert {pack_id for pack_id, _ in pack_store._packs} == {pack.id for pack in scenario.school.packs.values()}


def test_a_stricter_pack_takes_nothing_away_from_who_was_done(scenario: Scenario) -> None:
    pupil, later = scenario.people(FINLAND)[:2]
    scenario.finishes(pupil, FINLAND)
    scenario.run_worker()
    load_changed_pack(scenario, {"requirements.yaml": ("all: [fi-2], min_check: 0.6", "all: [fi-2, fi-3]")})
    browser, _ = scenario.opens(pupil, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(browser.get("/requirements"))[0] == 1
    scenario.advance(days=1)
    scenario.finishes(pupil, FINLAND, "fi-4")
    assert scenario.run_worker_until_idle() == 0
    assert scenario.gradebook_points(pupil, FINLAND)[0] == 3
    scenario.finishes(later, FINLAND)
    browser, _ = scenario.opens(later, WHOLE_PROGRAMME[FINLAND])
    assert done_of_total(browser.get("/requirements"))[0] == 0
    assert scenario.report(FINLAND)["pack"]["version"].startswith("99.")
