"""The smallest nation that `make nation` can make: what is copied by SQL is what careered would have stored itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select, text

from bench.nation.build import build
from bench.nation.size import Size, finland
from careered.cli.demo import national_pack_folders
from careered.clock import now
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.lti.tables import Deployment, Platform
from careered.packs.store import PackStore
from careered.packs.version_store import save_pack
from careered.progress.rebuild import rebuild_statuses
from careered.roster.scope import load_class_scope
from careered.roster.tables import Organisation
from careered.statistics.class_counts import count_classes, load_counted_classes
from tests.support.databases import fresh
from tests.support.short_lessons import short_pack

SIZE = Size(copies=3, schools=2, municipalities=2, pupils=4)
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"
LONELY = "SELECT count(*) FROM {} LEFT JOIN enrolment USING (organisation_id, class_id, person_id) WHERE role IS NULL"


@dataclass(frozen=True)
class Nation:
    """A database with a nation in it. indexes_before: as they were before it."""

    db: Connection
    packs: PackStore
    indexes_before: list[str]


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nation]:
    loaded, packs = (
        short_pack(next(one for one in national_pack_folders() if one.name == "finland")),
        PackStore(registry()),
    )
    assert loaded.pack
    with fresh("postgresql", tmp_path_factory.mktemp("nation")) as url:
        database = Database(url.replace("postgresql://", "postgresql+psycopg://"))
        with database.transaction() as db:
            save_pack(db, loaded.files, loaded.pack)
            _platform(db)
            indexes = list(db.execute(text(INDEXES)).scalars())
        build(url, loaded.pack, packs, SIZE)
        with database.transaction() as db:
            yield Nation(db, packs, indexes)
        database.engine.dispose()


def _platform(db: Connection) -> None:
    town: dict[str, Any] = {"organisation_id": "town", "created_at": now()}
    urls = dict.fromkeys(("auth_url", "token_url", "jwks_url"), "https://lms.test")
    kept = {"name": "Koulu", "issuer": "i", "client_id": "c", "family": "moodle", "country": "fi", "status": "active"}
    lists: dict[str, list[str]] = {"scopes": [], "hosts": [], "service_hosts": []}
    db.execute(insert(Organisation.__table__).values(**town, name="Suomi"))
    db.execute(insert(Platform.__table__).values(**town, **urls, **kept, **lists, id="first"))
    db.execute(insert(Deployment.__table__).values(**town, platform_id="first", deployment_id="1"))


def test_the_kept_figures_of_every_class_are_those_of_its_pupils(nation: Nation) -> None:
    kept = load_counted_classes(nation.db, "town")
    assert len(kept) == SIZE.classes == 9
    truth = count_classes(nation.db, "town", [one.class_id for one in kept])
    assert {one.class_id: (one.pupils, one.statuses) for one in kept} == truth
    assert all(one.pupils == SIZE.pupils for one in kept)
    assert any(one.statuses for one in kept)


def test_careered_would_say_the_same_of_the_copied_pupils(nation: Nation) -> None:
    statuses = 0
    for one in load_counted_classes(nation.db, "town"):
        scope = load_class_scope(nation.db, nation.packs, "town", one.class_id)
        assert scope
        found = rebuild_statuses(nation.db, scope)
        statuses += found.statuses
        assert found.changed == 0
    assert statuses > 0


@pytest.mark.parametrize("table", ["event", "answer", "requirement_status", "score_delivery"])
def test_whatever_is_copied_belongs_to_a_pupil_of_its_class(nation: Nation, table: str) -> None:
    assert nation.db.execute(text(LONELY.format(table))).scalar() == 0
    number = nation.db.execute(select(func.count()).select_from(text(table))).scalar_one()
    assert number > 0
    assert number % SIZE.copies == 0


def test_keys_and_indexes_are_there_again(nation: Nation) -> None:
    assert list(nation.db.execute(text(INDEXES)).scalars()) == nation.indexes_before
    assert nation.db.execute(text("SELECT count(DISTINCT school_id) FROM school_class")).scalar() == SIZE.schools
    assert nation.db.execute(text("SELECT count(DISTINCT platform_id) FROM person")).scalar() == SIZE.municipalities


def test_a_whole_finland_has_its_municipalities_schools_and_classes() -> None:
    whole, tenth = finland(1), finland(0.1)
    assert (whole.municipalities, whole.schools, whole.classes, whole.classes * whole.pupils) == (
        310,
        700,
        9000,
        189000,
    )
    assert (tenth.schools, tenth.classes) == (70, 900)
