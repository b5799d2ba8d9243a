"""The desk: a counsellor sees all classes on one page, and does from it what waits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from careered.progress.tables import RequirementStatus
from careered.questions import anonymous, store
from careered.questions.tables import Question
from careered.roster.tables import Enrolment
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.desk.conftest import COUNSELLOR, SUB
from tests.support.counters import statements_of
from tests.support.pages import Page

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SUNDAY, MONDAY = datetime(2026, 11, 29, 21, 0, tzinfo=UTC), datetime(2026, 11, 29, 23, 0, tzinfo=UTC)  # of Helsinki


def desk(classroom: Classroom, query: str = "", name: str = COUNSELLOR) -> Page:
    """The desk as staff of a class see it."""
    return Page(classroom.browser_of(name).get(f"/desk{query}"))


def rows(page: Page) -> list[str]:
    """The rows of the queue as words, without their buttons."""
    return [
        " ".join(" ".join(part.to_text() for part in row.query(".class, .name, .text")).split())
        for row in page.all(".queue > li")
    ]


def press(browser: TestClient, page: Page, action: str, **changes: str) -> Page:
    """Press the first button whose form leads to an action of the desk, with the fields that the page gave it."""
    form = next(form for form in page.all("form") if str(form.attrs["action"]).partition("#")[0].endswith(action))
    fields: dict[str, Any] = {}
    for field in form.query("input"):
        fields.setdefault(str(field.attrs["name"]), []).append(str(field.attrs["value"]))
    return Page(browser.post(str(form.attrs["action"]), data=fields | changes))


def opened(browser: TestClient, page: Page) -> Page:
    """The first question of the queue, opened."""
    return Page(browser.get(str(page.all(".question .acts a")[0].attrs["href"])))


def ask(classroom: Classroom, name: str, text: str) -> None:
    """A pupil asks with their name."""
    with classroom.app_state.database.transaction() as db:
        store.create(db, "town", classroom.id, classroom.people[name], text)


def test_a_counsellor_sees_every_class_of_theirs_and_no_other(
    class_b: Classroom, class_d: Classroom, class_e: Classroom
) -> None:
    ask(class_e, "Leo Saari", "Kuka tämän lukee?")
    strips = [" ".join(strip.to_text().split()) for strip in desk(class_b).all(".strip")]
    assert [strip.split()[0] for strip in strips] == ["8B", "9D"]
    assert "0/3" in strips[0].replace(" ", "")
    assert [bar.to_text() for bar in desk(class_d).all(".bar title")] == [
        "0 confirmed, 0 done, 2 in progress, 1 not started",
        "0 confirmed, 0 done, 0 in progress, 1 not started",
    ]
    assert "Leo Saari" not in desk(class_b).response.text
    assert "Kuka tämän lukee?" not in desk(class_b).response.text


def test_who_has_begun_anything_is_not_called_not_started_anywhere(class_b: Classroom) -> None:
    """Seen: sixteen who had not started in a class's bar, and ten of the same class to be reminded."""
    not_due = {"requirement_id": "XV-R9", "state": "in_progress", "method": "lessons", "evidence": []}
    row = {**class_b.scope("Siiri Åkerblom").key, **not_due, "pack_version": "1.2.0", "since_at": TUESDAY}
    before = desk(class_b).all(".bar title")[0].to_text()
    with class_b.app_state.database.transaction() as db:
        db.execute(insert(RequirementStatus.__table__).values(**row))
    after = desk(class_b).all(".bar title")[0].to_text()
    assert before == "0 confirmed, 0 done, 2 in progress, 1 not started"
    assert after == "0 confirmed, 0 done, 3 in progress, 0 not started"


def test_the_desk_begins_with_one_line_where_it_is_who_looks_and_the_search(
    class_b: Classroom, class_d: Classroom
) -> None:
    (head,) = desk(class_b).all("header > div")
    assert [" ".join(one.to_text().split()) for one in head.query("h1")] == ["Your desk , 4 pupils, 2 classes"]
    assert len(head.query("form.find input[type=search]")) == 1
    assert COUNSELLOR in head.to_text()
    assert not desk(class_b).all("main h1")


def test_a_long_name_of_a_class_is_read_whole_on_the_desk(class_b: Classroom, class_d: Classroom) -> None:
    name = "Oppilaanohjaus ja työelämätaidot 9F, lukuvuosi 2026–2027"
    classroom = Classroom(class_b.app_state, name, "course-9f")
    classroom.launches(COUNSELLOR, Role.TEACHER, sub=SUB)
    classroom.launches("Eetu Niemi")
    ask(classroom, "Eetu Niemi", "Kuka tämän lukee?")
    page = desk(class_b)
    assert [strip.query(".name")[0].attrs["title"] for strip in page.all(".strip.wide")] == [name]
    assert [row.attrs["title"] for row in page.all(".question .class")] == [name]


def test_a_course_is_called_by_the_class_that_its_name_begins_with(class_b: Classroom) -> None:
    for number, name in enumerate(
        ("9. C Uddannelse", "9a Opo", "7A Ohjaus", "7a Yrittäjyys", "7. luokka", "9D/9E Opo", "9 i Aarhus")
    ):
        Classroom(class_b.app_state, name, f"course-{number}").launches(COUNSELLOR, Role.TEACHER, sub=SUB)
    names = [strip.query(".name")[0] for strip in desk(class_b).all(".strip")]
    assert {name.attrs["title"]: name.to_text().strip() for name in names} == {
        "8B": "8B",
        "9. C Uddannelse": "9. C",
        "9a Opo": "9a",
        "7A Ohjaus": "7A Ohjaus",
        "7a Yrittäjyys": "7a Yrittäjyys",
        "7. luokka": "7. luokka",
        "9D/9E Opo": "9D/9E Opo",
        "9 i Aarhus": "9 i Aarhus",
    }


def test_what_has_waited_since_last_year_is_told_by_its_day(class_b: Classroom) -> None:
    ask(class_b, "Aino Mäkelä", "Kuka tämän lukee?")
    for asked_at, told in ((timedelta(days=3), "3 days"), (timedelta(days=413), "9 Oct 2025")):
        with class_b.app_state.database.transaction() as db:
            day = datetime(2026, 11, 26, 10, tzinfo=UTC)
            db.execute(update(Question.__table__).values(asked_at=day - asked_at))
        with time_machine.travel(day, tick=False):
            assert [row.to_text() for row in desk(class_b).all(".question .ago")] == [told]


def test_names_have_one_width_on_the_whole_desk_after_the_longest(class_b: Classroom) -> None:
    assert desk(class_b).all(".strips.short")
    Classroom(class_b.app_state, "Uddannelse og job 9E", "course-9f").launches(COUNSELLOR, Role.TEACHER, sub=SUB)
    assert desk(class_b).all(".strips.long")


def test_the_colleague_of_one_class_has_that_one_only(class_d: Classroom) -> None:
    assert [strip.query(".name")[0].to_text().strip() for strip in desk(class_d, name="Ope Kataja").all(".strip")] == [
        "9D"
    ]


def test_a_question_is_answered_from_the_desk_of_another_class(class_b: Classroom, class_d: Classroom) -> None:
    ask(class_d, "Eetu Niemi", "Voiko hakea kahteen kouluun?")
    browser = class_b.browser_of(COUNSELLOR)
    page = desk(class_b)
    assert rows(page)[0] == "9D Eetu Niemi Voiko hakea kahteen kouluun?"
    page = opened(browser, page)
    refused = press(browser, page, "/answer")
    assert refused.response.status_code == 422
    assert refused.all(".answer [aria-invalid]")
    answered = press(browser, page, "/answer", answer="Voi, yhteishaussa.")
    assert not [row for row in rows(answered) if "Eetu" in row]
    with class_d.app_state.database.reading() as db:
        [question] = store.list_for_class(db, "town", class_d.id)
    assert (question.state, question.answer) == ("answered", "Voi, yhteishaussa.")


def test_an_answer_from_the_desk_does_not_replace_a_colleagues(class_d: Classroom) -> None:
    ask(class_d, "Eetu Niemi", "Voiko hakea kahteen kouluun?")
    counsellor, colleague = class_d.browser_of(COUNSELLOR), class_d.browser_of("Ope Kataja")
    page = opened(counsellor, desk(class_d))
    press(colleague, opened(colleague, desk(class_d, name="Ope Kataja")), "/answer", answer="Voi.")
    told = press(counsellor, page, "/answer", answer="En tiedä.").only(".toast").to_text()
    assert "Your answer was not sent: “En tiedä.”" in told
    with class_d.app_state.database.reading() as db:
        assert store.list_for_class(db, "town", class_d.id)[0].answer == "Voi."


def test_the_text_of_a_question_without_a_name_shows_only_when_it_is_opened(class_b: Classroom) -> None:
    with class_b.app_state.database.transaction() as db:
        anonymous.create(db, "town", class_b.id, anonymous.generate_code(), "En uskalla kysyä tätä")
    page = desk(class_b)
    assert "En uskalla kysyä tätä" not in page.response.text
    browser = class_b.browser_of(COUNSELLOR)
    question = opened(browser, page)
    assert question.only(".item .text q").to_text() == "En uskalla kysyä tätä"
    assert rows(press(browser, question, "/answer", answer="Kysy vain.")) == rows(page)[1:]


def test_what_may_speak_of_need_is_the_first_row_and_hidden_until_it_is_opened(class_b: Classroom) -> None:
    class_b.asks_for_help("Väinö Öhman", "page_closed")
    with class_b.app_state.database.transaction() as db:
        store.create(db, "town", class_b.id, class_b.people["Aino Mäkelä"], "Milloin?")
        anonymous.create(db, "town", class_b.id, anonymous.generate_code(), "en kestä kotona")
    page = desk(class_b)
    assert "en kestä" not in page.response.text
    assert "Read this first" in rows(page)[0]
    browser = class_b.browser_of(COUNSELLOR)
    words = opened(browser, page).only(".answer")
    assert [mark.to_text() for mark in words.query("mark")] == ["en kestä"]


def test_what_to_do_about_need_stands_on_the_desk_without_the_text(class_b: Classroom) -> None:
    with class_b.app_state.database.transaction() as db:
        anonymous.create(db, "town", class_b.id, anonymous.generate_code(), "en kestä kotona")
    link = desk(class_b).all(".item.urgent .acts a")[1]
    assert link.to_text().strip() == "What to do"
    page = Page(class_b.browser_of(COUNSELLOR).get(str(link.attrs["href"])))
    assert "You cannot see who asked" in page.only(".item.urgent .need").to_text()
    assert "en kestä" not in page.response.text
    class_b.launches("Apu Koski", Role.ASSISTANT)
    theirs = Page(class_b.browser_of("Apu Koski", Role.ASSISTANT).get(str(link.attrs["href"])))
    assert theirs.all(".item.urgent :is(.need, .acts a)") == []


def test_a_pupil_whose_page_does_not_open_is_given_its_visit_on_paper(class_b: Classroom) -> None:
    class_b.asks_for_help("Väinö Öhman", "page_closed")
    class_b.asks_for_help("Aino Mäkelä", "tell_teacher")
    browser = class_b.browser_of(COUNSELLOR)
    (link,) = desk(class_b).all(".stuck .acts a")
    paper = Page(browser.get(browser.get(str(link.attrs["href"])).headers["location"]))
    assert "Which programme did you find?" in paper.only(".printout").to_text()
    assert "An invented example." in paper.only(".printout").to_text()
    assert not desk(class_b).all(".talk .acts a[href*='/printout']")


def test_only_an_answer_ends_what_may_speak_of_need(class_b: Classroom) -> None:
    class_b.launches("Apu Koski", Role.ASSISTANT)
    with class_b.app_state.database.transaction() as db:
        anonymous.create(db, "town", class_b.id, anonymous.generate_code(), "en kestä kotona")
        [question] = anonymous.list_for_class(db, "town", class_b.id)
    page = desk(class_b)
    assert not page.all(".item.urgent form")
    fields = {"reason": "question", "target": f"anonymous:{question.id}"}
    for name, role in (("Apu Koski", Role.ASSISTANT), (COUNSELLOR, Role.TEACHER)):
        for act in ("postpone", "handle"):
            class_b.browser_of(name, role).post(f"/desk/class/{class_b.id}/{act}", data=fields)
    assert rows(desk(class_b)) == rows(page)


def test_an_assistant_neither_sees_nor_undoes_nor_records_on_the_desk_that_somebody_has_talked(
    class_d: Classroom,
) -> None:
    class_d.launches("Apu Koski", Role.ASSISTANT)
    class_d.asks_for_help("Eetu Niemi", "tell_teacher")
    teacher, assistant = class_d.browser_of("Ope Kataja"), class_d.browser_of("Apu Koski", Role.ASSISTANT)
    page = desk(class_d, name="Ope Kataja")
    theirs = Page(assistant.get("/desk"))
    assert [row for row in rows(theirs) if "Eetu Niemi" in row]
    assert not theirs.all("form[action$='/handle']")
    asked = {"reason": "talk", "target": class_d.people["Eetu Niemi"]}
    assistant.post(f"/desk/class/{class_d.id}/handle", data=asked)
    assert rows(desk(class_d, name="Ope Kataja")) == rows(page)
    done = press(teacher, page, "/handle")
    assert "Eetu Niemi" not in assistant.get("/desk").text
    act = str(done.only(".history [name=act]").attrs["value"])
    assistant.post(f"/desk/class/{class_d.id}/undo", data={"act": act})
    assert "Eetu Niemi" in desk(class_d, name="Ope Kataja").only(".history").to_text()


def test_what_one_has_handled_is_handled_for_the_other_until_the_pupil_asks_again(
    class_b: Classroom, class_d: Classroom
) -> None:
    class_d.asks_for_help("Eetu Niemi", "tell_teacher")
    browser = class_d.browser_of("Ope Kataja")
    done = press(browser, desk(class_d, name="Ope Kataja"), "/handle")
    assert not [row for row in rows(desk(class_b)) if "Eetu" in row]
    history = " ".join(desk(class_b).only(".history").to_text().split())
    assert "Eetu Niemi" in history
    assert "Ope Kataja" in history
    press(browser, done, "/undo")
    assert [row for row in rows(desk(class_b)) if "Eetu" in row]
    press(browser, desk(class_d, name="Ope Kataja"), "/handle")
    class_d.asks_for_help("Eetu Niemi", "tell_teacher", step="xv-1-reflect")
    assert [row for row in rows(desk(class_b)) if "Eetu" in row]


def test_a_row_that_is_put_off_comes_back_on_monday_morning(class_b: Classroom) -> None:
    with time_machine.travel(TUESDAY, tick=False):
        class_b.asks_for_help("Väinö Öhman", "page_closed")
        put_off = press(class_b.browser_of(COUNSELLOR), desk(class_b, "?why=stuck"), "/postpone")
        assert not [row for row in rows(put_off) if "Väinö" in row]
        assert [row for row in rows(desk(class_b, "?why=postponed")) if "Väinö" in row]
    with time_machine.travel(SUNDAY, tick=False):
        assert not [row for row in rows(desk(class_b)) if "Väinö" in row]
    with time_machine.travel(MONDAY, tick=False):
        assert [row for row in rows(desk(class_b)) if "Väinö" in row]


def test_everybody_who_is_ready_is_confirmed_by_one_press_and_it_can_be_taken_back(class_b: Classroom) -> None:
    browser, page = class_b.browser_of(COUNSELLOR), desk(class_b)
    before = [row for row in rows(page) if "ready to confirm" in row]
    assert before
    confirmed = press(browser, page, "/confirm")
    assert len([row for row in rows(confirmed) if "ready to confirm" in row]) == len(before) - 1
    assert rows(press(browser, confirmed, "/undo")) == rows(page)


def test_who_is_ready_is_shown_in_the_class_before_anything_is_confirmed(class_b: Classroom) -> None:
    browser = class_b.browser_of(COUNSELLOR)
    address = browser.get(str(desk(class_b).all(".confirm .acts a")[0].attrs["href"])).headers["location"]
    assert "Aino Mäkelä" in Page(browser.get(address)).only("[data-panel]").to_text()


def test_a_class_in_which_nobody_has_begun_has_nobody_to_remind(class_b: Classroom, class_d: Classroom) -> None:
    reminders = [row for row in rows(desk(class_b, "?all=1")) if "Has not started" in row]
    assert reminders == ["8B Siiri Åkerblom Has not started, though others in the class have"]


@pytest.mark.parametrize("cookies", [True, False])
def test_the_desk_leads_into_the_other_class_with_a_session_of_its_own(
    class_b: Classroom, class_d: Classroom, *, cookies: bool
) -> None:
    browser, address = class_b.browser_of(COUNSELLOR, cookies=cookies), f"/desk/class/{class_d.id}"
    if cookies:
        opened = browser.get(address)
        assert opened.headers["location"] == f"/teacher/class/{class_d.id}?in={class_d.id}"
        token = next(c for c in opened.headers.get_list("set-cookie") if f"-in-{class_d.id}=" in c).split("=")[1]
    else:
        page = Page(browser.post(address, data={"to": f"/teacher/class/{class_d.id}"}))
        assert page.only("form[data-next]").attrs["action"] == f"/teacher/class/{class_d.id}"
        token = str(page.only("form[data-next] [name=session]").attrs["value"])
    headers = {"x-careered-session": token.split(";")[0], "cookie": ""}
    assert "Eetu Niemi" in browser.post(f"/teacher/class/{class_d.id}", headers=headers, data={"show": ""}).text


def test_a_link_of_the_desk_leads_only_to_staffs_pages(class_b: Classroom) -> None:
    browser = class_b.browser_of(COUNSELLOR)
    for elsewhere in ("https://example.org/", "//example.org", "/lessons", "/teacher/../admin\\"):
        opened = browser.get(f"/desk/class/{class_b.id}", params={"to": elsewhere})
        assert opened.headers["location"].startswith("/teacher/")


def test_each_strip_leads_to_the_start_of_its_classs_lesson(class_b: Classroom, class_d: Classroom) -> None:
    links = [str(link.attrs["href"]) for link in desk(class_b).all(".strip .begin a")]
    opened = [class_b.browser_of(COUNSELLOR).get(link).headers["location"].split("?")[0] for link in links]
    assert opened == [f"/teacher/class/{one.id}/live-lesson" for one in (class_b, class_d)]


@pytest.mark.parametrize("change", [{"role": "pupil"}, {"status": "left", "listed_at": TUESDAY}])
def test_a_class_goes_from_the_desk_with_the_role_in_it(
    class_b: Classroom, class_d: Classroom, change: dict[str, Any]
) -> None:
    class_d.asks_for_help("Eetu Niemi", "tell_teacher")
    page, browser = desk(class_b), class_b.browser_of(COUNSELLOR)
    mine = (Enrolment.__table__.c.class_id == class_d.id) & (
        Enrolment.__table__.c.person_id == class_d.people[COUNSELLOR]
    )
    with class_d.app_state.database.transaction() as db:
        db.execute(update(Enrolment.__table__).where(mine).values(**change))
    assert "Eetu Niemi" not in desk(class_b).response.text
    assert press(browser, page, f"{class_d.id}/handle").response.status_code == 404
    assert browser.get(f"/desk/class/{class_d.id}").status_code == 404


def test_more_classes_cost_no_more_statements(class_b: Classroom, class_d: Classroom) -> None:
    for number in range(4):
        more = Classroom(class_b.app_state, f"7{number}", f"course-7{number}")
        more.launches(COUNSELLOR, Role.TEACHER, sub=SUB)
        more.launches(f"Pupil {number}")
    few, many = statements_of_the_desk(class_d, "Ope Kataja"), statements_of_the_desk(class_b, COUNSELLOR)
    assert few == many == 2


def statements_of_the_desk(classroom: Classroom, name: str) -> int:
    """How many statements the page takes once packs are in memory."""
    desk(classroom, name=name)
    browser = classroom.browser_of(name)
    with statements_of(classroom.app_state.database) as statements:
        assert browser.get("/desk").status_code == 200
    return len(statements)


def test_whoever_finds_more_than_the_list_holds_is_told_so(class_b: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("careered.desk.desk_context.MOST_SHOWN", 1)
    page = press(class_b.browser_of(COUNSELLOR), desk(class_b), "/desk", find="e")
    assert len(page.all(".found a")) == 1
    assert "Type more of the name." in page.main_text


def test_a_pupil_is_found_by_a_part_of_the_name_in_the_classes_of_the_one_who_looks_only(
    class_b: Classroom, class_d: Classroom, class_e: Classroom
) -> None:
    def finds(text: str) -> Page:
        return press(class_b.browser_of(COUNSELLOR), desk(class_b), "/desk", find=text)

    page = finds("eet")
    (link,) = page.all(".found a")
    assert link.to_text().strip() == "Eetu Niemi"
    assert f"/desk/class/{class_d.id}?to=/teacher/pupil/{class_d.people['Eetu Niemi']}" in str(link.attrs["href"])
    assert class_e.people["Leo Saari"]
    for nobody in ("Leo Saari", " ", "Ope Kataja"):
        assert finds(nobody).all(".found") == [], nobody
    assert desk(class_b, "?find=eet").all(".found") == []  # no part of a name stands in an address
