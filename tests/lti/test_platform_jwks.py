"""Platforms' key sets: fetched, cached, and refetched on rotation."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import httpx2
import pytest
from joserfc.jwk import RSAKey

from tests.lti.conftest import CheckRefusal
from tests.lti.key_server import KeyServer, key_set
from tests.lti.school import KEY, OTHER_KEY, SCHOOL, claims, sign, verify_token

NEW_KEY = RSAKey.generate_key(2048, {"kid": "new-key"})


def test_the_first_launch_fetches_the_keys_and_the_next_ones_do_not() -> None:
    server = KeyServer()
    (key,) = server.find()
    assert verify_token(sign(claims()), keys=(RSAKey.import_key(key.as_dict()),))
    server.find()
    assert len(server.requests) == 1


def test_the_tool_says_who_it_is_because_some_platforms_demand_it() -> None:
    server = KeyServer()
    server.find()
    (request,) = server.requests
    assert str(request.url) == SCHOOL.jwks_url
    assert request.headers["user-agent"].startswith("careered/")
    assert request.headers["user-agent"].endswith("(LTI 1.3 tool)")


def test_every_platform_has_keys_of_its_own(refuses: CheckRefusal) -> None:
    server = KeyServer()
    server.find()
    server.answer = key_set(NEW_KEY)
    other = replace(SCHOOL, jwks_url="https://other.example/jwks")
    refuses("kid_unknown", lambda: server.find("school-key", other))
    assert server.find("new-key", other)


def test_two_keys_with_one_id_are_both_found() -> None:
    assert len(KeyServer(key_set(KEY, OTHER_KEY)).find()) == 2


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
    server.advance(seconds=seconds - 1)
    server.find()
    assert len(server.requests) == 1
    server.advance(seconds=1)
    server.find()
    assert len(server.requests) == 2


def test_no_launch_is_lost_when_a_platform_changes_its_key() -> None:
    server = KeyServer()
    server.find()
    server.answer = key_set(NEW_KEY)
    assert server.find("new-key")
    assert len(server.requests) == 2


def test_fifty_launches_at_once_fetch_a_new_key_once() -> None:
    server = KeyServer()
    server.find()
    server.answer = key_set(NEW_KEY)
    results = server.find_at_once(50, "new-key")
    assert [type(result) for result in results] == [list] * 50
    assert len(server.requests) == 2


def test_a_class_that_arrives_first_fetches_the_keys_once() -> None:
    server = KeyServer()
    server.find_at_once(30, "school-key")
    assert len(server.requests) == 1


def test_unknown_keys_make_one_fetch_a_minute_and_no_more(refuses: CheckRefusal) -> None:
    server = KeyServer()
    server.find()
    for _ in range(5):
        refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.requests) == 2
    server.advance(seconds=59)
    refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.requests) == 2
    server.advance(seconds=1)
    refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.requests) == 3
    assert server.find()


class Launches:
    """Launches whose tokens are checked with what the server has."""

    def __init__(self) -> None:
        self.server = KeyServer()
        self.server.find()

    def verify(self, key: RSAKey) -> object:
        """One launch, its token signed with a key."""

        def check(keys: Sequence[RSAKey]) -> object:
            return verify_token(sign(claims(), key), keys=tuple(keys))

        return asyncio.run(self.server.keys.verify(SCHOOL, "school-key", check))


def test_a_key_that_changed_under_its_old_name_is_fetched_again() -> None:
    launches = Launches()
    launches.server.answer = key_set(OTHER_KEY)
    assert launches.verify(OTHER_KEY)
    assert launches.verify(OTHER_KEY)
    assert len(launches.server.requests) == 2


def test_forged_tokens_make_one_fetch_a_minute_and_no_more(refuses: CheckRefusal) -> None:
    launches = Launches()
    for _ in range(5):
        refuses("sig_invalid", lambda: launches.verify(OTHER_KEY))
    assert len(launches.server.requests) == 2
    assert launches.verify(KEY)


def test_a_key_server_that_is_down_does_not_lose_the_keys_for_a_forged_token(refuses: CheckRefusal) -> None:
    launches = Launches()
    launches.server.answer = httpx2.Response(503)
    refuses("sig_invalid", lambda: launches.verify(OTHER_KEY))
    assert launches.verify(KEY)


def test_an_unknown_key_at_the_very_first_launch_is_asked_for_once(refuses: CheckRefusal) -> None:
    server = KeyServer()
    refuses("kid_unknown", lambda: server.find("never-seen"))
    assert len(server.requests) == 1
