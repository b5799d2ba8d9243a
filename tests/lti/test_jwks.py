"""Fetching platforms' keys."""

from dataclasses import replace

import httpx2
import pytest
from joserfc.jwk import ECKey, RSAKey

from careered.lti.jwks import LARGEST
from careered.web.refusals import Refused
from tests.lti.conftest import Expect
from tests.lti.key_server import KeyServer, endless, key_set
from tests.lti.school import KEY, OTHER_KEY, SCHOOL, claims, sign, verified

NEW_KEY = RSAKey.generate_key(2048, {"kid": "new-key"})
DOWN = httpx2.ConnectTimeout("no answer")


def test_the_first_launch_fetches_the_keys_and_the_next_ones_do_not() -> None:
    server = KeyServer()
    (key,) = server.find()
    assert verified(sign(claims()), keys=(RSAKey.import_key(key.as_dict()),))
    server.find()
    assert len(server.asked) == 1


def test_the_tool_says_who_it_is_because_some_platforms_demand_it() -> None:
    server = KeyServer()
    server.find()
    (request,) = server.asked
    assert str(request.url) == SCHOOL.jwks_url
    assert request.headers["user-agent"].startswith("careered/")
    assert request.headers["user-agent"].endswith("(LTI 1.3 tool)")


def test_every_platform_has_keys_of_its_own(refuses: Expect) -> None:
    server = KeyServer()
    server.find()
    server.answer = key_set(NEW_KEY)
    other = replace(SCHOOL, jwks_url="https://other.example/jwks")
    refuses("kid_unknown", lambda: server.find("school-key", other))
    assert server.find("new-key", other)


def test_two_keys_with_one_id_are_both_found() -> None:
    assert len(KeyServer(key_set(KEY, OTHER_KEY)).find()) == 2


# --- how long keys are fresh


@pytest.mark.parametrize(
    ("cache_control", "seconds"),
    [
        ("", 3600),
        ("max-age=600", 600),
        ("public, max-age=600, must-revalidate", 600),
        ("Max-Age=600", 600),
        ("max-age=999999", 3600),
        ("max-age=0", 60),
        ("no-store", 3600),
        ("s-maxage=120", 3600),
        ("max-age=nonsense", 3600),
    ],
)
def test_keys_are_fetched_again_when_the_platform_says_so_but_within_an_hour(cache_control: str, seconds: int) -> None:
    server = KeyServer(key_set(KEY, **({"Cache-Control": cache_control} if cache_control else {})))
    server.find()
    server.later(seconds=seconds - 1)
    server.find()
    assert len(server.asked) == 1
    server.later(seconds=1)
    server.find()
    assert len(server.asked) == 2


# --- a platform changes its keys


def test_no_launch_is_lost_when_a_platform_changes_its_key() -> None:
    server = KeyServer()
    server.find()
    server.answer = key_set(NEW_KEY)
    assert server.find("new-key")
    assert len(server.asked) == 2


def test_fifty_launches_at_once_fetch_a_new_key_once() -> None:
    server = KeyServer()
    server.find()
    server.answer = key_set(NEW_KEY)
    found = server.find_at_once(50, "new-key")
    assert [type(one) for one in found] == [list] * 50
    assert len(server.asked) == 2


def test_a_class_that_arrives_first_fetches_the_keys_once() -> None:
    server = KeyServer()
    server.find_at_once(30, "school-key")
    assert len(server.asked) == 1


def test_unknown_keys_make_one_fetch_a_minute_and_no_more(refuses: Expect) -> None:
    server = KeyServer()
    server.find()
    for _ in range(5):
        refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.asked) == 2
    server.later(seconds=59)
    refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.asked) == 2
    server.later(seconds=1)
    refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.asked) == 3
    assert server.find()


def test_an_unknown_key_at_the_very_first_launch_is_asked_for_once(refuses: Expect) -> None:
    server = KeyServer()
    refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.asked) == 1


# --- a platform's server is down


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500),
        httpx2.Response(404, text="gone"),
        httpx2.Response(403),
        httpx2.Response(302, headers={"Location": "https://evil.example/jwks"}),
        httpx2.Response(200, html="<html>maintenance</html>"),
        httpx2.Response(200, text="\n <!doctype html>"),
        DOWN,
        httpx2.ReadTimeout("hangs"),
        httpx2.RemoteProtocolError("cut"),
    ],
)
def test_keys_that_cannot_be_had_are_unavailable(refuses: Expect, answer: httpx2.Response | httpx2.HTTPError) -> None:
    server = KeyServer(answer)
    refuses("jwks_unavailable", server.find)
    assert len(server.asked) == 1


def test_a_server_that_is_back_is_asked_at_once_when_nothing_is_known(refuses: Expect) -> None:
    server = KeyServer(DOWN)
    refuses("jwks_unavailable", server.find)
    server.answer = key_set(KEY)
    assert server.find()


def test_a_class_that_waits_for_a_server_that_is_down_waits_once() -> None:
    server = KeyServer(DOWN)
    found = server.find_at_once(30, "school-key")
    assert {one.code for one in found if isinstance(one, Refused)} == {"jwks_unavailable"}
    assert len(found) == 30
    assert len(server.asked) == 1


@pytest.mark.parametrize("answer", [DOWN, httpx2.Response(503), httpx2.Response(200, text="{}")])
def test_known_keys_serve_for_a_day_when_the_server_is_down(
    refuses: Expect, answer: httpx2.Response | httpx2.HTTPError
) -> None:
    server = KeyServer()
    server.find()
    server.answer = answer
    server.later(hours=2)
    assert server.find()
    server.later(hours=21, minutes=59)
    assert server.find()
    server.later(minutes=1)
    refuses("jwks_bad" if answer is not DOWN and answer.status_code == 200 else "jwks_unavailable", server.find)


def test_while_known_keys_serve_a_server_that_is_down_is_asked_once_a_minute() -> None:
    server = KeyServer()
    server.find()
    server.answer = DOWN
    server.later(hours=2)
    for _ in range(5):
        assert server.find()
    assert len(server.asked) == 2
    server.later(minutes=1)
    server.answer = key_set(KEY)
    assert server.find()
    assert server.find()
    assert len(server.asked) == 3


def test_a_new_key_on_a_server_that_is_down_is_unavailable_not_unknown(refuses: Expect) -> None:
    server = KeyServer()
    server.find()
    server.answer = DOWN
    refuses("jwks_unavailable", lambda: server.find("new-key"))
    refuses("jwks_unavailable", lambda: server.find("new-key"))
    assert len(server.asked) == 2
    server.later(minutes=1)
    server.answer = key_set(NEW_KEY)
    assert server.find("new-key")


def test_a_failure_that_is_over_does_not_keep_a_new_key_from_being_fetched() -> None:
    server = KeyServer()
    server.find()
    server.answer = DOWN
    server.later(hours=2)
    server.find()
    server.later(minutes=1)
    server.answer = key_set(KEY)
    server.find()
    server.answer = key_set(NEW_KEY)
    assert server.find("new-key")


def test_keys_beside_an_address_that_is_none_are_unavailable(refuses: Expect) -> None:
    refuses("jwks_unavailable", lambda: KeyServer().find(registration=replace(SCHOOL, jwks_url="https://[")))


# --- what a server sends


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b"null",
        b'{"keys": {}}',
        b'{"keys": []}',
        b'{"keys": ["x", 5, null]}',
        b'{"keys": [{"kty": "RSA"}]}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_an_answer_without_keys_is_bad(refuses: Expect, body: bytes) -> None:
    refuses("jwks_bad", KeyServer(httpx2.Response(200, content=body)).find)


def test_a_hundred_keys_are_read_and_one_more_is_bad(refuses: Expect) -> None:
    assert len(KeyServer(key_set(*[KEY] * 100)).find()) == 100
    refuses("jwks_bad", KeyServer(key_set(*[KEY] * 101)).find)


def test_reading_stops_when_an_answer_is_too_large(refuses: Expect) -> None:
    answer, taken = endless()
    refuses("jwks_bad", KeyServer(lambda: answer).find)
    assert sum(taken) <= LARGEST + 2 * 16_384


def test_an_answer_of_the_largest_size_is_read() -> None:
    body = key_set(KEY).content.ljust(LARGEST)
    assert KeyServer(httpx2.Response(200, content=body)).find()


@pytest.mark.parametrize(
    "change",
    [
        {"kty": "EC"},
        {"use": "enc"},
        {"alg": "RS512"},
        {"kid": None},
        {"kid": 5},
        {"n": None},
        {"n": 5},
        {"n": "AQAB"},
        {"n": "!"},
        {"n": "a"},
        {"n": "_" * 342 + "_" * 2000},
        {"e": "Ag"},
        {"e": None},
    ],
)
def test_keys_that_are_of_no_use_do_not_disturb_the_others(refuses: Expect, change: dict[str, object]) -> None:
    bad = {**NEW_KEY.as_dict(private=False), **change}
    good = KEY.as_dict(private=False)
    server = KeyServer(httpx2.Response(200, json={"keys": [bad, good]}))
    assert server.find()
    refuses("kid_unknown", lambda: server.find("new-key"))


def test_a_short_or_elliptic_key_is_not_used(refuses: Expect) -> None:
    short = {"kty": "RSA", "kid": "short", "e": "AQAB", "n": "_" * 170 + "w"}
    elliptic = ECKey.generate_key("P-256", {"kid": "elliptic"}).as_dict(private=False)
    server = KeyServer(httpx2.Response(200, json={"keys": [short, elliptic]}))
    refuses("jwks_bad", server.find)


def test_a_key_needs_neither_use_nor_algorithm() -> None:
    plain = {name: KEY.as_dict(private=False)[name] for name in ("kty", "n", "e", "kid")}
    assert KeyServer(httpx2.Response(200, json={"keys": [plain]})).find()
    full = {**plain, "use": "sig", "alg": "RS256", "x5t": "x"}
    assert KeyServer(httpx2.Response(200, json={"keys": [full]})).find()


def test_a_private_key_that_somebody_published_is_kept_as_a_public_one() -> None:
    server = KeyServer(httpx2.Response(200, json={"keys": [KEY.as_dict(private=True)]}))
    (key,) = server.find()
    assert not key.is_private
