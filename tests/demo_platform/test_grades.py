"""Line items, scores and results (AGS 2.0), with Moodle's rules unless said otherwise."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.testclient import TestClient

from demo_platform.people import Role
from demo_platform.platform import DemoPlatform
from demo_platform.vocabulary import AGS_CLAIM
from tests.demo_platform.stand_in import LMS, Clock, StandIn, below, iso

LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"


def score_of(platform: DemoPlatform, person_id: str = "13", item: str = "1") -> float | None:
    return platform.gradebook[item][person_id].score


def test_a_score_stands_in_the_gradebook_and_can_be_read_back(tool: StandIn, platform: DemoPlatform) -> None:
    answer = tool.send_score("13", 40, comment="Tehtävä valmis ✔")
    assert (answer.status_code, answer.content) == (200, b"")
    assert score_of(platform) == 40
    [result] = tool.results(user_id="13").json()
    assert result == {
        "id": f"{LMS}/services/2/lineitems/1/lineitem/results?type_id=2&user_id=13",
        "userId": "13",
        "resultScore": 40,
        "resultMaximum": 100,
        "comment": "Tehtävä valmis ✔",
        "scoreOf": f"{LMS}/services/2/lineitems/1/lineitem?type_id=2",
        "timestamp": "2026-11-25T09:46:40+00:00",
    }


def test_a_second_score_within_the_same_second_is_refused(tool: StandIn, platform: DemoPlatform, clock: Clock) -> None:
    assert tool.send_score("13", 40).status_code == 200
    clock.pass_seconds(0.5)
    refused = tool.send_score("13", 60)
    assert (refused.status_code, refused.json()) == (409, [])
    clock.pass_seconds(0.3)
    assert tool.send_score("13", 60).status_code == 200
    assert score_of(platform) == 60


def test_a_score_from_the_future_blocks_real_ones_until_then(tool: StandIn, clock: Clock) -> None:
    assert tool.send_score("13", 40, timestamp=iso(clock() + 60)).status_code == 200
    clock.pass_seconds(59)
    assert tool.send_score("13", 60).status_code == 409
    clock.pass_seconds(2)
    assert tool.send_score("13", 60).status_code == 200


def test_a_mark_that_the_teacher_wrote_is_newer_than_what_the_pupil_did_before(
    tool: StandIn, platform: DemoPlatform, clock: Clock
) -> None:
    before = iso(clock())
    clock.pass_seconds(10)
    platform.grade_by_hand("1", "13", 95)
    assert tool.send_score("13", 60, timestamp=before).status_code == 409
    assert tool.results(user_id="13").json()[0]["resultScore"] == 95


@pytest.mark.parametrize(
    ("given", "maximum", "stored"), [(120, 100, 100), (-5, 100, 0), (33.3, 50, 66.6), (3, 6, 50), (0, 100, 0)]
)
def test_scores_are_clamped_and_put_on_the_columns_scale(
    tool: StandIn, platform: DemoPlatform, given: float, maximum: float, stored: float
) -> None:
    assert tool.send_score("13", given, scoreMaximum=maximum).status_code == 200
    assert score_of(platform) == stored


@pytest.mark.parametrize(
    "clearing", [{"gradingProgress": "PendingManual"}, {"gradingProgress": "NotReady"}, {"scoreGiven": None}]
)
def test_a_score_that_is_not_fully_graded_empties_the_cell(
    tool: StandIn, platform: DemoPlatform, clock: Clock, clearing: dict[str, Any]
) -> None:
    tool.send_score("13", 40)
    clock.pass_seconds(2)
    assert tool.send_score("13", 40, **clearing).status_code == 200
    assert score_of(platform) is None
    assert tool.results(user_id="13").json() == []


def test_a_result_of_zero_may_come_without_a_score(tool: StandIn) -> None:
    tool.send_score("13", 0)
    [result] = tool.results(user_id="13").json()
    assert "resultScore" not in result
    assert result["resultMaximum"] == 100


@pytest.mark.parametrize(
    "wrong",
    [
        {"userId": "9999"},
        {"userId": ""},
        {"scoreMaximum": None},
        {"scoreMaximum": 0},
        {"scoreGiven": "40"},
        {"scoreGiven": True},
        {"gradingProgress": None},
        {"activityProgress": None},
        {"activityProgress": "Done"},
        {"timestamp": None},
        {"timestamp": "yesterday"},
    ],
)
def test_a_score_with_something_missing_or_wrong_changes_nothing(
    tool: StandIn, platform: DemoPlatform, wrong: dict[str, Any]
) -> None:
    answer = tool.send_score("13", 40, **wrong)
    assert (answer.status_code, answer.json()) == (400, [])
    assert platform.gradebook["1"] == {}


@pytest.mark.parametrize("staff", ["10", "11", "12", "2"])
def test_nobody_but_a_pupil_of_the_course_can_be_graded(tool: StandIn, platform: DemoPlatform, staff: str) -> None:
    assert tool.send_score(staff, 40).status_code == 400
    assert platform.gradebook["1"] == {}


def test_a_pupil_who_left_the_course_can_no_longer_be_graded(tool: StandIn, platform: DemoPlatform) -> None:
    platform.drop_person("fi-8b", "13")
    assert tool.send_score("13", 40).status_code == 400


@pytest.mark.parametrize(
    "timestamp",
    [
        "2026-11-25T09:46:40Z",
        "2026-11-25T11:46:40.838756+02:00",
        "2026-11-25T11:46:40+0200",
        "2026-11-25 09:46:40.744Z",
    ],
)
def test_timestamps_are_taken_in_the_forms_that_moodle_takes(
    tool: StandIn, platform: DemoPlatform, timestamp: str
) -> None:
    assert tool.send_score("13", 40, timestamp=timestamp).status_code == 200
    assert int(platform.gradebook["1"]["13"].at) == 1_795_600_000


def test_the_media_type_must_be_the_scores_own_and_parameters_do_not_matter(tool: StandIn) -> None:
    refused = tool.send_score("13", 40, media="application/json")
    assert refused.status_code == 400
    assert refused.json()["reason"].startswith("No handler found for /services/2/lineitems/1/lineitem/scores")
    accepted = tool.send_score("13", 40, media="application/vnd.ims.lis.v1.score+json; charset=utf-8")
    assert accepted.status_code == 200


def test_a_score_without_a_token_is_refused(client: TestClient, platform: DemoPlatform) -> None:
    address = f"{LMS}/services/2/lineitems/1/lineitem/scores"
    assert client.post(address, content="{}").status_code == 401
    assert client.post(address, content="{}", headers={"Authorization": "Bearer made-up"}).status_code == 401
    assert platform.gradebook["1"] == {}


def test_the_launch_names_the_column_of_the_activity_and_results_have_the_query_last(
    platform: DemoPlatform, client: TestClient, tool: StandIn
) -> None:
    graded, plain = (platform.claims("13", activity, nonce="n")[AGS_CLAIM] for activity in ("1", "2"))
    assert graded["lineitem"].endswith("/lineitems/1/lineitem?type_id=2")
    assert "lineitem" not in plain
    assert client.get(below(graded["lineitem"], "/results"), headers=tool.bearer()).status_code == 200


def test_columns_can_be_found_by_link_and_tag(client: TestClient, tool: StandIn) -> None:
    address, held = f"{LMS}/services/2/lineitems?type_id=2", tool.bearer()
    assert [item["label"] for item in client.get(address, headers=held).json()] == ["Uraohjaus: kansalliset palvelut"]
    assert len(client.get(f"{address}&resource_link_id=1", headers=held).json()) == 1
    assert client.get(f"{address}&tag=none", headers=held).json() == []
    assert client.get(f"{LMS}/services/9/lineitems", headers=held).status_code == 404
    assert client.get(f"{LMS}/services/3/lineitems/1/lineitem", headers=held).status_code == 404


def test_the_tool_can_make_change_and_delete_its_own_column(
    client: TestClient, tool: StandIn, platform: DemoPlatform
) -> None:
    headers = tool.bearer() | {"Content-Type": LINE_ITEM}
    fields = {"label": "Uraohjaus yhteensä", "scoreMaximum": 10, "resourceId": "total", "tag": "total"}
    created = client.post(f"{LMS}/services/2/lineitems?type_id=2", content=json.dumps(fields), headers=headers)
    assert created.status_code == 201
    assert {name: created.json()[name] for name in fields} == fields
    address = created.json()["id"]
    changed = client.put(address, content=json.dumps(fields | {"scoreMaximum": 20}), headers=headers)
    assert changed.json()["scoreMaximum"] == 20
    assert client.get(address, headers=tool.bearer()).json() == changed.json()
    assert client.delete(address, headers=tool.bearer()).status_code == 204
    assert client.get(address, headers=tool.bearer()).status_code == 404
    assert list(platform.line_items) == ["1", "3"]


@pytest.mark.parametrize("wrong", [{"label": ""}, {"scoreMaximum": 0}, {"scoreMaximum": True}, {"scoreMaximum": None}])
def test_a_column_without_a_label_or_a_maximum_is_refused(
    client: TestClient, tool: StandIn, platform: DemoPlatform, wrong: dict[str, Any]
) -> None:
    body = json.dumps({"label": "Rivi", "scoreMaximum": 1} | wrong)
    headers = tool.bearer() | {"Content-Type": LINE_ITEM}
    assert client.post(f"{LMS}/services/2/lineitems", content=body, headers=headers).status_code == 400
    assert list(platform.line_items) == ["1", "3"]


def test_when_the_teacher_deletes_the_column_its_scores_find_nothing(
    client: TestClient, tool: StandIn, platform: DemoPlatform
) -> None:
    tool.send_score("13", 40)
    platform.remove_line_item("1")
    assert tool.send_score("13", 60, item="1").status_code == 404
    assert "lineitem" not in platform.claims("13", "1", nonce="n")[AGS_CLAIM]
    assert "This course has no columns" in client.get("/course/fi-8b/gradebook?as=10").text


def test_paging_results_on_moodle_is_an_html_error(tool: StandIn) -> None:
    answer = tool.results(limit="1")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "member function out() on null" in answer.text


def test_a_whole_class_that_finishes_at_once_is_graded_whole(tool: StandIn, platform: DemoPlatform) -> None:
    pupils = [person.id for person in platform.members("fi-8b") if person.roles["fi-8b"] is Role.LEARNER]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda pupil: tool.send_score(pupil, int(pupil)).status_code, pupils))
    assert answers == [200] * 24
    assert {pupil: result.score for pupil, result in platform.gradebook["1"].items()} == {
        pupil: float(pupil) for pupil in pupils
    }
    assert sum(entry.what == "score" for entry in platform.request_log) == 24


def test_every_request_is_in_the_request_log_with_its_answer(tool: StandIn, platform: DemoPlatform) -> None:
    tool.send_score("13", 40)
    tool.send_score("13", 50)
    tool.results(user_id="13")
    seen = [(entry.what, entry.status) for entry in platform.request_log if entry.what != "token"]
    assert seen == [("score", 200), ("score", 409), ("results", 200)]
    assert json.loads(platform.request_log[1].body)["scoreGiven"] == 40
