"""The connection doctor: every fault has a text of its own, and a healthy connection has no problem."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import update

from careered.admin.doctor.diagnose import Doctor
from careered.admin.doctor.labels import UNSIGNED
from careered.clock import now
from careered.jobs.connection_check import CheckResult
from careered.lti import platform_store, tool_key_store
from careered.lti.registration_version import change_version
from careered.lti.tables import ContextService, Platform
from demo_platform.courses import LineItem
from demo_platform.people import Role
from tests.support.databases import fresh
from tests.support.deployments import delete_deployment
from tests.support.pages import Page
from tests.support.people import Browser, finish_lesson
from tests.support.school import TOOL, School, activities_of, pupils_of, school

COURSE = "fi-8b"


@dataclass
class DoctorScenario:
    """A school whose connection works: a teacher and a pupil launched, a score was delivered, the roster was read."""

    school: School

    def use_everything(self) -> None:
        """Use every service once, so that the connection is known to work."""
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
        """A pupil tries to launch."""
        pupil, activity = pupils_of(self.school.platform, COURSE)[0], activities_of(self.school.platform, COURSE)[0]
        Browser.new(self.school).open(pupil, activity)

    def check_results(self, lang: str = "en") -> Sequence[CheckResult]:
        """The results of the doctor."""
        at = self.school
        with at.database.reading() as db:
            (platform,) = platform_store.all_platforms(db)
        return Doctor(at.database, at.service_client, tool_key_store.Signer(at.settings, at.database), TOOL)(
            platform, lang
        )

    def faults(self) -> dict[str, CheckResult]:
        """What is wrong, by step: problems, and what came without the platform's signature."""
        return {line.step: line for line in self.check_results() if line.state == "problem" or line.step == UNSIGNED}

    def change_registration(self, **values: object) -> None:
        """Change stored values of the registration."""
        with self.school.database.transaction() as db:
            change_version(db)
            db.execute(update(Platform.__table__).values(**values))


@contextmanager
def healthy_connection(database_url: str) -> Iterator[DoctorScenario]:
    """A working connection, some seconds after the last score."""
    with school(database_url) as doctor_school:
        scenario = DoctorScenario(doctor_school)
        scenario.use_everything()
        with time_machine.travel(now() + timedelta(seconds=5), tick=True):
            yield scenario


@pytest.fixture
def scenario(database_url: str) -> Iterator[DoctorScenario]:
    with healthy_connection(database_url) as healthy:
        yield healthy


def _clock_skewed(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.clock_skew = 600
    scenario.try_to_open()


def _other_key(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.clock_skew = 0
    scenario.change_registration(jwks_url=f"{TOOL}/lti/jwks.json")


def _keys_down(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.where = frozenset({"jwks"})
    scenario.school.platform.faults.down = "503"


def _tool_unknown_to_platform(scenario: DoctorScenario) -> None:
    scenario.change_registration(client_id="another")


def _scope_removed(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.withheld = "score"


def _column_deleted(scenario: DoctorScenario) -> None:
    scenario.school.platform.remove_line_item("1")


def _cookies_off(scenario: DoctorScenario) -> None:
    visitor = Browser.new(scenario.school)
    pupil, activity = pupils_of(scenario.school.platform, COURSE)[0], activities_of(scenario.school.platform, COURSE)[0]
    login = visitor.tool.post("/lti/login", data=scenario.school.platform.login_params(pupil, activity))
    response = visitor.lms.get(login.headers["location"])
    visitor.tool.cookies.clear()
    assert visitor.submit(Page(response).form("form")).code == "cookie_blocked"


def _deployment_not_approved(scenario: DoctorScenario) -> None:
    with scenario.school.database.transaction() as db:
        (registration,) = platform_store.all_platforms(db)
        delete_deployment(db, registration.organisation_id, registration.platform_id, "2")
    scenario.try_to_open()


def _pending(scenario: DoctorScenario) -> None:
    scenario.change_registration(status="pending")


def _wrong_token_address(scenario: DoctorScenario) -> None:
    scenario.change_registration(token_url="https://school.test/nothing-here")


def _member_list_loops(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.roster = "loop"


def _member_list_on_other_host(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.roster = "elsewhere"


def _scores_refused(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.refusal = "422 This course has concluded"


def _wrong_target(scenario: DoctorScenario) -> None:
    visitor = Browser.new(scenario.school)
    params = scenario.school.platform.login_params(pupils_of(scenario.school.platform, COURSE)[0], "1")
    visitor.tool.post("/lti/login", data={**params, "target_link_uri": "https://other.test/"})


def _services_down(scenario: DoctorScenario) -> None:
    scenario.school.platform.faults.where = frozenset({"token"})
    scenario.school.platform.faults.down = "503"


def _member_list_not_offered(scenario: DoctorScenario) -> None:
    with scenario.school.database.transaction() as db:
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
    "the tool's address is wrong there": (_wrong_target, UNSIGNED),
    "the platform's services are down": (_services_down, "token"),
    "the list of members is refused": (_member_list_not_offered, "roster"),
}


def test_a_healthy_connection_is_all_ticks(scenario: DoctorScenario) -> None:
    assert [(line.step, line.sentence) for line in scenario.check_results() if line.state != "ok"] == []


def test_the_doctor_changes_no_score(scenario: DoctorScenario) -> None:
    platform, pupil = scenario.school.platform, pupils_of(scenario.school.platform, COURSE)[0]
    before = platform.gradebook["1"][pupil].score
    scenario.check_results()
    assert platform.gradebook["1"][pupil].score == before


def test_a_score_that_a_teacher_gave_is_left_alone(scenario: DoctorScenario) -> None:
    platform, pupil = scenario.school.platform, pupils_of(scenario.school.platform, COURSE)[0]
    platform.grade_by_hand("1", pupil, 77)
    (line,) = [line for line in scenario.check_results() if line.step == "score"]
    assert line.state == "unknown"
    assert platform.gradebook["1"][pupil].score == 77


@pytest.mark.parametrize("what", FAULTS)
def test_each_broken_thing_is_found_and_says_where_to_click(scenario: DoctorScenario, what: str) -> None:
    breaks, step = FAULTS[what]
    breaks(scenario)
    faults = scenario.faults()
    assert step in faults, scenario.check_results()
    assert faults[step].mend
    assert "%(" not in faults[step].sentence + faults[step].mend


@pytest.mark.parametrize(
    ("claimed", "destination", "is_seen"),
    [
        ("iframe", "document", False),
        ("iframe", "iframe", True),
        ("window", "iframe", True),
        ("iframe", "", True),
        ("window", "", False),
    ],
)
def test_a_window_of_its_own_is_no_working_frame_whatever_the_platform_claims(
    tmp_path: Path, claimed: str, destination: str, is_seen: bool
) -> None:
    headers = {"Sec-Fetch-Dest": destination} if destination else {}
    with fresh("sqlite", tmp_path) as url, school(url) as at:
        pupil, activity = pupils_of(at.platform, COURSE)[0], activities_of(at.platform, COURSE)[0]
        Browser.new(at, **headers).begin(f"/launch/{activity}?as={pupil}&target={claimed}")
        (line,) = [line for line in DoctorScenario(at).check_results() if line.step == "frame"]
    assert line.state == ("ok" if is_seen else "unknown")


@pytest.mark.parametrize(
    ("url", "lesson"),
    [("/teacher/class/{old}", ""), ("/lessons?in={old}", ""), ("/lessons", "fi-gone"), ("/lessons", "")],
)
def test_a_copied_link_of_last_years_class_or_lesson_is_said(tmp_path: Path, url: str, lesson: str) -> None:
    with fresh("sqlite", tmp_path) as database_url, school(database_url) as at:
        activity = at.platform.activities[activities_of(at.platform, COURSE)[0]]
        activity.url = TOOL + url.format(old="AAAAAAAAAAAAAAAAAAAAAA")
        activity.custom |= {"careered_lesson": lesson} if lesson else {}
        Browser.new(at).open(pupils_of(at.platform, COURSE)[0], activity.id)
        (line,) = [line for line in DoctorScenario(at).check_results() if line.step == "copies"]
    is_old = "{old}" in url or bool(lesson)
    assert ("another school year" in line.sentence) == is_old


def test_ten_and_more_broken_things_have_as_many_sentences(tmp_path: Path) -> None:
    sentences: dict[str, str] = {}  # SQLite only: the test above covers both databases
    for number, (what, (breaks, step)) in enumerate(FAULTS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with fresh("sqlite", folder) as url, healthy_connection(url) as scenario:
            breaks(scenario)
            sentences[what] = scenario.faults()[step].sentence
    assert len(sentences) > 10
    assert len(set(sentences.values())) == len(sentences), sentences


def states(scenario: DoctorScenario) -> dict[str, str]:
    """The state of each step."""
    return {line.step: line.state for line in scenario.check_results()}


def test_a_moodle_that_cannot_fetch_our_keys_is_told_so_and_not_only_of_its_address(scenario: DoctorScenario) -> None:
    """Seen on a real platform (3): 404 with HTML at the token address."""
    _wrong_token_address(scenario)  # Moodle 4.5 answers its token requests with a 404 page then
    (line,) = [line for line in scenario.check_results() if line.step == "token"]
    assert f"{TOOL}/lti/jwks.json" in line.sentence
    assert "HTTP security" in line.mend


@pytest.mark.parametrize("breaks", [_wrong_token_address, _tool_unknown_to_platform, _services_down])
def test_without_access_nothing_is_advised_about_what_cannot_be_known(
    scenario: DoctorScenario, breaks: Callable[[DoctorScenario], None]
) -> None:
    breaks(scenario)
    found = scenario.check_results()
    assert [line.step for line in found if line.state == "problem"] == ["token"]
    assert not any(line.mend for line in found if line.step in {"scopes", "roster", "column", "score"})


def test_no_sentence_stands_twice(tmp_path: Path) -> None:
    with fresh("sqlite", tmp_path) as url, school(url) as at:
        nobody_came = DoctorScenario(at).check_results()
    sentences = [line.sentence for line in nobody_came]
    assert len(set(sentences)) == len(sentences), sentences


def test_lessons_that_were_chosen_and_never_opened_hide_no_other_class(scenario: DoctorScenario) -> None:
    """Seen on a real platform (3)."""
    with scenario.school.database.transaction() as db:
        (row,) = db.execute(ContextService.__table__.select()).mappings().all()
        chosen = {**row, "class_id": "chosen", "resource_link_id": "", "updated_at": now() + timedelta(seconds=9)}
        db.execute(ContextService.__table__.insert().values(**chosen))
    assert set(states(scenario).values()) == {"ok"}


def test_a_newer_class_without_scores_hides_no_score_of_another(scenario: DoctorScenario) -> None:
    at = scenario.school
    teacher = next(one.id for one in at.platform.members("dk-9a") if one.roles["dk-9a"] is Role.TEACHER)
    Browser.new(at).open(teacher, activities_of(at.platform, "dk-9a")[0])
    assert states(scenario)["score"] == "ok"


def test_one_activity_of_several_that_was_deleted_is_no_fault_for_ever(scenario: DoctorScenario) -> None:
    """Seen on a real platform (3)."""
    at, pupil = scenario.school, pupils_of(scenario.school.platform, COURSE)[0]
    one = activities_of(at.platform, COURSE)[1]
    at.platform.activities[one].line_item_id = at.platform.add_line_item(
        LineItem("78", COURSE, "One lesson", 100.0, resource_link_id=one)
    ).id
    Browser.new(at).open(pupil, one)
    assert states(scenario)["column"] == "ok"
    at.platform.remove_line_item("78")
    (line,) = [line for line in scenario.check_results() if line.step == "column"]
    assert line.state == "unknown"
    assert "nothing to do" in line.mend
