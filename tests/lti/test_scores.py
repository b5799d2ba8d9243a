"""Scores and results in a platform's gradebook."""

import json
from datetime import datetime, timedelta, timezone

import httpx2
import pytest

from careered.lti import ags
from careered.lti.client import NoResponse, Ok, Rejected, RetryLater, ServiceResult
from tests.lti.lms import Lms
from tests.lti.school import NOW, SCHOOL

LINE_ITEM_URL = "https://lms.school.example/2/lineitems/2/lineitem?type_id=2"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"


def test_a_score_of_a_pupil_under_way_shows_its_number() -> None:
    assert ags.score_message("pupil-1", 3, 12, NOW, complete=False, family="moodle") == {
        "userId": "pupil-1",
        "scoreGiven": 3,
        "scoreMaximum": 12,
        "timestamp": "2026-11-24T08:00:00.000Z",
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
    }


def test_a_pupil_who_has_nothing_yet_has_a_zero() -> None:
    assert ags.score_message("pupil-1", 0, 12, NOW, complete=False, family="moodle")["scoreGiven"] == 0


def test_a_pupil_who_has_done_everything_is_completed() -> None:
    score = ags.score_message("pupil-1", 12, 12, NOW, complete=True, family="moodle")
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")


def test_canvas_gets_the_flag_that_a_score_is_no_new_attempt() -> None:
    name = "https://canvas.instructure.com/lti/submission"
    assert ags.score_message("pupil-1", 1, 2, NOW, complete=False, family="canvas")[name] == {"new_submission": False}
    assert name not in ags.score_message("pupil-1", 1, 2, NOW, complete=False, family="moodle")


def test_the_time_is_utc_with_milliseconds_wherever_the_server_stands() -> None:
    here = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    assert (
        ags.score_message("pupil-1", 1, 2, here, complete=False, family="other")["timestamp"]
        == "2026-11-24T08:00:00.123Z"
    )


def test_a_score_is_posted_to_the_line_items_path_and_keeps_its_query() -> None:
    lms = Lms()
    score = ags.score_message("pupil-1", 3, 12, NOW, complete=False, family="moodle")
    assert ags.post_score(lms.client, SCHOOL, LINE_ITEM_URL, score) == Ok(200)
    (request,) = lms.requests
    assert (request.method, str(request.url)) == ("POST", LINE_ITEM_URL.replace("?", "/scores?"))
    assert request.headers["content-type"] == "application/vnd.ims.lis.v1.score+json"
    assert lms.form()["scope"] == f"{SCOPE}score"
    assert lms.bodies == [score]


@pytest.mark.parametrize(
    ("response", "answer"),
    [
        (httpx2.Response(409), Rejected(409, "conflict")),
        (httpx2.Response(404), Rejected(404, "column_gone")),
        (httpx2.Response(200, html="<html>Sign in"), NoResponse("not_understood")),
        (httpx2.Response(503), RetryLater(None, "no_answer")),
    ],
)
def test_a_score_that_did_not_arrive_is_not_taken_for_delivered(
    response: httpx2.Response, answer: ServiceResult
) -> None:
    assert ags.post_score(Lms(lambda _request: response).client, SCHOOL, LINE_ITEM_URL, {}) == answer


def read(response: httpx2.Response, user_id: str = "5") -> tuple[object, Lms]:
    lms = Lms(lambda _request: response)
    return ags.read_result(lms.client, SCHOOL, LINE_ITEM_URL, user_id), lms


def test_one_pupils_result_is_requested_and_read() -> None:
    result, lms = read(httpx2.Response(200, json=[{"userId": "5", "resultScore": 15, "resultMaximum": 20}]))
    assert result == ags.Result(15.0, 20.0)
    (request,) = lms.requests
    assert str(request.url) == LINE_ITEM_URL.replace("?", "/results?") + "&user_id=5"
    assert request.headers["accept"] == "application/vnd.ims.lis.v2.resultcontainer+json"
    assert lms.form()["scope"] == f"{SCOPE}result.readonly"


def test_a_platform_that_sends_everybody_does_not_mislead() -> None:
    everybody = [{"userId": "4", "resultScore": 1}, "x", {"userId": 5, "resultScore": 0.5}, {"userId": "5"}]
    assert read(httpx2.Response(200, json=everybody))[0] == ags.Result(0.5, 1.0)
    assert read(httpx2.Response(200, json=everybody), "6")[0] is None


@pytest.mark.parametrize("score", [None, "", "many", True, [15], float("inf"), float("nan"), 10**400])
def test_a_result_without_a_number_has_none(score: object) -> None:
    result = json.dumps([{"userId": "5", "resultScore": score, "resultMaximum": None}])
    assert read(httpx2.Response(200, text=result))[0] == ags.Result(None, 1.0)


def test_nothing_in_the_column_is_nothing() -> None:
    assert read(httpx2.Response(200, json=[]))[0] is None


def test_a_result_that_cannot_be_read_says_why() -> None:
    assert read(httpx2.Response(404, html="<html>"))[0] == Rejected(404, "column_gone")
    assert read(httpx2.Response(200, json={}))[0] == RetryLater(None, "not_understood")
    assert read(httpx2.Response(200))[0] == RetryLater(None, "not_understood")


@pytest.mark.parametrize(
    ("result", "score_given", "maximum", "same"),
    [
        (ags.Result(3, 12), 3, 12, True),
        (ags.Result(25, 100), 3, 12, True),
        (ags.Result(0.25, 1), 3, 12, True),
        (ags.Result(33.33, 100), 4, 12, True),
        (ags.Result(0.33, 1), 4, 12, True),
        (ags.Result(33, 100), 4, 12, True),
        (ags.Result(66.66667, 100), 8, 12, True),
        (ags.Result(0, 100), 0, 12, True),
        (ags.Result(12, 12), 12, 12, True),
        (ags.Result(4, 12), 3, 12, False),
        (ags.Result(34, 100), 4, 12, False),
        (ags.Result(0.5, 100), 1, 200, True),
        (ags.Result(0.5, 100), 2, 200, False),
        (ags.Result(None, 12), 0, 12, False),
        (ags.Result(1, 0), 1, 1, False),
        (ags.Result(1, -1), 1, 1, False),
        (ags.Result(0, 1), 0, 0, False),
    ],
)
def test_scores_are_compared_on_whatever_scale(result: ags.Result, score_given: int, maximum: int, same: bool) -> None:
    assert ags.is_same_score(result, score_given, maximum) is same
