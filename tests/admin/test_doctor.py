"""The connection doctor: every broken thing has a sentence of its own, and a healthy connection is all ticks."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import update

from careered.admin.doctor.diagnose import Doctor
from careered.clock import now
from careered.jobs.connection_check import CheckResult
from careered.lti import platform_store, tool_key_store
from careered.lti.tables import ContextService, Platform
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import TOOL, School, activities_of, pupils_of, school

COURSE = "fi-8b"


@dataclass
class DoctorScenario:
    """A school whose connection works: a teacher and a pupil came, a mark arrived, the list was read."""

    school: School

    def use_everything(self) -> None:
        """What makes a connection known to be good."""
        at, pupil = self.school, pupils_of(self.school.platform, COURSE)[0]
        whole, _one = activities_of(at.platform, COURSE)
        at.platform.activities[whole].custom["careered_activity"] = "a1"
        Browser.new(at).open("10", whole)
        visitor = Browser.new(at)
        lesson = at.packs["FI"].lesson("fi-2")
        assert lesson
        visitor.open(pupil, whole)
        finish_lesson(visitor, at.packs["FI"], visitor.get("/lessons/fi-2"), lesson)
        at.run_worker()

    def try_to_open(self) -> None:
        """A pupil tries to come in."""
        pupil, activity = pupils_of(self.school.platform, COURSE)[0], activities_of(self.school.platform, COURSE)[0]
        Browser.new(self.school).open(pupil, activity)

    def check_results(self, lang: str = "en") -> Sequence[CheckResult]:
        """What the doctor says."""
        at = self.school
        with at.database.reading() as db:
            (platform,) = platform_store.all_platforms(db)
        return Doctor(at.database, at.service_client, tool_key_store.Signer(at.settings, at.database), TOOL)(
            platform, lang
        )

    def problems(self) -> dict[str, str]:
        """The sentences of what is wrong, by step."""
        return {line.step: line.sentence for line in self.check_results() if line.state == "problem"}

    def change_registration(self, **values: object) -> None:
        """The registration is wrong in something."""
        with self.school.database.transaction() as db:
            db.execute(update(Platform.__table__).values(**values))


@contextmanager
def healthy_connection(database_url: str) -> Iterator[DoctorScenario]:
    """A connection that works, some seconds after the last mark."""
    with school(database_url) as at:
        made = DoctorScenario(at)
        made.use_everything()
        with time_machine.travel(now() + timedelta(seconds=5), tick=True):
            yield made


@pytest.fixture
def clinic(database_url: str) -> Iterator[DoctorScenario]:
    with healthy_connection(database_url) as made:
        yield made


def _clock_skewed(one: DoctorScenario) -> None:
    one.school.platform.faults.clock_skew = 600
    one.try_to_open()


def _other_key(one: DoctorScenario) -> None:
    one.school.platform.faults.clock_skew = 0
    one.change_registration(jwks_url=f"{TOOL}/lti/jwks.json")


def _keys_down(one: DoctorScenario) -> None:
    one.school.platform.faults.where = frozenset({"jwks"})
    one.school.platform.faults.down = "503"


def _tool_unknown_to_platform(one: DoctorScenario) -> None:
    one.change_registration(client_id="another")


def _scope_removed(one: DoctorScenario) -> None:
    one.school.platform.faults.withheld = "score"


def _column_deleted(one: DoctorScenario) -> None:
    one.school.platform.remove_line_item("1")


def _cookies_off(one: DoctorScenario) -> None:
    visitor = Browser.new(one.school)
    pupil, activity = pupils_of(one.school.platform, COURSE)[0], activities_of(one.school.platform, COURSE)[0]
    login = visitor.tool.post("/lti/login", data=one.school.platform.login_params(pupil, activity))
    answer = visitor.lms.get(login.headers["location"])
    visitor.tool.cookies.clear()
    assert visitor.submit(Page(answer).form("form")).code == "cookie_blocked"


def _deployment_not_approved(one: DoctorScenario) -> None:
    with one.school.database.transaction() as db:
        (known,) = platform_store.all_platforms(db)
        platform_store.delete_deployment(db, known.organisation_id, known.platform_id, "2")
    one.try_to_open()


def _pending(one: DoctorScenario) -> None:
    one.change_registration(status="pending")


def _wrong_token_address(one: DoctorScenario) -> None:
    one.change_registration(token_url="https://school.test/nothing-here")


def _member_list_loops(one: DoctorScenario) -> None:
    one.school.platform.faults.roster = "loop"


def _member_list_on_other_host(one: DoctorScenario) -> None:
    one.school.platform.faults.roster = "elsewhere"


def _scores_refused(one: DoctorScenario) -> None:
    one.school.platform.faults.refusal = "422 This course has concluded"


def _wrong_target(one: DoctorScenario) -> None:
    visitor = Browser.new(one.school)
    given = one.school.platform.login_params(pupils_of(one.school.platform, COURSE)[0], "1")
    visitor.tool.post("/lti/login", data={**given, "target_link_uri": "https://other.test/"})


def _services_down(one: DoctorScenario) -> None:
    one.school.platform.faults.where = frozenset({"token"})
    one.school.platform.faults.down = "503"


def _member_list_not_offered(one: DoctorScenario) -> None:
    with one.school.database.transaction() as db:
        db.execute(
            update(ContextService.__table__).values(roster_url="https://school.test/services/CourseSection/99/x")
        )


FAULTS: dict[str, tuple[Callable[[DoctorScenario], None], str]] = {
    "the platform's clock is off": (_clock_skewed, "clock"),
    "the keys are another's": (_other_key, "keys"),
    "the keys cannot be fetched": (_keys_down, "keys"),
    "the platform does not know us": (_tool_unknown_to_platform, "token"),
    "a scope was taken away": (_scope_removed, "scopes"),
    "the column was deleted": (_column_deleted, "column"),
    "cookies are off in the frame": (_cookies_off, "frame"),
    "a place is not approved": (_deployment_not_approved, "registration"),
    "the platform waits for approval": (_pending, "registration"),
    "the token address is wrong": (_wrong_token_address, "token"),
    "the list of members goes in a circle": (_member_list_loops, "roster"),
    "the list of members leads away": (_member_list_on_other_host, "roster"),
    "scores are refused": (_scores_refused, "score"),
    "the tool's address is wrong there": (_wrong_target, "login"),
    "the platform's services are down": (_services_down, "token"),
    "the list of members is refused": (_member_list_not_offered, "roster"),
}


def test_a_healthy_connection_is_all_ticks(clinic: DoctorScenario) -> None:
    assert [(line.step, line.sentence) for line in clinic.check_results() if line.state != "ok"] == []


def test_the_doctor_changes_no_mark(clinic: DoctorScenario) -> None:
    platform, pupil = clinic.school.platform, pupils_of(clinic.school.platform, COURSE)[0]
    before = platform.gradebook["1"][pupil].score
    clinic.check_results()
    assert platform.gradebook["1"][pupil].score == before


def test_a_mark_that_a_teacher_gave_is_left_alone(clinic: DoctorScenario) -> None:
    platform, pupil = clinic.school.platform, pupils_of(clinic.school.platform, COURSE)[0]
    platform.grade_by_hand("1", pupil, 77)
    (line,) = [line for line in clinic.check_results() if line.step == "score"]
    assert line.state == "unknown"
    assert platform.gradebook["1"][pupil].score == 77


@pytest.mark.parametrize("what", FAULTS)
def test_each_broken_thing_is_found_and_says_where_to_click(clinic: DoctorScenario, what: str) -> None:
    breaks, step = FAULTS[what]
    breaks(clinic)
    found = {line.step: line for line in clinic.check_results() if line.state == "problem"}
    assert step in found, clinic.check_results()
    assert found[step].mend
    assert "%(" not in found[step].sentence + found[step].mend


def test_ten_and_more_broken_things_have_as_many_sentences(tmp_path: Path) -> None:
    said: dict[str, str] = {}  # on one database: each breach is told on both above
    for number, (what, (breaks, step)) in enumerate(FAULTS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with fresh("sqlite", folder) as url, healthy_connection(url) as clinic:
            breaks(clinic)
            said[what] = clinic.problems()[step]
    assert len(said) > 10
    assert len(set(said.values())) == len(said), said
