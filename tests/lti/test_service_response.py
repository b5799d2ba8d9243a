"""Responses of a platform's services, classified."""

import httpx2
import pytest

from careered.lti.client import NoResponse, Ok, Rejected, RetryLater, ServiceResult
from tests.lti.lms import Lms
from tests.lti.school import NOW_SECONDS, SCHOOL

URL = "https://lms.school.example/service"


def classify_response(response: httpx2.Response) -> ServiceResult:
    return Lms(lambda _request: response).client.request(SCHOOL, ["a"], "GET", URL)


def test_an_answer_brings_its_json_its_links_and_the_platforms_clock() -> None:
    headers = [
        ("Link", '<https://lms.school.example/x?p=AbC>; rel="next", </y>; rel=differences'),
        ("Date", "Tue, 24 Nov 2026 08:00:05 GMT"),
    ]
    answer = classify_response(httpx2.Response(200, json={"a": 1}, headers=headers))
    assert isinstance(answer, Ok)
    assert answer.json == {"a": 1}
    assert answer.links["next"] == "https://lms.school.example/x?p=AbC"
    assert answer.links["differences"] == "https://lms.school.example/y"
    assert answer.date is not None
    assert int(answer.date.timestamp()) == NOW_SECONDS + 5


@pytest.mark.parametrize(
    "link", ["", "nonsense", "<https://x.example/>", "<https://x.example/>; rel=“last”", "<>; rel"]
)
def test_a_broken_link_header_is_no_link(link: str) -> None:
    answer = classify_response(httpx2.Response(200, headers=[(b"Link", link.encode())]))
    assert isinstance(answer, Ok)
    assert "next" not in answer.links


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 Nov 2026 08:00:05 GMT"])
def test_a_broken_date_is_no_date(date: str) -> None:
    assert classify_response(httpx2.Response(200, headers={"Date": date})) == Ok(200)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success_without_a_body_is_success(status: int) -> None:
    assert classify_response(httpx2.Response(status)) == Ok(status)


def test_a_sign_in_page_is_no_success() -> None:
    assert classify_response(httpx2.Response(200, html="<html>Sign in</html>")) == NoResponse("not_understood")
    assert classify_response(httpx2.Response(200, content=b"[" * 100_000)) == NoResponse("not_understood")
    assert classify_response(httpx2.Response(302, headers={"Location": "https://x.example/"})) == RetryLater(
        None, "not_understood"
    )


CANVAS_ERROR = '{"errors": {"type": "unprocessable_entity", "message": "%s"}}'


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (400, "", "refused"),
        (403, "", "scope_missing"),
        (404, "", "column_gone"),
        (410, "", "column_gone"),
        (409, "", "conflict"),
        (422, "", "refused"),
        (422, CANVAS_ERROR % "User not found in course or is not a student", "not_in_course"),
        (422, CANVAS_ERROR % "This course has concluded. AGS requests will no longer be accepted", "course_concluded"),
        (422, CANVAS_ERROR % "cannot be changed: This assignment is still unpublished", "column_closed"),
        (422, CANVAS_ERROR % "The maximum number of allowed attempts has been reached", "attempts_used"),
        (400, "Provided timestamp of 2026-01-01 before last updated timestamp of 2026-01-02", "conflict"),
        (400, "User could not be found: pupil-1", "not_in_course"),
        (403, "User in requested score is not enrolled in the org unit", "not_in_course"),
        (404, "User in requested score does not exist", "not_in_course"),
    ],
)
def test_what_platforms_say_becomes_a_word_of_ours(status: int, text: str, reason: str) -> None:
    assert classify_response(httpx2.Response(status, text=text)) == Rejected(status, reason)


def test_what_a_platform_says_in_the_reason_phrase_counts_too() -> None:
    response = httpx2.Response(400, extensions={"reason_phrase": b'Incorrect score received{"userId": "3"}'})
    assert classify_response(response) == Rejected(400, "not_in_course")


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120),
        ("0", 1),
        ("99999", 3600),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Tue, 24 Nov 2026 08:02:00 GMT", 120),
        ("Tue, 24 Nov 2026 07:00:00 GMT", 1),
        ("Wed, 25 Nov 2026 08:00:00 GMT", 3600),
    ],
)
def test_a_platform_that_is_busy_is_left_alone_as_long_as_it_says(given: str, seconds: int | None) -> None:
    headers = {"Retry-After": given}
    assert classify_response(httpx2.Response(429, headers=headers)) == RetryLater(seconds, "busy")
    assert classify_response(httpx2.Response(503, headers=headers)) == RetryLater(seconds, "no_answer")


def test_canvas_says_that_it_is_busy_with_another_status() -> None:
    answer = classify_response(httpx2.Response(403, text="403 Forbidden (Rate Limit Exceeded)"))
    assert answer == RetryLater(None, "busy")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_platform_in_trouble_is_asked_later(status: int) -> None:
    assert classify_response(httpx2.Response(status)) == RetryLater(None, "no_answer")
