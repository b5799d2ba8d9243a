"""The launches of the 1EdTech certification suite (LTI 1.3 tool certification, version 6.1), by their names there."""

import pytest

from careered.lti.claims import LTI_CLAIM, Launch, read_launch
from careered.lti.roles import Role
from careered.lti.verify import read_header
from careered.web.errors import ERROR_PAGES, RequestError
from tests.lti.school import ABSENT, MEMBERSHIP, NOW_SECONDS, claims, sign, verify_token


def open_launch(token: str) -> Launch:
    """As the tool does: header, then keys by its id, then all checks."""
    known_keys = {"school-key"}
    if read_header(token).kid not in known_keys:
        raise RequestError("kid_unknown")
    return read_launch(verify_token(token))


BAD_PAYLOADS: dict[str, tuple[dict[str, object], str]] = {
    "wrong LTI version": ({"version": "11.3"}, "version_unsupported"),
    "no LTI version": ({"version": ABSENT}, "version_unsupported"),
    "required claims missing": (
        dict.fromkeys(("version", "deployment_id", "roles", "resource_link", "sub"), ABSENT),
        "version_unsupported",
    ),
    "bad times": ({"iat": 11111, "exp": 22222}, "token_expired"),
    "no message type": ({"message_type": ABSENT}, "message_type_unsupported"),
    "no roles": ({"roles": ABSENT}, "claim_missing"),
    "no deployment": ({"deployment_id": ABSENT}, "claim_missing"),
    "no resource link": ({"resource_link": ABSENT}, "resource_link_missing"),
    "no user": ({"sub": ABSENT}, "anonymous_not_supported"),
}
BAD_TOKENS: dict[str, tuple[str, str]] = {
    **{name: (sign(claims(**changed)), code) for name, (changed, code) in BAD_PAYLOADS.items()},
    "no key id": (sign(claims(), kid=ABSENT), "kid_missing"),
    "wrong key id": (sign(claims(), kid="imstester_66067"), "kid_unknown"),
    "not an LTI message": (sign({"name": "badltilaunch"}), "claim_missing"),
}


@pytest.mark.parametrize("name", BAD_TOKENS)
def test_a_bad_launch_is_refused_with_a_page_that_says_why(name: str) -> None:
    token, code = BAD_TOKENS[name]
    with pytest.raises(RequestError) as caught:
        open_launch(token)
    assert caught.value.code == code
    assert 400 <= ERROR_PAGES[code].status < 500


def test_all_twelve_bad_launches_are_there() -> None:
    assert len(BAD_TOKENS) == 12


def test_a_resource_link_without_its_id_is_bad_too() -> None:
    with pytest.raises(RequestError) as caught:
        open_launch(sign(claims(resource_link={"title": "Careers"})))
    assert caught.value.code == "resource_link_missing"


LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
CONTEXT = {"id": "course-1", "label": "9A", "title": "Careers 9A", "type": [f"{LIS}course#CourseSection"]}
FULL_NAME = {"name": "Aino Virtanen", "given_name": "Aino", "family_name": "Virtanen"}
PERSON = {**FULL_NAME, "email": "aino@school.example"}
ROLES = {"teacher": "Instructor", "student": "Learner"}


def good_launches(word: str) -> dict[str, dict[str, object]]:
    """The nine good launches of a teacher or of a student."""
    several = [f"{MEMBERSHIP}#{word}", f"{LIS}institution/person#{word}", f"{LIS}system/person#User"]
    plain: dict[str, object] = {"roles": [f"{MEMBERSHIP}#{word}"], "context": CONTEXT, **PERSON}
    no_person = dict.fromkeys(PERSON, ABSENT)
    return {
        "plain": plain,
        "several roles": {**plain, "roles": several},
        "short role name": {**plain, "roles": [word]},
        "unknown role": {**plain, "roles": [f"{LIS}uknownrole/unknown#Helper"]},
        "no role": {**plain, "roles": [""]},
        "email only": {**plain, **dict.fromkeys(FULL_NAME, ABSENT)},
        "names only": {**plain, "email": ABSENT},
        "no personal data": {**plain, **no_person},
        "email without context": {**plain, **dict.fromkeys(FULL_NAME, ABSENT), "context": ABSENT},
    }


GOOD_LAUNCHES = [(person, name) for person, word in ROLES.items() for name in good_launches(word)]


@pytest.mark.parametrize(("person", "name"), GOOD_LAUNCHES)
def test_a_good_launch_opens_with_the_right_role_name_and_course(person: str, name: str) -> None:
    launch = open_launch(sign(claims(**good_launches(ROLES[person])[name])))
    expected_role = Role.TEACHER if person == "teacher" else Role.PUPIL
    assert launch.roles.role is (Role.GUEST if name in {"unknown role", "no role"} else expected_role)
    without_name = {"email only", "no personal data", "email without context"}
    assert launch.name == (None if name in without_name else "Aino Virtanen")
    assert (launch.context is None) == (name == "email without context")
    assert "aino@school.example" not in str(launch)


def test_all_eighteen_good_launches_are_there() -> None:
    assert len(GOOD_LAUNCHES) == 18


def test_the_bad_launches_are_bad_for_their_own_reason_only() -> None:
    assert open_launch(sign(claims())).sub == "pupil-1"
    assert claims()["exp"] == NOW_SECONDS + 60
    assert f"{LTI_CLAIM}version" in claims()
