"""Next year's course is a copy of this year's: same lessons, same curriculum, new pupils, and no column twice."""

from collections.abc import Iterator

import pytest

from careered.demo_lms.courses import LineItem
from careered.lti.claims import LTI
from tests.journeys.town import FINLAND, WHOLE, Town, town


@pytest.fixture
def canvas(database_url: str) -> Iterator[Town]:
    """A town whose platform tells of copies."""
    with town(database_url, "canvas") as found:
        yield found


def copy_of(at: Town) -> tuple[str, str]:
    """Copy the Finnish course; the copy's context id and the id of its whole programme."""
    made = at.platform.copy_course(FINLAND)
    whole = next(one for one in at.platform.activities.values() if one.course_id == made.id)
    return made.context_id, whole.id


def rooms(at: Town) -> dict[str, dict[str, object]]:
    """The classes by the platform's context id."""
    return {str(row["context_id"]): row for row in at.rooms()}


def test_a_notice_makes_the_copied_class_before_anybody_opens_it(canvas: Town) -> None:
    canvas.platform.activities[WHOLE[FINLAND]].custom["careered_grade"] = "8"
    canvas.teacher(FINLAND)
    canvas.later(seconds=3)
    canvas.work()  # tells the platform where copies are to be announced
    context, _whole = copy_of(canvas)
    new, old = rooms(canvas)[context], rooms(canvas)["2"]
    assert (new["pack_id"], new["grade"]) == (old["pack_id"], 8)
    before = canvas.rooms()
    assert (
        canvas.platform.notice_handlers["careered-demo"]["LtiContextCopyNotice"] == "https://careered.test/lti/notices"
    )
    canvas.platform.tell_again()
    assert canvas.rooms() == before


def test_a_forged_notice_makes_nothing(canvas: Town) -> None:
    canvas.teacher(FINLAND)
    stranger = canvas.connect("https://second.test", "Second")
    context = {"https://purl.imsglobal.org/spec/lti/claim/context": {"id": "99"}}
    forged = stranger.sign({"iss": "https://school.test", "aud": "careered-demo", **context})
    client = canvas.school.tool_client()
    answer = client.post("/lti/notices", json={"notices": [{"jwt": forged}]})
    assert answer.status_code == 401
    assert client.post("/lti/notices", json={"notices": "none"}).status_code == 400
    assert set(rooms(canvas)) == {"2"}


def test_a_bad_notice_among_several_does_not_lose_the_good_one(canvas: Town) -> None:
    canvas.teacher(FINLAND)
    stranger = canvas.connect("https://second.test", "Second")
    forged = stranger.sign(copy_notice(canvas, "98") | {"iss": "https://school.test"})
    good = canvas.platform.sign(copy_notice(canvas, "99"))
    posted = [forged, "no token at all", good, good]
    answer = canvas.school.tool_client().post("/lti/notices", json={"notices": [{"jwt": one} for one in posted]})
    assert (answer.status_code, answer.json()) == (200, {"taken": 2})
    assert set(rooms(canvas)) == {"2", "99"}


def test_a_notice_of_a_place_that_nobody_approved_makes_nothing(canvas: Town) -> None:
    canvas.teacher(FINLAND)
    signed = canvas.platform.sign(copy_notice(canvas, "99") | {f"{LTI}deployment_id": "another"})
    answer = canvas.school.tool_client().post("/lti/notices", json={"notices": [{"jwt": signed}]})
    assert answer.headers["careered-code"] == "deployment_unknown"
    assert set(rooms(canvas)) == {"2"}


def copy_notice(at: Town, context: str) -> dict[str, object]:
    """The claims of a notice that the Finnish course was copied."""
    moment = int(at.platform.now())
    return {
        **{"iss": at.platform.base_url, "aud": "careered-demo", "iat": moment, "exp": moment + 300},
        f"{LTI}version": "1.3.0",
        f"{LTI}deployment_id": at.platform.tools["careered-demo"].deployment_id,
        f"{LTI}notice": {"id": context, "timestamp": moment, "type": "LtiContextCopyNotice"},
        f"{LTI}context": {"id": context},
        f"{LTI}origin_contexts": ["2"],
    }


def test_a_platform_that_was_away_is_told_the_next_day_where_copies_are_announced(canvas: Town) -> None:
    canvas.teacher(FINLAND)
    canvas.wires.break_after("notice", 0)
    canvas.later(seconds=3)
    canvas.work()
    assert canvas.wires.calls("notice") == 1
    canvas.wires.mend()
    canvas.later(hours=2)
    canvas.work()
    assert canvas.wires.calls("notice") == 1, "nor is it asked all the time"
    canvas.later(hours=23)
    canvas.work()
    assert canvas.platform.notice_handlers["careered-demo"]
    canvas.later(days=29)
    canvas.work()
    assert canvas.wires.calls("notice") == 2
    canvas.later(days=2)
    canvas.work()
    assert canvas.wires.calls("notice") == 3


def test_without_notices_the_history_in_the_launch_does(monday: Town) -> None:
    whole = monday.platform.activities[WHOLE[FINLAND]]
    whole.custom |= {"careered_context_history": "$Context.id.history"}
    monday.teacher(FINLAND)
    context, copied = copy_of(monday)
    del monday.platform.activities[copied].custom["careered_grade"]
    monday.opens(monday.people(FINLAND)[0], copied)
    assert rooms(monday)[context]["grade"] == rooms(monday)["2"]["grade"] == 8


def test_a_column_that_came_along_is_found_and_not_made_again(monday: Town) -> None:
    whole = monday.platform.activities[WHOLE[FINLAND]]
    whole.custom["careered_activity"] = "a-stable-id"
    whole.custom["careered_column"] = "programme"
    monday.platform.remove_column("1")
    pupil = monday.people(FINLAND)[0]
    monday.finishes(pupil, FINLAND)
    assert monday.work() == 0
    (made,) = [one for one in monday.platform.line_items.values() if one.course_id == FINLAND]
    assert made.resource_id == "careered-a-stable-id"
    _context, copied = copy_of(monday)
    course = monday.platform.activities[copied].course_id
    monday.platform.add_column(LineItem("90", course, made.label, 9, resource_id=made.resource_id, tag="careered"))
    browser, _page = monday.opens(pupil, copied)
    monday.goes_through(browser, FINLAND)
    assert monday.work() == 0
    assert [one.id for one in monday.platform.line_items.values() if one.course_id == course] == ["90"]
    assert pupil in monday.platform.gradebook["90"]
