"""Every table says whose data it keeps, and belongs to an organisation."""

from importlib import import_module
from pathlib import Path

import pytest

import careered
from careered.privacy.declarations import Declared, declared_tables

PACKAGE = Path(careered.__file__).parent


def _all() -> list[Declared]:
    """The tables of every room: each keeps its own in a module called tables."""
    for path in sorted(PACKAGE.glob("*/tables.py")):
        import_module(f"careered.{path.parent.name}.tables")
    return declared_tables()


EVERY = pytest.mark.parametrize("declared", _all(), ids=lambda declared: declared.name)


def test_the_tables_of_all_rooms_are_looked_at() -> None:
    assert {"person", "answer", "session", "pack_version", "used_nonce", "access_log"} <= {one.name for one in _all()}


@EVERY
def test_a_table_says_whose_data_it_keeps_and_why(declared: Declared) -> None:
    assert declared.holds is not None
    assert declared.holds.why


@EVERY
def test_a_tables_key_begins_with_the_organisation_unless_it_is_the_installations_own(declared: Declared) -> None:
    assert declared.holds is not None
    first = next(iter(declared.table.primary_key.columns)).name
    assert (first == "organisation_id") == (declared.holds.whose != "shared")


@EVERY
def test_a_table_about_a_person_names_the_column_and_one_about_nobody_names_none(declared: Declared) -> None:
    assert declared.holds is not None
    if declared.holds.whose == "person":
        assert declared.holds.column in declared.table.columns
    else:
        assert (declared.holds.column, declared.holds.export) == ("", False)


@EVERY
def test_a_column_that_erasing_sets_to_null_can_be_null(declared: Declared) -> None:
    assert declared.holds is not None
    unlinked = declared.holds.erase == "unlink"
    assert not unlinked or declared.table.columns[declared.holds.column].nullable
