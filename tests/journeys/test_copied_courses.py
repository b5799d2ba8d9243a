"""Next year's course is a copy of this year's: same lessons, same curriculum, new pupils, and no line item twice."""

from collections.abc import Iterator

import pytest

from careered.lti.claims import LTI_CLAIM
from demo_platform.courses import LineItem
from demo_platform.people import Role
from tests.journeys.scenario import (
    FINLAND,
    SINGLE_LESSON,
    WHOLE_PROGRAMME,
    Scenario,
    add_line_item,
    grid_cells,
    open_scenario,
)
from tests.support.school import TOOL


@pytest.fixture
def canvas(database_url: str) -> Iterator[Scenario]:
    """A town whose platform tells of copies."""
    with open_scenario(database_url, "canvas") as scenario:
        yield scenario


def copy_course(scenario: Scenario) -> tuple[str, str]:
    """Copy the Finnish course; the copy's context id and the id of its whole programme."""
    copied = scenario.platform.copy_course(FINLAND)
    whole = next(activity for activity in scenario.platform.activities.values() if activity.course_id == copied.id)
    return copied.context_id, whole.id


def classes_by_context(scenario: Scenario) -> dict[str, dict[str, object]]:
    """The classes by the platform's context id."""
    return {str(row["context_id"]): row for row in scenario.class_rows()}


def test_a_notice_makes_the_copied_class_before_anybody_opens_it(canvas: Scenario) -> None:
    canvas.platform.activities[WHOLE_PROGRAMME[FINLAND]].custom["careered_grade"] = "8"
    canvas.teacher(FINLAND)
    canvas.advance(seconds=3)
    canvas.run_worker()  # tells the platform where copies are to be announced
    context, _whole = copy_course(canvas)
    new, old = classes_by_context(canvas)[context], classes_by_context(canvas)["2"]
    assert (new["pack_id"], new["grade"]) == (old["pack_id"], 8)
    before = canvas.class_rows()
    assert (
        canvas.platform.notice_handlers["careered-demo"]["LtiContextCopyNotice"] == "https://careered.test/lti/notices"
    )
    canvas.platform.resend_copy_notice()
    assert canvas.class_rows() == before


def test_a_forged_notice_makes_nothing(canvas: Scenario) -> None:
    canvas.teacher(FINLAND)
    stranger = canvas.connect_platform("https://second.test", "Second")
    context = {"https://purl.imsglobal.org/spec/lti/claim/context": {"id": "99"}}
    forged = stranger.sign({"iss": "https://school.test", "aud": "careered-demo", **context})
    client = canvas.school.tool_client()
    answer = client.post("/lti/notices", json={"notices": [{"jwt": forged}]})
    assert answer.status_code == 401
    assert client.post("/lti/notices", json={"notices": "none"}).status_code == 400
    assert set(classes_by_context(canvas)) == {"2"}


def test_a_bad_notice_among_several_does_not_lose_the_good_one(canvas: Scenario) -> None:
    canvas.teacher(FINLAND)
    stranger = canvas.connect_platform("https://second.test", "Second")
    forged = stranger.sign(course_copy_notice(canvas, "98") | {"iss": "https://school.test"})
    good = canvas.platform.sign(course_copy_notice(canvas, "99"))
    posted = [forged, "no token at all", good, good]
    answer = canvas.school.tool_client().post("/lti/notices", json={"notices": [{"jwt": token} for token in posted]})
    assert (answer.status_code, answer.json()) == (200, {"taken": 2})
    assert set(classes_by_context(canvas)) == {"2", "99"}


def test_a_notice_of_a_place_that_nobody_approved_makes_nothing(canvas: Scenario) -> None:
    canvas.teacher(FINLAND)
    signed = canvas.platform.sign(course_copy_notice(canvas, "99") | {f"{LTI_CLAIM}deployment_id": "another"})
    answer = canvas.school.tool_client().post("/lti/notices", json={"notices": [{"jwt": signed}]})
    assert answer.headers["careered-code"] == "deployment_unknown"
    assert set(classes_by_context(canvas)) == {"2"}


def course_copy_notice(scenario: Scenario, context: str) -> dict[str, object]:
    """The claims of a notice that the Finnish course was copied."""
    moment = int(scenario.platform.now())
    return {
        **{"iss": scenario.platform.base_url, "aud": "careered-demo", "iat": moment, "exp": moment + 300},
        f"{LTI_CLAIM}version": "1.3.0",
        f"{LTI_CLAIM}deployment_id": scenario.platform.tools["careered-demo"].deployment_id,
        f"{LTI_CLAIM}notice": {"id": context, "timestamp": moment, "type": "LtiContextCopyNotice"},
        f"{LTI_CLAIM}context": {"id": context},
        f"{LTI_CLAIM}origin_contexts": ["2"],
    }


def test_a_platform_that_was_away_learns_the_next_day_where_copies_are_announced(canvas: Scenario) -> None:
    canvas.teacher(FINLAND)
    canvas.network.break_after("notice", 0)
    canvas.advance(seconds=3)
    canvas.run_worker()
    assert canvas.network.calls("notice") == 1
    canvas.network.restore()
    canvas.advance(hours=2)
    canvas.run_worker()
    assert canvas.network.calls("notice") == 1, "nor is it asked all the time"
    canvas.advance(hours=23)
    canvas.run_worker()
    assert canvas.platform.notice_handlers["careered-demo"]
    canvas.advance(days=29)
    canvas.run_worker()
    assert canvas.network.calls("notice") == 2
    canvas.advance(days=2)
    canvas.run_worker()
    assert canvas.network.calls("notice") == 3


def test_without_notices_the_history_in_the_launch_does(scenario: Scenario) -> None:
    whole = scenario.platform.activities[WHOLE_PROGRAMME[FINLAND]]
    whole.custom |= {"careered_context_history": "$Context.id.history"}
    scenario.teacher(FINLAND)
    context, copied = copy_course(scenario)
    del scenario.platform.activities[copied].custom["careered_grade"]
    scenario.opens(scenario.people(FINLAND)[0], copied)
    assert classes_by_context(scenario)[context]["grade"] == classes_by_context(scenario)["2"]["grade"] == 8


def test_a_copied_line_item_is_found_and_not_created_again(scenario: Scenario) -> None:
    whole = scenario.platform.activities[WHOLE_PROGRAMME[FINLAND]]
    whole.custom["careered_activity"] = "a-stable-id"
    whole.custom["careered_column"] = "programme"
    scenario.platform.remove_line_item("1")
    pupil = scenario.people(FINLAND)[0]
    scenario.finishes(pupil, FINLAND)
    assert scenario.run_worker() == 0
    (created,) = [line_item for line_item in scenario.platform.line_items.values() if line_item.course_id == FINLAND]
    assert created.resource_id == "careered-a-stable-id"
    _context, copied = copy_course(scenario)
    course = scenario.platform.activities[copied].course_id
    scenario.platform.add_line_item(
        LineItem("90", course, created.label, 9, resource_id=created.resource_id, tag="careered")
    )
    browser, _page = scenario.opens(pupil, copied)
    scenario.goes_through(browser, FINLAND)
    assert scenario.run_worker() == 0
    assert [line_item.id for line_item in scenario.platform.line_items.values() if line_item.course_id == course] == [
        "90"
    ]
    assert pupil in scenario.platform.gradebook["90"]


@pytest.mark.parametrize("address", ["/teacher/class/{old}", "/teacher/class/{old}?in={old}", "/lessons?in={old}"])
def test_a_copied_link_that_names_last_years_class_opens_this_years(scenario: Scenario, address: str) -> None:
    last_year = scenario.people(FINLAND)[0]
    scenario.finishes(last_year, FINLAND)
    old = classes_by_context(scenario)["2"]["id"]
    scenario.platform.activities[WHOLE_PROGRAMME[FINLAND]].url = TOOL + address.format(old=old)
    context, copied = copy_course(scenario)
    course = scenario.platform.activities[copied].course_id
    del scenario.platform.people[last_year].roles[course]
    teacher = scenario.people(FINLAND, Role.TEACHER)[0]
    scenario.opens(teacher, copied)
    scenario.run_worker()
    _, page = scenario.opens(teacher, copied)
    new = classes_by_context(scenario)[context]["id"]
    assert (page.path, new != old) == (f"/teacher/class/{new}", True)
    assert scenario.platform.people[last_year].name not in grid_cells(page)
    browser, home = scenario.opens(scenario.people(FINLAND)[1], copied)
    assert home.path == "/lessons"
    scenario.goes_through(browser, FINLAND)
    assert [pupil["user_id"] for pupil in scenario.report(FINLAND)["pupils"]] == [last_year]


def test_a_column_of_a_lesson_that_the_pack_no_longer_has_gets_no_other_score(scenario: Scenario) -> None:
    activity = scenario.platform.activities[SINGLE_LESSON[FINLAND]]
    activity.custom |= {"careered_lesson": "fi-gone", "careered_column": "lesson"}
    item = add_line_item(scenario.platform, FINLAND, activity.id)
    pupil = scenario.people(FINLAND)[0]
    browser, page = scenario.opens(pupil, activity.id)
    assert page.path == "/lessons"
    scenario.goes_through(browser, FINLAND)
    assert scenario.run_worker() == 0
    assert scenario.platform.gradebook[item.id] == {}
