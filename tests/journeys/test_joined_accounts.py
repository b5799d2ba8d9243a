"""A pupil has two accounts in one class: a teacher says so, nothing falls, and it can be undone exactly."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from careered.privacy.erase import erase_person
from careered.privacy.tables import AccessLog
from careered.progress.tables import Answer, Event, JoinedAccount, RequirementStatus, ScoreDelivery, StaffAct
from careered.roster.tables import Enrolment
from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, MONDAY, WHOLE_PROGRAMME, Scenario, done_of_total
from tests.support.kept_rows import lived_once
from tests.support.pages import Page

EARLIER, LATER = "fi-2", "fi-3"
WITHOUT: dict[Any, tuple[str, ...]] = {
    Event: (),
    StaffAct: (),
    RequirementStatus: (),
    Answer: (),
    Enrolment: ("updated_at", "launched_at", "listed_at", "moved_at"),
    ScoreDelivery: tuple({*ScoreDelivery.__table__.c.keys()} - {"person_id", "desired_score", "score_maximum"}),
}


def accounts_page(browser: FrameBrowser, class_page: Page) -> Page:
    return browser.get(f"{class_page.path}/accounts")


def preview(scenario: Scenario, earlier: str, pupil: str) -> tuple[FrameBrowser, Page]:
    """The teacher chooses the two and sees what would be joined."""
    teacher, class_page = scenario.teacher(FINLAND)
    chosen = f"earlier={scenario.person_id(earlier)}&pupil={scenario.person_id(pupil)}"
    return teacher, teacher.get(f"{class_page.path}/accounts?{chosen}")


def join(scenario: Scenario, earlier: str, pupil: str) -> tuple[FrameBrowser, Page]:
    teacher, page = preview(scenario, earlier, pupil)
    return teacher, teacher.submit(page.form("form#join"))


def finished(scenario: Scenario, number: str) -> int:
    """How many lessons the pupil's own page says are done."""
    browser, _ = scenario.opens(number, WHOLE_PROGRAMME[FINLAND])
    return done_of_total(browser.get("/lessons"))[0]


def figures(page: Page) -> list[list[str]]:
    """The cells of the preview: the earlier account, the one that goes on, the joined one."""
    return [[cell.to_text() for cell in row.query("td")] for row in page.all("#preview tbody tr")]


def stored(scenario: Scenario, *numbers: str) -> dict[str, list[dict[str, Any]]]:
    """What is stored about the progress of these people, without times of looking and sending."""
    ids, rows = [scenario.person_id(number) for number in numbers], {}
    with scenario.school.database.reading() as db:
        for model, but in WITHOUT.items():
            table = model.__table__
            found = db.execute(select(table).where(table.c.person_id.in_(ids))).mappings()
            counting = [row for row in found if row.get("undone_at") is None]
            rows[table.name] = [{key: value for key, value in row.items() if key not in but} for row in counting]
    return {name: sorted(some, key=str) for name, some in rows.items()}


def undo(scenario: Scenario, earlier: str) -> None:
    """A teacher presses the Undo of this account."""
    teacher, class_page = scenario.teacher(FINLAND)
    page = accounts_page(teacher, class_page)
    (button,) = page.all(f"form[action$='separate'] button[value='{scenario.person_id(earlier)}']")
    separate(teacher, page, button.attrs["value"])


def separate(teacher: FrameBrowser, page: Page, earlier: str) -> None:
    session = teacher.tool.cookies["__Host-careered"]
    teacher.tool.post(f"{page.path}/separate", data={"session": session, "earlier": earlier})


@pytest.fixture
def two(scenario: Scenario) -> tuple[str, str]:
    """The pupil has done a lesson with the earlier account, and another one with the one that goes on."""
    earlier, pupil = scenario.people(FINLAND)[:2]

    def live() -> None:
        scenario.finishes(earlier, FINLAND, EARLIER)
        scenario.advance(days=20)
        scenario.finishes(pupil, FINLAND, LATER)
        scenario.run_worker_until_idle()

    lived_once(scenario.school.database, "two accounts", live)
    scenario.clock.move_to(MONDAY + timedelta(days=21))
    return earlier, pupil


def test_the_teacher_sees_what_each_has_and_what_the_joined_one_will_have(
    scenario: Scenario, two: tuple[str, str]
) -> None:
    before = stored(scenario, *two)
    teacher, page = preview(scenario, *two)
    assert [line[0] for line in figures(page)] == ["1 / 5", "1 / 5", "3 / 5"]  # one requirement wants both
    assert [line[1] for line in figures(page)] == ["1", "1", "2"]
    assert stored(scenario, *two) == before  # looking joins nothing
    teacher.submit(page.form("form#join"))
    assert finished(scenario, two[1]) == 2


def test_one_of_them_sends_and_the_gradebook_has_what_was_shown(scenario: Scenario, two: tuple[str, str]) -> None:
    join(scenario, *two)
    scenario.platform.gradebook[scenario.platform.activities[WHOLE_PROGRAMME[FINLAND]].line_item_id].clear()
    scenario.run_worker_until_idle()
    assert scenario.gradebook_points(two[1], FINLAND) == (3, 5)
    assert scenario.gradebook_cell(two[0], WHOLE_PROGRAMME[FINLAND]) is None


def test_no_word_comes_along_and_both_see_in_their_logs_who_did_it(scenario: Scenario, two: tuple[str, str]) -> None:
    answers = stored(scenario, *two)["answer"]
    _, page = join(scenario, *two)
    assert stored(scenario, *two)["answer"] == answers
    assert page.only("#joined-title ~ ul small").to_text().startswith("sinä, ")
    table = AccessLog.__table__.c
    with scenario.school.database.reading() as db:
        rows = db.execute(select(table.pupil_person_id).where(table.action == "accounts_joined")).scalars()
        assert {*rows} == {scenario.person_id(number) for number in two}


@pytest.mark.parametrize("joins", [1, 2])
def test_undone_it_is_as_it_was(scenario: Scenario, two: tuple[str, str], joins: int) -> None:
    third = scenario.people(FINLAND)[2]
    scenario.finishes(third, FINLAND, "fi-4")
    scenario.run_worker_until_idle()
    everybody = (*two, third)[: joins + 1]
    before = stored(scenario, *everybody)
    for earlier in everybody[:1] + everybody[2:]:
        join(scenario, earlier, two[1])
        scenario.advance(days=10)
    assert stored(scenario, *everybody) != before
    for earlier in everybody[:1] + everybody[2:]:  # the oldest first: the later one is put on again
        undo(scenario, earlier)
    assert stored(scenario, *everybody) == before
    scenario.run_worker_until_idle()
    assert scenario.gradebook_points(two[1], FINLAND) == (1, 5)


def test_nobody_is_said_to_have_left_and_the_earlier_account_can_still_be_read(
    scenario: Scenario, two: tuple[str, str]
) -> None:
    name = scenario.teacher(FINLAND)[1].only(f".grid .n a[href*='{scenario.person_id(two[0])}']").to_text()
    teacher, page = join(scenario, *two)
    assert "show=left" not in scenario.teacher(FINLAND)[1].response.text
    link = page.only("#joined-title ~ ul a")
    assert link.to_text() == name
    assert name in teacher.get(link.attrs["href"]).only("h1").to_text()


def test_of_two_joins_the_first_is_undone_and_the_second_stays(scenario: Scenario, two: tuple[str, str]) -> None:
    third = scenario.people(FINLAND)[2]
    scenario.finishes(third, FINLAND, EARLIER)
    join(scenario, two[0], two[1])
    scenario.advance(minutes=1)
    join(scenario, third, two[1])
    undo(scenario, two[0])
    assert finished(scenario, two[1]) == 2


def test_it_is_undone_for_thirty_days(scenario: Scenario, two: tuple[str, str]) -> None:
    join(scenario, *two)
    scenario.advance(days=31)
    teacher, class_page = scenario.teacher(FINLAND)
    page = accounts_page(teacher, class_page)
    assert not page.all("form[action$='separate']")
    earlier = scenario.person_id(two[0])
    before = stored(scenario, *two)
    separate(teacher, page, earlier)
    assert stored(scenario, *two) == before


def test_neither_the_list_nor_a_launch_brings_the_earlier_account_back(
    scenario: Scenario, two: tuple[str, str]
) -> None:
    join(scenario, *two)
    scenario.teacher(FINLAND)
    scenario.run_worker()
    browser, page = scenario.opens(two[0], WHOLE_PROGRAMME[FINLAND])
    assert page.response.status_code == 200  # may read
    assert done_of_total(browser.get("/lessons"))[0] == 1
    refused = browser.press_next(browser.get(f"/lessons/{LATER}"))
    assert refused.code == "joined_account"
    (enrolment,) = stored(scenario, two[0])["enrolment"]
    assert (enrolment["status"], enrolment["role_source"]) == ("left", "joined")


@pytest.mark.parametrize("way", ["launch", "list"])
def test_when_the_account_that_goes_on_is_erased_the_earlier_one_may_come_again(
    scenario: Scenario, two: tuple[str, str], way: str
) -> None:
    join(scenario, *two)
    with scenario.school.database.transaction() as db:
        organisation_id = db.execute(select(Enrolment.__table__.c.organisation_id)).scalars().first()
        erase_person(db, str(organisation_id), scenario.person_id(two[1]))
    if way == "list":
        scenario.advance(days=2)
        scenario.run_worker()
        assert scenario.record(two[0], FINLAND)["status"] == "active"
    else:
        assert finished(scenario, two[0]) == 1
        browser, _ = scenario.opens(two[0], WHOLE_PROGRAMME[FINLAND])
        session, path = browser.tool.cookies["__Host-careered"], "/questions/create"
        asked = {"session": session, "way": "named", "text": "Here?"}
        assert browser.tool.post(path, data=asked).headers.get("careered-code") is None


def test_what_the_pupil_does_after_the_join_stays_when_it_is_undone(scenario: Scenario, two: tuple[str, str]) -> None:
    join(scenario, *two)
    scenario.advance(days=1)
    scenario.finishes(two[1], FINLAND, "fi-4")
    undo(scenario, two[0])
    assert finished(scenario, two[1]) == 2


def attests(scenario: Scenario, number: str, what: str, form: str = "create") -> None:
    """A teacher records something of a pupil, or takes it back."""
    teacher, page = scenario.teacher(FINLAND)
    scenario.run_worker()
    data = {"session": teacher.tool.cookies["__Host-careered"], "what": what, "pupil": scenario.person_id(number)}
    teacher.tool.post(f"{page.path}/attestations/{form}", data=data | {"reason": "decided"})


def shares(page: Page) -> list[float]:
    """The shares done of the preview."""
    pairs = [line[0].split(" / ") for line in figures(page)]
    return [int(done) / int(total) for done, total in pairs]


def reached(scenario: Scenario, number: str) -> str:
    """The first requirement that a pupil has reached."""
    rows = stored(scenario, number)["requirement_status"]
    return min(str(row["requirement_id"]) for row in rows if row["state"] == "done")


def test_no_share_falls_where_one_of_them_is_exempt(scenario: Scenario, two: tuple[str, str]) -> None:
    for exempt, other in (two, two[::-1]):
        for requirement in (reached(scenario, other), "FI-R5"):
            attests(scenario, exempt, f"exempt:{requirement}")
            before = stored(scenario, *two)
            teacher, page = preview(scenario, *two)
            assert shares(page)[2] >= max(shares(page)[:2])
            teacher.submit(page.form("form#join"))
            done, total = scenario.delivery(two[1], FINLAND)["wanted"], scenario.delivery(two[1], FINLAND)["maximum"]
            assert done / total == shares(page)[2]
            undo(scenario, two[0])
            assert stored(scenario, *two) == before
            attests(scenario, exempt, f"exempt:{requirement}", "retract")


def test_what_staff_confirmed_meanwhile_can_be_taken_back_after_the_undo(
    scenario: Scenario, two: tuple[str, str]
) -> None:
    before = stored(scenario, *two)
    join(scenario, *two)
    scenario.advance(minutes=5)
    attests(scenario, two[1], "confirmed:FI-R2")
    undo(scenario, two[0])
    attests(scenario, two[1], "confirmed:FI-R2", "retract")
    assert stored(scenario, *two) == before


@pytest.mark.parametrize("case", ["same", "nobody", "left", "joined", "stranger"])
def test_what_is_no_pair_is_refused_in_words(scenario: Scenario, two: tuple[str, str], case: str) -> None:
    earlier, pupil = (scenario.person_id(number) for number in two)
    teacher, class_page = scenario.teacher(FINLAND)
    scenario.run_worker()
    if case == "left":
        scenario.platform.people[two[1]].roles.pop(FINLAND)
        scenario.teacher(FINLAND)
        scenario.run_worker()
    if case == "joined":
        join(scenario, *two)
    stranger = scenario.person_id(scenario.people(FINLAND, Role.TEACHER)[0])
    pairs = {"same": (pupil, pupil), "nobody": ("", ""), "stranger": (earlier, stranger)}
    chosen = dict(zip(("earlier", "pupil"), pairs.get(case, (earlier, pupil)), strict=True))
    with scenario.school.database.reading() as db:
        before = len(db.execute(select(JoinedAccount.__table__)).all())
    session = teacher.tool.cookies["__Host-careered"]
    response = teacher.tool.post(f"{class_page.path}/accounts/join", data={"session": session, **chosen})
    assert response.status_code == 422
    assert Page(response).all(".errors")
    with scenario.school.database.reading() as db:
        assert len(db.execute(select(JoinedAccount.__table__)).all()) == before
