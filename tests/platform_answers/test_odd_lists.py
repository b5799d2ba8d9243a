"""Odd answers where a list of members was asked for."""

import json

import httpx2
import pytest

from careered.dashboard.labels import ROSTER_ERRORS
from careered.web.i18n import translations
from tests.journeys.scenario import FINLAND
from tests.platform_answers.conftest import OddTown

Response = httpx2.Response
LEARNER, INSTRUCTOR = ["Learner"], ["Instructor"]


def members(*entries: object, **headers: str) -> Response:
    body = json.dumps({"id": "x", "members": list(entries)})  # half characters are escaped
    return Response(200, content=body.encode(), headers=headers)


def member(
    user_id: object, name: str = "Aino Uusi", roles: list[str] | None = None, **more: object
) -> dict[str, object]:
    return {"user_id": user_id, "name": name, "roles": roles or LEARNER, **more}


def linked(link: str) -> Response:
    return members(member("901"), Link=link)


UNUSABLE = {
    "a sign-in page": Response(200, html="<html>"),
    "a list without a frame": Response(200, json=[member("901")]),
    "members that are no list": Response(200, json={"members": {"901": {}}}),
    "half a JSON": Response(200, content=b'{"members": ['),
    "nesting without end": Response(200, content=b'{"members":' + b"[" * 100_000),
    "nothing": Response(204),
    "a next page that is no URL": linked('<http://[::1>; rel="next"'),
    "a next page in printed quotes and HTML": linked("<https://school.test/2>; rel=&#8220;next&#8221;"),
    "a next page without an address": linked("next"),
    "a next page of another document": linked('<https://school.test/2>; rel="next"; anchor="/other"'),
    "two next pages": linked('</2>; rel="next", </3>; rel="next"'),
    "a next page elsewhere": linked('<https://elsewhere.test/2>; rel="next"'),
    "a next page inside": linked('<https://10.0.0.1/2>; rel="next"'),
    "a next page that is this one": linked('<>; rel="next"'),
    "an open quote": linked('<https://school.test/2>; rel="next'),
    "a redirect": Response(302, headers={"Location": "/login"}),
    "an error": Response(500, content=b"\xff\xfe"),
    "not allowed": Response(403, headers={"Content-Type": "text/plain; charset=hex"}, content=b"zz"),
}


@pytest.mark.parametrize("answer", UNUSABLE)
def test_a_list_answered_by(answer: str, town: OddTown) -> None:
    """... changes nobody, is said, is asked for again by itself, and delays no score."""
    town.scenario.teacher(FINLAND)
    town.scenario.run_worker()
    before = len(town.pupils())
    town.respond("/memberships", *[UNUSABLE[answer]] * 2)
    town.scenario.advance(minutes=1)
    browser, page = town.scenario.teacher(FINLAND)
    town.work()
    row = town.class_row()
    assert row["roster_state"] in {"failed", "refused"}
    assert row["roster_due_at"] is not None
    assert town.code("roster") == row["roster_error"]
    said = translations("fi").gettext(ROSTER_ERRORS.get(row["roster_error"], ""))
    assert row["roster_error"] in {"no_answer", "nrps_refused"} or said in browser.get(page.path).main_text
    assert len(town.pupils()) == before
    assert town.state() == "delivered"
    for _second_answer in range(2):
        town.scenario.advance(hours=13)
        town.scenario.run_worker()
    assert town.class_row()["roster_state"] == "fresh"


USABLE = {
    "a mark of byte order": (Response(200, content=b"\xef\xbb\xbf" + members(member("901")).content), {"901": True}),
    "UTF-16": (Response(200, content=members(member("901")).text.encode("utf-16")), {"901": True}),
    "a wrong label": (
        Response(200, content=members(member("901")).content, headers={"Content-Type": "x; charset=utf-32"}),
        {"901": True},
    ),
    "a label of no encoding": (
        Response(200, content=members(member("901")).content, headers={"Content-Type": "x; charset=hex"}),
        {"901": True},
    ),
    "half a surrogate pair in a name": (members(member("901", "A\ud800"), member("902")), {"901": True, "902": True}),
    "a NUL in a name": (members(member("901", "A\x00ino"), member("902")), {"901": True, "902": True}),
    "a NUL in an id": (members(member("901\x00"), member("902")), {"902": True}),
    "half a character in an id": (members(member("901\udc00"), member("902")), {"902": True}),
    "a broken byte in a name": (
        Response(200, content=members(member("901", "AXB")).content.replace(b"AXB", b"A\xffB")),
        {"901": True},
    ),
    "numbers for ids": (members(member(901), member(902.0)), {"901": True, "902": True}),
    "words that are no members": (members("x", None, 5, {}, member("901")), {"901": True}),
    "states in any case": (
        members(member("901", status="ACTIVE"), member("902", status="inactive"), member("903", status=" active ")),
        {"901": True, "902": False, "903": True},
    ),
    "one person twice": (
        members(member("901", status="Inactive"), member("901", status="active"), member("901", status="Deleted")),
        {"901": True},
    ),
    "a variable for a name": (members(member("901", "$Person.name.full")), {"901": True}),
    "a link that is no next page": (linked('</x?rel=next>; rel="first"; title="next"'), {"901": True}),
}


@pytest.mark.parametrize("answer", USABLE)
def test_a_list_is_read_although_it_has(answer: str, town: OddTown) -> None:
    response, expected = USABLE[answer]
    town.respond("/memberships", response)
    town.scenario.teacher(FINLAND)
    town.work()
    assert town.code("roster") == "ok"
    listed = town.pupils()
    assert {user_id for user_id in listed if user_id.startswith("90")} == set(expected)
    for user_id, active in expected.items():
        assert (listed[user_id]["status"] == "active") == active
        assert "$" not in (listed[user_id]["name"] or "")
    assert town.state() == "delivered"


def test_a_fault_of_our_own_with_one_list_stops_no_other(town: OddTown, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> object:
        raise ZeroDivisionError

    town.scenario.teacher(FINLAND)
    monkeypatch.setattr("careered.lti.roster_refresh.read_roster", broken)
    town.work()
    row = town.class_row()
    assert (row["roster_state"], row["roster_error"]) == ("failed", "nrps_bad")
    assert town.code("roster") == "nrps_bad"
    assert town.state() == "delivered"
