"""Odd answers to a score, and to the requests around it."""

import httpx2
import pytest

from tests.journeys.scenario import FINLAND
from tests.platform_answers.conftest import OddTown

Response = httpx2.Response
SIGN_IN_PAGE = Response(200, html="<html>Sign in</html>")
GZIP_IN_NAME_ONLY = Response(200, headers={"Content-Encoding": "identity"}, content=b"\x1f\x8b\x08 no gzip")

NO_SUCCESS = {
    "a sign-in page": SIGN_IN_PAGE,
    "half a JSON": Response(200, content=b'{"a":'),
    "JSON nested without end": Response(200, content=b"[" * 100_000),
    "a number without end": Response(200, content=b"1" * 10_000),
    "bytes that are no text": GZIP_IN_NAME_ONLY,
    "UTF-16 that breaks off": Response(200, content=b"\xff\xfe<\x00h"),
    "a label of no encoding": Response(200, headers={"Content-Type": "text/html; charset=hex"}, content=b"<zz>"),
    "a redirect": Response(302, headers={"Location": "https://elsewhere.test/"}),
    "a redirect to nowhere": Response(307, headers={"Location": "http://[::1"}),
    "an error with a broken date": Response(503, headers={"Retry-After": "Mon, 99 Foo 99999999999999999999 00:00:00"}),
    "an error with a huge wait": Response(429, headers={"Retry-After": "9" * 400}),
    "a wait in words": Response(429, headers={"Retry-After": "soon"}),
    "a wait in the past": Response(503, headers={"Retry-After": "-5"}),
    "an unknown status": Response(599),
    "a refusal in an unknown encoding": Response(400, headers={"Content-Type": "a/b; charset=rot13"}, content=b"\xff"),
    "a refusal in UTF-16": Response(422, content="user not found".encode("utf-16")),
    "a teapot": Response(418),
}


@pytest.mark.parametrize("answer", NO_SUCCESS)
def test_a_score_answered_by(answer: str, quick_town: OddTown) -> None:
    """... has a state and a later time, the staff can read why, and it arrives when the platform is itself again."""
    response = NO_SUCCESS[answer]
    quick_town.respond("/scores", *[response] * (2 if response.status_code in {400, 422} else 1))  # in both scales
    quick_town.work()
    assert quick_town.state() in {"retrying", "refused", "not_in_course"}
    assert quick_town.code("score") not in {"", "ok"}
    quick_town.arrives_in_the_end()


STORED = {
    "nothing": Response(200),
    "a number": Response(200, json=7),
    "JSON with a mark of byte order": Response(200, content=b"\xef\xbb\xbf{}"),
    "JSON with a wrong label": Response(200, headers={"Content-Type": "text/html; charset=utf-16"}, content=b"{}"),
    "a Link header that is no URL": Response(200, headers={"Link": '<http://[::1>; rel="next"'}, json={}),
    "a date that is none": Response(200, headers={"Date": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}),
    "half a surrogate pair": Response(200, content=b'{"a": "\\ud800"}'),
    "a sign-in page": SIGN_IN_PAGE,
    "half a JSON": Response(201, content=b"{"),
    "an error": Response(502, html="<html>"),
    "bytes that are no text": Response(200, content=b"\xff\x00\x01"),
}


@pytest.mark.parametrize("answer", STORED)
def test_a_score_that_was_stored_and_answered_by(answer: str, quick_town: OddTown) -> None:
    """... is in the gradebook once, and the tool knows it in the end."""
    quick_town.scenario.network.distort("school.test.*/scores", STORED[answer])
    quick_town.work()
    quick_town.arrives_in_the_end()
    assert quick_town.scenario.request_count("score") <= 1 + (STORED[answer].status_code >= 500)


def test_a_score_whose_answer_and_reading_back_were_lost_is_read_before_it_is_sent_again(town: OddTown) -> None:
    town.scenario.network.distort("school.test.*/scores", SIGN_IN_PAGE)
    town.respond("/results", Response(503))
    town.work()
    assert town.state() == "retrying"
    town.arrives_in_the_end()
    assert (town.scenario.request_count("score"), town.scenario.request_count("results")) == (1, 1)


TOKENS = {
    "a sign-in page": SIGN_IN_PAGE,
    "a list": Response(200, json=["token"]),
    "a number for a token": Response(200, json={"access_token": 5}),
    "no other scope": Response(200, json={"access_token": "x", "scope": "openid"}),
    "an error in words": Response(400, text="invalid client"),
    "not found": Response(404, html="<html>"),
    "an encoding it does not have": Response(200, content=b"\xff\xfe\x00", headers={"Content-Type": "a; charset=hex"}),
}


@pytest.mark.parametrize("answer", TOKENS)
def test_a_token_request_answered_by(answer: str, quick_town: OddTown) -> None:
    """... costs no score, here or elsewhere."""
    quick_town.respond("/token", *[TOKENS[answer]] * 2)
    quick_town.work()
    assert quick_town.state() in {"retrying", "refused"}
    quick_town.arrives_in_the_end()


@pytest.mark.parametrize("lifetime", ['"3600"', "1e300", "-5", "null", "[]", "1" + "0" * 300, "Infinity", "true"])
def test_a_token_with_an_odd_lifetime_is_used(quick_town: OddTown, lifetime: str) -> None:
    body = f'{{"access_token": "odd", "expires_in": {lifetime}}}'
    quick_town.respond("/token", Response(200, content=body.encode()))
    quick_town.respond("/scores", Response(200))
    quick_town.work()
    assert quick_town.state() == "delivered"


RESULTS = {
    "an object": Response(200, json={}),
    "a score that is no number": Response(200, json=[{"userId": "PUPIL", "resultScore": "many"}]),
    "infinity": Response(200, content=b'[{"userId": "PUPIL", "resultScore": Infinity, "resultMaximum": Infinity}]'),
    "a number beyond all numbers": Response(200, content=b'[{"userId": "PUPIL", "resultScore": 1%s}]' % (b"0" * 400)),
    "nobody's result": Response(200, json=[{"userId": "999", "resultScore": 1, "resultMaximum": 9}]),
}


@pytest.mark.parametrize("answer", RESULTS)
def test_a_score_that_reads_back_as_an_odd_answer_is_sent_again(answer: str, quick_town: OddTown) -> None:
    content = RESULTS[answer].content.replace(b"PUPIL", quick_town.pupil.encode())
    quick_town.scenario.network.respond_with("school.test.*/scores", Response(409))
    quick_town.respond("/results", Response(200, content=content))
    quick_town.work()
    quick_town.state()
    quick_town.arrives_in_the_end()


def test_a_fault_of_our_own_with_one_score_stops_no_other(town: OddTown, monkeypatch: pytest.MonkeyPatch) -> None:
    second = town.scenario.people(FINLAND)[1]
    town.scenario.finishes(second, FINLAND)
    monkeypatch.setattr("careered.grade_sync.sender.ags.score_message", _broken_for(town.pupil))
    town.scenario.run_worker()
    assert town.state() == "refused"
    assert town.code("score") != ""
    assert town.scenario.gradebook_points(second, FINLAND)[0] == 1


def _broken_for(pupil: str) -> object:
    from careered.lti.ags import score_message

    def broken(user_id: str, *values: object, **named: object) -> object:
        if user_id == pupil:
            raise ZeroDivisionError
        return score_message(user_id, *values, **named)  # type: ignore[arg-type]

    return broken
