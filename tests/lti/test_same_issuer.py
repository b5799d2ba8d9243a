"""Hosted platforms share one issuer: whoever registers it later never changes whom a login reaches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import insert

from careered.clock import now
from careered.db.engine import Database
from careered.lti import deployment_store, platform_store
from careered.roster.tables import Organisation
from careered.web.errors import RequestError
from tests.lti.school import SCHOOL
from tests.support.databases import fresh

ORGANISATIONS = ("town", "neighbour", "third")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with fresh(request.param, tmp_path) as url:
        database = Database(url)
        with database.transaction() as db:
            for name in ORGANISATIONS:
                db.execute(insert(Organisation.__table__).values(organisation_id=name, name=name, created_at=now()))
        yield database
        database.engine.dispose()


def registers(database: Database, organisation: str, client_id: str, *, days: int = 0, status: str = "active") -> str:
    """An organisation registers the platform, some days from now; our id of the registration."""
    registration = replace(SCHOOL, organisation_id=organisation, client_id=client_id, status=status)
    with time_machine.travel(now() + timedelta(days=days), tick=False), database.transaction() as db:
        return platform_store.save(db, registration, ["1"])


def reached(database: Database, client_id: str = "") -> str:
    """Whom a login reaches: our id of the registration, or the code of the refusal."""
    try:
        with database.reading() as db:
            return platform_store.require_by_issuer(db, SCHOOL.issuer, client_id).platform_id
    except RequestError as error:
        return error.code


def test_with_a_client_id_each_organisation_is_reached_by_its_own(database: Database) -> None:
    ids = [registers(database, name, f"client-{name}", days=day) for day, name in enumerate(ORGANISATIONS)]
    assert [reached(database, f"client-{name}") for name in ORGANISATIONS] == ids
    assert reached(database, "client-of-nobody") == "unknown_platform"


def test_without_a_client_id_the_first_stays_the_first(database: Database) -> None:
    first = registers(database, "town", "client-town")
    for day, (name, status) in enumerate([("neighbour", "pending"), ("third", "active"), ("town", "active")], 1):
        registers(database, name, f"later-{day}", days=day, status=status)
        assert reached(database) == first
    registers(database, "town", "client-town", days=9)
    assert reached(database) == first, "an update of the first makes it no later one"


def test_without_a_client_id_one_that_is_not_in_use_is_passed_over(database: Database) -> None:
    registers(database, "neighbour", "waits", status="pending")
    assert reached(database) == "platform_not_active"
    active = registers(database, "town", "client-town", days=1)
    assert reached(database) == active


def test_another_organisation_cannot_overwrite_a_registration(database: Database) -> None:
    first = registers(database, "town", "client-town")
    with database.transaction() as db:
        deployment_store.approve(db, "town", first, "2")
    taken_over = replace(SCHOOL, organisation_id="neighbour", client_id="client-town", jwks_url="https://x.test/keys")
    with pytest.raises(RequestError, match="already_registered"), database.transaction() as db:
        platform_store.save(db, taken_over, ["99"])
    with database.reading() as db:
        found = platform_store.require_by_issuer(db, SCHOOL.issuer, "client-town")
    assert (found.platform_id, found.organisation_id, found.jwks_url) == (first, "town", SCHOOL.jwks_url)
    assert found.deployments == {"1", "2"}
