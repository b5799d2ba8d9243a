"""The class report: the interface for other programs, with the figures that the pages show."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from careered.clock import now
from careered.packs.store import PackStore
from careered.progress.completion import RequirementState, count_reached
from careered.progress.outbox import deliveries, line_items
from careered.progress.tables import RequirementStatus
from careered.reports.class_report import build_class_report, published, resolve_class
from careered.roster.scope import with_pack
from careered.roster.tables import SchoolClass
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import class_page, grid_rows, insert_delivery


def report(classroom: Classroom, lang: str = "en") -> dict[str, Any]:
    """The report of a class, through JSON as another program gets it."""
    with classroom.app_state.database.reading() as db:
        found = resolve_class(db, classroom.id)
        assert found is not None
        scope = with_pack(db, classroom.app_state.get(PackStore), found)
        assert scope is not None
        made = build_class_report(db, scope, lang, classroom.app_state.settings.secret)
    read: dict[str, Any] = json.loads(json.dumps(made))
    return read


def pupil(classroom: Classroom, name: str) -> dict[str, Any]:
    """One pupil of the report."""
    return next(entry for entry in report(classroom)["pupils"] if entry["id"] == classroom.people[name])


def test_the_report_has_exactly_the_shape_that_others_rely_on(classroom: Classroom) -> None:
    insert_delivery(classroom, "Aino Mäkelä")
    made = report(classroom)
    assert made["class"] == {"id": classroom.id, "name": "8B", "platform": "Moodle", "context_id": "course-8b"}
    assert made["pack"] == {"id": "valley-7-9", "version": "1.2.0"}
    assert set(published(made)) == {"class", "pack", "pupils"}
    aino = pupil(classroom, "Aino Mäkelä")
    assert set(aino) == {"id", "user_id", "name", "status", "requirements", "deliveries"}
    assert set(aino["requirements"][0]) == {"key", "codes", "state", "when", "how", "evidence"}
    assert set(aino["deliveries"][0]) == {"column", "wanted", "sent", "maximum", "state", "words"}


def test_every_pupil_has_every_requirement_also_who_never_came_and_who_left(classroom: Classroom) -> None:
    classroom.receives_roster("Väinö Öhman", "Siiri Åkerblom")
    everybody = report(classroom)["pupils"]
    assert {(entry["name"], entry["status"]) for entry in everybody} == {
        ("Aino Mäkelä", "left"),
        ("Väinö Öhman", "active"),
        ("Siiri Åkerblom", "active"),
    }
    for entry in everybody:
        assert [requirement["key"] for requirement in entry["requirements"]] == [f"XV-R{n}" for n in range(1, 10)]


def test_what_was_done_is_named_with_its_moment_and_its_lessons(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        db.execute(
            update(RequirementStatus.__table__).values(since_at=datetime(2026, 11, 19, 8, 5, 1, 999, tzinfo=UTC))
        )
    done, untouched = pupil(classroom, "Aino Mäkelä")["requirements"][:2]
    assert done == {
        "key": "XV-R1",
        "codes": ["XV-8", "XV-S5", "XV-L6"],
        "state": "done",
        "when": "2026-11-19T08:05:01Z",
        "how": "lesson",
        "evidence": [{"lesson": "xv-1", "title": "Paths: three ways forward"}],
    }
    assert untouched == {
        "key": "XV-R2",
        "codes": ["XV-8", "XV-L6"],
        "state": "not_started",
        "when": None,
        "how": None,
        "evidence": [],
    }


def test_an_activity_away_from_the_screen_is_not_called_a_lesson(classroom: Classroom) -> None:
    where = classroom.scope("Siiri Åkerblom")
    row = {**where.key, "requirement_id": "XV-R8", "state": "confirmed", "method": "offline", "evidence": ["xv-visit"]}
    with classroom.app_state.database.transaction() as db:
        db.execute(insert(RequirementStatus.__table__).values(**row, pack_version="1.2.0", since_at=now()))
    assert pupil(classroom, "Siiri Åkerblom")["requirements"][7]["evidence"] == [
        {"activity": "xv-visit", "title": "Visit"}
    ]


def test_grid_pupil_page_report_and_gradebook_count_alike(classroom: Classroom) -> None:
    scope = classroom.scope("Siiri Åkerblom")
    with classroom.app_state.database.transaction() as db:
        for key, state in (("XV-R1", "confirmed"), ("XV-R8", "exempt"), ("XV-R9", "in_progress")):
            row = {**scope.key, "requirement_id": key, "state": state, "method": "teacher", "evidence": []}
            db.execute(insert(RequirementStatus.__table__).values(**row, pack_version="1.2.0", since_at=now()))
    grid = grid_rows(class_page(classroom))
    for entry in report(classroom)["pupils"]:
        states = [RequirementState(requirement["state"]) for requirement in entry["requirements"]]
        with classroom.app_state.database.reading() as db:
            assert count_reached(states) == deliveries.score_for(
                db, classroom.scope(entry["name"]), line_items.REQUIREMENTS_METRIC
            )
        assert grid[entry["name"]][-1] == "{} / {}".format(*count_reached(states))


def test_a_delivered_score_is_said_to_be_in_the_gradebook(classroom: Classroom) -> None:
    insert_delivery(
        classroom, "Aino Mäkelä", state="delivered", delivered_score=1, delivered_maximum=9, delivered_at=now()
    )
    (delivery,) = pupil(classroom, "Aino Mäkelä")["deliveries"]
    assert delivery.pop("words").startswith("In Moodle since ")
    assert delivery == {"column": "Guidance", "wanted": 1, "sent": 1, "maximum": 9, "state": "delivered"}


@pytest.mark.parametrize(
    "state", ["waiting", "retrying", "newer_in_platform", "not_in_course", "column_gone", "refused"]
)
def test_a_score_that_is_not_delivered_has_its_state_and_a_sentence(classroom: Classroom, state: str) -> None:
    insert_delivery(classroom, "Aino Mäkelä", state=state)
    (delivery,) = pupil(classroom, "Aino Mäkelä")["deliveries"]
    assert (delivery["state"], delivery["sent"]) == (state, None)
    assert "Moodle" in delivery["words"]
    assert delivery["words"].endswith(".")


def test_an_older_score_in_the_platform_is_not_taken_for_the_new_one(classroom: Classroom) -> None:
    insert_delivery(
        classroom, "Aino Mäkelä", desired_score=3, delivered_score=2, delivered_maximum=9, delivered_at=now()
    )
    assert pupil(classroom, "Aino Mäkelä")["deliveries"][0]["state"] == "waiting"


def test_a_pupil_without_a_name_has_the_two_words_of_the_page(classroom: Classroom) -> None:
    classroom.launches("nameless", shares_name=False)
    assert pupil(classroom, "nameless")["name"] in grid_rows(class_page(classroom))


def test_a_pupils_private_texts_are_not_in_the_report(classroom: Classroom) -> None:
    assert "Salainen" not in json.dumps(report(classroom))
    assert "Lentokonemekaanikko" not in json.dumps(report(classroom))


def test_titles_come_in_the_language_asked_for(classroom: Classroom) -> None:
    finnish_report = report(classroom, "fi")
    titles = [
        proof["title"]
        for entry in finnish_report["pupils"]
        for requirement in entry["requirements"]
        for proof in requirement["evidence"]
    ]
    assert "Polut: kolme reittiä eteenpäin" in titles


@pytest.mark.parametrize("name", ["Bríd O'Brien", "Zoë 👩‍🔧", "דנה כהן", "<script>alert(1)</script>", "=cmd|'x'!A0"])
def test_a_name_comes_out_letter_for_letter(classroom: Classroom, name: str) -> None:
    classroom.launches(name)
    assert pupil(classroom, name)["name"] == name


def test_a_class_is_found_by_its_id_or_by_the_platforms_where_that_is_unique(
    classroom: Classroom, other_classroom: Classroom
) -> None:
    with classroom.app_state.database.reading() as db:
        by_id, by_context = resolve_class(db, classroom.id), resolve_class(db, "course-8b")
        assert by_id is not None
        assert by_id == by_context
        assert resolve_class(db, "course-9z") is None
        assert resolve_class(db, "") is None


def test_a_context_id_that_two_platforms_use_finds_nothing(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        row = {"organisation_id": "town", "id": "twin", "platform_id": "other", "context_id": "course-8b"}
        row |= {"platform_name": "Other", "title": "8B", "pack_id": "valley-7-9"}
        db.execute(insert(SchoolClass.__table__).values(**row, created_at=now(), roster_state="unknown"))
        assert resolve_class(db, "course-8b") is None
        assert resolve_class(db, classroom.id) is not None
