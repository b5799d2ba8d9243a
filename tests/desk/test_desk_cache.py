"""A desk that shows what it showed before is not drawn again, and never shows what is no longer so."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from careered.clock import now
from careered.desk import classes, desk_cache, strips
from careered.desk.desk_cache import PAGES
from careered.progress.tables import RequirementStatus
from careered.roster.tables import Person, SchoolClass
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom
from tests.desk.conftest import COUNSELLOR, SUB
from tests.desk.test_desk import TUESDAY, ask, desk
from tests.support.counters import statements_of, templates_drawn
from tests.support.memory import forget_everything
from tests.support.pages import Page


def drawn(browser: TestClient, query: str = "") -> str:
    """The desk by the ordinary path, while nothing at all is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_cache, "page_text", lambda *_: None)
        forget_everything()
        return browser.get(f"/desk{query}").text


def change(classroom: Classroom, table: Any, key: dict[str, str], **values: Any) -> None:
    """In the database alone, and no time with it: what no version that somebody keeps would tell."""
    columns = table.__table__.c
    where = [columns[name] == value for name, value in key.items()]
    with classroom.app_state.database.transaction() as db:
        assert db.execute(update(table.__table__).where(*where).values(**values)).rowcount


def asks(classroom: Classroom) -> None:
    ask(classroom, "Väinö Öhman", "<b>Who</b> reads this?")


def wants_to_talk(classroom: Classroom) -> None:
    classroom.asks_for_help("Väinö Öhman", "tell_teacher")


def is_renamed(classroom: Classroom) -> None:
    change(classroom, Person, {"id": classroom.people["Väinö Öhman"]}, name="Väinö Uusi")


def is_confirmed(classroom: Classroom) -> None:
    change(classroom, RequirementStatus, {"person_id": classroom.people["Aino Mäkelä"]}, state="confirmed")


def gets_another_title(classroom: Classroom) -> None:
    change(classroom, SchoolClass, {"id": classroom.id}, title="8B and <i>C</i>")


def teaches_another_class(classroom: Classroom) -> None:
    Classroom(classroom.app_state, "9Z", "course-9z").launches(COUNSELLOR, Role.TEACHER, sub=SUB)


CHANGES: tuple[Callable[[Classroom], None], ...] = (
    *(asks, wants_to_talk, is_renamed, is_confirmed, gets_another_title, teaches_another_class),
)


@pytest.mark.parametrize(("lang", "cookies"), [("fi", True), ("sv", False)])
def test_the_desk_is_the_same_kept_as_drawn_after_each_change(
    class_b: Classroom, class_d: Classroom, lang: str, *, cookies: bool
) -> None:
    assert class_d.id
    browser, pages = class_b.browser_of(COUNSELLOR, lang=lang, cookies=cookies), []
    for one in (lambda _: None, *CHANGES):
        one(class_b)
        pages += [browser.get("/desk").text, browser.get("/desk").text]
        assert pages[-1] == pages[-2] == drawn(browser)
        browser.get("/desk")  # so that the next change finds something kept
    assert len(set(pages)) == len(CHANGES) + 1


def test_an_unchanged_desk_is_two_statements_and_nothing_drawn(class_b: Classroom, class_d: Classroom) -> None:
    desk(class_d)
    browser = class_b.browser_of(COUNSELLOR)
    browser.get("/desk")
    with statements_of(class_b.app_state.database) as statements, templates_drawn() as templates:
        browser.get("/desk")
    assert (len(statements), templates) == (2, [])


def test_days_and_what_was_put_off_are_not_kept(class_b: Classroom) -> None:
    browser = class_b.browser_of(COUNSELLOR)
    with time_machine.travel(TUESDAY, tick=False):
        wants_to_talk(class_b)
        today = class_b.browser_of(COUNSELLOR).get("/desk").text
    with time_machine.travel(TUESDAY.replace(day=26), tick=False):
        browser = class_b.browser_of(COUNSELLOR)
        later = browser.get("/desk").text
        assert later == drawn(browser)
    assert "2 days" in later
    assert "2 days" not in today


def test_an_opened_question_and_a_search_are_not_kept(class_b: Classroom) -> None:
    asks(class_b)
    desk(class_b)
    before = len(PAGES.texts)
    assert "Väinö" in desk(class_b, "?find=väi").response.text
    question = Page(class_b.browser_of(COUNSELLOR).get("/desk")).all(".question .acts a")[0].attrs["href"]
    assert "textarea" in class_b.browser_of(COUNSELLOR).get(question).text
    assert len(PAGES.texts) == before


def numbers(page: Page) -> list[str]:
    """Of each strip: pupils whose share of the term is done, and all."""
    return ["".join(number.to_text().split()) for number in page.all(".strip .of")]


def test_on_new_years_day_a_strip_counts_the_share_of_the_spring(class_b: Classroom) -> None:
    scope, day = class_b.scope("Siiri Åkerblom"), {"since_at": now(), "pack_version": "1.0.0"}
    done = {"state": "done", "method": "lesson", "evidence": [], **day}
    rows = [{**scope.key, "requirement_id": f"XV-R{number}", **done} for number in range(1, 8)]
    with class_b.app_state.database.transaction() as db:
        db.execute(insert(RequirementStatus.__table__).values(rows))
    with time_machine.travel(datetime(2026, 12, 31, 9, tzinfo=UTC), tick=False):
        assert numbers(desk(class_b)) == ["1/3"]
        autumn = desk(class_b).response.text
    with time_machine.travel(datetime(2026, 12, 31, 23, tzinfo=UTC), tick=False):  # one o'clock in Helsinki
        assert numbers(desk(class_b)) == ["0/3"]
    assert "share for the autumn" in autumn


def test_only_the_class_that_has_changed_is_counted_again(
    class_b: Classroom, class_d: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    for module in (classes, strips):
        _notes_whom(monkeypatch, module, counted)
    desk(class_b)
    assert sorted(counted) == [f"{name} {one}" for name in ("classes", "strips") for one in ("8B", "9D")]
    counted.clear()
    desk(class_b, "?why=talk")
    assert counted == []
    class_d.asks_for_help("Eetu Niemi", "tell_teacher")
    desk(class_b)
    assert sorted(counted) == ["classes 9D", "strips 9D"]


def _notes_whom(patch: pytest.MonkeyPatch, module: Any, counted: list[str]) -> None:
    """Each time that something is made of a class, its title is noted."""
    real = module._made

    def made(*arguments: Any) -> Any:
        result = real(*arguments)
        title = result.title if module is strips else result.info.title
        counted.append(f"{module.__name__.rsplit('.', 1)[-1]} {title}")
        return result

    patch.setattr(module, "_made", made)
