"""A talk of fifteen minutes: what is recorded, who reads it, and how it is taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import update
from starlette.testclient import TestClient

from careered.agreements.tables import Agreement
from careered.clock import now
from careered.dashboard.attestation_labels import YOU
from careered.packs.requirements import OfflineActivity
from careered.privacy.erase import erase_person
from careered.privacy.export import export_document
from careered.progress.attestations import attest
from careered.progress.tables import StaffAct
from careered.questions import store as questions
from careered.roster.scope import ClassScope
from careered.roster.tables import Enrolment
from careered.talks import page as talk_page
from careered.talks import recording
from careered.talks.labels import TALKED_ON
from careered.web.i18n import translations
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.lessons.factories import GOOD_ANSWERS, HarbourSchool, Visitor
from tests.support.pages import Page

AGREED = "Looks at two schools, tells in January"
TODAY = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def path_of(classroom: Classroom, name: str = "Aino Mäkelä") -> str:
    return f"/teacher/pupil/{classroom.people[name]}"


def talks(classroom: Classroom, staff: TestClient | None = None, act: str = "talked", /, **fields: str) -> Page:
    """The counsellor, or `staff`, presses the button of the page; the page that follows."""
    staff = staff or classroom.browser_of("Opo Lehto")
    session = staff.headers["cookie"].split("=", 1)[1]
    answer = staff.post(f"{path_of(classroom)}/{act}", data={"session": session, **fields})
    return Page(staff.get(answer.headers["location"]) if answer.status_code == 303 else answer)


def rows(classroom: Classroom, model: Any) -> list[dict[str, Any]]:
    with classroom.app_state.database.reading() as db:
        return [dict(row) for row in db.execute(model.__table__.select()).mappings()]


def test_one_press_notes_the_talk_and_stores_nothing_that_was_said(classroom: Classroom) -> None:
    page = talks(classroom)
    assert "Noted: you have talked." in page.main_text
    (act,) = rows(classroom, StaffAct)
    assert (act["person_id"], act["kind"]) == (classroom.people["Aino Mäkelä"], "talked")
    assert rows(classroom, Agreement) == []


def test_the_message_is_gone_when_the_page_is_loaded_again_after_a_minute(classroom: Classroom) -> None:
    address = str(talks(classroom).response.url)
    with time_machine.travel(now() + timedelta(seconds=61), tick=False):
        assert Page(classroom.browser_of("Opo Lehto").get(address)).all(".toast") == []


def test_a_talk_stands_on_the_page_with_its_day_and_who_recorded_it_once_the_message_is_gone(
    classroom: Classroom,
) -> None:
    """Seen in a Danish class, whose pack has no personal guidance to record: nothing at all on the next day."""
    classroom.launches("Opo Salo", Role.TEACHER)
    with time_machine.travel(TODAY, tick=False):
        page = talks(classroom, day="24.11.")
    assert page.only(".talked-on > span:not(.tile)").to_text() == "Talked on 24 Nov 2026, by you"
    colleague = Page(classroom.browser_of("Opo Salo").get(path_of(classroom)))
    assert colleague.only(".talked-on > span:not(.tile)").to_text() == "Talked on 24 Nov 2026, by Opo Lehto"
    assistant = Page(classroom.browser_of("Opo Salo", role=Role.ASSISTANT).get(path_of(classroom)))
    assert assistant.all(".talked-on") == []
    fields = dict(page.form(".toast form").fields)
    assert talks(classroom, None, "talked/undo", talked=fields["talked"]).all(".talked-on") == []


@pytest.mark.parametrize("sentence", [TALKED_ON, "recorded %(when)s by %(who)s", "undone by %(who)s, %(when)s"])
def test_whoever_did_it_reads_you_in_the_form_that_the_sentence_asks_for(sentence: str) -> None:
    """Seen on a pupil's page: “antecknat 1.12.2026 av du”, “Talt sammen 1.12.2026, dig”."""
    read = {}
    for lang in ("sv", "da"):
        gettext = translations(lang).gettext
        read[lang] = gettext(sentence) % {"who": gettext(YOU), "day": "1.12.2026", "when": "1.12.2026"}
    assert "av du" not in read["sv"]
    assert "af dig" in read["da"]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", "2026-11-26"),
        ("12.11.", "2026-11-12"),
        ("2.2.", "2026-02-02"),
        ("eilen", "2026-11-25"),
        ("ti", "2026-11-24"),
    ],
)
def test_the_day_is_typed_as_people_say_it(classroom: Classroom, typed: str, day: str) -> None:
    with time_machine.travel(TODAY, tick=False):
        talks(classroom, agreed=AGREED, day=typed)
    (row,) = rows(classroom, Agreement)
    assert (row["text"], row["agreed_on"].isoformat()) == (AGREED, day)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "27.11.2026"}, "It cannot be in the future"),
        ({"day": "soon"}, "Enter the day"),
        ({"agreed": "x" * 301}, "300"),
    ],
)
def test_what_cannot_be_recorded_is_said_and_the_words_stay(
    classroom: Classroom, fields: dict[str, str], words: str
) -> None:
    with time_machine.travel(TODAY, tick=False):
        page = talks(classroom, agreed=fields.get("agreed", AGREED), day=fields.get("day", ""))
    assert page.response.status_code == 422
    assert words in page.only("#talked-error").to_text()
    assert page.only("#agreed[maxlength]").attrs["value"] == fields.get("agreed", AGREED)
    assert rows(classroom, StaffAct) == rows(classroom, Agreement) == []


def test_a_mistaken_press_is_taken_back_with_what_it_left_and_twice_without_harm(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    guidance_of_the_pack(monkeypatch)
    page = talks(classroom, agreed=AGREED, guidance="yes", key="k" * 22)
    fields = dict(page.form(".toast form").fields)
    assert len(counting_acts(classroom)) == 2
    for _ in range(2):
        ids = {name: fields[name] for name in ("talked", "guided", "agreement")}
        undone = talks(classroom, None, "talked/undo", **ids)
        assert "Undone" in undone.only(".toast").to_text()
        assert counting_acts(classroom) == rows(classroom, Agreement) == []


def test_a_form_that_arrives_twice_is_one_talk_and_one_undo_takes_it_back(classroom: Classroom) -> None:
    for _ in range(2):
        page = talks(classroom, key="k" * 22)
    (act,) = counting_acts(classroom)
    talks(classroom, None, "talked/undo", talked=dict(page.form(".toast form").fields)["talked"])
    assert counting_acts(classroom) == []
    talks(classroom, key="k" * 22)
    (again,) = counting_acts(classroom)
    assert again["act_id"] != act["act_id"], "after an undo it is pressed anew"


def counting_acts(classroom: Classroom) -> list[dict[str, Any]]:
    return [row for row in rows(classroom, StaffAct) if row["undone_at"] is None]


def guidance_of_the_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """The valley's visit, as if it were personal guidance."""

    def visit(scope: ClassScope) -> OfflineActivity | None:
        return next(one for one in scope.pack.offline_activities if one.id == "xv-visit")

    for module in (talk_page, recording):
        monkeypatch.setattr(module, "guidance_activity", visit)


def test_personal_guidance_is_recorded_with_its_day_each_time(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    guidance_of_the_pack(monkeypatch)
    with time_machine.travel(TODAY, tick=False):
        for day in ("12.11.", "24.11."):
            page = talks(classroom, guidance="yes", day=day)
    visit = next(row.to_text() for row in page.all("#requirements .away li") if "Visit" in row.to_text())
    assert " ".join(visit.split()) == "Recorded Visit 12 Nov 2026, 24 Nov 2026"


def test_a_period_stands_with_its_first_and_its_last_day(classroom: Classroom) -> None:
    days = {"activity_date": "2026-11-09", "activity_end_date": "2026-11-13"}
    with classroom.app_state.database.transaction() as db:
        attest(db, classroom.scope("Aino Mäkelä"), "offline", "xv-visit", classroom.people["Opo Lehto"], **days)
    page = Page(classroom.browser_of("Opo Lehto", lang="fi").get(path_of(classroom)))
    assert "9.11.2026\u00a0– 13.11.2026" in page.only("#requirements").to_text()


def test_a_danish_reader_sees_the_day_of_what_was_agreed_as_short_as_the_others(classroom: Classroom) -> None:
    with time_machine.travel(TODAY, tick=False):
        page = talks(classroom, classroom.browser_of("Opo Lehto", lang="da"), agreed=AGREED, day="12.11.")
    assert page.only("#agreed time").to_text() == "12.11.2026"


def test_the_way_to_the_next_pupil_is_in_the_order_of_the_class(classroom: Classroom) -> None:
    staff = classroom.browser_of("Opo Lehto")
    page = Page(staff.get(path_of(classroom, "Siiri Åkerblom")))
    assert page.only(".place .of").to_text() == "2/3"
    assert [(one.attrs["data-key"], one.query("a")[0].to_text()) for one in page.all(".place [data-key]")] == [
        ("k", "Aino Mäkelä"),
        ("j", "Väinö Öhman"),
    ]


def test_what_a_pupil_asks_for_stands_first(classroom: Classroom) -> None:
    classroom.asks_for_help("Aino Mäkelä", "tell_teacher")
    words = Page(classroom.browser_of("Opo Lehto").get(path_of(classroom))).only(".says").to_text()
    assert "Would rather tell you in person" in words


def test_an_assistant_neither_sees_what_was_agreed_nor_records_a_talk(classroom: Classroom) -> None:
    talks(classroom, agreed=AGREED)
    classroom.launches("Apu Ranta", Role.ASSISTANT)
    assistant = classroom.browser_of("Apu Ranta", Role.ASSISTANT)
    page = Page(assistant.get(path_of(classroom)))
    assert AGREED not in page.response.text
    assert page.all("#talked") == page.all("#picture-title") == []
    assert "T we have talked" not in page.main_text
    assert talks(classroom, assistant, agreed="More").response.status_code == 404
    assert len(rows(classroom, Agreement)) == 1


def test_the_pupil_reads_what_was_agreed_and_the_copy_and_the_erasure_have_it(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    path = f"/teacher/pupil/{aino.viewer.person_id}"
    teacher.submit(teacher.get(path).form("#talked"), {"agreed": AGREED, "day": "26.11.2025"})
    agreed = aino.get("/me").only(".agreed").to_text()
    assert AGREED in agreed
    assert "26 Nov 2025" in agreed
    other = school.visitor("2", name="Bo Berg")
    assert AGREED not in other.get("/me").response.text
    key = (aino.viewer.organisation_id, aino.viewer.person_id)
    with school.database.transaction() as db:
        assert AGREED in export_document(db, *key)
        erase_person(db, *key)
    assert school.count(Agreement) == 0


def test_the_teacher_sees_plans_only_while_the_pupil_shows_them_and_an_assistant_never(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    path, assistant = f"/teacher/pupil/{aino.viewer.person_id}", school.visitor("a", role=Role.ASSISTANT, name="Apu")
    aino.submit(aino.get("/me").form("form#add-form"), {"text": "Become a diver", "shelf": "plan"})
    aino.submit(aino.get("/me").form("form#add-form"), {"text": "Aunt Bea", "shelf": "contact"})
    assert "keeps this private" in teacher.get(path).main_text
    aino.submit(aino.get("/me").form("#show-form"), {})
    text = teacher.get(path).response.text
    assert "Become a diver" in text
    assert "Aunt Bea" not in text
    assert "Become a diver" not in assistant.get(path).response.text
    aino.submit(aino.get("/me").form("#show-form"), {})
    assert "Become a diver" not in teacher.get(path).response.text


def test_a_plan_stands_under_the_question_that_it_answers(aino: Visitor, teacher: Visitor) -> None:
    """Seen in a talk: “sailor”, and nobody knew what the pupil had been asked."""
    aino.completes(*(step for step in GOOD_ANSWERS if step.startswith("xh-1")))
    aino.submit(aino.get("/me").form("form#add-form"), {"text": "Become a diver", "shelf": "plan"})
    aino.submit(aino.get("/me").form("#show-form"), {})
    shown = teacher.get(f"/teacher/pupil/{aino.viewer.person_id}").all(".plans li")
    lines = [" ".join(one.to_text().split()) for one in shown]
    assert lines == ["A plan Become a diver", "A route I will look into sailor"]


def test_who_has_left_shows_and_is_written_nothing_more_by_the_teachers_there(
    school: HarbourSchool, aino: Visitor, teacher: Visitor
) -> None:
    aino.submit(aino.get("/me").form("#show-form"), {})
    aino.submit(aino.get("/me").form("form#add-form"), {"text": "Become a diver", "shelf": "plan"})
    path, table = f"/teacher/pupil/{aino.viewer.person_id}", Enrolment.__table__
    assert "Become a diver" in teacher.get(path).response.text
    with school.database.transaction() as db:
        left = {"status": "left", "listed_at": now()}
        db.execute(update(table).where(table.c.person_id == aino.viewer.person_id).values(**left))
    page = teacher.get(path)
    assert "Become a diver" not in page.response.text
    assert "keeps this private" not in page.main_text, "who has left can show nothing"
    assert not page.all("form#talked")
    assert teacher.post(f"{path}/talked", {"agreed": AGREED}).status_code == 404
    assert AGREED not in aino.get("/me").response.text


def test_of_several_matters_the_first_has_its_words_and_the_others_a_line_that_opens(classroom: Classroom) -> None:
    asked = ("What does an electrician earn?", "May I apply to two schools?", "Who can I ask?")
    with classroom.app_state.database.transaction() as db:
        for text in asked:
            questions.create(db, "town", classroom.id, classroom.people["Aino Mäkelä"], text)
    page = Page(classroom.browser_of("Opo Lehto").get(path_of(classroom)))
    shown = [quote.to_text() for quote in page.all(".says .pad > blockquote")]
    folded = [summary.to_text().strip() for summary in page.all(".says details summary")]
    assert sorted(shown + folded) == sorted(asked)
    assert len(shown) == 1
