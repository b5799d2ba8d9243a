"""A class page that shows what it showed before is not drawn again, and never shows what is no longer so."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from careered.dashboard import class_cache
from careered.dashboard.class_cache import PAGES
from careered.privacy.erase import erase_person
from careered.progress.tables import RequirementStatus, ScoreDelivery
from careered.roster.groups import save_group
from careered.roster.tables import Enrolment, Person, SchoolClass
from careered.web import handling, people_cache
from careered.web.authentication import authenticate
from careered.web.people_cache import CACHED_SECONDS, PeopleCache
from careered.web.permissions import Role
from careered.web.viewer import Viewer
from tests.dashboard.factories import Classroom
from tests.dashboard.test_class_page import insert_delivery
from tests.support.counters import statements_of, templates_drawn
from tests.support.memory import forget_everything

AINO = "Aino Mäkelä"


def grid(classroom: Classroom, query: str = "", **session: Any) -> str:
    """The page's text, for the class's teacher with a new session."""
    return classroom.browser_of("Opo Lehto", **session).get(f"/teacher/class/{classroom.id}{query}").text


def test_nobody_draws_the_grid_again_that_somebody_has_seen(classroom: Classroom) -> None:
    first = grid(classroom)
    browser = classroom.browser_of("Opo Lehto")
    with templates_drawn() as drawn, statements_of(classroom.app_state.database) as statements:
        again = browser.get(f"/teacher/class/{classroom.id}").text
    assert (drawn, len(statements)) == ([], 1)
    assert len(again) == len(first)
    assert again != first, "each visit has its own secret"


def drawn(browser: TestClient, path: str) -> str:
    """The page by the ordinary path, while nothing at all is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(class_cache, "page_text", lambda *_: None)
        forget_everything()
        return browser.get(path).text


@pytest.mark.parametrize("query", ["", "?sort=-done", "?show=in_progress", "?show=left"])
@pytest.mark.parametrize("cookies", [True, False])
def test_the_grid_is_the_same_kept_as_drawn(classroom: Classroom, query: str, *, cookies: bool) -> None:
    classroom.launches("<b>O'Neill</b> & co", Role.TEACHER)
    browser = classroom.browser_of("<b>O'Neill</b> & co", cookies=cookies)
    path = f"/teacher/class/{classroom.id}{query}"
    kept = [browser.get(path).text for _ in range(2)]
    assert kept == [drawn(browser, path)] * 2


@pytest.mark.parametrize(("lang", "name", "cookies"), [("fi", "Opo Lehto", True), ("sv", "", False), ("en", "", True)])
def test_the_grid_is_the_same_as_drawn_after_each_change(
    classroom: Classroom, lang: str, name: str, *, cookies: bool
) -> None:
    insert_delivery(classroom, AINO)
    classroom.people[""] = classroom.people["Opo Lehto"]
    browser, path = classroom.browser_of(name, lang=lang, cookies=cookies), f"/teacher/class/{classroom.id}"
    pages = []
    for change in (lambda _: None, rename, exempt, change_the_mark, leave, give_another_grade, group):
        change(classroom)
        pages += [browser.get(path).text, browser.get(path).text]
        assert pages[-1] == pages[-2] == drawn(browser, path)
        browser.get(path)  # so that the next change finds something kept
    assert len(set(pages)) == len(pages) / 2


def test_where_one_pupil_has_gone_on_the_row_is_filled_into_a_kept_one(classroom: Classroom) -> None:
    grid(classroom)
    exempt(classroom)
    with templates_drawn() as templates:
        page = grid(classroom)
    assert templates == []
    assert "Exempt" in page


def test_a_hostile_name_of_staff_is_escaped_in_a_kept_grid(classroom: Classroom) -> None:
    grid(classroom)
    classroom.people["<script>x</script>"] = classroom.people["Opo Lehto"]
    with templates_drawn() as drawn:
        page = classroom.browser_of("<script>x</script>").get(f"/teacher/class/{classroom.id}").text
    assert drawn == []
    assert "<bdi>&lt;script&gt;x&lt;/script&gt;</bdi>" in page
    assert "<script>x" not in page


def test_a_grid_takes_over_rows_of_the_one_before_it_and_none_that_has_changed() -> None:
    kept = PeopleCache[dict[str, str]](2)
    kept.get(("town", "8b"), 1, lambda: {"aino": "begun", "siiri": "begun"})
    assert kept.renewed(("town", "8b"), 1, lambda _: {}) == {"aino": "begun", "siiri": "begun"}
    assert kept.renewed(("town", "8b"), 2, lambda former: {**(former or {}), "aino": "done"})["siiri"] == "begun"
    people_cache.forget("town", "8b")
    assert kept.renewed(("town", "8b"), 3, lambda former: former or {}) == {}, "nothing of who was erased"


def rename(classroom: Classroom) -> None:
    _change(classroom, Person, {"id": classroom.people[AINO]}, name="Aino Uusi")


def exempt(classroom: Classroom) -> None:
    _change(classroom, RequirementStatus, {"person_id": classroom.people[AINO]}, state="exempt")


def leave(classroom: Classroom) -> None:
    _change(classroom, Enrolment, {"person_id": classroom.people[AINO]}, status="left")


def change_the_mark(classroom: Classroom) -> None:
    _change(classroom, ScoreDelivery, {"class_id": classroom.id}, state="refused")


def give_another_grade(classroom: Classroom) -> None:
    _change(classroom, SchoolClass, {"id": classroom.id}, grade=7)


def group(classroom: Classroom) -> None:
    with classroom.app_state.database.transaction() as db:
        save_group(db, "town", classroom.id, "", "Tuesday group", [classroom.people[AINO]])


def teach_another_class(classroom: Classroom) -> None:
    other = Classroom(classroom.app_state, "9Z", "course-9z")
    other.launches("Opo Lehto", Role.TEACHER, sub="course-8b-Opo Lehto")


def _change(classroom: Classroom, table: Any, key: dict[str, str], **values: Any) -> None:
    """In the database alone, and no time with it: what no version that somebody keeps would tell."""
    columns = table.__table__.c
    where = [columns[name] == value for name, value in key.items()]
    with classroom.app_state.database.transaction() as db:
        assert db.execute(update(table.__table__).where(*where).values(**values)).rowcount


@pytest.mark.parametrize(
    "change",
    [rename, exempt, change_the_mark, give_another_grade, group, teach_another_class],
    ids=lambda one: one.__name__,
)
def test_whatever_changes_in_the_rows_is_drawn_at_once(
    classroom: Classroom, change: Callable[[Classroom], None]
) -> None:
    insert_delivery(classroom, AINO)
    browser, path = classroom.browser_of("Opo Lehto"), f"/teacher/class/{classroom.id}"
    before = browser.get(path).text
    change(classroom)
    after = browser.get(path).text
    assert after != before
    assert after == drawn(browser, path)


def test_an_open_cell_and_a_search_are_not_kept(classroom: Classroom) -> None:
    grid(classroom)
    before = len(PAGES.texts)
    cell = f"/teacher/pupil/{classroom.people[AINO]}/cell/XV-R1"
    assert 'aria-current="true"' in classroom.browser_of("Opo Lehto").get(cell).text
    assert grid(classroom, "?search=aino") != grid(classroom)
    assert len(PAGES.texts) == before


def test_of_each_place_the_latest_text_is_kept_and_of_few_places() -> None:
    kept, drawn = PeopleCache[str](2), []
    for place, version in [("a", 1), ("a", 1), ("a", 2), ("b", 1), ("c", 1), ("a", 2)]:
        kept.get((place,), version, lambda text=f"{place}{version}": drawn.append(text) or text)  # type: ignore[misc, func-returns-value]
    assert drawn == ["a1", "a2", "b1", "c1", "a2"]
    assert kept.texts == ["c1", "a2"]


def knows(name: str) -> bool:
    """Whether a name stands in anything that is kept."""
    return any(name in text for kept in PeopleCache.everywhere for text in kept.texts)


def test_names_that_nobody_asks_for_leave_the_memory(classroom: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    grid(classroom)
    people_cache.forget_old()
    assert knows(AINO)
    later = time.monotonic() + CACHED_SECONDS + 1
    monkeypatch.setattr("careered.web.people_cache.time.monotonic", lambda: later)
    people_cache.forget_old()
    assert not knows(AINO)


def test_who_is_erased_is_in_no_memory(classroom: Classroom) -> None:
    grid(classroom)
    with classroom.app_state.database.transaction() as db:
        erase_person(db, "town", classroom.people[AINO])
    assert not knows(AINO)


def test_who_is_read_while_she_is_erased_is_in_no_memory_once_she_is(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    with classroom.app_state.database.transaction() as db:
        erase_person(db, "town", classroom.people[AINO])
        assert AINO in browser.get(f"/teacher/class/{classroom.id}").text
        assert knows(AINO)
    assert not knows(AINO)


def test_who_is_erased_between_reading_and_drawing_is_in_no_memory(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_before_she_was_erased(*arguments: Any, **named: Any) -> Viewer:
        viewer = authenticate(*arguments, **named)
        with classroom.app_state.database.transaction() as db:
            erase_person(db, "town", classroom.people[AINO])
        return viewer

    monkeypatch.setattr(handling, "authenticate", read_before_she_was_erased)
    assert AINO in grid(classroom)
    assert not knows(AINO)


def test_what_is_drawn_while_somebody_is_erased_is_not_kept() -> None:
    kept = PeopleCache[str](2)

    def draw() -> str:
        people_cache.forget("town")
        return AINO

    assert kept.get(("town", "8b"), 1, draw) == AINO
    assert kept.texts == []


def test_a_teacher_who_leaves_the_computer_leaves_no_names_in_the_memory(classroom: Classroom) -> None:
    browser = classroom.browser_of("Opo Lehto")
    browser.get(f"/teacher/class/{classroom.id}")
    assert knows(AINO)
    assert browser.post("/leave", data={"session": browser.headers["x-careered-session"]}).status_code == 200
    assert not knows(AINO)
