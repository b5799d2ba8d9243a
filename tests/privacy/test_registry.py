"""Every table says whose data it keeps, and belongs to an organisation."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import careered
import careered.app
from careered.all_tables import TABLE_MODULES
from careered.privacy.registry import TableDeclaration, declared_tables
from careered.web.i18n import translations

ROOMS = {f"careered.{path.parent.name}.tables" for path in Path(careered.__file__).parent.glob("*/tables*")}


def _all() -> list[TableDeclaration]:
    """The tables of every room: each keeps its own in a module called tables, or a folder of them."""
    for room in sorted(ROOMS):
        import_module(room)
    return declared_tables()


EVERY = pytest.mark.parametrize("declared", _all(), ids=lambda declared: declared.name)


def test_the_tables_of_all_rooms_are_looked_at() -> None:
    assert {"person", "answer", "session", "pack_version", "platform", "access_log"} <= {one.name for one in _all()}


def test_nothing_that_is_stored_about_anybody_is_forgotten_where_everything_is_meant() -> None:
    named = {module.__name__ for module in TABLE_MODULES}
    of_tables = {mapper.class_.__module__ for mapper in SQLModel._sa_registry.mappers}
    assert named == ROOMS - {"careered.db.tables"} == {".".join(module.split(".")[:3]) for module in of_tables}


ADDRESS = {
    "en": r"\b(you|your|the person)\b",
    "fi": r"\b(sin\w+|olet|henkilö\w*|\w+asi|\w+äsi|kanssasi)\b",
    "sv": r"\b(du|dig|din|ditt|dina|personen)\b",
    "da": r"\b(du|dig|din|dit|dine|personen)\b",
}
"""Words to a reader, or about somebody else."""


@pytest.mark.parametrize("lang", sorted(ADDRESS))
def test_what_is_stored_is_said_alike_to_the_person_and_to_who_handles_a_request(lang: str) -> None:
    """Seen on a page: "What is stored about this person", and under it "comments from your teachers"."""
    told = [translations(lang).gettext(one.data_policy.purpose_label) for one in _all() if one.data_policy]
    assert [text for text in told if re.search(ADDRESS[lang], text, re.IGNORECASE)] == []


@EVERY
def test_a_table_says_whose_data_it_keeps_and_why(declared: TableDeclaration) -> None:
    assert declared.data_policy is not None
    assert declared.data_policy.purpose_label


@EVERY
def test_a_tables_key_begins_with_the_organisation_unless_it_is_the_installations_own(
    declared: TableDeclaration,
) -> None:
    assert declared.data_policy is not None
    first = next(iter(declared.table.primary_key.columns)).name
    assert (first == "organisation_id") == (declared.data_policy.owner != "shared")


@EVERY
def test_a_table_about_a_person_names_the_column_and_one_about_nobody_names_none(declared: TableDeclaration) -> None:
    assert declared.data_policy is not None
    if declared.data_policy.owner == "person":
        assert declared.data_policy.person_column in declared.table.columns
    else:
        assert (declared.data_policy.person_column, declared.data_policy.is_exported) == ("", False)


@EVERY
def test_a_column_that_erasing_sets_to_null_can_be_null(declared: TableDeclaration) -> None:
    assert declared.data_policy is not None
    is_cleared = declared.data_policy.erase == "set_null"
    assert not is_cleared or declared.table.columns[declared.data_policy.person_column].nullable
