"""The table of permissions against the pages: each role asks every address there is, and what is seen is what it says.

Three pupils have left traces that are nobody else's: Aamu, Bea in the same course, and Carl in another one. Aamu is
the pupil who looks, and the one whom the platform names to a guardian and to a data protection officer.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.routing import Route

from careered.demo_lms.people import Role as Platform
from careered.guidance import boards
from careered.guidance.board_tables import Board
from careered.packs.models import Lesson, Pack
from careered.privacy.declarations import personal_tables
from careered.progress.tables import Delivery
from careered.web import one_time
from careered.web.permissions import OF_A_PUPIL, Data, Role, Scope, scopes
from careered.web.tables import SessionRow
from tests.journeys.browser import Visitor
from tests.journeys.messages import LIS, comes, mentor, privacy
from tests.journeys.test_mentors import log
from tests.journeys.town import DENMARK, FINLAND, FIRST_LESSON, WHOLE, Town, figures, town
from tests.support.pages import Page
from tests.support.people import Browser, answers_for, step_of

Session = SessionRow.__table__
STRANGERS = {
    Role.ASSISTANT: [f"{LIS}membership/Instructor#TeachingAssistant"],
    Role.AUTHOR: [f"{LIS}membership#ContentDeveloper"],
    Role.GUEST: [],
}


@dataclass(frozen=True)
class Child:
    """A pupil with traces. word: in the name and in all that was written. minute: of the hour in which it was."""

    word: str
    minute: str
    course: str
    number: str


@dataclass(frozen=True)
class Place:
    """The town with its traces."""

    town: Town
    aamu: Child
    bea: Child
    carl: Child


@pytest.fixture
def place(database_url: str) -> Iterator[Place]:
    with town(database_url) as found:
        finns, danes = found.people(FINLAND), found.people(DENMARK)
        made = Place(
            found,
            Child("Aamunkoi", "07", FINLAND, finns[0]),
            Child("Beatanen", "13", FINLAND, finns[1]),
            Child("Carlsborg", "19", DENMARK, danes[0]),
        )
        found.later(minutes=1)
        for child in (made.aamu, made.bea, made.carl):
            found.later(minutes=6)
            leaves_traces(found, child)
        found.later(minutes=6)  # what the worker and those who look do now has another minute
        found.work()
        yield made


def leaves_traces(town: Town, child: Child) -> None:
    """Go through a lesson; what is written says by whom, and whether the lesson leaves it to the pupil."""
    town.platform.people[child.number].name = child.word
    browser, _ = town.opens(child.number, WHOLE[child.course])
    pack = town.pack(child.course)
    lesson = pack.lesson(FIRST_LESSON[child.course])
    assert lesson
    page = browser.get(f"/lessons/{lesson.id}")
    while page.path != f"/lessons/{lesson.id}/done":
        page = browser.press(page, **answers(pack, page, child))
    browser.submit(browser.get("/ask").form("form#ask"), text=f"{child.word} wrote asked", way="named")
    puts_on_a_board(town, browser, child)


def puts_on_a_board(town: Town, browser: Browser, child: Child) -> None:
    """Staff have opened a board in the child's class, without reading first; the child puts something on it."""
    with town.school.database.write() as db:
        place = db.execute(select(Session.c.organisation_id, Session.c.class_id).where(Session.c.name == child.word))
        organisation, course = place.all()[0]
        made = boards.make(db, organisation, course, "findings", "Our board", moderated=False)
    browser.submit(browser.get(f"/boards/{made}").form("form#put"), text=f"{child.word} wrote posted")


def answers(pack: Pack, page: Page, child: Child) -> dict[str, str | list[str]]:
    step = step_of(pack, page.path)
    form = page.form("[data-next]") if page.leads_on.name == "form" else None
    if step is None or form is None:
        return {}
    kind = "closed" if getattr(step, "visible_to", "") == "pupil" else "open"
    texts = dict.fromkeys(form.texts, f"{child.word} wrote {kind}")
    return {name: value for name, value in {**answers_for(step, form), **texts}.items() if name != "share"}


def comes_as(place: Place, role: Role) -> Visitor:
    """Somebody in a role, by the door that this role has."""
    town, aamu = place.town, place.aamu
    if role is Role.PUPIL:
        return town.opens(aamu.number, WHOLE[FINLAND])[0]
    if role is Role.TEACHER:
        return town.teacher(FINLAND)[0]
    if role is Role.ADMIN:
        return administrator(town)
    if role is Role.MENTOR:
        came = mentor(town, aamu.number)
    elif role is Role.OFFICER:
        came = privacy(town, "2", aamu.number)
    else:
        came = comes(town, town.people(FINLAND)[2], {"sub": "901", "name": "Raili", "roles": STRANGERS[role]})
    assert came.page.response.status_code == 200
    return came.visitor


def administrator(town: Town) -> Visitor:
    visitor = Visitor.at(town.school)
    with town.school.database.write() as db:
        key = one_time.make(db, "town", one_time.ADMIN, lives=timedelta(hours=1))
    visitor.press(visitor.get(f"/admin/enter?key={key}"))
    return visitor


def everything(place: Place, browser: Browser) -> Iterator[Response]:
    """Every page of the route table, with everything that is there put into its address."""
    ids = [*(str(room["id"]) for room in place.town.rooms()), *people(place.town)]
    lessons = [first_lesson(place.town, course) for course in (FINLAND, DENMARK)]
    steps = [step.id for lesson in lessons for step in lesson.steps]
    known = {"board": all_boards(place.town), "id": ids, "lesson": [lesson.id for lesson in lessons], "step": steps}
    for route in place.town.school.tool.routes:
        if isinstance(route, Route) and "GET" in (route.methods or ()) and not route.path.startswith("/static"):
            names = re.findall(r"{(\w+)}", route.path)
            for values in itertools.product(*(known.get(name, ["x"]) for name in names)):
                address = re.sub(r"{\w+}", "%s", route.path) % values
                yield browser.follow(browser.tool.get(address))


def all_boards(town: Town) -> list[str]:
    with town.school.database.read() as db:
        return [str(one) for one in db.execute(select(Board.__table__.c.id)).scalars()]


def people(town: Town) -> list[str]:
    table = personal_tables()[0].table
    with town.school.database.read() as db:
        return [str(one) for one in db.execute(select(table.c.id)).scalars()]


def first_lesson(town: Town, course: str) -> Lesson:
    lesson = town.pack(course).lesson(FIRST_LESSON[course])
    assert lesson
    return lesson


def shown(answer: Response, child: Child) -> set[Data]:
    """What an answer of the server tells about a pupil."""
    text, path = answer.text, answer.url.path
    found = {Data.NAMES} if re.search(rf"{child.word}(?! wrote)", text) else set()
    found |= {Data.ANSWERS} if f"{child.word} wrote open" in text else set()
    found |= {Data.PRIVATE} if f"{child.word} wrote closed" in text else set()
    found |= {Data.TALK} if f"{child.word} wrote asked" in text else set()
    found |= {Data.POSTS} if f"{child.word} wrote posted" in text else set()
    found |= {Data.STATES} if re.search(rf"(?<!\d)\d\d[.:]{child.minute}(?!\d)", text) else set()
    if child.word in text and (path.endswith("/marks") or '"delivery"' in text):
        found.add(Data.MARKS)
    return found


def own(answer: Response) -> set[Data]:
    """What a page tells without a name and a moment: it is about the one who looks."""
    page = Page(answer) if answer.url.path.startswith("/lessons") and answer.status_code == 200 else None
    if page is None:
        return set()
    found = {Data.STATES} if page.path == "/lessons" and figures(page)[0] else set()
    return found | ({Data.MARKS} if page.all("#mark") else set())


def covers(scope: Scope, child: Child, place: Place) -> bool:
    """Whether a pupil is among those whom a scope means, for whoever comes from Aamu's course or for Aamu."""
    return child is place.aamu if scope in {Scope.OWN, Scope.NAMED} else child.course == FINLAND


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_of_each_pupil_what_the_table_says_and_nothing_else(role: Role, place: Place) -> None:
    browser = comes_as(place, role)
    seen: dict[str, set[Data]] = {child.word: set() for child in (place.aamu, place.bea, place.carl)}
    for answer in everything(place, browser):
        assert answer.status_code < 500 or answer.headers["careered-code"] == "no_pack", answer.url
        for child in (place.aamu, place.bea, place.carl):
            seen[child.word] |= shown(answer, child)
        seen[place.aamu.word] |= own(answer)
    for child in (place.aamu, place.bea, place.carl):
        allowed = {data for data in OF_A_PUPIL for scope in scopes(role, data) if covers(scope, child, place)}
        assert seen[child.word] == allowed, child


def test_opening_a_pupils_page_is_noted_and_the_list_of_the_course_is_not(place: Place) -> None:
    browser, page = place.town.teacher(FINLAND)
    assert place.aamu.word in page.words
    assert log(place.town) == []
    row = next(one for one in page.all("table.grid tbody th a") if place.aamu.word in one.to_text())
    browser.get(str(row.attrs["href"]))
    assert [one["view"] for one in log(place.town)] == ["pupil_page"]


def test_the_platform_gets_numbers_and_no_answers(place: Place) -> None:
    sent = [entry for entry in place.town.platform.ledger if entry.what == "score"]
    assert sent
    assert not [entry for entry in sent if "wrote" in str(entry)]


def test_nothing_about_a_pupil_goes_by_itself_but_open_visits(place: Place) -> None:
    before = counts(place.town)
    place.town.later(days=400)
    place.town.worker._tidy()
    place.town.worker._keep_to_rules()
    after = counts(place.town)
    assert {name: after[name] for name in after if name != "session"} == {
        name: before[name] for name in before if name != "session"
    }
    assert before[str(Delivery.__tablename__)] > 0
    assert after["session"] == 0


def counts(town: Town) -> dict[str, int]:
    """How many rows each table about people has."""
    with town.school.database.read() as db:
        return {
            one.table.name: int(db.execute(select(func.count()).select_from(one.table)).scalar_one())
            for one in personal_tables()
        }


def test_the_platforms_teacher_of_another_course_is_not_the_teacher_of_this_one(place: Place) -> None:
    teacher = place.town.people(DENMARK, Platform.TEACHER)[0]
    browser, _ = place.town.opens(teacher, WHOLE[DENMARK])
    told = [shown(answer, child) for answer in everything(place, browser) for child in (place.aamu, place.bea)]
    assert not set().union(*told)
