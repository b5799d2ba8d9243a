"""A class does a lesson together: numbers on the wall and never a name, a question at the end, devices put away."""

import re

from sqlalchemy import select

from careered.live.tables import ExitTicketCount, ExitTicketRespondent
from careered.roster.tables import Person
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import DENMARK, FINLAND, FIRST_LESSON, WHOLE_PROGRAMME, Scenario, grid_cells
from tests.support.pages import Page

FRAGMENT = {"hx-request": "true", "hx-request-type": "partial"}
LESSON = FIRST_LESSON[FINLAND]


def starts_live_lesson(scenario: Scenario, minutes: str = "45") -> tuple[FrameBrowser, Page]:
    """The teacher starts the first lesson from the class page."""
    teacher, page = scenario.teacher(FINLAND)
    scenario.run_worker()  # fetches the list of members
    form = teacher.get(f"{page.path}/live-lesson").form("form#start-lesson")
    return teacher, teacher.submit(form, lesson=LESSON, minutes=minutes)


def shown_counts(page: Page) -> list[str]:
    """The figures on the wall."""
    return [element.to_text() for element in page.all(".stage .figures dd")]


def pupil_opens(scenario: Scenario, index: int) -> FrameBrowser:
    browser, _ = scenario.opens(scenario.people(FINLAND)[index], WHOLE_PROGRAMME[FINLAND])
    return browser


def test_the_wall_counts_along_and_knows_nobody(scenario: Scenario) -> None:
    teacher, wall = starts_live_lesson(scenario)
    pupils = len(grid_cells(teacher.get(wall.path.removesuffix("/live-lesson"))))
    assert pupils >= len(scenario.people(FINLAND))
    assert shown_counts(wall) == [f"0 / {pupils}", f"0 / {pupils}"]
    address = str(wall.only("#stage").attrs["hx-get"])
    assert teacher.tool.get(address, headers=FRAGMENT).status_code == 204
    for which in range(3):
        browser = pupil_opens(scenario, which)
        browser.press_next(browser.get(f"/lessons/{LESSON}"))
    scenario.goes_through(pupil_opens(scenario, 3), FINLAND, LESSON)
    fragment = teacher.tool.get(address, headers=FRAGMENT).text
    assert f"<dd>4 / {pupils}</dd>" in fragment
    assert f"<dd>1 / {pupils}</dd>" in fragment
    assert names_shown_on(scenario, teacher.get(f"{wall.path}/wall")) == []


def lit_windows(page: Page) -> list[list[bool]]:
    """Which windows are lit, house by house."""
    windows = [house.query(".lit, .dim") for house in page.all(".city .house")]
    return [["lit" in window.attrs["class"] for window in house] for house in windows]


def test_on_the_wall_each_part_is_a_house_and_each_pupil_a_window_that_stays_lit(scenario: Scenario) -> None:
    teacher, lesson_page = starts_live_lesson(scenario)
    pupils = int(shown_counts(lesson_page)[0].split("/")[1])
    wall = teacher.get(f"{lesson_page.path}/wall")
    assert lit_windows(wall) == [[False] * pupils] * len(lit_windows(wall))
    for which in range(2):
        scenario.goes_through(pupil_opens(scenario, which), FINLAND, LESSON)
    later = teacher.get(wall.path)
    assert [sum(house) for house in lit_windows(later)] == [2] * len(lit_windows(wall))
    assert lit_windows(teacher.get(wall.path)) == lit_windows(later)
    address = str(wall.only("#main").attrs["hx-get"])
    assert "<html" not in teacher.tool.get(address, headers=FRAGMENT).text
    assert teacher.tool.get(str(later.only("#main").attrs["hx-get"]), headers=FRAGMENT).status_code == 204


def test_who_had_done_the_lesson_before_is_not_counted_and_is_said(scenario: Scenario) -> None:
    scenario.goes_through(pupil_opens(scenario, 0), FINLAND, LESSON)
    scenario.advance(hours=1)
    teacher, page = starts_live_lesson(scenario)
    begun, done = (count.split(" / ") for count in shown_counts(page))
    assert (begun[0], done[0]) == ("0", "0")
    assert int(begun[1]) == len(grid_cells(teacher.get(page.path.removesuffix("/live-lesson")))) - 1


def test_the_wall_has_the_courses_code_and_the_way_to_end(scenario: Scenario) -> None:
    teacher, page = starts_live_lesson(scenario)
    wall = teacher.get(f"{page.path}/wall")
    assert page.all(".qr svg")
    assert wall.all(".qr svg")
    assert page.only(".head #close-lesson")
    assert all('http-equiv="refresh"' in one.response.text for one in (page, wall))
    assert page.path_of(page.only("[data-wall] a")) == wall.path
    over = teacher.submit(wall.form(".wall .acts form"))
    assert over.all(".head #close-lesson") == []
    after = teacher.get(wall.path)
    assert "hx-get" not in after.only("#main").attrs
    assert 'http-equiv="refresh"' not in after.response.text


def test_the_start_has_the_next_lesson_chosen_and_says_what_it_holds(scenario: Scenario) -> None:
    teacher, page = scenario.teacher(FINLAND)
    start = teacher.get(f"{page.path}/live-lesson")
    chosen = start.all("#start-lesson input[name=lesson]")[0]
    assert "checked" in chosen.attrs
    lesson = scenario.pack(FINLAND).lesson(chosen.attrs["value"])
    assert lesson
    about = start.all("#start-lesson .about")[0]
    parts = lesson.parts or lesson.steps
    assert len(about.query(".plan-list li")) == len(about.query(".minutes rect")) == len(parts) + 2
    assert sum(int(one.to_text()) for one in about.query(".minutes text")) == 45
    wanted = teacher.get(f"{page.path}/live-lesson?new=1&lesson=fi-3")
    assert wanted.all("#start-lesson input[checked]")[0].attrs["value"] == "fi-3"
    short = teacher.get(f"{page.path}/live-lesson?new=1&lesson=fi-3&minutes=20")
    assert sum(int(one.to_text()) for one in short.all("#start-lesson .about")[0].query(".minutes text")) == 20
    assert short.only("#minutes").attrs["value"] == "20"


def test_the_plan_of_the_hour_stands_beside_the_counts_until_the_lesson_is_over(scenario: Scenario) -> None:
    teacher, page = starts_live_lesson(scenario)
    assert [step.query("small")[0].to_text() for step in page.all(".timed [aria-current]")] == [
        "5 minuuttia, yhdessä, ilman laitteita"
    ]
    scenario.advance(minutes=6)
    page = teacher.get(page.path)
    assert len(page.all(".timed .past")) == len(page.all(".timed .now")) == 1
    assert page.all(".timed li")[1].attrs["class"].strip() == "now"
    over = teacher.submit(page.form("#close-lesson"))
    assert over.all(".timed") == []


def names_shown_on(scenario: Scenario, page: Page) -> list[str]:
    """Who is named on a page, the teacher among them."""
    with scenario.school.database.reading() as db:
        people = [str(name) for name in db.execute(select(Person.__table__.c.name)).scalars() if name]
    assert len(people) > 20
    return [name for name in people if name in page.response.text or name.split()[0] in page.main_text]


def test_pupils_see_what_is_done_together_and_until_when(scenario: Scenario) -> None:
    starts_live_lesson(scenario, minutes="30")
    home = pupil_opens(scenario, 0).get("/lessons")
    assert "10:30" in home.only("#together").to_text() or "10.30" in home.only("#together").to_text()
    assert home.path_of(home.next_control) == f"/lessons/{LESSON}"


def test_when_nothing_is_done_together_no_open_page_asks(scenario: Scenario) -> None:
    assert pupil_opens(scenario, 0).get("/lessons").all("[hx-get]") == []


def test_ones_own_lesson_is_kept_in_a_line_while_the_class_does_another(scenario: Scenario) -> None:
    pupil = pupil_opens(scenario, 0)
    own = pupil.get("/lessons").path_of(pupil.get("/lessons").next_control)
    starts_live_lesson(scenario)
    home = pupil.get("/lessons")
    assert home.only("main h1").to_text() == home.only(".now h1").to_text()
    assert own != f"/lessons/{LESSON}"
    assert home.path_of(home.only(".mine a")) == own


def test_an_open_home_asks_whether_the_lesson_goes_on_and_gets_its_path_back_when_it_ends(scenario: Scenario) -> None:
    starts_live_lesson(scenario, minutes="10")
    pupil = pupil_opens(scenario, 0)
    address = str(pupil.get("/lessons").only("#home").attrs["hx-get"])
    headers = {"hx-request-type": "partial"}
    assert pupil.tool.get(address, headers=headers).status_code == 204
    scenario.advance(minutes=21)
    answer = pupil.tool.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<div class="play home"')
    assert "hx-get" not in answer.text


def test_the_question_is_answered_once_and_counted_at_the_end_without_saying_who(scenario: Scenario) -> None:
    teacher, wall = starts_live_lesson(scenario)
    wall = teacher.submit(wall.form("form#question"), question="found")
    for which in range(6):
        browser = pupil_opens(scenario, which)
        page = browser.submit(browser.get("/lessons").form("form#exit"), choice="yes" if which < 4 else "no")
        assert page.all("form#exit") == []
        browser.tool.post(
            "/live-lesson/exit-ticket", data={"choice": "no", "session": browser.tool.cookies["__Host-careered"]}
        )
    running = teacher.get(wall.path)
    assert shown_counts(running)[2].startswith("6 /")
    assert choice_counts(running) == [None, None, None]
    over = teacher.submit(running.form("form#close-lesson"))
    assert choice_counts(over) == ["4", "0", "2"]
    assert pupil_opens(scenario, 7).get("/lessons").all("form#exit") == []


def test_what_the_class_is_asked_heads_its_choices_and_the_other_questions_have_their_own_heading(
    scenario: Scenario,
) -> None:
    teacher, page = starts_live_lesson(scenario)
    heads = [
        one.to_text().strip() for one in teacher.submit(page.form("form#question"), question="found").all(".box > h2")
    ]
    asked = next(head for head in heads if head.endswith("?"))
    page = teacher.get(page.path)
    assert len(page.all("#question h3")) == 1
    assert page.all("#question h3")[0].to_text() != ""
    assert asked in teacher.get(f"{page.path}/wall").only(".wall .now h2").to_text()


def choice_counts(page: Page) -> list[str | None]:
    lines = page.all(".stage .lines li")
    return [line.query("b")[0].to_text() if line.query("b") else None for line in lines]


def test_what_few_have_answered_is_not_shown_even_at_the_end(scenario: Scenario) -> None:
    teacher, wall = starts_live_lesson(scenario)
    teacher.submit(wall.form("form#question"), question="next")
    for which in range(4):
        browser = pupil_opens(scenario, which)
        browser.submit(browser.get("/lessons").form("form#exit"), choice="talk")
    over = teacher.submit(teacher.get(wall.path).form("form#close-lesson"))
    assert choice_counts(over) == [None] * 4


def test_no_row_has_both_a_person_and_an_answer() -> None:
    assert "person_id" not in ExitTicketCount.__table__.c
    assert "choice" not in ExitTicketRespondent.__table__.c


def test_a_lesson_ends_by_itself_when_its_time_is_over(scenario: Scenario) -> None:
    starts_live_lesson(scenario, minutes="10")
    scenario.advance(minutes=21)
    assert pupil_opens(scenario, 0).get("/lessons").only("#together").to_text().strip() == ""


def test_a_new_lesson_ends_the_one_before_and_says_klo_once_where_it_started(scenario: Scenario) -> None:
    teacher, wall = starts_live_lesson(scenario)
    scenario.advance(minutes=1)
    start_form = teacher.get(f"{wall.path}?new=1").form("form#start-lesson")
    second = teacher.submit(start_form, lesson="fi-3", minutes="20")
    title = scenario.pack(FINLAND).lesson("fi-3")
    assert title
    assert title.title.in_language("fi").replace("\u00ad", "") in second.main_text.replace("\u00ad", "")
    assert re.search(r"Alkoi klo\s\d", second.main_text)


def test_another_class_has_its_own_lesson(scenario: Scenario) -> None:
    _, wall = starts_live_lesson(scenario)
    other, page = scenario.teacher(DENMARK)
    assert other.tool.get(wall.path).status_code == 404
    assert other.get(f"{page.path}/live-lesson").all("form#start-lesson")


def test_an_answer_that_nobody_offers_is_refused(scenario: Scenario) -> None:
    teacher, wall = starts_live_lesson(scenario)
    teacher.submit(wall.form("form#question"), question="found")
    browser = pupil_opens(scenario, 0)
    session = browser.tool.cookies["__Host-careered"]
    answer = browser.tool.post("/live-lesson/exit-ticket", data={"choice": "gold", "session": session})
    assert (answer.status_code, answer.headers["careered-code"]) == (404, "not_found")


def test_staff_see_by_name_who_has_asked_for_them_since_it_began_and_the_wall_does_not(scenario: Scenario) -> None:
    teacher, page = starts_live_lesson(scenario)
    assert page.all(".waiting li") == []
    browser = pupil_opens(scenario, 0)
    browser.tool.post(
        f"/lessons/{LESSON}/alternative", data={"text": "", "session": browser.tool.cookies["__Host-careered"]}
    )
    page = teacher.get(page.path)
    name = page.only(".waiting .said .link").to_text()
    assert name in names_shown_on(scenario, page)
    assert names_shown_on(scenario, teacher.get(f"{page.path}/wall")) == []
    talked = teacher.submit(page.form(".waiting .acts form"))
    assert (talked.path.partition("?")[0], talked.all(".waiting li")) == (page.path, [])
    assert teacher.submit(talked.form(".toast form")).only(".waiting .said .link").to_text() == name
