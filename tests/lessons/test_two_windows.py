"""One card in two windows: what was answered in one is never lost to the other without being asked."""

from collections.abc import Mapping
from typing import Any

import pytest

from careered.lessons.activities.choose import grading
from tests.lessons.factories import HarbourSchool, Visitor, texts_of
from tests.lessons.test_cards import IN_BROWSERS, draft, reach, said, verdict
from tests.support.pages import Page


def answer_in_two_windows(pupil: Visitor, first: str, second: str) -> Page:
    """The page that comes when the second window's answer is handed in."""
    reach(pupil, "before")
    older = pupil.get("/lessons/xb-1/before").form("main form.play")
    pupil.answer("before", first)
    return pupil.submit(older, {"choice": second})


def stored(school: HarbourSchool) -> Mapping[str, Any]:
    row = school.stored_answer("before")
    assert row
    return row


@IN_BROWSERS
def test_whoever_answers_in_two_windows_sees_both_answers_and_nothing_is_overwritten(
    bay: HarbourSchool, cookies: bool
) -> None:
    pupil = bay.visitor(cookies=cookies)
    page = answer_in_two_windows(pupil, "none", "know")
    assert page.response.status_code == 409
    assert texts_of(page.all("h1")) == ["You answered in two windows"]
    here, there = texts_of(page.all("label.option"))
    assert here == "In this window, just now I know already"
    assert there.startswith("In another window, ")
    assert there.endswith("No idea at all")
    assert page.form("main form.play").fields[-1] == ("keep", "this"), "the newer one is chosen"
    assert (stored(bay)["values"], stored(bay)["tries"]) == ({"choice": "none"}, 1)


@IN_BROWSERS
@pytest.mark.parametrize(
    ("keep", "kept", "said_then"),
    [("this", "know", "Saved Good. Today you see"), ("stored", "none", "Saved That is usual.")],
)
def test_the_one_that_is_chosen_is_kept(
    bay: HarbourSchool, cookies: bool, keep: str, kept: str, said_then: str
) -> None:
    pupil = bay.visitor(cookies=cookies)
    both = answer_in_two_windows(pupil, "none", "know").form("main form.play")
    page = pupil.submit(both, {"keep": keep})
    assert (page.path, verdict(page)) == ("/lessons/xb-1/before", "kept")
    assert said(page).startswith(said_then)
    assert (stored(bay)["values"], stored(bay)["first_values"]) == ({"choice": kept}, {"choice": "none"})


def test_a_third_answer_meanwhile_is_asked_about_again(bay: HarbourSchool, iida: Visitor) -> None:
    both = answer_in_two_windows(iida, "none", "know").form("main form.play")
    open_again = iida.get("/lessons/xb-1/before?change=1").form("main form.play")
    iida.submit(open_again, {"choice": "ideas"})
    page = iida.submit(both, {"keep": "this"})
    assert page.response.status_code == 409
    assert texts_of(page.all("label.option"))[1].endswith("I have some ideas")
    assert stored(bay)["values"] == {"choice": "ideas"}


def test_the_same_answer_in_both_windows_asks_nothing(bay: HarbourSchool, iida: Visitor) -> None:
    page = answer_in_two_windows(iida, "none", "none")
    assert (page.response.status_code, verdict(page), stored(bay)["tries"]) == (200, "kept", 1)


def test_an_older_page_stays_one_when_something_was_missing(bay: HarbourSchool, iida: Visitor) -> None:
    reach(iida, "before")
    older = iida.get("/lessons/xb-1/before").form("main form.play")
    iida.answer("before", "none")
    incomplete = iida.submit(older, {})
    assert incomplete.response.status_code == 422
    page = iida.submit(incomplete.form("main form.play"), {"choice": "know"})
    assert page.response.status_code == 409
    assert stored(bay)["values"] == {"choice": "none"}


def test_both_can_be_kept_where_the_activity_can_say_so(
    bay: HarbourSchool, iida: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = answer_in_two_windows(iida, "none", "know")
    assert page.all("button[name=both]") == [], "one of several excludes the others"
    monkeypatch.setattr(grading, "combine", lambda _card, one, other: {"choice": f"{one['choice']}+{other['choice']}"})
    page = iida.submit(page.form("main form.play"), {"tries": "0"})
    assert texts_of(page.all("button[name=both]")) == ["Keep both"]
    iida.submit(page.form("main form.play"), {"both": "both"})
    assert stored(bay)["values"] == {"choice": "none+know"}


def test_where_several_may_be_chosen_both_are_all_of_them(bay: HarbourSchool) -> None:
    card = bay.lesson("xb-1").step("before")
    assert card
    several = card.model_copy(update={"several": True})
    assert grading.combine(several, {"choice": ["none"]}, {"choice": ["know", "none"]}) == {"choice": ["know", "none"]}  # type: ignore[arg-type]
    assert grading.combine(card, {"choice": "none"}, {"choice": "know"}) is None  # type: ignore[arg-type]


def test_a_draft_makes_no_page_older(bay: HarbourSchool, iida: Visitor) -> None:
    reach(iida, "before")
    older = iida.get("/lessons/xb-1/before").form("main form.play")
    assert draft(iida, 1, "ideas").status_code == 204
    assert verdict(iida.submit(older, {"choice": "know"})) == "kept"
