"""An operator with a standby names both machines in the address, as PostgreSQL's own programs take it."""

import pytest
from sqlalchemy import create_engine

from careered.settings import Settings


def connects(address: str) -> dict[str, object]:
    """What the driver is told."""
    engine = create_engine(settings(address).sqlalchemy_url)
    found = engine.dialect.create_connect_args(engine.url)[1]
    return {name: value for name, value in found.items() if name != "context"}


def settings(address: str) -> Settings:
    return Settings(base_url="https://careered.test", database_url=address)


def test_the_one_that_can_be_written_to_is_looked_for() -> None:
    found = connects("postgresql://careered:p%40ss@one:5432,two:5433/careered")
    assert found == {
        "user": "careered",
        "password": "p@ss",
        "dbname": "careered",
        "host": "one,two",
        "port": "5432,5433",
        "target_session_attrs": "read-write",
    }


def test_what_the_operator_has_said_stays_as_it_is() -> None:
    found = connects("postgresql://one,[::1]:5433/careered?sslmode=require&target_session_attrs=primary")
    assert found == {
        "dbname": "careered",
        "host": "one,::1",
        "port": ",5433",
        "sslmode": "require",
        "target_session_attrs": "primary",
    }


def test_options_are_kept_where_no_database_is_named() -> None:
    found = connects("postgresql://user@one,two?sslmode=require&sslrootcert=/etc/ca.pem")
    assert found == {
        "user": "user",
        "host": "one,two",
        "port": ",",
        "sslmode": "require",
        "sslrootcert": "/etc/ca.pem",
        "target_session_attrs": "read-write",
    }


@pytest.mark.parametrize(
    "address", ["postgresql://user@one:5432/careered", "postgresql:///careered?host=/run/postgresql"]
)
def test_a_single_host_is_taken_as_it_is_written(address: str) -> None:
    assert settings(address).sqlalchemy_url == address.replace("postgresql://", "postgresql+psycopg://")


def test_the_privacy_sheet_names_every_place_of_the_data() -> None:
    assert settings("postgresql://u:secret@one:5432,two/careered").data_location == "PostgreSQL, one,two, careered"
