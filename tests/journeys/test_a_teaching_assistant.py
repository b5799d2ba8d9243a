"""Somebody whom the platform calls a teaching assistant: sees the class and helps it, and finds no part in guidance."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from demo_platform.people import Role
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario, open_scenario, pupil_link
from tests.journeys.test_the_list_of_members import enrolments_by_name
from tests.support.pages import Page

NEED, PLAN, AGREED = "en kestä kotona", "Haen sähköalalle", "Soittaa itse maanantaina"


@pytest.fixture
def autumn(database_url: str) -> Iterator[Scenario]:
    """A school whose platform says of an assistant what the specification has for one."""
    with open_scenario(database_url, "canvas") as scenario:
        yield scenario


def pupil_name(autumn: Scenario) -> str:
    """Of the one whom the counsellor talks with."""
    return autumn.platform.people[autumn.people(FINLAND)[0]].name


def assistant_opens(autumn: Scenario) -> tuple[FrameBrowser, Page]:
    """The class's page, after one pupil was talked with and asks for more, and another has asked without a name."""
    asking, quiet, *_ = autumn.people(FINLAND)
    pupil, _page = autumn.opens(asking, WHOLE_PROGRAMME[FINLAND])
    pupil.submit(pupil.get("/me").form("form#add-form"), text=PLAN, shelf="plan")
    pupil.submit(pupil.get("/me").form("#show-form"))
    teacher, page = autumn.teacher(FINLAND)
    autumn.run_worker()
    talk = teacher.get(pupil_link(teacher.get(page.path), pupil_name(autumn)))
    teacher.submit(talk.form("form#talked"), agreed=AGREED)
    autumn.advance(minutes=5)
    pupil.submit(pupil.get("/lessons/fi-1").form("form#other-way"), text="Teen videon")
    hidden, _page = autumn.opens(quiet, WHOLE_PROGRAMME[FINLAND])
    hidden.submit(hidden.get("/questions").form("form[action='/questions/create']"), text=NEED, way="anonymous")
    return autumn.opens(autumn.people(FINLAND, Role.ASSISTANT)[0], WHOLE_PROGRAMME[FINLAND])


def pages_of(autumn: Scenario, browser: FrameBrowser, landed: Page) -> dict[str, Page]:
    """The assistant's pages by what they are."""
    paths = {"desk": "/desk", **{name: f"{landed.path}/{name}" for name in ("questions", "help", "reports", "log")}}
    pupil = browser.get(pupil_link(landed, pupil_name(autumn)))
    return {"class": landed, "pupil": pupil, **{name: browser.get(path) for name, path in paths.items()}}


def links(page: Page) -> set[str]:
    """The pages of the tool to which a page leads; papers and files are the same for all staff."""
    found = {str(one.attrs["href"]) for one in page.all("main a[href], header a[href]")}
    return {one for one in found if one.startswith("/") and not urlsplit(one).path.endswith("/report")}


def test_who_comes_as_an_assistant_and_is_listed_as_one_is_neither_pupil_nor_teacher(autumn: Scenario) -> None:
    _browser, page = assistant_opens(autumn)
    (assistant,) = autumn.people(FINLAND, Role.ASSISTANT)
    assert page.path.startswith("/teacher/class/")
    assert enrolments_by_name(autumn)[assistant] == ("assistant", "active")
    autumn.run_worker()
    assert enrolments_by_name(autumn)[assistant] == ("assistant", "active")


def test_on_no_page_does_an_assistant_read_what_is_guidance_or_a_cry_for_help(autumn: Scenario) -> None:
    pages = pages_of(autumn, *assistant_opens(autumn))
    for name, page in pages.items():
        assert not [words for words in (NEED, PLAN, AGREED) if words in page.response.text], name
    assert not pages["pupil"].all("#talked, #agreed, .route, .talked-on")
    assert "Olemme jutelleet" not in pages["help"].main_text


def test_what_an_assistant_may_not_do_leaves_neither_a_button_nor_a_hole(autumn: Scenario) -> None:
    """Seen on the desk: a pupil who would like to talk, and beside it nothing but “next week”."""
    browser, landed = assistant_opens(autumn)
    pages = pages_of(autumn, browser, landed)
    for name, page in pages.items():
        actions = [str(form.attrs["action"]) for form in page.all("form[action]")]
        assert not [one for one in actions if one.endswith(("/talked", "/talked/undo", "/handle"))], name
        answers = {address: browser.tool.get(address).status_code for address in links(page)}
        assert answers
        assert not {address for address, status in answers.items() if status >= 400}, name
    (row,) = pages["desk"].all(".item.talk")
    (way,) = row.query(".acts a")
    assert pupil_name(autumn) in browser.get(str(way.attrs["href"])).main_text
    talked = replace(landed.form("form#ticked"), action=f"{pages['pupil'].path}/talked")
    assert browser.send(talked).status_code == 404
