"""Of a pupil who was erased no word is left: not in the database's files, not in its journal, not in a dump."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import insert, update
from typer.testing import CliRunner

from careered.cli import app as command_line
from careered.clock import now
from careered.db import traces
from careered.db.engine import Database
from careered.housekeeping import PRUNE_INTERVAL
from careered.jobs.retention import run_retention
from careered.privacy import retention
from careered.privacy.erase import erase_person
from careered.privacy.registry import personal_tables
from careered.privacy.retention import RetentionPeriods
from careered.roster.tables import Organisation, SchoolClass
from careered.web.permissions import Role
from careered.worker import Worker
from tests.boards.test_boards import creates_post, opens_board
from tests.db.test_backup_of_everything import row_of
from tests.lessons.factories import EACH_DATABASE, GOOD_ANSWERS, TOOL, HarbourSchool, Visitor
from tests.notebook.test_my_page import adds
from tests.questions.conftest import school, teacher
from tests.questions.test_questions import answers, asks
from tests.support.databases import postgresql_dump

assert school
assert teacher
MARK = b"zqxjvk"  # every word of hers begins with it; shorter, it would stand in random keys by chance
LONG = " ".join(f"zqxjvk{number:03}" for number in range(140))  # over several pages of the file


def stored_bytes(database: Database) -> bytes:
    """Everything that somebody gets who takes the database along: SQLite's files, or a dump."""
    if database.is_sqlite:
        file = Path(str(database.engine.url.database))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return postgresql_dump(url)


def words_left(school: HarbourSchool) -> int:
    """How many of her words are left."""
    return stored_bytes(school.database).count(MARK)


def add_row_to_every_table(school: HarbourSchool, person_id: str) -> None:
    """What no page of this test writes: a row of hers in each table whose rows go with the person."""
    with school.database.transaction() as db:
        for table in personal_tables()[1:]:
            if table.data_policy.erase in {"delete", "end"}:
                row = {
                    name: f"zqxjvk {name} {LONG[:80]}" if isinstance(value, str) else value
                    for name, value in row_of(table.table, 1, full=True).items()
                }
                row |= {"organisation_id": "town", table.data_policy.person_column: person_id}
                row |= {"nonce": "random", "platform_id": "moodle"} if "nonce" in row else {}  # what a session leaves
                row |= {"class_id": "8x"} if "class_id" in row else {}  # nobody's word, and it stays
                db.execute(insert(table.table), [row])


@pytest.fixture
def aino(school: HarbourSchool, teacher: Visitor) -> Visitor:
    """A pupil who has written everywhere, and everywhere more than once."""
    pupil = school.visitor("zqxjvk-sub", name="zqxjvkaino zqxjvkaalto")
    pupil.completes("xh-1-read")
    for revision in range(1, 6):
        pupil.draft("xh-1-visit", revision, {"task_a": f"zqxjvkdraft {LONG[: revision * 60]}"})
    pupil.completes("xh-1-visit", "xh-1-source", "xh-1-check")
    for length in (1200, 300, 900):
        pupil.hand_in("xh-1-reflect", {**GOOD_ANSWERS["xh-1-reflect"], "text": f"zqxjvkreflect {LONG[:length]}"})
    asks(pupil, f"zqxjvkquestion {LONG}")
    answers(teacher, f"zqxjvkanswer {LONG}")
    for length in (240, 20):
        adds(pupil, f"zqxjvkentry {LONG[:length]}")
    creates_post(pupil, opens_board(teacher), f"zqxjvkpost {LONG[:200]}")
    add_row_to_every_table(school, pupil.viewer.person_id)
    return pupil


@EACH_DATABASE
def test_no_word_of_a_pupil_who_was_erased_on_the_page_is_left(school: HarbourSchool, aino: Visitor) -> None:
    assert words_left(school) > 1000
    officer = school.visitor("officer", role=Role.OFFICER, visible_person_ids=(aino.viewer.person_id,))
    page = officer.submit(
        officer.get("/privacy/confirm-erasure").form("form[action='/privacy/erase']"), {"sure": "yes"}
    )
    assert page.response.status_code == 200
    assert words_left(school) == 0


@EACH_DATABASE
def test_no_word_of_a_pupil_who_was_erased_by_command_is_left(
    school: HarbourSchool, aino: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From another process, while the server holds its connections."""
    with school.database.transaction() as db:
        db.execute(insert(Organisation.__table__), [{"organisation_id": "town", "name": "town", "created_at": now()}])
    url = school.database.engine.url.render_as_string(hide_password=False).replace("+psycopg", "")
    for name, value in {
        "DATABASE_URL": url,
        "BASE_URL": TOOL,
        "SECRET_KEY": "for tests only: forty characters",
    }.items():
        monkeypatch.setenv(f"CAREERED_{name}", value)
    arguments = ["person", "erase", aino.viewer.person_id, "--yes", "--organisation", "town"]
    done = CliRunner().invoke(command_line, arguments)
    assert done.exit_code == 0, done.output
    assert words_left(school) == 0


@pytest.mark.parametrize("months", [{"texts_months": 1}, {"records_months": 1}])
@EACH_DATABASE
def test_no_word_is_left_when_its_time_is_over(school: HarbourSchool, aino: Visitor, months: dict[str, int]) -> None:
    with school.database.transaction() as db:
        retention.set_retention(db, "town", RetentionPeriods(**months))
        db.execute(update(SchoolClass.__table__).values(ended_at=now()))
    with time_machine.travel(now() + timedelta(days=400), tick=False):
        run_retention(school.database)
    rest = stored_bytes(school.database)
    words = (b"zqxjvkdraft", b"zqxjvkreflect", b"zqxjvkquestion", b"zqxjvkanswer", b"zqxjvkentry", b"zqxjvkpost")
    assert [word for word in words if word in rest] == []
    assert ("records_months" not in months) or MARK not in rest


def test_what_a_long_reader_keeps_in_the_journal_is_gone_with_the_workers_next_round(
    school: HarbourSchool, aino: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup is under way while she is erased; nobody waits for it."""
    monkeypatch.setattr(traces, "CHECKPOINT_WAIT_MS", 0)
    worker = Worker(school.app.state.careered.settings, school.database)
    with school.database.snapshot() as backup:
        backup.exec_driver_sql("SELECT count(*) FROM answer")
        with school.database.transaction() as db:
            erase_person(db, "town", aino.viewer.person_id)
        assert words_left(school) > 0
    with time_machine.travel(now() + PRUNE_INTERVAL, tick=False):
        worker.housekeeping.prune()
    assert words_left(school) == 0


def test_a_writer_waits_for_its_usual_time_after_the_journal_was_truncated(school: HarbourSchool) -> None:
    with school.database.transaction() as db:
        traces.leave_no_trace(db)
        before = db.exec_driver_sql("PRAGMA busy_timeout").scalar()
    with school.database.reading() as db:
        assert db.exec_driver_sql("PRAGMA busy_timeout").scalar() == before == 3000
        assert db.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
