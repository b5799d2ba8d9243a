"""A launch opens one session, and no second one however and whenever the first has ended."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select

from careered.lti import message_dispatch
from careered.lti.state import STATE_TTL_SECONDS
from careered.lti.token_checks import LEEWAY_SECONDS, MAX_AGE_SECONDS
from careered.privacy.erase import erase_person
from careered.web import session_cookies, session_end, sessions
from careered.web.permissions import Role
from careered.web.tables import SessionRow
from tests.corpus.attempt import LaunchAttempt
from tests.support.school import School, activities_of, pupils_of, school

COURSE = "fi-8b"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
SETTINGS = {"deep_link_return_url": "https://school.test/deep-linking", "accept_types": ["ltiResourceLink"]}
DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"


@pytest.fixture
def town(database_url: str) -> Iterator[School]:
    """A school in which a pupil has opened the course's activity before."""
    with school(database_url) as opened:
        assert Message(opened, {}).comes().status_code == 303
        yield opened


class Message:
    """A signed message that a browser may bring again."""

    def __init__(self, town: School, changes: dict[str, Any], raw: dict[str, Any] | None = None) -> None:
        self._attempt = LaunchAttempt(
            town, pupils_of(town.platform, COURSE)[0], activities_of(town.platform, COURSE)[0]
        )
        sent = self._attempt.start_login()
        claims = self._attempt.claims(sent["nonce"], changes) | (raw or {})
        self._token, self._state = town.platform.sign(claims, header=self._attempt.header()), sent["state"]

    def comes(self) -> Response:
        """The browser posts it."""
        return self._attempt.post_launch(self._token, self._state)

    def leaves(self) -> Response:
        """Its reader presses "I've finished on this computer"."""
        return self._attempt.browser.post("/leave", data={"session": self.session})

    @property
    def session(self) -> str:
        """The secret of the session that it opened."""
        return self._attempt.browser.cookies[session_cookies.COOKIE]


def code(answer: Response) -> tuple[int, str]:
    """Status and error code of an answer."""
    return answer.status_code, answer.headers.get("careered-code", "")


def rows(town: School) -> list[dict[str, Any]]:
    """All sessions, the oldest first."""
    with town.database.reading() as db:
        table = SessionRow.__table__
        return [dict(row) for row in db.execute(select(table).order_by(table.c.created_at)).mappings()]


def somebody_else_comes(town: School, message: Message) -> None:
    """At the same browser."""
    with town.database.transaction() as db:
        session_end.end_previous_user(db, [message.session], "somebody else")


def the_role_is_withdrawn(town: School, _message: Message) -> None:
    """As an administrator's or a school leader's is."""
    with town.database.transaction() as db:
        session_end.end_sessions_with_role(db, "town", rows(town)[-1]["person_id"], Role.PUPIL)


def the_pupil_is_erased(town: School, _message: Message) -> None:
    """By an administrator."""
    with town.database.transaction() as db:
        erase_person(db, "town", rows(town)[-1]["person_id"])


ENDS: dict[str, Callable[[School, Message], object]] = {
    "not at all": lambda _town, _message: None,
    "by leaving": lambda _town, message: message.leaves(),
    "by somebody else": somebody_else_comes,
    "with its role": the_role_is_withdrawn,
    "with the pupil": the_pupil_is_erased,
}


@pytest.mark.parametrize("way", ["short", "ordinary"])
def test_a_launch_opens_nothing_again_however_its_session_ended(
    town: School, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if way == "ordinary":
        monkeypatch.setattr(message_dispatch, "come_back", lambda *_args: None)
    for name, end in ENDS.items():
        message = Message(town, {})
        assert message.comes().status_code == 303
        end(town, message)
        opened = len(rows(town))
        assert (name, *code(message.comes())) == (name, 401, "nonce_used")
        assert len(rows(town)) == opened


def test_of_two_that_come_at_once_one_is_refused(town: School, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have looked before either has opened its session."""
    monkeypatch.setattr(message_dispatch, "come_back", lambda *_args: None)
    monkeypatch.setattr(message_dispatch, "is_used", lambda *_args: False)
    message = Message(town, {})
    assert [code(message.comes()) for _ in range(2)] == [(303, ""), (401, "nonce_used")]


MESSAGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "LtiResourceLinkRequest": ({}, {}),
    "LtiDeepLinkingRequest": ({"roles": [f"{MEMBERSHIP}Instructor"]}, {DEEP_LINKING: SETTINGS}),
    "LtiSubmissionReviewRequest": ({}, {AGS: {"lineitem": "https://school.test/items/1", "scope": []}}),
    "DataPrivacyLaunchRequest": ({}, {}),
}


def test_every_kind_of_message_opens_one_session_only(town: School) -> None:
    assert set(MESSAGES) == set(message_dispatch._HANDLERS)
    pupil = town.platform.claims(pupils_of(town.platform, COURSE)[0], activities_of(town.platform, COURSE)[0], nonce="")
    for kind, (changes, raw) in MESSAGES.items():
        message = Message(town, {"message_type": kind, "for_user": {"user_id": pupil["sub"]}, **changes}, raw)
        assert [(kind, *code(message.comes())) for _ in range(2)] == [(kind, 303, ""), (kind, 401, "nonce_used")]


def test_what_is_left_of_an_ended_session_says_nothing_of_anybody(town: School) -> None:
    message = Message(town, {})
    message.comes()
    before, names = rows(town)[-1], {"organisation_id", "platform_id", "nonce", "created_at", "seen_at"}
    message.leaves()
    after = rows(town)[-1]
    assert {name: after[name] for name in names} == {name: before[name] for name in names}
    assert after["token_hash"] == f"ended {before['nonce']}"
    assert {str(after[name]) for name in after.keys() - names - {"token_hash"}} == {"", "False", "[]"}


def test_no_token_can_be_used_when_its_row_is_deleted() -> None:
    assert sessions.SESSION_TTL.total_seconds() > STATE_TTL_SECONDS + MAX_AGE_SECONDS + 2 * LEEWAY_SECONDS
