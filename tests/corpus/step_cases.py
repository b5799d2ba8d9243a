"""Bad and odd answers to steps."""

import gzip
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from httpx2 import Response
from sqlalchemy import func, select, text

from careered.progress.tables import Answer, Event
from tests.corpus.attempt import LaunchAttempt
from tests.corpus.cases import case
from tests.support.pages import Form, Page

LESSON = "fi-4"
TOO_LONG = 20_000


class PupilAtVisitStep:
    """A pupil at the first visit step of a lesson, with the session's secret in hand."""

    def __init__(self, attempt: LaunchAttempt) -> None:
        self.attempt = attempt
        attempt.first_page(attempt.launch())
        self.pack = attempt.school.packs["FI"]
        lesson = self.pack.lesson(LESSON)
        assert lesson is not None
        self.steps = [step.id for step in lesson.steps]
        page = Page(self.get(f"/lessons/{LESSON}"))
        self.secret = dict(page.form("[data-next]").fields)["session"]
        self.post(f"/lessons/{LESSON}/start")

    def get(self, path: str) -> Response:
        """A page, redirects followed."""
        return self.attempt.browser.get(path, follow_redirects=True)

    def post(self, path: str, **fields: Any) -> Response:
        """Post fields with the session."""
        return self.attempt.browser.post(path, data={"session": self.secret, **fields})

    def submit(self, step: str, **fields: Any) -> Response:
        """Hand in a step."""
        return self.post(f"/lessons/{LESSON}/steps/{step}", **fields)

    def visit_step(self) -> tuple[str, dict[str, Any]]:
        """Go past the text; the visit step and good answers to it."""
        assert self.submit(self.steps[0]).status_code == 303
        form: Form = Page(self.get(f"/lessons/{LESSON}/{self.steps[1]}")).form("[data-next]")
        ticked = {name: values[:1] for name, values in form.choices.items() if name.startswith("task_")}
        return self.steps[1], {**dict.fromkeys(form.texts, "löytö"), **ticked}

    def count_rows(self, table: Any) -> int:
        """How many rows a table has."""
        with self.attempt.school.database.reading() as db:
            return int(db.execute(select(func.count()).select_from(table.__table__)).scalar_one())

    def stored_value(self, field: str) -> str:
        """What is kept of a field of the visit step."""
        table = Answer.__table__
        with self.attempt.school.database.reading() as db:
            values = db.execute(select(table.c["values"]).where(table.c.step_id == self.steps[1])).scalar_one()
        return str(values[field])


def typed_everywhere(answers: dict[str, Any], words: str) -> dict[str, Any]:
    """The same answers with these words in every field where one types."""
    return {name: words if isinstance(value, str) else value for name, value in answers.items()}


@case("STEP-01", 409, "step_order")
def third_step_first(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    return pupil.submit(pupil.steps[2])


@case("STEP-02", 404, "not_found")
def step_of_another_lesson(a: LaunchAttempt) -> Response:
    return PupilAtVisitStep(a).submit("fi-3-read")


@case("STEP-03", 404, "not_found")
def lesson_of_another_country(a: LaunchAttempt) -> Response:
    return PupilAtVisitStep(a).post("/lessons/dk-4/steps/dk-4-read")


@case("STEP-04", 413, "too_large")
def ten_megabytes(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    return pupil.submit(step, **{**answers, next(iter(answers)): "x" * 10_000_000})


@case("STEP-05", 422, "")
def one_character_too_many(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    field = next(iter(answers))
    answer = pupil.submit(step, **{**answers, field: "ä" * (TOO_LONG + 1)})
    assert "ä" * (TOO_LONG + 1) in answer.text
    assert pupil.submit(step, **{**answers, field: "ä" * TOO_LONG}).status_code == 303
    return answer


@case("STEP-06", 303, writes=True)
def letters_of_all_kinds(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    field, odd = next(iter(answers)), "👩\u200d👩\u200d👧 \u202eRTL\u202c \u00e9 a\u0308 \U0001d518 "
    answer = pupil.submit(step, **{**answers, field: odd})
    assert pupil.stored_value(field) == odd
    return answer


@case("STEP-08", 303, writes=True)
def double_click(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    pupil.submit(step, **answers)
    events = pupil.count_rows(Event)
    answer = pupil.submit(step, **answers)
    assert pupil.count_rows(Event) == events
    return answer


@case("STEP-10", 404, "not_found")
def in_the_name_of_another_pupil(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    assert pupil.post(f"/lessons/{LESSON}/steps/{step}/6", **answers).status_code == 404
    pupil.submit(step, **answers, person_id="6", user_id="6")
    with a.school.database.reading() as db:
        assert len(db.execute(select(Answer.__table__.c.person_id).distinct()).all()) == 1
    return pupil.get("/lessons/6/fi-4")


@case("STEP-12", 403, "csrf")
def not_from_our_own_page(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    other = PupilAtVisitStep(
        LaunchAttempt(a.school, str(a.school.platform.claims(a.person, a.activity, nonce="n")["sub"]), a.activity)
    )
    address = f"/lessons/{LESSON}/steps/{pupil.steps[0]}"
    assert a.browser.post(address, data={"session": "made-up"}).status_code == 403
    foreign = a.browser.post(address, data={"session": pupil.secret}, headers={"origin": "https://evil.test"})
    assert foreign.headers["careered-code"] == "csrf"
    cross = a.browser.post(address, data={"session": other.secret}, headers={"sec-fetch-site": "cross-site"})
    assert cross.status_code == 403
    return a.browser.post(address, data={"other": "field"})


@case("STEP-13", 303, writes=True)
def results_sent_by_the_client(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    answer = pupil.submit(step, **answers, correct="true", score="100", completed_at="2020-01-01")
    with a.school.database.reading() as db:
        stored_values = db.execute(select(Answer.__table__.c["values"])).scalars().all()
    assert not any({"correct", "score", "completed_at"} & set(values) for values in stored_values)
    return answer


@case("STEP-14", 422, "")
def answers_that_are_not_choices(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    pupil.submit(step, **answers)
    form = Page(pupil.get(f"/lessons/{LESSON}/{pupil.steps[2]}")).form("[data-next]")
    good = {name: values[0] for name, values in form.choices.items()} | dict.fromkeys(form.texts, "video")
    field = next(iter(form.choices))
    assert pupil.submit(pupil.steps[2], **{**good, field: ["yes", "no"]}).status_code == 422
    assert pupil.submit(pupil.steps[2], **{**good, field: '{"id": 1}'}).status_code == 422
    return pupil.submit(pupil.steps[2], **{**good, field: "nonsense"})


@case("STEP-16", 303, writes=True)
def a_hundred_at_once(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    with ThreadPoolExecutor(12) as crowd:
        codes = {done.status_code for done in crowd.map(lambda _: pupil.submit(step, **answers), range(100))}
    assert codes <= {303, 409, 429, 503}
    answer = pupil.submit(step, **answers)
    with a.school.database.reading() as db:
        table = Event.__table__
        count = select(func.count()).where(table.c.step_id == step, table.c.kind == "step_done")
        assert db.execute(count).scalar_one() == 1
    return answer


@case("STEP-17", 503, "storage_busy")
def database_locked(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    release = _lock(a)
    answer = pupil.submit(step, **answers)
    release()
    assert answer.headers["retry-after"]
    assert "löytö" in answer.text
    assert pupil.submit(step, **answers).status_code == 303
    return answer


def _lock(a: LaunchAttempt) -> Any:
    """Hold the database's write lock from outside until told to let go."""
    if a.school.database.is_sqlite:
        other = sqlite3.connect(str(a.school.database.engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        return other.close
    connection = a.school.database.engine.connect()
    connection.execute(text("LOCK TABLE answer, event IN ACCESS EXCLUSIVE MODE"))
    return connection.close


@case("STEP-18", 503, "storage_full")
def disk_full(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    big = typed_everywhere(answers, "x" * TOO_LONG)
    _limit_disk_space(a, True)
    answer = pupil.submit(step, **big)
    assert pupil.get("/lessons").status_code == 200
    _limit_disk_space(a, False)
    assert pupil.submit(step, **big).status_code == 303
    return answer


FULL_DISK = """
CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$ LANGUAGE plpgsql
"""


def _limit_disk_space(a: LaunchAttempt, full: bool) -> None:
    """SQLite: no page more than it has now. PostgreSQL: the same fault by a trigger."""
    with a.school.database.engine.connect() as db:
        if a.school.database.is_sqlite:
            pages = db.execute(text("PRAGMA page_count")).scalar_one()
            _on_every_connection(a, f"PRAGMA max_page_count={pages if full else 1_000_000}")
        elif full:
            db.execute(text(FULL_DISK))
            db.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON answer EXECUTE FUNCTION full_disk()"))
            db.commit()
        else:
            db.execute(text("DROP TRIGGER full_disk ON answer"))
            db.commit()


def _on_every_connection(a: LaunchAttempt, pragma: str) -> None:
    for database in (a.school.database, a.school.tool.state.careered.database):
        database.kept.close()
        if database.writer:
            database.writer.close()
        pool = [database.engine.connect() for _ in range(8)]
        for connection in pool:
            connection.exec_driver_sql(pragma)
        for connection in pool:
            connection.close()


@case("STEP-20", 405, "method_not_allowed")
def other_methods(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    address = f"/lessons/{LESSON}/steps/{pupil.steps[0]}"
    assert a.browser.put(address).status_code == 405
    assert a.browser.head(address).status_code == 405
    return a.browser.get(address)


@case("STEP-21", 303, writes=True)
def code_as_an_answer(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    step, answers = pupil.visit_step()
    answer = pupil.submit(step, **typed_everywhere(answers, "<script>alert(1)</script><b>**x**"))
    assert "<script>alert" not in pupil.get(f"/lessons/{LESSON}/{step}").text
    return answer


@case("STEP-23", 415, "unsupported_media")
def bodies_of_other_kinds(a: LaunchAttempt) -> Response:
    pupil = PupilAtVisitStep(a)
    address = f"/lessons/{LESSON}/steps/{pupil.steps[0]}"
    packed = gzip.compress(b"session=" + b"x" * 1_000_000)
    headers = {"content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip"}
    assert a.browser.post(address, content=packed, headers=headers).status_code == 415
    return a.browser.post(address, files={"file": b"x"}, data={"session": pupil.secret})
