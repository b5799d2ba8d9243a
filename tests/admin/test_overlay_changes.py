"""Additions that are laid over a pack, or taken off it, lower nobody's figure unsaid."""

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from careered.cli.main import app
from careered.roster.tables import SchoolClass
from tests.admin.conftest import AdminOffice
from tests.admin.test_dropped_requirements import kept_versions, set_up_class
from tests.admin.test_overlays import loaded_overlays, upload
from tests.support.additions import additions
from tests.support.pages import Page

REMOVAL = "form[action='/admin/packs/overlays/jarvela/remove']"


def class_of_grade_8(office: AdminOffice, *reached: str) -> None:
    """A class whose grade the additions ask one requirement more of: FI-R8, by grade 8 instead of 9."""
    set_up_class(office, *reached)
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=8))


def load_additions(office: AdminOffice, word: str = "") -> Page:
    return office.browser.submit(upload(office, additions()).form("form[data-next]"), word=word)


def remove_additions(office: AdminOffice, **typed: str) -> Page:
    page = office.browser.get("/admin/packs")
    return office.browser.submit(page.form(REMOVAL), **typed)


def test_additions_that_ask_for_more_are_not_loaded_before_their_version_is_typed(office: AdminOffice) -> None:
    class_of_grade_8(office, "FI-R1")
    asked = load_additions(office, "jarvela")
    assert asked.response.status_code == 422
    assert "1–4 pupils would drop" in asked.main_text
    assert loaded_overlays(office) == []


def test_classes_whose_figure_would_be_lower_stay_with_the_pack_they_have(office: AdminOffice) -> None:
    class_of_grade_8(office, "FI-R1")
    load_additions(office, "1.0.0")
    assert loaded_overlays(office) == [("town", "1.0.0", True)]
    assert kept_versions(office) == [office.school.packs["FI"].version]


def test_who_takes_them_off_again_leaves_no_class_waiting(office: AdminOffice) -> None:
    class_of_grade_8(office, "FI-R1")
    load_additions(office, "1.0.0")
    remove_additions(office)
    assert loaded_overlays(office) == [("town", "1.0.0", False)]
    assert kept_versions(office) == [""]


def test_where_nobody_has_done_anything_nothing_is_asked(office: AdminOffice) -> None:
    class_of_grade_8(office)
    load_additions(office)
    assert loaded_overlays(office) == [("town", "1.0.0", True)]
    assert kept_versions(office) == [""]


def test_taking_off_what_pupils_have_reached_asks_for_the_id_and_classes_keep_it(office: AdminOffice) -> None:
    class_of_grade_8(office, "FI-R8")
    load_additions(office)
    asked = remove_additions(office)
    assert (asked.response.status_code, "1–4 pupils would drop" in asked.main_text) == (200, True)
    refused = office.browser.submit(asked.form("form#removal"), word="1.0.0")
    assert (refused.response.status_code, loaded_overlays(office)) == (422, [("town", "1.0.0", True)])
    office.browser.submit(refused.form("form#removal"), word="jarvela")
    assert loaded_overlays(office) == [("town", "1.0.0", False)]
    assert [version.endswith("+jarvela.1.0.0") for version in kept_versions(office)] == [True]


def test_the_commands_hold_the_same_classes(
    office: AdminOffice, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_of_grade_8(office, "FI-R1")
    monkeypatch.setenv("CAREERED_DATABASE_URL", office.school.settings.database_url)
    monkeypatch.setenv("CAREERED_BASE_URL", office.school.settings.base_url)
    monkeypatch.setenv("CAREERED_SECRET_KEY", "for tests only: forty characters or more")
    folder = tmp_path_factory.mktemp("jarvela")
    for name, content in additions().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    command = ["packs", "overlay"]
    loaded = CliRunner().invoke(app, [*command, "load", str(folder), "--organisation", "Town"])
    assert loaded.exit_code == 0, loaded.output
    assert kept_versions(office) == [office.school.packs["FI"].version]
    removed = CliRunner().invoke(app, [*command, "remove", "jarvela", "--organisation", "Town"])
    assert removed.exit_code == 0, removed.output
    assert kept_versions(office) == [""]
