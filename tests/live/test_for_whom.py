"""A live lesson for the class or for a group of it: who counts, who is told, and two groups at the same hour."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from sqlalchemy import Connection, delete, select, text
from starlette.testclient import TestClient

from careered.clock import now
from careered.db.locks import lock_for_transaction
from careered.live import live_lesson
from careered.live.tables import LiveLessonRow
from careered.questions import store as questions
from careered.roster import groups
from careered.roster.tables import ClassGroup
from careered.web.app_state import AppState
from careered.web.permissions import Role
from tests.dashboard.conftest import app_state
from tests.dashboard.factories import Classroom, class_8b
from tests.support.counters import statements_of
from tests.support.pages import Form, Page

__all__ = ["app_state"]
FRAGMENT = {"hx-request": "true", "hx-request-type": "partial"}
LEHTO, VIRTA = "Opo Lehto", "Ope Virta"
AINO, VAINO, SIIRI, EETU, LUMI = "Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom", "Eetu Niemi", "Lumi Salo"


@pytest.fixture
def classroom(app_state: AppState) -> Classroom:
    """8B with two teachers: Siiri and Eetu are group A, Väinö and Lumi group B; Aino, who is done, is in neither."""
    classroom = class_8b(app_state)
    for pupil in (EETU, LUMI):
        classroom.launches(pupil)
    classroom.launches(VIRTA, Role.TEACHER)
    has_group(classroom, "a", "Group A", SIIRI, EETU)
    has_group(classroom, "b", "Group B", VAINO, LUMI)
    return classroom


def has_group(classroom: Classroom, id_: str, name: str, *people: str) -> None:
    with classroom.app_state.database.transaction() as db:
        groups.save_group(db, "town", classroom.id, id_, name, [classroom.people[person] for person in people])


def loses_group(classroom: Classroom, id_: str) -> None:
    """A group is gone, whatever runs: a class that is copied back from a backup of before it, say."""
    table = ClassGroup.__table__
    with classroom.app_state.database.transaction() as db:
        db.execute(delete(table).where(table.c.organisation_id == "town", table.c.id == id_))


def page_of(classroom: Classroom) -> str:
    return f"/teacher/class/{classroom.id}/live-lesson"


def starts(
    classroom: Classroom,
    group: str = "",
    teacher: str = LEHTO,
    lesson: str = "xv-1",
    minutes: str = "45",
    start: Page | None = None,
) -> Page:
    """The teacher presses the button; the page that it leads to, or the form again. start: open before; else opened."""
    browser = classroom.browser_of(teacher)
    known = (start or Page(browser.get(f"{page_of(classroom)}?new=1"))).only("[name=known]").attrs["value"]
    form = {"lesson": lesson, "minutes": minutes, "group": group, "known": str(known)}
    answer = browser.post(f"{page_of(classroom)}/start", data=form)
    return Page(browser.get(answer.headers["location"]) if answer.is_redirect else answer)


def shown(page: Page) -> list[str]:
    return [figure.to_text() for figure in page.all(".stage .figures dd")]


def sees(classroom: Classroom, address: str, teacher: str = LEHTO) -> Page:
    return Page(classroom.browser_of(teacher).get(address))


def is_told(classroom: Classroom, pupil: str) -> list[bool]:
    """Whether each of a pupil's pages says that a lesson is on."""
    browser = classroom.browser_of(pupil, Role.PUPIL)
    told = [Page(browser.get(path)) for path in ("/lessons", "/live-lesson", "/lessons/xv-2")]
    return ["Phones and computers may be used" in page.main_text for page in told]


def presses(classroom: Classroom, teacher: str, form: Form, **fields: str) -> None:
    """The teacher sends a form of the page, by its address."""
    answer = classroom.browser_of(teacher).post(form.action, data={**dict(form.values_with()), **fields})
    assert answer.is_redirect


def running(classroom: Classroom) -> list[str | None]:
    """The groups whose lessons nobody has ended."""
    table = LiveLessonRow.__table__
    with classroom.app_state.database.reading() as db:
        rows = select(table.c.group_id).where(table.c.organisation_id == "town", table.c.ended_at.is_(None))
        return sorted(db.execute(rows).scalars(), key=str)


def lessons_running(classroom: Classroom) -> list[str]:
    """The lessons that nobody has ended."""
    table = LiveLessonRow.__table__
    with classroom.app_state.database.reading() as db:
        rows = select(table.c.lesson_id).where(table.c.organisation_id == "town", table.c.ended_at.is_(None))
        return sorted(db.execute(rows).scalars())


def poll(browser: TestClient, address: str) -> Callable[[], int]:
    """How an open page asks, which gives the status."""
    page = Page(browser.get(address))
    asks = next(str(one.attrs["hx-get"]) for one in page.all("[hx-get]") if "seen=" in str(one.attrs["hx-get"]))
    return lambda: browser.get(unescape(asks), headers=FRAGMENT).status_code


def test_the_start_asks_for_whom_where_the_class_has_groups(classroom: Classroom) -> None:
    form = sees(classroom, page_of(classroom))
    assert form.only("label[for=group]").to_text() == "For whom"
    assert [one.to_text() for one in form.all("#group option")] == ["The whole class, 5", "Group A, 2", "Group B, 2"]


def test_without_groups_or_with_empty_ones_it_does_not_ask(app_state: AppState) -> None:
    classroom = class_8b(app_state)
    has_group(classroom, "c", "Nobody yet")
    form = sees(classroom, page_of(classroom))
    assert form.all("#group") == []
    assert shown(starts(classroom)) == ["0 / 3", "0 / 3"]


def test_with_a_group_chosen_the_list_of_lessons_counts_the_group(classroom: Classroom) -> None:
    whole = sees(classroom, f"{page_of(classroom)}?lesson=xv-1")
    assert "1/5 have done it" in whole.main_text
    chosen = classroom.browser_of(LEHTO).post(
        f"{page_of(classroom)}/start", data={"lesson": "xv-1", "minutes": "20", "group": "a", "do": "plan"}
    )
    page = Page(chosen)
    assert page.only("#group option[selected]").attrs["value"] == "a"
    assert "0/2 have done it" in page.main_text
    assert "next for this group" in page.main_text
    part = classroom.browser_of(LEHTO).get(
        f"{page_of(classroom)}?new=1&lesson=xv-1&minutes=20&group=a", headers=FRAGMENT
    )
    assert "<form" not in part.text
    assert "0/2 have done it" in part.text
    assert running(classroom) == []


def test_only_the_groups_pupils_count_on_page_and_wall(classroom: Classroom) -> None:
    page = starts(classroom, "a")
    classroom.completes(VAINO, ("xv-1", "xv-1-reflect", "reflect"))
    classroom.completes(SIIRI, ("xv-1", "xv-1-visit", "visit"))
    page = sees(classroom, f"{page_of(classroom)}?group=a")
    assert shown(page) == ["1 / 2", "0 / 2"]
    assert "Group A · 2 pupils" in page.main_text
    wall = sees(classroom, page.path_of(page.only("[data-wall] a")))
    assert [len(house.query(".lit, .dim")) for house in wall.all(".city .house")] == [2, 2]
    assert "Group A" not in wall.response.text


def test_only_the_groups_pupils_wait_there_and_fall_behind(classroom: Classroom) -> None:
    page = starts(classroom, "a")
    for pupil in (VAINO, EETU):
        classroom.asks_for_help(pupil, "page_closed")
        with classroom.app_state.database.transaction() as db:
            questions.create(db, "town", classroom.id, classroom.people[pupil], f"Where, says {pupil}?")
    waiting = sees(classroom, page.response.url.path + "?group=a").all(".waiting .said a")
    assert {one.to_text() for one in waiting} == {EETU}


def test_who_is_not_in_the_group_is_told_of_no_lesson(classroom: Classroom) -> None:
    starts(classroom, "a")
    assert [is_told(classroom, pupil) for pupil in (EETU, LUMI, AINO)] == [[True] * 3, [False] * 3, [False] * 3]


def test_a_pupil_who_comes_to_the_group_is_in_its_lesson_at_once(classroom: Classroom) -> None:
    starts(classroom, "a")
    polls = poll(classroom.browser_of(LEHTO), f"{page_of(classroom)}?group=a")
    assert polls() == 204
    has_group(classroom, "a", "Group A", SIIRI, EETU, AINO)
    assert polls() == 200
    assert shown(sees(classroom, page_of(classroom))) == ["0 / 3", "0 / 3"]
    assert is_told(classroom, AINO) == [True] * 3


def test_an_answer_from_outside_the_group_does_not_count(classroom: Classroom) -> None:
    page = starts(classroom, "a")
    presses(classroom, LEHTO, page.form("form#question"), question="found")
    for pupil in (EETU, LUMI):
        classroom.browser_of(pupil, Role.PUPIL).post("/live-lesson/exit-ticket", data={"choice": "yes"})
    assert shown(sees(classroom, page_of(classroom)))[2] == "1 / 2"


def test_two_teachers_have_a_group_each_at_the_same_hour(classroom: Classroom) -> None:
    first, second = starts(classroom, "a"), starts(classroom, "b", VIRTA, "xv-2")
    assert (running(classroom), first.all(".beside li")) == (["a", "b"], [])
    of_a = sees(classroom, second.path_of(second.all(".beside a")[0]))
    for page, name in ((of_a, "Group A"), (second, "Group B")):
        assert [one.to_text().strip() for one in page.all(".beside li")] == ["Group A", "Group B"]
        assert page.only(".beside [aria-current]").to_text().strip() == name
    wall = poll(classroom.browser_of(LEHTO), f"{page_of(classroom)}/wall?group=a")
    classroom.completes(LUMI, ("xv-2", "xv-2-eval", "evaluate_source"))
    assert wall() == 204, "what the other group does is no news"
    presses(classroom, VIRTA, second.form("#close-lesson"))
    assert running(classroom) == ["a"]
    assert shown(sees(classroom, page_of(classroom), VIRTA)) == ["0 / 2", "0 / 2"], "the one that runs is found"
    assert "The lesson is over" in sees(classroom, f"{page_of(classroom)}?over=1&group=b", VIRTA).main_text


def test_the_way_to_the_lesson_leads_to_the_group_whose_time_is_not_over(classroom: Classroom) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        starts(classroom, "a")
        clock.shift(timedelta(minutes=5))
        starts(classroom, "b", VIRTA, minutes="5")
        clock.shift(timedelta(minutes=20))
        head = sees(classroom, f"/teacher/class/{classroom.id}/lessons").only(".head .main-action a")
        assert head.to_text() == "Go to the lesson"
        browser = classroom.browser_of(LEHTO)
        assert browser.get(str(head.attrs["href"])).headers["location"].startswith(f"{page_of(classroom)}?group=a")
        assert sees(classroom, f"{page_of(classroom)}?new=1").all("#start-lesson")


def test_the_start_offers_whom_nobody_has_and_says_who_is_in_a_lesson(classroom: Classroom) -> None:
    page = starts(classroom, "a")
    form = sees(classroom, page.path_of(page.all(".beside .link")[-1]), VIRTA)
    assert [one.attrs["value"] for one in form.all("#group option")] == ["b"]
    link = form.only(".who-when .links a")
    assert link.to_text().strip().startswith("Group A: in a live lesson until")
    assert form.path_of(link) == f"{page_of(classroom)}?group=a"


@pytest.mark.parametrize(
    ("runs", "wanted", "who"),
    [("", "a", "The whole class"), ("a", "", "Group A"), ("a", "c", "Group A")],
    ids=["a group of a class that is in one", "a class of which a group is in one", "a group with a pupil in common"],
)
def test_nobody_is_put_into_two_lessons(classroom: Classroom, runs: str, wanted: str, who: str) -> None:
    has_group(classroom, "c", "Group C", EETU, AINO)
    starts(classroom, runs)
    refused = starts(classroom, wanted, VIRTA)
    assert refused.response.status_code == 422
    assert f"Already in a live lesson: {who}. End that lesson first" in refused.only("#group-error").to_text()
    assert "data-focus" in refused.only("#group").attrs
    assert running(classroom) == [runs or None]


def somebody_waits(db: Connection) -> bool:
    """Whether somebody waits for a lock; on SQLite, where one writes at a time, everybody does."""
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    return db.dialect.name == "sqlite" or bool(db.execute(text(waiting)).scalar_one())


def test_of_two_who_start_at_the_same_moment_the_second_is_refused(classroom: Classroom) -> None:
    browser, form = classroom.browser_of(VIRTA), {"lesson": "xv-1", "minutes": "45", "group": "a"}
    with ThreadPoolExecutor(1) as hands:
        with classroom.app_state.database.transaction() as db:
            lock_for_transaction(db, "town", classroom.id)
            live_lesson.start(db, "town", classroom.id, "xv-1", now() + timedelta(minutes=45))
            answer = hands.submit(browser.post, f"{page_of(classroom)}/start", data=form)
            while not (answer.done() or somebody_waits(db)):
                pass
        assert answer.result().status_code == 422
    assert running(classroom) == [None]


@pytest.mark.parametrize(("group", "who"), [("", "The whole class"), ("a", "Group A")])
def test_a_colleagues_lesson_is_not_ended_by_a_form_from_before_it(classroom: Classroom, group: str, who: str) -> None:
    old_form = sees(classroom, page_of(classroom), VIRTA)
    starts(classroom, group)
    again = starts(classroom, group, VIRTA, "xv-2", "20", start=old_form)
    assert (again.response.status_code, again.response.headers["careered-code"]) == (409, "lesson_running")
    notice = again.only(".notice[data-focus]")
    assert f"({who}) started at" in notice.to_text()
    assert "Nothing has been changed" in notice.to_text()
    assert again.path_of(notice.query("a")[0]) == page_of(classroom) + "?group=a" * bool(group)
    assert lessons_running(classroom) == ["xv-1"]
    assert notice.query("button:not([formaction])")[0].to_text() == "End it and start this lesson"
    presses(classroom, VIRTA, again.form("#start-lesson"))
    assert lessons_running(classroom) == ["xv-2"], "what was chosen before is still chosen"


def test_a_groups_next_lesson_ends_the_one_before_and_no_other(classroom: Classroom) -> None:
    starts(classroom, "a")
    starts(classroom, "b", VIRTA)
    starts(classroom, "a", lesson="xv-2")
    assert running(classroom) == ["a", "b"]


def test_a_group_in_a_lesson_is_not_removed(classroom: Classroom) -> None:
    page = starts(classroom, "a")
    browser, remove = classroom.browser_of(VIRTA), f"/teacher/class/{classroom.id}/groups/remove"
    refused = Page(browser.post(remove, data={"group": "a"}))
    assert refused.response.status_code == 409
    assert "This group is in a live lesson. End the lesson first." in refused.main_text
    assert "Group A" in refused.main_text
    presses(classroom, VIRTA, page.form("#close-lesson"))
    assert browser.post(remove, data={"group": "a"}).is_redirect
    assert Page(browser.get(f"{page_of(classroom)}?over=1&group=a")).all("#start-lesson")
    assert "has been removed" in starts(classroom, "a").only("#group-error").to_text()


def test_without_its_group_a_lesson_shows_the_start_and_disturbs_nobody(classroom: Classroom) -> None:
    starts(classroom, "a")
    loses_group(classroom, "a")
    for address in (page_of(classroom), f"{page_of(classroom)}?group=a"):
        assert sees(classroom, address).all("#start-lesson")
    wall = classroom.browser_of(LEHTO).get(f"{page_of(classroom)}/wall?group=a")
    assert wall.is_redirect
    assert shown(starts(classroom)) == ["0 / 5", "0 / 5"]


def test_no_head_leads_to_a_lesson_whose_group_is_gone_and_one_that_runs_beside_it_is_found(
    classroom: Classroom,
) -> None:
    starts(classroom, "b", VIRTA)
    starts(classroom, "a")
    loses_group(classroom, "a")
    led = classroom.browser_of(LEHTO).get(page_of(classroom), follow_redirects=True)
    assert shown(Page(led)) == ["0 / 2", "0 / 2"]
    loses_group(classroom, "b")
    lead = sees(classroom, f"/teacher/class/{classroom.id}/lessons").only(".head .main-action")
    assert lead.to_text().strip() == "Start a live lesson"


def test_a_group_that_is_emptied_meanwhile_has_a_page_of_nobody(classroom: Classroom) -> None:
    starts(classroom, "a")
    has_group(classroom, "a", "Group A")
    for address in (f"{page_of(classroom)}?group=a", f"{page_of(classroom)}/wall?group=a"):
        assert classroom.browser_of(LEHTO).get(address).status_code == 200
    assert shown(sees(classroom, page_of(classroom))) == ["0 / 0", "0 / 0"]


def test_an_open_page_of_a_groups_lesson_asks_in_one_statement(classroom: Classroom) -> None:
    starts(classroom, "a")
    starts(classroom, "b", VIRTA)
    polls = [
        poll(classroom.browser_of(LEHTO), f"{page_of(classroom)}?group=a"),
        poll(classroom.browser_of(LEHTO), f"{page_of(classroom)}/wall?group=a"),
        poll(classroom.browser_of(EETU, Role.PUPIL), "/live-lesson"),
    ]
    for asks in polls:
        with statements_of(classroom.app_state.database) as statements:
            assert asks() == 204
        assert len(statements) == 1


def test_without_cookies_the_group_travels_with_every_form(classroom: Classroom) -> None:
    browser = classroom.browser_of(LEHTO, cookies=False)
    starts(classroom, "a")
    starts(classroom, "b", VIRTA)
    page = Page(browser.get(f"{page_of(classroom)}?group=a"))
    addresses = [str(one.attrs["action"]) for one in page.all("form") if "/live-lesson" in str(one.attrs["action"])]
    assert {one.rpartition("/")[2] for one in addresses} == {
        "wall?group=a",
        "end?group=a",
        "length?group=a",
        "exit-ticket?group=a",
        "live-lesson?group=a",
        "live-lesson?group=b",
    }
