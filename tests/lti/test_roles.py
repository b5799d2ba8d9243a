"""Context roles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careered.lti.roles import Role, Roles, read_roles
from tests.lti.school import MEMBERSHIP

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
URN = "urn:lti:role:ims/lis/"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"


@pytest.mark.parametrize(
    ("word", "role"),
    [
        (f"{MEMBERSHIP}#Learner", Role.PUPIL),
        (f"{MEMBERSHIP}/Learner#GuestLearner", Role.PUPIL),
        (f"{MEMBERSHIP}/Learner#Instructor", Role.PUPIL),
        (f"{MEMBERSHIP}#Instructor", Role.TEACHER),
        (f"{MEMBERSHIP}/Instructor#PrimaryInstructor", Role.TEACHER),
        (f"{MEMBERSHIP}#Administrator", Role.TEACHER),
        (f"{MEMBERSHIP}/Administrator#Support", Role.TEACHER),
        (f"{MEMBERSHIP}/Instructor#TeachingAssistant", Role.ASSISTANT),
        (f"{MEMBERSHIP}/Instructor#TeachingAssistantSection", Role.ASSISTANT),
        (f"{MEMBERSHIP}/Instructor#Grader", Role.ASSISTANT),
        (f"{MEMBERSHIP}/Learner#Grader", Role.PUPIL),
        (f"{MEMBERSHIP}#ContentDeveloper", Role.AUTHOR),
        (f"{MEMBERSHIP}#Mentor", Role.MENTOR),
        (f"{MEMBERSHIP}/Mentor#Advisor", Role.MENTOR),
        ("Learner", Role.PUPIL),
        ("Instructor", Role.TEACHER),
        (f"{URN}Learner", Role.PUPIL),
        (f"{URN}Instructor/PrimaryInstructor", Role.TEACHER),
        (f"{URN}Instructor/TeachingAssistant", Role.ASSISTANT),
        (f"{URN}TeachingAssistant", Role.ASSISTANT),
        (f"{URN}TeachingAssistant/Grader", Role.ASSISTANT),
    ],
)
def test_a_role_in_the_course_is_known_however_it_is_written(word: str, role: Role) -> None:
    assert read_roles([word]) == Roles(role, is_test_user=False, is_platform_admin=False)


@pytest.mark.parametrize(
    "word",
    [
        "",
        " Instructor",
        "instructor",
        "Instructor,Learner",
        f"{MEMBERSHIP}#Manager",
        f"{MEMBERSHIP}#Member",
        f"{MEMBERSHIP}#Instructor#x",
        f"{MEMBERSHIP}/Instructor",
        f"{MEMBERSHIP}Instructor",
        f"{LIS}institution/person#Instructor",
        f"{LIS}institution/person#Student",
        f"{LIS}person#Instructor",
        f"{LIS}system/person#SysSupport",
        "urn:lti:instrole:ims/lis/Instructor",
        "urn:lti:sysrole:ims/lis/Administrator",
        "http://example.test/roles#Instructor",
        None,
        5,
        ["Instructor"],
        {"role": "Instructor"},
    ],
)
def test_what_is_not_a_known_role_in_the_course_grants_nothing(word: object) -> None:
    assert read_roles([word]) == Roles(Role.GUEST, is_test_user=False, is_platform_admin=False)


def test_somebody_without_any_role_is_a_guest() -> None:
    assert read_roles([]).role is Role.GUEST
    assert read_roles([""]).role is Role.GUEST


@pytest.mark.parametrize(
    ("role_names", "role"),
    [
        (["Learner", "Instructor"], Role.TEACHER),
        ([f"{LIS}institution/person#Student", f"{MEMBERSHIP}#Instructor"], Role.TEACHER),
        (["Learner", f"{MEMBERSHIP}/Instructor#TeachingAssistant"], Role.ASSISTANT),
        (["ContentDeveloper", "Learner"], Role.PUPIL),
        (["Mentor", "Learner"], Role.PUPIL),
        (["Mentor", "ContentDeveloper"], Role.AUTHOR),
        (["Wizard", "Mentor"], Role.MENTOR),
    ],
)
def test_of_several_roles_one_counts(role_names: list[str], role: Role) -> None:
    assert read_roles(role_names).role is role
    assert read_roles(role_names[::-1]).role is role


def test_an_assistant_stays_one_though_the_principal_role_comes_along() -> None:
    role_names = [f"{MEMBERSHIP}#Instructor", f"{MEMBERSHIP}/Instructor#TeachingAssistant"]
    assert read_roles(role_names).role is Role.ASSISTANT
    assert read_roles([*role_names, f"{MEMBERSHIP}/Instructor#PrimaryInstructor"]).role is Role.TEACHER


def test_a_teachers_test_user_is_marked() -> None:
    roles = read_roles([f"{MEMBERSHIP}#Learner", TEST_USER])
    assert roles == Roles(Role.PUPIL, is_test_user=True, is_platform_admin=False)


@pytest.mark.parametrize(
    "word", ["institution/person#Administrator", "system/person#Administrator", "system/person#SysAdmin"]
)
def test_an_administrator_of_the_platform_is_marked_but_has_no_role_in_the_course(word: str) -> None:
    assert read_roles([f"{LIS}{word}"]) == Roles(Role.GUEST, is_test_user=False, is_platform_admin=True)


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())), max_size=8))
def test_no_accidental_words_make_a_teacher(role_names: list[object]) -> None:
    staff = {"Instructor", "Administrator", "TeachingAssistant"}
    heads = {word.removeprefix(URN).partition("/")[0] for word in role_names if isinstance(word, str)}
    assert (read_roles(role_names).role in {Role.TEACHER, Role.ASSISTANT}) == bool(heads & staff)
