"""The person, the course and the activity of a launch."""

from dataclasses import asdict

import pytest

from careered.lti.claims import Context, ResourceLink
from tests.lti.conftest import CheckRefusal
from tests.lti.school import ABSENT, verified_launch


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"name": "Aino Virtanen"}, "Aino Virtanen"),
        ({"name": "  Aino  "}, "Aino"),
        ({"name": "n" * 5000}, "n" * 255),
        ({"name": "", "given_name": "Aino", "family_name": "Virtanen"}, "Aino Virtanen"),
        ({"name": "  ", "given_name": "Aino"}, "Aino"),
        ({"family_name": "Virtanen"}, "Virtanen"),
        ({"given_name": "g" * 300, "family_name": "f"}, "g" * 255),
        ({"name": "A\x00ino"}, "Aino"),
        ({"name": "\x00 "}, None),
        ({"email": "aino@school.example"}, None),
        ({"preferred_username": "aino", "nickname": "aino"}, None),
    ],
)
def test_a_name_is_what_the_school_sends_as_a_name(changed: dict[str, object], name: str | None) -> None:
    assert verified_launch(**changed).name == name


@pytest.mark.parametrize(
    "name",
    ["O'Brien", "Ánne Čeavžá", "Þóra", "王", "👩‍🚀 Aino", "\u202eabc", "X", "<script>alert(1)</script>", "{{7*7}}"],
)
def test_names_of_all_peoples_stay_as_they_are(name: str) -> None:
    assert verified_launch(name=name).name == name


@pytest.mark.parametrize(("sent", "given"), [(" Aava ", "Aava"), ("$Person.name.given", ""), (None, ""), (5, "")])
def test_a_given_name_is_read_where_the_school_sends_one(sent: object, given: str) -> None:
    assert verified_launch(name="Ahonen Aava", given_name=sent).given_name == given


def test_mail_birthday_picture_and_school_numbers_are_never_read() -> None:
    launch = verified_launch(
        email="zebra@school.example",
        birthdate="2011-01-01-zebra",
        picture="https://zebra.example/face.png",
        phone_number="zebra",
        lis={"person_sourcedid": "zebra"},
        ext={"user_username": "zebra"},
        lti1p1={"user_id": "zebra"},
    )
    assert "zebra" not in str(asdict(launch))


def test_a_course_has_an_id_a_label_and_a_title() -> None:
    context = {"id": "7", "label": "9A", "title": "Careers 9A", "type": ["CourseSection"]}
    assert verified_launch(context=context).context == Context("7", "9A", "Careers 9A")


@pytest.mark.parametrize("kind", [ABSENT, None, "CourseSection", ["urn:lti:context-type:ims/lis/CourseSection"]])
def test_the_kind_of_course_does_not_matter(kind: object) -> None:
    context = {"id": "7"} if kind is ABSENT else {"id": "7", "type": kind}
    assert verified_launch(context=context).context == Context("7", None, None)


@pytest.mark.parametrize("context", [{}, {"id": ""}, {"id": None}, {"id": {}}, {"title": "x"}])
def test_a_course_without_an_id_is_no_course(context: object) -> None:
    assert verified_launch(context=context).context is None


def test_ids_that_came_as_numbers_are_their_digits() -> None:
    launch = verified_launch(context={"id": 7}, resource_link={"id": 0, "title": "T"})
    assert launch.context == Context("7", None, None)
    assert launch.resource_link == ResourceLink("0", "T")


@pytest.mark.parametrize("name", ["context", "resource_link"])
@pytest.mark.parametrize("wrong", ["x" * 256, "a\x00"])
def test_an_id_that_nothing_can_have_is_refused(refuses: CheckRefusal, name: str, wrong: str) -> None:
    refuses("claim_bad", lambda: verified_launch(**{name: {"id": wrong}}), claim=name)


def test_the_longest_allowed_ids_are_not_cut() -> None:
    launch = verified_launch(context={"id": "c" * 255}, resource_link={"id": "r" * 255})
    assert launch.context is not None
    assert (launch.context.id, launch.resource_link.id) == ("c" * 255, "r" * 255)
