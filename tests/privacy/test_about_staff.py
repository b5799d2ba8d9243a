"""What is stored about a member of staff stands on the page that says so, and nothing that is stored about pupils."""

import pytest

from careered.privacy.registry import declared_tables
from careered.web.permissions import Role
from tests.lessons.factories import HarbourSchool
from tests.questions.conftest import school

__all__ = ["school"]
OF_PUPILS = "which lessons you have done, and when"
SAID = {
    "access_log.viewer_person_id": "which pupils' records you have opened",
    "agreement.author_person_id": "what you have noted as agreed with them",
    "feedback_note.author_person_id": "reminders and comments that you have written",
    "joined_account.author_person_id": "which accounts you have joined",
    "staff_act.author_person_id": "what you have confirmed, recorded, put off or undone",
    "staff_act.undone_by_person_id": "what you have confirmed, recorded, put off or undone",
    "administrator_access": "whether you administer careered",
    "enrolment": "which classes you are in",
    "person": "uses for you, and your name",
    "school_leader": "can see a school's figures",
    "session": "that you are signed in, for 8 hours at most",
    "training_answer": "what you have done in your own training",
}
"""What the page says of a column that names somebody who is not the row's own person, and of the tables of staff."""


def words(school: HarbourSchool, role: Role) -> str:
    return school.visitor("adult", role=role, name="Opo Lehto").get("/about-your-data").main_text


def test_every_column_that_names_a_member_of_staff_is_told_to_them(school: HarbourSchool) -> None:
    naming = {
        f"{one.name}.{column.name}"
        for one in declared_tables()
        for column in one.table.c
        if column.name.endswith("_person_id") and column.name not in {"pupil_person_id", "earlier_person_id"}
    }
    assert naming == {name for name in SAID if "." in name}
    told = words(school, Role.TEACHER)
    assert [name for name, sentence in SAID.items() if sentence not in told] == []
    assert OF_PUPILS not in told


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LEADER, Role.MENTOR, Role.OFFICER])
def test_an_adult_who_is_no_staff_of_the_class_is_told_neither_of_lessons_nor_of_acts(
    school: HarbourSchool, role: Role
) -> None:
    told = words(school, role)
    assert OF_PUPILS not in told
    assert "confirmed" not in told
