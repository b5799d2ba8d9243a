"""Scores follow another version of a pack when it is loaded, not at a pupil's next step."""

import pytest
from sqlalchemy import event, insert, select, update

from careered.clock import now
from careered.progress.carried import carry, carry_class
from careered.progress.outbox.held import is_held
from careered.progress.tables import Event, RequirementStatus, ScoreDelivery
from careered.roster.tables import SchoolClass
from careered.statistics.due_scores import schedule_all
from tests.admin.conftest import AdminOffice
from tests.admin.test_dropped_requirements import (
    go_back,
    load,
    preview,
    set_up_class,
    statuses,
    version_without_r9,
)
from tests.admin.test_overlay_changes import class_of_grade_8, load_additions, remove_additions
from tests.admin.test_year_rollover import attest_first, class_page_figures, do_requirements, teacher_accepts

_deliveries, _events, _statuses = ScoreDelivery.__table__, Event.__table__, RequirementStatus.__table__


def score(office: AdminOffice) -> tuple[int, int]:
    """The score that the gradebook should show."""
    with office.school.database.reading() as db:
        row = db.execute(select(_deliveries)).one()
    return row.desired_score, row.score_maximum


def send(office: AdminOffice) -> None:
    """The platform has got what was due."""
    values = {"delivered_score": _deliveries.c.desired_score, "delivered_maximum": _deliveries.c.score_maximum}
    with office.school.database.transaction() as db:
        db.execute(update(_deliveries).values(**values, next_attempt_at=None, state="delivered"))


def is_to_be_sent(office: AdminOffice) -> bool:
    """Whether the score is due at some time, and not held back."""
    with office.school.database.reading() as db:
        row = db.execute(select(_deliveries)).mappings().one()
    return row["next_attempt_at"] is not None and not is_held(row)


def reached_and_sent(office: AdminOffice, *reached: str) -> None:
    """A class of grade 9: staff have confirmed FI-R1, the pupil has reached more, and the platform has the score."""
    set_up_class(office, *reached)
    attest_first(office)
    send(office)
    office.sign_in()


@pytest.mark.parametrize(
    ("reached", "becomes", "after"),
    [((), {}, (1, 8)), (("FI-R9",), {"becomes-FI-R9": "FI-R8"}, (2, 8)), (("FI-R2", "FI-R3"), {}, (3, 8))],
)
def test_a_load_sends_what_has_changed_by_it(
    office: AdminOffice, reached: tuple[str, ...], becomes: dict[str, str], after: tuple[int, int]
) -> None:
    reached_and_sent(office, *reached)
    assert score(office) == (1 + len(reached), 9)
    load(office, preview(office, version_without_r9()), **becomes)
    assert (score(office), is_to_be_sent(office)) == (after, True)


def test_a_class_that_keeps_its_version_keeps_its_score(office: AdminOffice) -> None:
    reached_and_sent(office, "FI-R9")
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "history", "word": "9.0.0"})
    assert (score(office), is_to_be_sent(office)) == ((2, 9), False)


@pytest.mark.parametrize(("meanwhile", "after"), [((), (2, 9)), (("FI-R2",), (3, 9))])
def test_who_goes_back_sends_the_former_score_again_where_nothing_newer_stands(
    office: AdminOffice, meanwhile: tuple[str, ...], after: tuple[int, int]
) -> None:
    reached_and_sent(office, "FI-R9")
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "FI-R8"})
    send(office)
    do_requirements(office, *meanwhile)
    go_back(office)
    assert (score(office), is_to_be_sent(office)) == (after, True)


def test_additions_that_ask_for_less_are_sent_when_they_are_loaded_and_taken_off(office: AdminOffice) -> None:
    class_of_grade_8(office, "FI-R8")
    attest_first(office)
    send(office)
    reached, maximum = score(office)
    office.sign_in()
    load_additions(office)
    assert (score(office), is_to_be_sent(office)) == ((reached + 1, maximum + 1), True)
    send(office)
    remove_additions(office)  # would lower it: the class keeps what it has until its teacher agrees
    assert (score(office), is_to_be_sent(office)) == ((reached + 1, maximum + 1), False)


@pytest.mark.parametrize("reached", [("FI-R9",), ("FI-R2", "FI-R9")])
def test_a_class_that_keeps_its_version_counts_nothing_twice_and_carries_over_when_it_takes_the_new_one(
    office: AdminOffice, reached: tuple[str, ...]
) -> None:
    set_up_class(office, *reached)
    before = class_page_figures(office)
    keep_current_version(office)
    office.sign_in()
    load(office, preview(office, version_without_r9()), **{"becomes-FI-R9": "FI-R8"})
    assert "FI-R8" not in statuses(office)
    assert class_page_figures(office) == before
    assert "1–4" not in teacher_accepts(office)
    assert statuses(office)["FI-R8"][0] == "done"
    assert statuses(office)["FI-R8"][4] == {"from": "FI-R9", "before": None}
    office.sign_in()
    go_back(office)
    assert "FI-R8" not in statuses(office)


def keep_current_version(office: AdminOffice) -> None:
    """The class stays with the version that is loaded, as where another pupil's figure would be lower."""
    with office.school.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(kept_version=office.school.packs["FI"].version))


def statements_of_a_load(office: AdminOffice, pupils: int) -> int:
    """How many statements the scores of a class take when its pack asks for something else."""
    pack, counted = office.school.packs["FI"], list[str]()
    with office.school.database.transaction() as db:
        statuses = RequirementStatus.__table__
        (one,) = db.execute(select(statuses).where(statuses.c.person_id.not_like("pupil-%"))).mappings()
        known = set(db.execute(select(statuses.c.person_id)).scalars())
        more = [f"pupil-{number}" for number in range(1, pupils)]
        db.execute(insert(statuses), [{**one, "person_id": person} for person in more if person not in known])
        event.listen(db, "after_cursor_execute", lambda *parts: counted.append(parts[2]))
        schedule_all(db, pack.id, lambda _: pack, may_lower=True)
    return len(counted)


def test_a_load_takes_no_statement_for_each_pupil(office: AdminOffice) -> None:
    """Ten thousand pupils must not hold the one who writes for as many statements."""
    reached_and_sent(office)
    few = statements_of_a_load(office, 3)
    assert statements_of_a_load(office, 150) <= few
    with office.school.database.reading() as db:
        assert len(db.execute(select(_deliveries)).all()) == 150


def test_what_is_carried_over_takes_no_statement_for_each_pupil(office: AdminOffice) -> None:
    set_up_class(office, "FI-R9")
    assert [statements_of_carrying(office, pupils) for pupils in (3, 150)] == [2, 2]
    with office.school.database.reading() as db:
        followed = _statuses.c.requirement_id == "FI-R8"
        assert len(db.execute(select(_statuses).where(followed)).all()) == 150


def statements_of_carrying(office: AdminOffice, pupils: int) -> int:
    """What carrying a dropped requirement over takes in a class of so many pupils who have all reached it."""
    counted: list[str] = []
    with office.school.database.transaction() as db:
        first = db.execute(select(_statuses).where(_statuses.c.requirement_id == "FI-R9")).mappings().first()
        assert first
        known = set(db.execute(select(_statuses.c.person_id)).scalars())
        others = [f"person-{number}" for number in range(pupils - 1)]
        db.execute(insert(_statuses), [{**first, "person_id": one} for one in others if one not in known])
        event.listen(db, "before_cursor_execute", lambda *call: counted.append(call[2]))
        carry_class(db, first["organisation_id"], first["class_id"], {"FI-R9": "FI-R8"}, first["pack_version"])
    return len(counted)


@pytest.mark.parametrize(("meanwhile", "after"), [("confirmed", "confirmed"), ("in_progress", "done")])
def test_what_a_pupil_reaches_while_a_pack_is_loaded_stays_reached(
    office: AdminOffice, meanwhile: str, after: str
) -> None:
    set_up_class(office, "FI-R9")
    with office.school.database.transaction() as db:
        rows = db.execute(select(_statuses)).all()
        (first,) = (row._mapping for row in rows if row.requirement_id == "FI-R9")
        db.execute(insert(_statuses), [{**first, "requirement_id": "FI-R8", "state": meanwhile}])
        carry(db, rows, {"FI-R9": "FI-R8"}, first["pack_version"])
    assert statuses(office)["FI-R8"][0] == after


@pytest.mark.parametrize(("rises", "after"), [("in_progress", "done"), ("confirmed", "confirmed")])
def test_a_step_that_began_before_a_load_lowers_nothing_that_the_load_has_raised(
    office: AdminOffice, rises: str, after: str
) -> None:
    set_up_class(office, "FI-R9")
    with office.school.database.transaction() as db:
        rows = db.execute(select(_statuses)).all()
        carry(db, rows, {"FI-R9": "FI-R8"}, rows[0].pack_version)
        key = {name: getattr(rows[0], name) for name in ("organisation_id", "class_id", "person_id")}
        raised = {"requirement_id": "FI-R8", "state": rises, "method": "", "evidence": [], "pack_version": "9.9.9"}
        step = {**dict.fromkeys(("id", "lesson_id", "step_id", "step_kind", "pack_id", "pack_version"), "late"), **key}
        db.execute(insert(_events), [{**step, "kind": "step_done", "occurred_at": now(), "raises": [raised]}])
    assert statuses(office)["FI-R8"][0] == after
