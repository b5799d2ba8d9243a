"""Who may see a class: its own staff. For everybody else it is not there."""

import pytest

from careered.web.permissions import Role
from tests.dashboard.classroom import Classroom
from tests.dashboard.test_class_page import FRAGMENT
from tests.dashboard.test_pupil_page import log_rows


def addresses(room: Classroom) -> list[str]:
    """The pages about a class and its pupils."""
    people = [name for name in room.people if not name.startswith(("Opo", "Apu"))]
    return [f"/teacher/class/{room.id}", *[f"/teacher/pupil/{room.people[name]}" for name in people]]


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
def test_a_teacher_of_another_class_finds_nothing(
    room: Classroom, other_room: Classroom, headers: dict[str, str]
) -> None:
    stranger = other_room.looks("Opo Salo")
    for address in addresses(room):
        answer = stranger.get(address, headers=headers)
        assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")
        assert "Aino" not in answer.text


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize("role", [Role.PUPIL, Role.GUEST])
def test_a_pupil_finds_no_teachers_page_not_even_about_oneself(
    room: Classroom, role: Role, headers: dict[str, str]
) -> None:
    pupil = room.looks("Aino Mäkelä", role)
    for address in addresses(room):
        answer = pupil.get(address, headers=headers)
        assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")
        assert "Väinö" not in answer.text
    assert log_rows(room.house) == []


def test_a_teacher_of_another_class_cannot_ask_for_the_list(room: Classroom, other_room: Classroom) -> None:
    stranger = other_room.looks("Opo Salo")
    token = stranger.headers["x-careered-session"]
    assert stranger.post(f"/teacher/class/{room.id}/refresh", data={"session": token}).status_code == 404


def test_an_assistant_sees_the_class(room: Classroom) -> None:
    room.comes("Apu Ranta", Role.ASSISTANT)
    assistant = room.looks("Apu Ranta", Role.ASSISTANT)
    assert all(assistant.get(address).status_code == 200 for address in addresses(room))


@pytest.mark.parametrize("who", ["Opo Lehto", "nobody"])
def test_staff_and_unknown_people_have_no_record(room: Classroom, who: str) -> None:
    person_id = room.people.get(who, "nobody")
    assert room.looks("Opo Lehto").get(f"/teacher/pupil/{person_id}").status_code == 404
    assert log_rows(room.house) == []
