"""The class report: the window for programs outside, with the figures that the pages show."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from careered.clock import now
from careered.packs.store import Shelf
from careered.progress import wishes
from careered.progress.completion import State, tally
from careered.progress.tables import Status
from careered.reports.class_report import class_report, find_class
from careered.roster.tables import SchoolClass
from careered.web.refusals import Refused
from tests.dashboard.classroom import Classroom
from tests.dashboard.test_class_page import class_page, delivery, rows


def report(room: Classroom, lang: str = "en") -> dict[str, Any]:
    """The report of a class, through JSON as a program outside gets it."""
    with room.house.database.read() as db:
        found = find_class(db, room.id)
        assert found is not None
        made = class_report(db, room.house.get(Shelf), found, lang, room.house.settings.secret)
    read: dict[str, Any] = json.loads(json.dumps(made))
    return read


def pupil(room: Classroom, name: str) -> dict[str, Any]:
    """One pupil of the report."""
    return next(one for one in report(room)["pupils"] if one["id"] == room.people[name])


def test_the_report_has_exactly_the_shape_that_others_rely_on(room: Classroom) -> None:
    delivery(room, "Aino Mäkelä")
    made = report(room)
    assert made["class"] == {"id": room.id, "name": "8B", "platform": "Moodle", "context_id": "course-8b"}
    assert made["pack"] == {"id": "valley-7-9", "version": "1.2.0"}
    assert set(made) == {"class", "pack", "pupils"}
    aino = pupil(room, "Aino Mäkelä")
    assert set(aino) == {"id", "user_id", "name", "status", "requirements", "deliveries"}
    assert set(aino["requirements"][0]) == {"key", "codes", "state", "when", "how", "evidence"}
    assert set(aino["deliveries"][0]) == {"column", "wanted", "sent", "maximum", "state", "words"}


def test_every_pupil_has_every_requirement_also_who_never_came_and_who_left(room: Classroom) -> None:
    room.list_arrives("Väinö Öhman", "Siiri Åkerblom")
    everybody = report(room)["pupils"]
    assert {(one["name"], one["status"]) for one in everybody} == {
        ("Aino Mäkelä", "left"),
        ("Väinö Öhman", "active"),
        ("Siiri Åkerblom", "active"),
    }
    for one in everybody:
        assert [requirement["key"] for requirement in one["requirements"]] == [f"XV-R{n}" for n in range(1, 10)]


def test_what_was_done_is_named_with_its_moment_and_its_lessons(room: Classroom) -> None:
    with room.house.database.write() as db:
        db.execute(update(Status.__table__).values(since=datetime(2026, 11, 19, 8, 5, 1, 999, tzinfo=UTC)))
    done, untouched = pupil(room, "Aino Mäkelä")["requirements"][:2]
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


def test_an_activity_away_from_the_screen_is_not_called_a_lesson(room: Classroom) -> None:
    where = room.where("Siiri Åkerblom")
    row = {**where.keys, "requirement": "XV-R8", "state": "confirmed", "how": "offline", "evidence": ["xv-visit"]}
    with room.house.database.write() as db:
        db.execute(insert(Status.__table__).values(**row, pack_version="1.2.0", since=now()))
    assert pupil(room, "Siiri Åkerblom")["requirements"][7]["evidence"] == [{"activity": "xv-visit", "title": "Visit"}]


def test_grid_pupil_page_report_and_gradebook_count_alike(room: Classroom) -> None:
    where = room.where("Siiri Åkerblom")
    with room.house.database.write() as db:
        for key, state in (("XV-R1", "confirmed"), ("XV-R8", "exempt"), ("XV-R9", "in_progress")):
            row = {**where.keys, "requirement": key, "state": state, "how": "teacher", "evidence": []}
            db.execute(insert(Status.__table__).values(**row, pack_version="1.2.0", since=now()))
    grid = rows(class_page(room))
    for one in report(room)["pupils"]:
        states = [State(requirement["state"]) for requirement in one["requirements"]]
        with room.house.database.read() as db:
            assert tally(states) == wishes.mark(db, room.where(one["name"]), wishes.REQUIREMENTS)
        assert grid[one["name"]][-1] == "{} / {}".format(*tally(states))


def test_a_mark_that_arrived_is_said_to_have(room: Classroom) -> None:
    delivery(room, "Aino Mäkelä", state="delivered", sent=1, sent_maximum=9, sent_at=now())
    (found,) = pupil(room, "Aino Mäkelä")["deliveries"]
    assert found.pop("words").startswith("In Moodle since ")
    assert found == {"column": "Guidance", "wanted": 1, "sent": 1, "maximum": 9, "state": "delivered"}


@pytest.mark.parametrize(
    "state", ["waiting", "retrying", "newer_in_platform", "not_in_course", "column_gone", "refused"]
)
def test_a_mark_that_has_not_arrived_has_its_state_and_a_sentence(room: Classroom, state: str) -> None:
    delivery(room, "Aino Mäkelä", state=state)
    (made,) = pupil(room, "Aino Mäkelä")["deliveries"]
    assert (made["state"], made["sent"]) == (state, None)
    assert "Moodle" in made["words"]
    assert made["words"].endswith(".")


def test_an_older_mark_in_the_platform_is_not_taken_for_the_new_one(room: Classroom) -> None:
    delivery(room, "Aino Mäkelä", wanted=3, sent=2, sent_maximum=9, sent_at=now())
    assert pupil(room, "Aino Mäkelä")["deliveries"][0]["state"] == "waiting"


def test_a_pupil_without_a_name_has_the_two_words_of_the_page(room: Classroom) -> None:
    room.comes("nameless", shares_name=False)
    assert pupil(room, "nameless")["name"] in rows(class_page(room))


def test_the_words_that_a_pupil_keeps_are_not_in_the_report(room: Classroom) -> None:
    assert "Salainen" not in json.dumps(report(room))
    assert "Lentokonemekaanikko" not in json.dumps(report(room))


def test_titles_come_in_the_language_asked_for(room: Classroom) -> None:
    made = report(room, "fi")
    titles = [
        proof["title"]
        for one in made["pupils"]
        for requirement in one["requirements"]
        for proof in requirement["evidence"]
    ]
    assert "Polut: kolme reittiä eteenpäin" in titles


@pytest.mark.parametrize("name", ["Bríd O'Brien", "Zoë 👩‍🔧", "דנה כהן", "<script>alert(1)</script>", "=cmd|'x'!A0"])
def test_a_name_comes_out_letter_for_letter(room: Classroom, name: str) -> None:
    room.comes(name)
    assert pupil(room, name)["name"] == name


def test_a_class_is_found_by_its_id_or_by_the_platforms_where_that_is_unique(
    room: Classroom, other_room: Classroom
) -> None:
    with room.house.database.read() as db:
        by_id, by_context = find_class(db, room.id), find_class(db, "course-8b")
        assert by_id is not None
        assert by_id == by_context
        assert find_class(db, "course-9z") is None
        assert find_class(db, "") is None


def test_a_context_id_that_two_platforms_use_finds_nothing(room: Classroom) -> None:
    with room.house.database.write() as db:
        row = {"organisation_id": "town", "id": "twin", "platform_id": "other", "context_id": "course-8b"}
        row |= {"platform_name": "Other", "title": "8B", "pack_id": "valley-7-9"}
        db.execute(insert(SchoolClass.__table__).values(**row, created_at=now(), roster_state="unknown"))
        assert find_class(db, "course-8b") is None
        assert find_class(db, room.id) is not None


def test_a_class_whose_pack_is_not_loaded_is_refused_by_name(room: Classroom) -> None:
    with room.house.database.write() as db:
        db.execute(update(SchoolClass.__table__).values(pack_id="gone"))
    with pytest.raises(Refused, match="no_pack"):
        report(room)
