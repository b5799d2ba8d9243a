"""A pupil's earlier account, whose other one was erased, is back on the list: a pupil like any other."""

from sqlalchemy import update

from careered.roster.members import load_members
from careered.roster.tables import Enrolment
from tests.dashboard.factories import Classroom
from tests.support.pages import Page

AINO, SIIRI = "Aino Mäkelä", "Siiri Åkerblom"


def was_joined(classroom: Classroom, name: str) -> None:
    """What joining and the erasure of the other account leave."""
    table = Enrolment.__table__
    where = (table.c.organisation_id == "town") & (table.c.person_id == classroom.people[name])
    with classroom.app_state.database.transaction() as db:
        db.execute(update(table).where(where).values(role_source="joined", status="left"))


def test_they_are_told_as_having_come_and_can_be_taken_out_of_the_pupils(classroom: Classroom) -> None:
    was_joined(classroom, SIIRI)
    classroom.receives_roster(AINO, "Väinö Öhman", SIIRI)
    browser = classroom.browser_of("Opo Lehto")
    page = Page(browser.get(f"/teacher/class/{classroom.id}"))
    assert SIIRI in page.only(".members").to_text()
    browser.post(f"/teacher/class/{classroom.id}/not-pupils", data={"pupil": classroom.people[SIIRI]})
    with classroom.app_state.database.reading() as db:
        members = load_members(db, "town", classroom.id)
    assert [pupil.name for pupil in members.excluded] == [SIIRI]


def test_a_danish_teacher_reads_by_whom_two_accounts_were_joined(classroom: Classroom) -> None:
    browser, path = classroom.browser_of("Opo Lehto", lang="da"), f"/teacher/class/{classroom.id}/accounts"
    pair = {"earlier": classroom.people["Väinö Öhman"], "pupil": classroom.people[AINO]}
    assert browser.post(f"{path}/join", data=pair).status_code == 303
    assert Page(browser.get(path)).only(".log li small").to_text().startswith("af dig, ")
