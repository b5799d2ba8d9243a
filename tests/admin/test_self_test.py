"""Does the installation work? One sentence for each thing, and what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from careered.admin.self_test import SENTENCES
from careered.clock import now
from careered.lti.tables import ToolKeyRow
from careered.progress.tables import Delivery
from careered.roster.organisations import Provider, describe
from tests.admin.conftest import Office
from tests.support.people import Browser, finish_lesson
from tests.support.school import pupils_of


def lines(office: Office) -> dict[str, str]:
    """The lines of the page: code to state."""
    page = office.browser.get("/admin/self-test")
    return {str(one.attrs["data-step"]): str(one.attrs["class"]) for one in page.all("li[data-step]")}


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's folder is where the tests run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def entered(office: Office) -> Office:
    office.enter()
    with office.school.database.write() as db:
        describe(db, "town", Provider("Järvelä", "FI", "en"))
    return office


def test_a_good_installation_has_no_problem_and_one_question(entered: Office) -> None:
    found = lines(entered)
    assert [code for code, state in found.items() if state == "problem"] == []
    assert [code for code, state in found.items() if state == "unknown"] == ["backup_unseen"]


def test_an_organisation_without_a_country_has_no_pack(entered: Office) -> None:
    with entered.school.database.write() as db:
        describe(db, "town", Provider("Järvelä", "", "en"))
    assert lines(entered)["pack_missing"] == "problem"


def test_a_missing_key_is_told(entered: Office) -> None:
    with entered.school.database.write() as db:
        db.execute(delete(ToolKeyRow.__table__))
    assert lines(entered)["key_missing"] == "problem"


def test_a_folder_that_is_gone_is_told_where_the_data_are_in_it(entered: Office, data_folder: Path) -> None:
    data_folder.rmdir()
    assert ("folder_closed" in lines(entered)) == entered.school.settings.on_sqlite


def test_marks_that_nobody_sends_are_counted(entered: Office) -> None:
    browser = Browser.of(entered.school)
    browser.open(pupils_of(entered.school.platform, "fi-8b")[0], "1")
    pack = entered.school.packs["FI"]
    lesson = pack.lesson("fi-2")
    assert lesson
    finish_lesson(browser, pack, browser.get("/lessons/fi-2"), lesson)
    browser.close()
    assert lines(entered)["worker_ok"] == "ok"
    with entered.school.database.write() as db:
        db.execute(update(Delivery.__table__).values(due=now() - timedelta(minutes=11)))
    assert lines(entered)["worker_late"] == "problem"
    assert "more than ten minutes: 1." in entered.browser.get("/admin/self-test").words


def test_a_connection_that_was_checked_is_told_in_one_line(entered: Office) -> None:
    assert "Not checked yet" in entered.browser.get("/admin/self-test").words
    entered.browser.submit(entered.platform().form("form[action$='/check']"))
    entered.school.check()
    words = entered.browser.get("/admin/self-test").words
    assert "Not checked yet" not in words
    assert "Checked" in words


def test_every_problem_says_what_to_do() -> None:
    assert all(mend for code, (_, mend) in SENTENCES.items() if code.endswith(("_old", "_closed", "_missing", "_late")))
