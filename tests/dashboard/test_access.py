"""Who may see a class: its own staff. For everybody else it is not there."""

import pytest

from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import FRAGMENT_HEADERS
from tests.dashboard.test_pupil_page import log_rows


def class_urls(classroom: Classroom) -> list[str]:
    """The pages about a class and its pupils."""
    people = [name for name in classroom.people if not name.startswith(("Opo", "Apu"))]
    return [f"/teacher/class/{classroom.id}", *[f"/teacher/pupil/{classroom.people[name]}" for name in people]]


@pytest.mark.parametrize("headers", [{}, FRAGMENT_HEADERS], ids=["page", "fragment"])
def test_a_teacher_of_another_class_finds_nothing(
    classroom: Classroom, other_classroom: Classroom, headers: dict[str, str]
) -> None:
    stranger = other_classroom.browser_of("Opo Salo")
    for address in class_urls(classroom):
        answer = stranger.get(address, headers=headers)
        assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")
        assert "Aino" not in answer.text


@pytest.mark.parametrize("headers", [{}, FRAGMENT_HEADERS], ids=["page", "fragment"])
@pytest.mark.parametrize("role", [Role.PUPIL, Role.GUEST])
def test_a_pupil_finds_no_teachers_page_not_even_about_oneself(
    classroom: Classroom, role: Role, headers: dict[str, str]
) -> None:
    classroom.launches("Aino Mäkelä", role)
    pupil = classroom.browser_of("Aino Mäkelä", role)
    for address in class_urls(classroom):
        answer = pupil.get(address, headers=headers)
        assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")
        assert "Väinö" not in answer.text
    assert log_rows(classroom.app_state) == []


def test_a_teacher_of_another_class_cannot_ask_for_the_list(classroom: Classroom, other_classroom: Classroom) -> None:
    stranger = other_classroom.browser_of("Opo Salo")
    token = stranger.headers["x-careered-session"]
    assert stranger.post(f"/teacher/class/{classroom.id}/refresh", data={"session": token}).status_code == 404


def test_an_assistant_sees_the_class(classroom: Classroom) -> None:
    classroom.launches("Apu Ranta", Role.ASSISTANT)
    assistant = classroom.browser_of("Apu Ranta", Role.ASSISTANT)
    assert all(assistant.get(address).status_code == 200 for address in class_urls(classroom))


@pytest.mark.parametrize("who", ["Opo Lehto", "nobody"])
def test_staff_and_unknown_people_have_no_record(classroom: Classroom, who: str) -> None:
    person_id = classroom.people.get(who, "nobody")
    assert classroom.browser_of("Opo Lehto").get(f"/teacher/pupil/{person_id}").status_code == 404
    assert log_rows(classroom.app_state) == []
