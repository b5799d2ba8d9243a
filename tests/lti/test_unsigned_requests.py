"""What anybody can post writes nearly nothing, and changes nothing of what is said about real launches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from httpx2 import Response
from sqlalchemy import select
from starlette.routing import Route

from careered.admin.doctor.diagnose import Doctor
from careered.admin.doctor.labels import UNSIGNED
from careered.admin.platform_list import own_platform_row
from careered.clock import now
from careered.jobs.connection_check import CheckResult
from careered.lti import deployment_store, platform_store, tool_key_store
from careered.lti.connection_log import MAX_PER_MINUTE, UNSIGNED_STEPS
from careered.privacy.registry import declared_tables
from careered.web.permissions import Audience
from tests.corpus.attempt import DROP, LaunchAttempt
from tests.lti.school import OTHER_KEY, sign
from tests.support.counters import statements_of
from tests.support.people import Browser
from tests.support.school import TOOL, School, activities_of, pupils_of, school
from tests.web.test_routes import fill_path

COURSE = "fi-8b"


@dataclass
class Stranger:
    """Somebody with a browser and no account on the platform."""

    attempt: LaunchAttempt

    def token(self, *, kid: str = "", **claims: object) -> tuple[str, str]:
        """A token that looks like the platform's and has a key of the stranger's; and the state of a login."""
        sent = self.attempt.start_login()
        header = self.attempt.header({"kid": kid} if kid else {})
        return sign(self.attempt.claims(sent["nonce"], claims), OTHER_KEY, **header), sent["state"]

    def posts(self, token: str) -> Response:
        """Post a token under a fresh login."""
        return self.attempt.post_launch(token, self.attempt.start_login()["state"])


def _error(stranger: Stranger) -> Response:
    return stranger.attempt.browser.post(
        "/lti/launch", data={"state": stranger.attempt.start_login()["state"], "error": "login_required"}
    )


FORGERIES: dict[str, Callable[[Stranger], Response]] = {
    "platform_error": _error,
    "id_token_missing": lambda stranger: stranger.posts(""),
    "jwt_malformed": lambda stranger: stranger.posts("no.token.atall"),
    "sig_invalid": lambda stranger: stranger.attempt.post_launch(*stranger.token()),
    "kid_unknown": lambda stranger: stranger.attempt.post_launch(*stranger.token(kid="made-up")),
    "issuer_mixup": lambda stranger: stranger.attempt.post_launch(*stranger.token(iss="https://elsewhere.test")),
    "target_not_ours": lambda stranger: stranger.attempt.login(target_link_uri="https://elsewhere.test/"),
}
OLD_OR_FOREIGN: dict[str, Callable[[LaunchAttempt], Response]] = {
    "token_expired": lambda pupil: _other_logins_token(pupil, {"exp": 1_000_000, "iat": 999_000}),
    "nonce_mismatch": lambda pupil: _other_logins_token(pupil, {}),
    "nonce_used": lambda pupil: _twice(pupil),
}


def _other_logins_token(pupil: LaunchAttempt, changes: dict[str, object]) -> Response:
    """A token that the platform signed for a pupil's earlier login."""
    token = pupil.school.platform.sign(pupil.claims(pupil.start_login()["nonce"], changes), header=pupil.header())
    return pupil.post_launch(token, pupil.start_login()["state"])


def _twice(pupil: LaunchAttempt) -> Response:
    sent = pupil.start_login()
    token = pupil.school.platform.sign(pupil.claims(sent["nonce"]), header=pupil.header())
    pupil.post_launch(token, sent["state"])
    return pupil.post_launch(token, sent["state"])


@pytest.fixture
def at_school(database_url: str) -> Iterator[School]:
    """A school from which a teacher and a pupil have opened careered."""
    with school(database_url) as opened:
        for person in ("10", pupils_of(opened.platform, COURSE)[0]):
            Browser.new(opened).open(person, activities_of(opened.platform, COURSE)[0])
        with time_machine.travel(now() + timedelta(minutes=20), tick=False):
            yield opened


@pytest.fixture
def attempt(at_school: School) -> LaunchAttempt:
    pupil, activity = pupils_of(at_school.platform, COURSE)[0], activities_of(at_school.platform, COURSE)[0]
    return LaunchAttempt(at_school, pupil, activity)


@pytest.fixture
def stranger(attempt: LaunchAttempt) -> Stranger:
    return Stranger(attempt)


def rows(at_school: School) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with at_school.database.reading() as db:
        return {
            table.name: sorted((tuple(row) for row in db.execute(select(table.table))), key=str)
            for table in declared_tables()
        }


@contextmanager
def counted_writes(at_school: School) -> Iterator[list[str]]:
    """The statements by which the tool writes."""
    written: list[str] = []
    with statements_of(at_school.tool.state.careered.database) as statements:
        yield written
    written += [text for text in statements if text.lstrip().split()[0].upper() in {"INSERT", "UPDATE", "DELETE"}]


def said(at_school: School) -> list[CheckResult]:
    """What the doctor says."""
    with at_school.database.reading() as db:
        (platform,) = platform_store.all_platforms(db)
    signer = tool_key_store.Signer(at_school.settings, at_school.database)
    return list(Doctor(at_school.database, at_school.service_client, signer, TOOL)(platform, "en"))


def last_launch_ok(at_school: School) -> bool:
    with at_school.database.reading() as db:
        (platform,) = platform_store.all_platforms(db)
        return own_platform_row(db, "town", platform.platform_id).last_launch_ok


SEQUENCES = {"one code": ["sig_invalid"] * 60, "two in turn": ["id_token_missing", "target_not_ours"] * 30}
SEQUENCES |= {"all in turn": [*FORGERIES] * 9, "a good login between": ["ok", "platform_error"] * 30}


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_whatever_a_stranger_posts_a_minute_writes_a_handful_of_notes(
    at_school: School, stranger: Stranger, sequence: str
) -> None:
    before = rows(at_school)
    with counted_writes(at_school) as written:
        for code in SEQUENCES[sequence]:
            answer = FORGERIES[code](stranger) if code in FORGERIES else stranger.attempt.login()
            assert answer.headers.get("careered-code", "ok") == code
    after = rows(at_school)
    assert 0 < len(written) <= MAX_PER_MINUTE
    assert {name for name in after if after[name] != before[name]} == {"connection_event"}
    assert len(after["connection_event"]) - len(before["connection_event"]) <= len(FORGERIES)


def test_hours_of_forgeries_fill_no_table(at_school: School, stranger: Stranger) -> None:
    """A note is overwritten: there are as many as codes, however long it goes on."""
    start = rows(at_school)["connection_event"]
    for minutes in range(1, 9):
        with time_machine.travel(now() + timedelta(minutes=11 * minutes), tick=False):
            for forge in FORGERIES.values():
                forge(stranger)
    assert len(rows(at_school)["connection_event"]) - len(start) <= len(FORGERIES)


@pytest.mark.parametrize("code", FORGERIES)
def test_what_a_stranger_posts_changes_nothing_that_the_doctor_says_of_real_launches(
    at_school: School, stranger: Stranger, code: str
) -> None:
    before = said(at_school)
    assert FORGERIES[code](stranger).headers["careered-code"] == code
    results = said(at_school)
    assert [result for result in results if result.step != UNSIGNED] == before
    (hint,) = [result for result in results if result.step == UNSIGNED]
    assert hint.state == "unknown"
    assert "anyone could have sent it" in hint.mend
    assert last_launch_ok(at_school)


@pytest.mark.parametrize("code", OLD_OR_FOREIGN)
def test_a_signed_token_that_is_no_answer_to_this_login_says_nothing_of_the_platforms_clock_or_launch(
    at_school: School, attempt: LaunchAttempt, code: str
) -> None:
    """A pupil can keep a token and post it again; a page that is loaded again does."""
    before = said(at_school)
    assert OLD_OR_FOREIGN[code](attempt).headers["careered-code"] == code
    assert [result for result in said(at_school) if result.step != UNSIGNED] == before
    assert last_launch_ok(at_school)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"exp": 1_000_000, "iat": 999_000}, "token_expired"),
        ({"aud": "another-tool"}, "aud_mismatch"),
        ({"sub": DROP}, "anonymous_not_supported"),
        ({"deployment_id": "77"}, "deployment_unknown"),
    ],
)
def test_what_the_platform_signed_for_this_login_is_the_platforms_own(
    at_school: School, attempt: LaunchAttempt, changes: dict[str, object], code: str
) -> None:
    assert attempt.launch(changes).headers["careered-code"] == code
    assert not last_launch_ok(at_school)
    assert [result.step for result in said(at_school) if result.state == "problem"]
    assert [result for result in said(at_school) if result.step == UNSIGNED] == []


def test_a_real_launch_is_noted_however_many_forged_ones_come_in_its_minute(
    at_school: School, stranger: Stranger
) -> None:
    for code in SEQUENCES["all in turn"]:
        FORGERIES[code](stranger)
    assert stranger.attempt.launch({"aud": "another-tool"}).headers["careered-code"] == "aud_mismatch"
    (launch,) = [result for result in said(at_school) if result.step == "launch"]
    assert (launch.state, launch.sentence) == ("problem", "The last launch was meant for another tool.")


def test_a_later_real_launch_ends_the_hints(at_school: School, stranger: Stranger) -> None:
    for forge in FORGERIES.values():
        forge(stranger)
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        Browser.new(at_school).open(stranger.attempt.person, stranger.attempt.activity)
        assert [result for result in said(at_school) if result.step == UNSIGNED] == []


def test_a_forged_deployment_asks_nobody_for_approval(at_school: School, stranger: Stranger) -> None:
    for number in range(5):
        answer = stranger.attempt.post_launch(*stranger.token(deployment_id=f"made-up-{number}"))
        assert answer.headers["careered-code"] == "sig_invalid"
    with at_school.database.reading() as db:
        (platform,) = platform_store.all_platforms(db)
        assert deployment_store.pending_deployments(db, platform.organisation_id, platform.platform_id) == []


def test_no_public_address_writes_for_a_stranger(at_school: School, stranger: Stranger) -> None:
    """Whatever is for everyone: with nothing, and with rubbish in every field that a form of ours has."""
    fields = "iss login_hint target_link_uri client_id state id_token error session token secret invite binding key"
    rubbish = dict.fromkeys(fields.split(), "x")
    before = rows(at_school)
    for route in at_school.tool.routes:
        assert isinstance(route, Route)
        if getattr(route, "who", None) is Audience.EVERYONE:
            for method in sorted((route.methods or set()) - {"HEAD"}):
                for data in ({}, rubbish):
                    body = {"data": data} if method == "POST" else {"params": data}
                    stranger.attempt.browser.request(method, fill_path(route), **body)  # type: ignore[arg-type]
    assert rows(at_school) == before


def test_logins_are_nobodys_proof() -> None:
    assert "login" in UNSIGNED_STEPS
