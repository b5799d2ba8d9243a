"""The self-test of the installation: one sentence per check, and what to do about it."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import delete, func, select, text, update

from careered.admin.self_test_labels import PROBLEM, SENTENCES
from careered.clock import now
from careered.lti.tables import Platform as PlatformRow
from careered.lti.tables import ToolKeyRow
from careered.progress.tables import ScoreDelivery
from careered.roster.organisations import OrganisationProfile, update_profile
from careered.settings import Settings
from tests.admin.conftest import AdminOffice
from tests.corpus.attempt import LaunchAttempt
from tests.journeys.launches import LEARNER, TEST_USER
from tests.journeys.test_choosing_activities import picker
from tests.support.people import Browser, finish_lesson
from tests.support.school import pupils_of


def states_by_code(office: AdminOffice) -> dict[str, str]:
    """State by code of the lines on the page."""
    page = office.browser.get("/admin/self-test")
    return {str(line.attrs["data-step"]): str(line.attrs["class"]) for line in page.all("li[data-step]")}


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installation's folder is where the tests run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def entered(office: AdminOffice) -> AdminOffice:
    office.sign_in()
    with office.school.database.transaction() as db:
        update_profile(db, "town", OrganisationProfile("Järvelä", "FI", "en"))
    return office


def test_a_good_installation_has_no_problem_and_three_things_to_try(entered: AdminOffice) -> None:
    found = states_by_code(entered)
    assert [code for code, state in found.items() if state == "problem"] == []
    assert [code for code, state in found.items() if state == "unknown"] == [
        "chosen_unseen",
        "test_pupil_unseen",
        "backup_unseen",
    ]


def test_an_organisation_without_a_country_says_where_to_choose_it(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        update_profile(db, "town", OrganisationProfile("Järvelä", "", "en"))
    link = entered.browser.get("/admin/self-test").only("li[data-step=country_missing] a")
    assert link.attrs["href"] == "/admin/organisation"


def test_a_country_without_a_pack_is_told(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        update_profile(db, "town", OrganisationProfile("Järvelä", "NO", "en"))
    assert states_by_code(entered)["pack_missing"] == "problem"


def test_a_missing_key_is_told(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        db.execute(delete(ToolKeyRow.__table__))
    assert states_by_code(entered)["key_missing"] == "problem"


def test_a_folder_that_is_gone_is_told_where_the_data_are_in_it(entered: AdminOffice, data_folder: Path) -> None:
    data_folder.rmdir()
    assert ("folder_closed" in states_by_code(entered)) == entered.school.settings.is_sqlite


def test_marks_that_nobody_sends_are_counted(entered: AdminOffice) -> None:
    browser = Browser.new(entered.school)
    browser.open(pupils_of(entered.school.platform, "fi-8b")[0], "1")
    pack = entered.school.packs["FI"]
    lesson = pack.lesson("fi-2")
    assert lesson
    finish_lesson(browser, pack, browser.get("/lessons/fi-2"), lesson)
    browser.close()
    assert states_by_code(entered)["worker_ok"] == "ok"
    with entered.school.database.transaction() as db:
        db.execute(update(ScoreDelivery.__table__).values(next_attempt_at=now() - timedelta(minutes=11)))
    assert states_by_code(entered)["worker_late"] == "problem"
    assert "more than ten minutes: 1." in entered.browser.get("/admin/self-test").main_text


def test_a_connection_that_was_checked_is_told_in_one_line(entered: AdminOffice) -> None:
    assert "Not checked yet" in entered.browser.get("/admin/self-test").main_text
    entered.browser.submit(entered.platform_page().form("form[action$='/check']"))
    entered.school.run_worker_once()
    text = entered.browser.get("/admin/self-test").main_text
    assert "Not checked yet" not in text
    assert "Checked" in text


def test_a_connection_that_fails_says_the_sentence_of_the_doctor_and_leads_to_its_page(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        db.execute(update(PlatformRow.__table__).values(token_url="https://school.test/nothing-here"))
    entered.browser.submit(entered.platform_page().form("form[action$='/check']"))
    entered.school.run_worker_once()
    page = entered.browser.get("/admin/self-test")
    problems = [line.to_text() for line in page.all("article.card li.problem")]
    assert any("https://school.test/nothing-here" in text for text in problems)
    link = page.only("article.card > p a")
    assert entered.browser.get(str(link.attrs["href"])).response.status_code == 200


def test_a_platform_that_waits_is_a_problem_with_the_way_to_it(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        db.execute(update(PlatformRow.__table__).values(status="pending"))
    page = entered.browser.get("/admin/self-test")
    link = page.only("li[data-step=platform_waits] a")
    assert entered.browser.get(str(link.attrs["href"])).all("form[action$='/approve']")


def test_an_installation_without_any_platform_leads_to_connecting_one(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        db.execute(update(PlatformRow.__table__).values(status="off"))
    page = entered.browser.get("/admin/self-test")
    link = page.only("li[data-step=platform_none] a")
    assert entered.browser.get(str(link.attrs["href"])).path == "/admin/connect/moodle"


@pytest.mark.parametrize(
    ("skew", "lang", "words"),
    [
        (timedelta(minutes=5), "en", "are 5 minutes apart"),
        (timedelta(days=5), "da", "ur er 5 dage"),
        (timedelta(hours=-30), "fi", "ero on 30 tuntia"),  # seen: "ero on 426053 sekuntia"
    ],
)
def test_clocks_that_differ_are_told_in_a_unit_that_one_grasps(
    entered: AdminOffice, skew: timedelta, lang: str, words: str
) -> None:
    with entered.school.database.transaction() as db:
        update_profile(db, "town", OrganisationProfile("Järvelä", "FI", lang))
    with time_machine.travel(now() + skew):
        entered.sign_in()
        page = entered.browser.get("/admin/self-test")
    (line,) = page.all("li[data-step=clock_off]")
    assert line.attrs["class"] == "problem"
    assert words in line.to_text().replace("\u00a0", " ")


def test_a_secret_that_lies_beside_the_data_is_good_for_trying_out_only(entered: AdminOffice, tmp_path: Path) -> None:
    app_state = entered.school.tool.state.careered
    found = Settings(data_dir=tmp_path, base_url="http://localhost:8000", allow_loopback=True, secret_key="")
    app_state.settings, kept = found, app_state.settings
    try:
        states = states_by_code(entered)
    finally:
        app_state.settings = kept
    assert (states["secret_beside"], states["address_local"]) == ("unknown", "ok")


def test_a_database_of_an_older_version_is_told(entered: AdminOffice) -> None:
    with entered.school.database.transaction() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert states_by_code(entered)["database_old"] == "problem"


def test_choosing_lessons_once_is_enough(entered: AdminOffice) -> None:
    assert states_by_code(entered)["chosen_unseen"] == "unknown"
    browser = Browser.new(entered.school)
    browser.submit(picker(browser).form("form[data-picker]"))
    browser.close()
    assert states_by_code(entered)["chosen_ok"] == "ok"


def test_a_test_pupil_is_seen_once_and_leaves_nothing(entered: AdminOffice) -> None:
    assert states_by_code(entered)["test_pupil_unseen"] == "unknown"
    attempt = LaunchAttempt(entered.school, pupils_of(entered.school.platform, "fi-8b")[0], "1")
    assert attempt.launch({"roles": [TEST_USER, LEARNER]}).status_code == 303
    assert states_by_code(entered)["test_pupil_ok"] == "ok"
    with entered.school.database.reading() as db:
        assert db.execute(select(func.count()).select_from(ScoreDelivery.__table__)).scalar_one() == 0


@pytest.mark.parametrize("lang", ["fi", "sv", "da"])
def test_the_page_is_in_the_readers_language(entered: AdminOffice, lang: str) -> None:
    entered.browser.submit(entered.browser.get("/admin/self-test").form("form.languages"), language=lang)
    page = entered.browser.get("/admin/self-test")
    assert page.lang == lang
    assert SENTENCES["mail_none"].text not in page.main_text


def test_every_problem_says_what_to_do() -> None:
    assert all(sentence.mend for sentence in SENTENCES.values() if sentence.state == PROBLEM)


def test_every_page_that_mends_something_is_there(entered: AdminOffice) -> None:
    paths = {sentence.path for sentence in SENTENCES.values() if sentence.path and "%" not in sentence.path}
    assert paths
    assert {entered.browser.get(path).response.status_code for path in paths} == {200}
