"""The teacher's class page: everybody is on it, every figure has its names, and nothing is red."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from careered.clock import now, today
from careered.packs.term_share import term_share
from careered.progress import attestations
from careered.progress.completion import RequirementState
from careered.progress.tables import LineItem, RequirementStatus, ScoreDelivery
from careered.roster.few_pupils import MIN_PUPILS_SHOWN
from careered.roster.roster_sync import set_roster_state
from careered.roster.tables import SchoolClass
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.time_format import format_near_day, format_short_date
from tests.dashboard.factories import Classroom
from tests.support.counters import statements_of
from tests.support.pages import Element, Page, without_class

FRAGMENT_HEADERS = {"hx-request": "true", "hx-request-type": "partial"}


LONG_NAME = "9F Oppilaanohjaus ja työelämätaidot, lukuvuosi 2026–2027"


def class_page(classroom: Classroom, query: str = "", **session: Any) -> Page:
    """The page as the class's teacher sees it."""
    return Page(classroom.browser_of("Opo Lehto", **session).get(f"/teacher/class/{classroom.id}{query}"))


def text_of(element: Element) -> str:
    """An element's words as they are read, blanks as in the browser."""
    return " ".join(element.to_text(separator="", strip=False).split())


def grid_rows(page: Page) -> dict[str, list[str]]:
    """The grid as words: by pupil the requirements, then how many are done."""
    return {
        row.query("th bdi")[0].to_text(): [
            " ".join(cell.to_text().split()) for cell in (*row.query("td.t:not(.extra)"), *row.query("td.num")[:1])
        ]
        for row in page.all("table.grid tbody tr")
    }


def right_now(page: Page) -> dict[str, str]:
    """What stands beside each pupil's tiles, by pupil."""
    return {
        row.query("th bdi")[0].to_text(): " ".join(row.query("td.words")[0].to_text().split())
        for row in page.all("table.grid tbody tr")
    }


def chips(page: Page) -> dict[str, int]:
    """How many pupils each filter shows, by its word."""
    texts = [text_of(chip).rsplit(" ", 1) for chip in page.all("nav .chips li")]
    return {label: int(number) for label, number in texts}


def poll(browser: TestClient, classroom: Classroom, page: Page, query: str = "") -> Any:
    """What the open page asks every few seconds."""
    address = str(page.only("#live").attrs["hx-get"])
    assert address.startswith(f"/teacher/class/{classroom.id}?seen=")
    return browser.get(address + query, headers=FRAGMENT_HEADERS)


def insert_delivery(classroom: Classroom, name: str, **changes: Any) -> None:
    """A mark on its way from the class's only column."""
    column = {
        "organisation_id": "town",
        "id": "column",
        "class_id": classroom.id,
        "resource_link_id": "link",
        "line_item_url": "",
    }
    row: dict[str, Any] = {
        "organisation_id": "town",
        "class_id": classroom.id,
        "person_id": classroom.people[name],
        "line_item_id": "column",
    }
    row |= {"desired_score": 1, "score_maximum": 9, "desired_at": now(), "state": "waiting", **changes}
    with classroom.app_state.database.transaction() as db:
        line_item = {"metric": "requirements", "label": "Guidance", "created_at": now()}
        db.execute(insert(LineItem.__table__).values(**column, **line_item))
        db.execute(insert(ScoreDelivery.__table__).values(**row))


@pytest.mark.parametrize(("title", "lists"), [("9D", []), (LONG_NAME, [LONG_NAME])])
def test_the_name_of_an_only_class_can_be_read_whole_where_the_head_cuts_it(
    app_state: AppState, title: str, lists: list[str]
) -> None:
    classroom = Classroom(app_state, title, "course-9f")
    classroom.launches("Opo Lehto", Role.TEACHER)
    page = class_page(classroom)
    assert [text_of(one) for one in page.all("#classes li")] == lists
    assert len(page.all(".head [popovertarget=classes]")) == len(lists)
    assert Page(classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/questions")).all(
        f".head [title='{title}']"
    )


def test_the_list_of_the_readers_classes_says_which_one_is_open(app_state: AppState) -> None:
    for title in ("9A", "9D"):
        classroom = Classroom(app_state, title, f"course-{title}")
        classroom.launches("Opo Lehto", Role.TEACHER, sub="opo")
    listed = class_page(classroom).all("#classes li")
    assert [(text_of(one), one.attrs.get("aria-current"), len(one.query("svg, a"))) for one in listed] == [
        ("9A", None, 1),
        ("9D", "true", 1),
    ]
    assert [one.attrs["href"].partition("?")[0].rpartition("/")[0] for one in listed[0].query("a")] == ["/desk/class"]


def test_pupils_who_never_opened_anything_are_in_the_class(classroom: Classroom) -> None:
    page = class_page(classroom)
    assert set(grid_rows(page)) == {"Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"}
    assert grid_rows(page)["Siiri Åkerblom"] == ["Not started"] * 9 + ["0 / 9"]
    assert text_of(page.only("h1")) == "8B, 3 pupils (from Moodle)"
    assert chips(page) == {"All": 3, "Not started": 1, "In progress": 2}
    assert right_now(page)["Siiri Åkerblom"] == "Not opened yet"


def test_what_a_pupil_has_done_stands_in_words_and_is_counted(classroom: Classroom) -> None:
    cells = grid_rows(class_page(classroom))["Aino Mäkelä"]
    assert cells[:3] == ["Done", "Not started", "In progress"]
    assert cells[-1] == "1 / 9"


def test_pupils_stand_in_the_order_of_the_readers_alphabet(classroom: Classroom) -> None:
    assert list(grid_rows(class_page(classroom, lang="fi"))) == ["Aino Mäkelä", "Siiri Åkerblom", "Väinö Öhman"]
    classroom.launches("Åke Berg")
    classroom.launches("Österman Eeva")
    classroom.launches("Zoe Aalto")
    classroom.launches("émile Dahl")
    order = list(grid_rows(class_page(classroom, lang="fi")))
    assert order == [
        "Aino Mäkelä",
        "émile Dahl",
        "Siiri Åkerblom",
        "Väinö Öhman",
        "Zoe Aalto",
        "Åke Berg",
        "Österman Eeva",
    ]


def test_who_has_no_script_reaches_every_link_of_the_grid_by_tab(classroom: Classroom) -> None:
    page = class_page(classroom)
    assert page.all("table.grid .tile")
    assert page.all("table.grid [tabindex]") == []


def test_every_column_says_its_name_and_leads_to_its_panel_with_the_full_text(classroom: Classroom) -> None:
    page = class_page(classroom)
    link = page.all("table.grid thead th a")[1]
    assert (link.to_text(), link.attrs["title"]) == ("Paths", "Introduced to Paths")
    panel = Page(classroom.browser_of("Opo Lehto").get(str(link.attrs["href"]))).only("[data-panel]").to_text()
    assert "O8\u00a0· C5\u00a0· T6" in panel
    assert "The pupil finds and judges information about further study." in panel


def test_every_state_and_column_is_explained_behind_the_question_mark(classroom: Classroom) -> None:
    page = class_page(classroom)
    legend = page_text(page, "#signs dl.legend")
    for word in ("Not started", "In progress", "Done", "Confirmed", "Exempt", "Wants to talk"):
        assert word in legend
    help_page = Page(classroom.browser_of("Opo Lehto").get(f"/teacher/class/{classroom.id}/help"))
    assert "The pupil finds and judges information about further study." in help_page.main_text
    assert "Why has a pupil's figure not changed?" in help_page.main_text


def page_text(page: Page, selector: str) -> str:
    """The words of one part of a page."""
    return " ".join(page.only(selector).to_text().split())


def test_a_class_of_grade_eight_is_asked_for_grade_eight_only(app_state: AppState) -> None:
    eighth = Classroom(app_state, "8D", "course-8d", grade=8)
    eighth.launches("Opo Lehto", Role.TEACHER)
    eighth.launches("Aada Koski")
    assert grid_rows(class_page(eighth))["Aada Koski"] == ["Not started"] * 4 + ["0 / 4"]


def test_those_who_left_are_listed_apart_with_what_they_did(classroom: Classroom) -> None:
    classroom.receives_roster("Väinö Öhman", "Siiri Åkerblom")
    assert set(grid_rows(class_page(classroom))) == {"Väinö Öhman", "Siiri Åkerblom"}
    page = class_page(classroom, "?show=left")
    assert {name: cells[-1] for name, cells in grid_rows(page).items()} == {"Aino Mäkelä": "1 / 9"}
    assert (chips(page)["All"], chips(page)["Left"]) == (2, 1)
    assert page.all("table.grid tbody input") == []


def test_the_day_on_which_a_pupil_left_stands_in_the_row_and_on_the_page(classroom: Classroom) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), tick=False):
        classroom.receives_roster("Väinö Öhman", "Siiri Åkerblom")
        assert right_now(class_page(classroom, "?show=left")) == {"Aino Mäkelä": "Left the class on 20 Nov"}
        browser, path = classroom.browser_of("Opo Lehto"), f"/teacher/pupil/{classroom.people['Aino Mäkelä']}"
        about, drawer = Page(browser.get(path)), Page(browser.get(f"{path}/cell/XV-R1"))
    assert "Left the class on 20 Nov 2026." in about.main_text
    assert "Left the class on 20 Nov" in drawer.only("[data-panel]").to_text()


def test_who_has_said_that_somebody_is_no_pupil_is_named_to_every_reader(classroom: Classroom) -> None:
    classroom.launches("Opo Ranta", Role.TEACHER)
    with time_machine.travel(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), tick=False):
        siiri = {"pupil": classroom.people["Siiri Åkerblom"]}
        classroom.browser_of("Opo Lehto").post(f"/teacher/class/{classroom.id}/not-pupils", data=siiri)
        for reader in ("Opo Lehto", "Opo Ranta"):
            page = Page(classroom.browser_of(reader).get(f"/teacher/class/{classroom.id}"))
            assert page.only(".members li div").to_text("|") == "Siiri Åkerblom||Opo Lehto, 20 Nov"


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("not_started", {"Siiri Åkerblom"}),
        ("in_progress", {"Aino Mäkelä", "Väinö Öhman"}),
        ("done", set()),
        ("needs_you", {"Väinö Öhman"}),
        ("<script>", {"Aino Mäkelä", "Väinö Öhman", "Siiri Åkerblom"}),
    ],
)
def test_a_filter_in_the_address_shows_some_of_the_pupils(classroom: Classroom, show: str, names: set[str]) -> None:
    classroom.asks_for_help("Väinö Öhman", "page_closed")
    page = class_page(classroom, f"?show={show}")
    shown = page.all("table.grid tbody th bdi")
    assert {name.to_text() for name in shown} == names
    assert text_of(page.only("h1")).startswith("8B, 3 pupils")


def test_a_filter_that_there_is_not_shows_all_and_says_so(classroom: Classroom) -> None:
    """Seen of an address that somebody had typed: every pupil, and no filter looked pressed."""
    page = class_page(classroom, "?show=needs&sort=colour")
    assert page.only(".chips [aria-current]").to_text().split() == ["All", "3"]
    assert page.all("#narrow input[name=show]") == []


def test_a_pupil_who_has_done_everything_is_counted_as_such_also_with_an_exemption(classroom: Classroom) -> None:
    where = classroom.scope("Siiri Åkerblom")
    rest = {"method": "teacher", "evidence": [], "pack_version": "1.2.0", "since_at": now()}
    with classroom.app_state.database.transaction() as db:
        for number in range(1, 10):
            state = RequirementState.EXEMPT if number == 8 else RequirementState.CONFIRMED
            row = {**where.key, "requirement_id": f"XV-R{number}", "state": state.value, **rest}
            db.execute(insert(RequirementStatus.__table__).values(**row))
    page = class_page(classroom, "?show=done")
    assert grid_rows(page) == {"Siiri Åkerblom": [*["Confirmed"] * 7, "Exempt", "Confirmed", "8 / 8"]}
    assert sum(number for chip, number in chips(page).items() if chip in {"Autumn done", "Spring done"}) == 1


@pytest.mark.parametrize(
    ("day", "missing", "chip"), [("2026-11-24", "XV-R2", "Autumn done"), ("2027-02-02", "XV-R5", "Spring done")]
)
def test_who_has_done_the_terms_share_is_so_called_in_the_class_as_on_the_desk(
    classroom: Classroom, day: str, missing: str, chip: str
) -> None:
    """Seen: 1 of 24 done on the desk, and in the class 23 in progress, with the same words."""
    where = classroom.scope("Siiri Åkerblom")
    rest = {"state": "done", "method": "lessons", "evidence": [], "pack_version": "1.2.0", "since_at": now()}
    with classroom.app_state.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=8))
    with time_machine.travel(f"{day}T09:00Z", tick=False):
        share = [one.id for one in term_share(where.pack, 8, today(where.pack.timezone))]
        for requirement in sorted(share, key=missing.__eq__):
            assert chip not in chips(class_page(classroom))
            with classroom.app_state.database.transaction() as db:
                db.execute(insert(RequirementStatus.__table__).values(**where.key, requirement_id=requirement, **rest))
        assert chips(class_page(classroom))[chip] == 1
        assert list(grid_rows(class_page(classroom, "?show=done"))) == ["Siiri Åkerblom"]
        assert "1/3" in "".join(
            Page(classroom.browser_of("Opo Lehto").get("/desk")).only(".strip .of").to_text().split()
        )


def test_who_needs_you_stands_in_a_filter_each_with_the_reason(classroom: Classroom) -> None:
    names = [f"Pupil {letter}" for letter in "ABCDEFG"]
    for name in names:
        classroom.launches(name)
        classroom.asks_for_help(name, "page_closed")
    page = class_page(classroom, "?show=needs_you")
    assert list(grid_rows(page)) == names
    assert set(right_now(page).values()) == {"The page did not open (Paths: three ways forward)"}
    assert chips(page)["Needs your attention"] == 7


def test_a_pupil_who_asked_twice_stands_there_once_with_the_latest(classroom: Classroom) -> None:
    classroom.asks_for_help("Väinö Öhman", "page_closed")
    classroom.asks_for_help("Väinö Öhman", "tell_teacher", step="xv-1-reflect")
    page = class_page(classroom, "?show=needs_you")
    assert right_now(page) == {"Väinö Öhman": "Would rather tell you in person (Paths: three ways forward)"}
    assert grid_rows(page)["Väinö Öhman"][0] == "Wants to talk, in progress"


def test_who_was_talked_with_on_the_desk_waits_no_more_in_the_class_until_they_ask_again(classroom: Classroom) -> None:
    classroom.asks_for_help("Väinö Öhman", "tell_teacher")
    assert grid_rows(class_page(classroom))["Väinö Öhman"][0] == "Wants to talk, in progress"
    row = {"reason": "talk", "target": classroom.people["Väinö Öhman"]}
    handled = classroom.browser_of("Opo Lehto").post(f"/desk/class/{classroom.id}/handle", data=row)
    assert handled.status_code == 200
    page = class_page(classroom)
    assert grid_rows(page)["Väinö Öhman"][0] == "In progress"
    assert "Needs your attention" not in chips(page)
    classroom.asks_for_help("Väinö Öhman", "tell_teacher", step="xv-1-reflect")
    assert grid_rows(class_page(classroom))["Väinö Öhman"][0] == "Wants to talk, in progress"


def test_nobody_who_left_is_said_to_need_you(classroom: Classroom) -> None:
    classroom.asks_for_help("Aino Mäkelä", "page_closed")
    classroom.receives_roster("Väinö Öhman")
    assert "Needs your attention" not in chips(class_page(classroom))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "score on its way"),
        ({"state": "retrying", "attempts": 3}, "score on its way"),
        (
            {
                "state": "delivered",
                "delivered_score": 1,
                "delivered_maximum": 9,
                "delivered_at": datetime(2026, 11, 20, 7, 42, tzinfo=UTC),
            },
            "score delivered today",
        ),
        ({"state": "newer_in_platform"}, "newer grade in Moodle"),
        ({"state": "not_in_course"}, "not on the course in Moodle"),
        ({"state": "column_gone"}, "column deleted in Moodle"),
        ({"state": "refused"}, "not accepted by Moodle"),
    ],
)
def test_where_the_mark_is_stands_in_words(classroom: Classroom, changes: dict[str, Any], words: str) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), tick=False):
        insert_delivery(classroom, "Aino Mäkelä", **changes)
        page = class_page(classroom)
    assert right_now(page)["Aino Mäkelä"] == words
    assert right_now(page)["Väinö Öhman"] == "no score yet"


def test_a_class_without_a_column_says_nothing_about_marks(classroom: Classroom) -> None:
    assert {cells[-1] for cells in grid_rows(class_page(classroom)).values()} == {"1 / 9", "0 / 9"}


@pytest.mark.parametrize(
    ("state", "was_fetched", "words"),
    [
        ("unknown", False, "The list has not been fetched from Moodle yet."),
        ("fresh", True, "The list is from Moodle, 20 November 2026, 08:30."),
        ("failed", True, "The list is from 20 November 2026, 08:30, because Moodle did not respond."),
        ("failed", False, "Moodle did not respond."),
        ("refused", False, "Moodle does not provide a list of participants. Pupils appear when they open a lesson."),
    ],
)
def test_the_state_of_the_list_is_said_in_words(
    classroom: Classroom, state: str, was_fetched: bool, words: str
) -> None:
    at = datetime(2026, 11, 20, 6, 30, tzinfo=UTC) if was_fetched else None
    values = {"roster_state": state, "roster_updated_at": at, "roster_due_at": None}
    with classroom.app_state.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(**values))
    with time_machine.travel(datetime(2026, 11, 21, 8, 0, tzinfo=UTC), tick=False):
        assert words in page_text(class_page(classroom), "form.roster")


def test_a_teacher_asks_for_a_fresh_list_and_sees_that_it_is_being_fetched(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    page = Page(browser.get(f"/teacher/class/{classroom.id}"))
    form = page.form("form.roster")
    answer = browser.post(form.action, data=dict(form.fields))
    assert (answer.status_code, without_class(answer.headers["location"])) == (303, f"/teacher/class/{classroom.id}")
    assert "Fetching the list from Moodle…" in page_text(class_page(classroom), "form.roster")
    with classroom.app_state.database.transaction() as db:
        set_roster_state(db, "town", classroom.id, "fresh")
    assert "Fetching" not in page_text(class_page(classroom), "form.roster")


def test_an_open_page_is_told_that_nothing_changed(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    page = Page(browser.get(f"/teacher/class/{classroom.id}"))
    answer = poll(browser, classroom, page)
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_open_page_gets_only_the_living_part_when_something_changed(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    page = Page(browser.get(f"/teacher/class/{classroom.id}"))
    classroom.completes("Siiri Åkerblom", ("xv-1", "xv-1-visit", "visit"), task_a="Lukio")
    answer = poll(browser, classroom, page)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="live"')
    assert "In progress 3" in answer.text
    assert "<html" not in answer.text
    assert "What the symbols mean" not in answer.text


@pytest.mark.parametrize("what", ["help", "list", "newcomer", "mark"])
def test_an_open_page_hears_of_everything_that_it_shows(classroom: Classroom, what: str) -> None:
    browser = classroom.browser_of("Opo Lehto")
    page = Page(browser.get(f"/teacher/class/{classroom.id}"))
    happen: dict[str, Callable[[], object]] = {
        "help": lambda: classroom.asks_for_help("Väinö Öhman", "page_closed"),
        "list": lambda: classroom.receives_roster("Aino Mäkelä"),
        "newcomer": lambda: classroom.launches("Uusi Oppilas"),
        "mark": lambda: insert_delivery(classroom, "Aino Mäkelä"),
    }
    happen[what]()
    assert poll(browser, classroom, page).status_code == 200


def test_the_page_works_for_a_browser_that_keeps_no_cookie(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto", cookies=False)
    token = browser.headers.pop("x-careered-session")
    answer = browser.post(f"/teacher/class/{classroom.id}?show=in_progress", data={"session": token})
    page = Page(answer)
    assert set(grid_rows(page)) == {"Aino Mäkelä", "Väinö Öhman"}
    button = page.all("table.grid tbody th button")[0]
    form = page.form(f"form#{button.attrs['form']}")
    opened = browser.post(str(button.attrs["formaction"]), data=dict(form.fields))
    assert Page(opened).only("h1").to_text() == "Aino Mäkelä"
    fresh = page.form("form.roster")
    asked = browser.post(fresh.action, data=dict(fresh.fields))
    assert asked.status_code == 307


def test_a_class_without_pupils_says_how_they_come(app_state: AppState) -> None:
    empty = Classroom(app_state, "9X", "course-9x")
    empty.launches("Opo Lehto", Role.TEACHER)
    page = class_page(empty)
    assert "when Moodle provides the list" in page.only(".empty").to_text()
    assert page.all("table") == []
    with app_state.database.transaction() as db:
        set_roster_state(db, "town", empty.id, "fresh")
    assert "The list from Moodle has no pupils yet." in class_page(empty).only(".empty").to_text()
    panel = Page(empty.browser_of("Opo Lehto").get(f"/teacher/class/{empty.id}/attestations?do=visit"))
    assert "No pupils yet" in panel.main_text
    assert panel.all("main form") == [], "a button that can do nothing"
    lesson = Page(empty.browser_of("Opo Lehto").get(f"/teacher/class/{empty.id}/live-lesson"))
    assert (lesson.main_text.count("No pupils yet"), "0/0" in lesson.main_text) == (1, False)


@pytest.mark.parametrize(("pupils", "choices"), [(["Aino Mäkelä"], 0), (["Aino Mäkelä", "Siiri Åkerblom"], 1)])
def test_everyone_in_the_class_is_a_choice_from_two_pupils_on(
    app_state: AppState, pupils: list[str], choices: int
) -> None:
    small = Classroom(app_state, "9X", "course-9x")
    for name in pupils:
        small.launches(name)
    small.launches("Opo Lehto", Role.TEACHER)
    page = Page(small.browser_of("Opo Lehto").get(f"/teacher/class/{small.id}/attestations"))
    assert (len(page.all("#everybody")), len(page.all("[name=pupil]"))) == (choices, len(pupils))


def test_a_column_counts_nobody_in_a_class_so_small_that_its_figures_would_be_somebodys(classroom: Classroom) -> None:
    panel = class_page(classroom, "?column=XV-R1").only("[data-panel]")
    assert "What the curriculum requires" in panel.to_text()
    assert panel.query(".count-facts, .bar") == []


def test_a_search_that_finds_nobody_leaves_every_column_where_it_was(classroom: Classroom) -> None:
    page = class_page(classroom, "?search=nobody")
    assert page.only("td.nobody").attrs["colspan"] == str(len(page.all("table.grid thead th")))


def test_below_a_search_that_finds_nobody_no_figures_stand(classroom: Classroom) -> None:
    for number in range(MIN_PUPILS_SHOWN):
        classroom.launches(f"Oppilas {number}")
    assert class_page(classroom).all("table.grid tfoot")
    assert not class_page(classroom, "?search=nobody").all("table.grid tfoot")


def test_launches_without_a_course_show_no_pupils_at_all(app_state: AppState) -> None:
    lump = Classroom(app_state, "", "")
    lump.launches("Opo Lehto", Role.TEACHER)
    lump.launches("Somebody Else")
    page = class_page(lump)
    assert page.response.status_code == 200
    assert "outside a course" in page.main_text
    assert "Somebody" not in page.response.text
    browser = lump.browser_of("Opo Lehto")
    assert browser.get(f"/teacher/pupil/{lump.people['Somebody Else']}").status_code == 404
    token = browser.headers["x-careered-session"]
    assert browser.post(f"/teacher/class/{lump.id}/refresh", data={"session": token}).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["Bríd O'Brien", "Zoë 👩‍🔧 Šimić", "דנה כהן", "<script>alert(1)</script>", '"><b>x', "=cmd|' /C calc'!A0", "%(n)s"],
)
def test_a_name_is_shown_letter_for_letter_whatever_it_is(classroom: Classroom, name: str) -> None:
    classroom.launches(name)
    classroom.asks_for_help(name, "page_closed")
    page = class_page(classroom)
    assert name in grid_rows(page)
    assert right_now(page)[name].startswith("The page did not open")
    assert "<script>alert" not in page.response.text


def test_nothing_late_or_red_is_on_the_page(classroom: Classroom) -> None:
    text = class_page(classroom).response.text.lower()
    assert "overdue" not in text
    assert "error" not in text


def test_yesterdays_moment_has_its_day(classroom: Classroom) -> None:
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        assert re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d", page_text(class_page(classroom), "form.roster span"))


def test_the_staff_who_work_with_the_class_are_named_and_pupils_never_among_them(classroom: Classroom) -> None:
    classroom.launches("Apu Virta", Role.ASSISTANT)
    classroom.launches("Opo Lehto", Role.TEACHER)
    page = class_page(classroom)
    (line,) = [text_of(line) for line in page.all("p.quiet") if "can see this class" in text_of(line)]
    assert "Apu Virta, Opo Lehto" in line
    assert "Aino" not in line


def test_a_marked_day_stands_in_the_grid_and_several_are_counted(classroom: Classroom) -> None:
    for first, last in (("2026-11-12", ""), ("2026-11-16", "2026-11-20")):
        with classroom.app_state.database.transaction() as db:
            attestations.attest(
                *(db, classroom.scope("Aino Mäkelä"), "offline", "xv-work", classroom.people["Opo Lehto"]),
                activity_date=first,
                activity_end_date=last,
            )
        page = class_page(classroom)
        shown, said = ("6 d", "6 days") if last else ("12 Nov", "12 Nov")
        assert page.only("table.grid tbody .extra .tile b").to_text() == shown
        assert f"Aino Mäkelä · Work experience: Recorded {said}" in page.response.text


def test_what_staff_record_does_not_make_a_pupil_seen_today(classroom: Classroom) -> None:
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        classroom.launches("Aino Mäkelä")
        for name in ("Väinö Öhman", "Siiri Åkerblom"):
            with classroom.app_state.database.transaction() as db:
                attestations.attest(db, classroom.scope(name), "confirmed", "XV-R1", classroom.people["Opo Lehto"])
        rows = class_page(classroom, "?sort=-seen").all("table.grid tbody tr")
        assert [row.query("th bdi")[0].to_text() for row in rows] == [
            "Aino Mäkelä",
            "Väinö Öhman",
            "Siiri Åkerblom",
        ]
        assert [row.query("td.num")[-1].to_text() for row in rows] == [
            "today",
            format_near_day(today("Europe/Helsinki") - timedelta(days=3), "en", today("Europe/Helsinki")),
            "",
        ]


def test_who_was_here_a_year_ago_is_not_taken_for_one_of_this_term(classroom: Classroom) -> None:
    classroom.launches("Väinö Öhman")
    opened = format_short_date(today("Europe/Helsinki"), "en")
    with time_machine.travel(now() + timedelta(days=366), tick=False):
        row = next(row for row in class_page(classroom).all("table.grid tbody tr") if "Väinö" in row.to_text())
        assert row.query("td.num")[-1].to_text() == opened


def test_a_whole_column_is_confirmed_from_its_foot(classroom: Classroom) -> None:
    """Two presses: the foot, then the button that says how many are ready."""
    for name in ("Eeva Salo", "Otso Niemi"):
        classroom.launches(name)
        classroom.finishes_paths(name, task_a="Lukio", text="x")
    browser = classroom.browser_of("Opo Lehto")
    foot = Page(browser.get(f"/teacher/class/{classroom.id}")).all("table.grid tfoot a")[0]
    assert foot.attrs["title"] == "Introduced to Paths: 3 of 5 done"
    panel = Page(browser.get(str(foot.attrs["href"])))
    assert len(panel.all("table.grid .tile.will")) == 3
    form = panel.form("form.panel-form")
    pupils = [str(box.attrs["value"]) for box in panel.all("form.panel-form input[name=pupil]")]
    answer = browser.post(form.action, data={**dict(form.fields), "pupil": pupils})
    page = Page(browser.get(str(answer.headers["location"])))
    assert [cells[0] for cells in grid_rows(page).values()].count("Confirmed") == 3
    assert page.only(".toast button").to_text() == "Undo Z"
    assert len(page.all(".toast button svg")) == 1


def test_a_cell_opens_with_what_was_found_and_how_it_is_known(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    tile = Page(browser.get(f"/teacher/class/{classroom.id}?show=in_progress")).all("table.grid .tile")[0]
    page = Page(browser.get(str(tile.attrs["href"])))
    drawer = " ".join(page.only("[data-panel]").to_text().split())
    assert "Aino Mäkelä" in drawer
    assert "Lentokonemekaanikko" in drawer
    assert "Salainen unelma" not in drawer
    assert "Lesson done" in drawer
    assert page.only("table.grid .tile.at").attrs["aria-current"] == "true"
    assert str(page.only("[data-step=down] a").attrs["href"]).startswith(
        f"/teacher/pupil/{classroom.people['Väinö Öhman']}"
    )
    assert page.all("[data-step=up] a") == []


def test_the_class_of_somebody_else_has_no_cells(classroom: Classroom, app_state: AppState) -> None:
    other = Classroom(app_state, "9X", "course-9x")
    other.launches("Ope Kataja", Role.TEACHER)
    answer = other.browser_of("Ope Kataja").get(f"/teacher/pupil/{classroom.people['Aino Mäkelä']}/cell/XV-R1")
    assert answer.status_code == 404


def test_pupils_stand_in_the_order_that_the_address_names(classroom: Classroom) -> None:
    assert next(iter(grid_rows(class_page(classroom, "?sort=-done")))) == "Aino Mäkelä"
    assert list(grid_rows(class_page(classroom, "?sort=-name")))[-1] == "Aino Mäkelä"
    assert list(grid_rows(class_page(classroom, "?sort=nonsense"))) == list(grid_rows(class_page(classroom)))


@pytest.mark.parametrize("sort", ["-name", "-done", "done", "-seen", "seen"])
def test_whoever_looks_for_a_name_keeps_the_order(classroom: Classroom, sort: str) -> None:
    form = class_page(classroom, f"?sort={sort}&show=in_progress").form("form#narrow")
    assert [(name, value) for name, value in form.fields if name in {"show", "sort"}] == [
        ("show", "in_progress"),
        ("sort", sort),
    ]


def test_a_drawer_or_panel_stays_open_when_the_language_changes(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    cell = f"/teacher/pupil/{classroom.people['Aino Mäkelä']}/cell/XV-R1?sort=-seen"
    page = Page(browser.get(cell))
    classroom.asks_for_help("Väinö Öhman", "page_closed")
    column = f"/teacher/class/{classroom.id}?column=XV-R1"
    polled = poll(browser, classroom, page)
    for shown, address in ((page, cell), (Page(browser.get(column)), column)):
        assert dict(shown.form(".head form.languages").fields)["back"] == address
    assert f'name="back" value="{cell}"' in polled.text


def test_page_and_unchanged_poll_take_one_statement_for_any_number_of_pupils(classroom: Classroom) -> None:
    browser, database = classroom.browser_of("Opo Lehto"), classroom.app_state.database
    page = Page(browser.get(f"/teacher/class/{classroom.id}"))
    with statements_of(database) as statements:
        assert poll(browser, classroom, page).status_code == 204
    assert len(statements) == 1, statements  # the session, with class and state
    for number in range(10):
        classroom.launches(f"Pupil {number}")
        classroom.finishes_paths(f"Pupil {number}", task_a="Lukio", text="x")
    with statements_of(database) as statements:
        browser.get(f"/teacher/class/{classroom.id}")
    assert len(statements) == 1, statements
    with statements_of(database) as statements:
        assert poll(browser, classroom, page).status_code == 200
    assert len(statements) == 2, statements


def test_of_a_grade_that_nothing_is_asked_of_nobody_is_said_to_have_done_it_all(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        db.execute(update(SchoolClass.__table__).values(grade=7))
    page = class_page(classroom)
    assert chips(page) == {"All": 3}
    assert {cells[-1] for cells in grid_rows(page).values()} == {"–"}
