"""The connection doctor: every broken thing has a sentence of its own, and a healthy connection is all ticks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import update

from careered.admin.check import Line
from careered.admin.doctor.diagnose import Doctor
from careered.clock import now
from careered.lti import keyring, platforms
from careered.lti.tables import ClassService, Platform
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import TOOL, School, activities_of, pupils_of, school

COURSE = "fi-8b"


@dataclass
class Clinic:
    """A school whose connection works: a teacher and a pupil came, a mark arrived, the list was read."""

    school: School

    def lives(self) -> None:
        """What makes a connection known to be good."""
        at, pupil = self.school, pupils_of(self.school.platform, COURSE)[0]
        whole, _one = activities_of(at.platform, COURSE)
        at.platform.activities[whole].custom["careered_activity"] = "a1"
        Browser.of(at).open("10", whole)
        visitor = Browser.of(at)
        lesson = at.packs["FI"].lesson("fi-2")
        assert lesson
        visitor.open(pupil, whole)
        finish_lesson(visitor, at.packs["FI"], visitor.get("/lessons/fi-2"), lesson)
        at.work()

    def opens(self) -> None:
        """A pupil tries to come in."""
        pupil, activity = pupils_of(self.school.platform, COURSE)[0], activities_of(self.school.platform, COURSE)[0]
        Browser.of(self.school).open(pupil, activity)

    def lines(self, lang: str = "en") -> Sequence[Line]:
        """What the doctor says."""
        at = self.school
        with at.database.read() as db:
            (platform,) = platforms.all_platforms(db)
        return Doctor(at.database, at.service_client, keyring.Signer(at.settings, at.database), TOOL)(platform, lang)

    def problems(self) -> dict[str, str]:
        """The sentences of what is wrong, by step."""
        return {line.step: line.sentence for line in self.lines() if line.state == "problem"}

    def change(self, **values: object) -> None:
        """The registration is wrong in something."""
        with self.school.database.write() as db:
            db.execute(update(Platform.__table__).values(**values))


@contextmanager
def healthy(database_url: str) -> Iterator[Clinic]:
    """A connection that works, some seconds after the last mark."""
    with school(database_url) as at:
        made = Clinic(at)
        made.lives()
        with time_machine.travel(now() + timedelta(seconds=5), tick=True):
            yield made


@pytest.fixture
def clinic(database_url: str) -> Iterator[Clinic]:
    with healthy(database_url) as made:
        yield made


def _skew(one: Clinic) -> None:
    one.school.platform.faults.clock_skew = 600
    one.opens()


def _other_key(one: Clinic) -> None:
    one.school.platform.faults.clock_skew = 0
    one.change(jwks_url=f"{TOOL}/lti/jwks.json")


def _keys_down(one: Clinic) -> None:
    one.school.platform.faults.where = frozenset({"jwks"})
    one.school.platform.faults.down = "503"


def _we_are_unknown(one: Clinic) -> None:
    one.change(client_id="another")


def _scope_removed(one: Clinic) -> None:
    one.school.platform.faults.withheld = "score"


def _column_deleted(one: Clinic) -> None:
    one.school.platform.remove_column("1")


def _cookies_off(one: Clinic) -> None:
    visitor = Browser.of(one.school)
    pupil, activity = pupils_of(one.school.platform, COURSE)[0], activities_of(one.school.platform, COURSE)[0]
    login = visitor.tool.post("/lti/login", data=one.school.platform.login_params(pupil, activity))
    answer = visitor.lms.get(login.headers["location"])
    visitor.tool.cookies.clear()
    assert visitor.submit(Page(answer).form("form")).code == "cookie_blocked"


def _place_not_approved(one: Clinic) -> None:
    with one.school.database.write() as db:
        (known,) = platforms.all_platforms(db)
        platforms.forget_place(db, known.organisation_id, known.platform_id, "2")
    one.opens()


def _pending(one: Clinic) -> None:
    one.change(status="pending")


def _wrong_token_address(one: Clinic) -> None:
    one.change(token_url="https://school.test/nothing-here")


def _list_in_a_circle(one: Clinic) -> None:
    one.school.platform.faults.roster = "loop"


def _list_elsewhere(one: Clinic) -> None:
    one.school.platform.faults.roster = "elsewhere"


def _scores_refused(one: Clinic) -> None:
    one.school.platform.faults.refusal = "422 This course has concluded"


def _wrong_target(one: Clinic) -> None:
    visitor = Browser.of(one.school)
    given = one.school.platform.login_params(pupils_of(one.school.platform, COURSE)[0], "1")
    visitor.tool.post("/lti/login", data={**given, "target_link_uri": "https://other.test/"})


def _services_down(one: Clinic) -> None:
    one.school.platform.faults.where = frozenset({"token"})
    one.school.platform.faults.down = "503"


def _list_not_offered(one: Clinic) -> None:
    with one.school.database.write() as db:
        db.execute(update(ClassService.__table__).values(roster_url="https://school.test/services/CourseSection/99/x"))


BREAKS: dict[str, tuple[Callable[[Clinic], None], str]] = {
    "the platform's clock is off": (_skew, "clock"),
    "the keys are another's": (_other_key, "keys"),
    "the keys cannot be fetched": (_keys_down, "keys"),
    "the platform does not know us": (_we_are_unknown, "token"),
    "a scope was taken away": (_scope_removed, "scopes"),
    "the column was deleted": (_column_deleted, "column"),
    "cookies are off in the frame": (_cookies_off, "frame"),
    "a place is not approved": (_place_not_approved, "registration"),
    "the platform waits for approval": (_pending, "registration"),
    "the token address is wrong": (_wrong_token_address, "token"),
    "the list of members goes in a circle": (_list_in_a_circle, "roster"),
    "the list of members leads away": (_list_elsewhere, "roster"),
    "scores are refused": (_scores_refused, "score"),
    "the tool's address is wrong there": (_wrong_target, "login"),
    "the platform's services are down": (_services_down, "token"),
    "the list of members is refused": (_list_not_offered, "roster"),
}


def test_a_healthy_connection_is_all_ticks(clinic: Clinic) -> None:
    assert [(line.step, line.sentence) for line in clinic.lines() if line.state != "ok"] == []


def test_the_doctor_changes_no_mark(clinic: Clinic) -> None:
    platform, pupil = clinic.school.platform, pupils_of(clinic.school.platform, COURSE)[0]
    before = platform.gradebook["1"][pupil].score
    clinic.lines()
    assert platform.gradebook["1"][pupil].score == before


def test_a_mark_that_a_teacher_gave_is_left_alone(clinic: Clinic) -> None:
    platform, pupil = clinic.school.platform, pupils_of(clinic.school.platform, COURSE)[0]
    platform.mark_by_hand("1", pupil, 77)
    (line,) = [line for line in clinic.lines() if line.step == "score"]
    assert line.state == "unknown"
    assert platform.gradebook["1"][pupil].score == 77


@pytest.mark.parametrize("what", BREAKS)
def test_each_broken_thing_is_found_and_says_where_to_click(clinic: Clinic, what: str) -> None:
    breaks, step = BREAKS[what]
    breaks(clinic)
    found = {line.step: line for line in clinic.lines() if line.state == "problem"}
    assert step in found, clinic.lines()
    assert found[step].mend
    assert "%(" not in found[step].sentence + found[step].mend


def test_ten_and_more_broken_things_have_as_many_sentences(tmp_path: Path) -> None:
    said: dict[str, str] = {}  # on one database: each breach is told on both above
    for number, (what, (breaks, step)) in enumerate(BREAKS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with fresh("sqlite", folder) as url, healthy(url) as clinic:
            breaks(clinic)
            said[what] = clinic.problems()[step]
    assert len(said) > 10
    assert len(set(said.values())) == len(said), said
