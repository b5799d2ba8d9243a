"""Figures that the process keeps are the ones that would be computed now, whatever has changed since."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, delete, func, select, update

from careered.clock import now
from careered.packs.store import PackStore
from careered.progress.tables import RequirementStatus
from careered.roster.tables import Enrolment, School, SchoolClass
from careered.statistics import class_counts, figures_cache
from careered.statistics.class_counts import keep_stale_counts
from careered.statistics.figures import SchoolFigures, compute_figures, school_figures
from careered.statistics.figures_basis import load_basis
from careered.statistics.figures_cache import FiguresCache
from careered.web.app_state import AppState
from tests.statistics.test_disclosure import app_state, new_world
from tests.statistics.worlds import store
from tests.support.counters import statements_of
from tests.support.plans import read_as_a_whole

assert app_state
classes, enrolments, statuses = SchoolClass.__table__, Enrolment.__table__, RequirementStatus.__table__


@pytest.fixture
def kept(app_state: AppState) -> FiguresCache:
    """Figures of a town, read and kept, with every class counted."""
    store(app_state, new_world(app_state, 5))
    kept = FiguresCache(app_state.get(PackStore))
    with app_state.database.transaction() as db:
        keep_stale_counts(db)
        kept.read(db, "town")
    return kept


def whole(schools: Any) -> list[tuple[SchoolFigures, Any]]:
    """The figures with their groups, which do not count when they are compared."""
    return [(school, school.groups) for school in schools]


CHANGES: dict[str, Callable[[Connection], Any]] = {
    "nothing": lambda db: None,
    "a pupil reaches something": lambda db: db.execute(update(statuses).values(state="done", method="teacher")),
    "rows are erased": lambda db: db.execute(delete(statuses)),
    "pupils leave": lambda db: db.execute(update(enrolments).values(status="left")),
    "a school has another name": lambda db: db.execute(update(School.__table__).values(name="Harbour")),
    "a school is gone": lambda db: db.execute(delete(School.__table__).where(School.__table__.c.id == "s1")),
    "classes have another grade": lambda db: db.execute(update(classes).values(grade=9)),
    "classes have another school": lambda db: db.execute(update(classes).values(school_id="s2")),
    "classes have none": lambda db: db.execute(update(classes).values(school_id="")),
    "the year has ended": lambda db: db.execute(update(classes).values(ended_at=now())),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("is_counted", [True, False], ids=["counted again", "not counted yet"])
def test_after_any_change_the_kept_figures_are_the_true_ones(
    app_state: AppState, kept: FiguresCache, change: str, is_counted: bool
) -> None:
    with app_state.database.transaction() as db:
        CHANGES[change](db)
        if is_counted:
            keep_stale_counts(db)
    with app_state.database.reading() as db:
        expected = compute_figures(db, app_state.get(PackStore), "town")
        assert whole(kept.read(db, "town")) == whole(expected)


def test_a_school_where_nothing_has_changed_is_not_computed_again(
    app_state: AppState, kept: FiguresCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []

    def count(*arguments: Any) -> SchoolFigures:
        computed.append(arguments[3].id)
        return school_figures(*arguments)

    monkeypatch.setattr(figures_cache, "school_figures", count)
    one_pupil = statuses.c.class_id.like("s1-%")
    with app_state.database.transaction() as db:
        kept.read(db, "town")
        db.execute(update(statuses).where(one_pupil).values(state="exempt", method="teacher"))
        keep_stale_counts(db)
        kept.read(db, "town")
    assert computed == ["s1"]


def test_what_a_worker_with_a_slower_clock_has_counted_is_seen(app_state: AppState, kept: FiguresCache) -> None:
    """The school's other classes keep the later time."""
    one_class = select(func.min(enrolments.c.class_id)).scalar_subquery()
    with app_state.database.transaction() as db, time_machine.travel(now() - timedelta(minutes=1)):
        before = kept.read(db, "town")
        db.execute(update(enrolments).where(enrolments.c.class_id == one_class).values(status="left"))
        keep_stale_counts(db)
        expected = compute_figures(db, app_state.get(PackStore), "town")
        assert whole(kept.read(db, "town")) == whole(expected) != whole(before)


def test_another_version_of_the_pack_is_seen_at_once(
    app_state: AppState, kept: FiguresCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_store = app_state.get(PackStore)
    with app_state.database.reading() as db:
        before = kept.read(db, "town")
        monkeypatch.setattr(pack_store, "effective_pack", lambda *_: None)
        after = kept.read(db, "town")
    assert any(school.groups for school in before)
    assert not any(school.groups for school in after)


def test_worlds_one_after_the_other_are_read_as_they_are(app_state: AppState, kept: FiguresCache) -> None:
    for seed in random.Random(3).choices(range(1000), k=4):
        store(app_state, new_world(app_state, seed))
        with app_state.database.transaction() as db:
            keep_stale_counts(db)
            assert whole(kept.read(db, "town")) == whole(compute_figures(db, app_state.get(PackStore), "town"))


def changes_a_class(db: Connection, school_id: str) -> None:
    """All that its pupils have reached was said by a teacher."""
    of_class = statuses.c.class_id.like(f"{school_id}-%")
    db.execute(update(statuses).where(of_class).values(state="exempt", method="teacher"))


@pytest.mark.parametrize("is_counted", [True, False], ids=["counted again", "not counted yet"])
def test_where_one_school_has_changed_no_others_classes_are_read(
    app_state: AppState, kept: FiguresCache, is_counted: bool
) -> None:
    with app_state.database.transaction() as db:
        changes_a_class(db, "s1")
        if is_counted:
            keep_stale_counts(db)
    with statements_of(app_state.database) as statements, app_state.database.reading() as db:
        kept.read(db, "town")
    assert 1 < len(statements) <= 8
    assert read_as_a_whole(app_state.database, statements) <= {
        "organisation",
        "school",
        "statistics_snapshot",
        "stale_class",
    }


def test_where_nothing_has_changed_one_statement_says_so(app_state: AppState, kept: FiguresCache) -> None:
    with app_state.database.reading() as db:
        before = kept.read(db, "town")
        with statements_of(app_state.database) as statements:
            assert kept.read(db, "town") is before
    assert len(statements) == 1


def test_of_more_changed_classes_than_a_reader_counts_the_last_counts_are_shown(
    app_state: AppState, kept: FiguresCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_cache, "MAX_COUNTED_BY_READERS", 0)
    with app_state.database.transaction() as db:
        before = whole(kept.read(db, "town"))
        changes_a_class(db, "s1")
        with monkeypatch.context() as nobody_counts:
            nobody_counts.setattr(class_counts, "count_classes", None)
            behind = kept.read_all(db, "town", load_basis(db, "town"))
        assert (behind.is_behind, whole(behind.schools)) == (True, before)
        keep_stale_counts(db)
        now_true = kept.read_all(db, "town", load_basis(db, "town"))
        assert not now_true.is_behind
        assert whole(now_true.schools) == whole(compute_figures(db, app_state.get(PackStore), "town")) != before
