"""`make screens`: pupils walk through lessons in the browser, and what no pupil should meet is told."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import structlog
from playwright.sync_api import Browser, Page

from bench.screens.__main__ import drop_log_lines
from bench.screens.answers import Control, find_way
from bench.screens.figures import Figures
from bench.screens.site import Site, page_of_a_new_pupil, served
from bench.screens.walk import MEASURE, Screen, Walk, count_words
from careered.lessons.activities.contract import Turn
from careered.packs.models import Card
from careered.web import routes
from tests.browser.test_player import FRAME
from tests.lessons.factories import BAY_PACK

GOOD = Screen("claim", "", 30, 20, True, 1, (), True, (), False, False, 9_000)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(BAY_PACK, tmp_path_factory.mktemp("screens")) as site:
        yield site


def walk(browser: Browser, site: Site, lesson: str, *, slips: bool, **options: Any) -> Walk:
    name = f"{lesson}-{slips}-{options}"
    with page_of_a_new_pupil(browser, site, name, "fi", FRAME, **options) as page:
        return Walk(page, site, site.school.lesson(lesson), "fi", slips).goes()


@pytest.mark.parametrize(
    ("slips", "answered"), [(False, ["claim", "claim-right"]), (True, ["claim", "claim-again", "claim-told"])]
)
def test_a_pupil_who_knows_and_one_who_slips_see_all_that_is_said(
    slips: bool, answered: list[str], browser: Browser, site: Site
) -> None:
    done = walk(browser, site, "xb-1", slips=slips)
    pages = [screen.name for screen in done.screens if screen.is_page]
    assert pages == ["xb-1", "routes", "before", "before-kept", *answered, "doors", "now", "now-kept", "done"]
    assert (done.errors, done.choices, done.taps) == ([], 2 + len(answered) - 1, len(pages) - 1 + 1 + len(answered))
    figures = Figures("xb-1", "fi", "360x600", True, [done])
    assert figures.troubles() == []
    assert figures.pictures == {"xb-1": True, "routes": True, "before": False, "claim": True, "doors": True} | {
        "now": False,
        "done": True,
    }
    sizes = [screen.size for screen in done.screens if screen.is_page]
    assert sizes[0] > 0
    assert max(sizes) < 60_000  # a card that was asked for ahead came with the one before it


@pytest.mark.parametrize(
    ("lesson", "has_scripts"),
    [
        ("xb-2", True),
        ("xb-3", True),
        ("xb-3", False),
        ("xb-4", True),
        ("xb-5", True),
        ("xb-6", True),
        ("xb-7", True),
        ("xb-10", True),
    ],
)
def test_every_activity_is_answered_with_and_without_a_script(
    lesson: str, has_scripts: bool, browser: Browser, site: Site
) -> None:
    done = walk(browser, site, lesson, slips=True, java_script_enabled=has_scripts)
    assert done.screens[-1].place == "done"
    assert done.errors == []
    assert [screen.name for screen in done.screens if screen.runs_out] == []
    assert {step.id for step in done.lesson.steps} <= {screen.place for screen in done.screens if screen.place}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"words": 61}, "claim: 61 words, at most 60"),
        ({"size": 30_001}, "claim: 30.0 kB, at most 30"),
        ({"leads_on": 0}, "claim: nothing leads on"),
        ({"runs_out": True}, "claim: a drawing runs out of its frame"),
        ({"scrolls_sideways": True}, "claim: scrolls sideways"),
        ({"in_view": False}, "what leads on is in view on 97% of screens, not on claim"),
        ({"new_words": 250}, "10.1 minutes, at most 10"),
        ({"boxes": ("a.text", "b.text", "c.text")}, "3 text boxes, at most 2"),
    ],
)
def test_a_limit_that_does_not_hold_is_told(change: dict[str, Any], said: str, site: Site) -> None:
    screens = [GOOD] * 39 + [replace(GOOD, **change)]
    assert figures_of(site, screens[1:]).troubles() == [f"xb-1 fi 360x600: {said}"]
    assert figures_of(site, screens[1:], is_gated=False).troubles() == []
    assert figures_of(site, [GOOD] * 39).troubles() == []


def test_nothing_is_written_into_a_field_that_the_chosen_phrase_keeps_folded(site: Site) -> None:
    card = site.school.lesson("xb-8").step("thought")
    assert isinstance(card, Card)
    phrases = [Control("phrase-thought", "radio", [phrase]) for phrase in ("surprised", "not_for_me", "nothing")]
    controls = [*phrases, Control("words-thought", "textarea", [""])]
    way = find_way(card, Turn(), controls, "fi", slips=True)
    assert way.fields == {"phrase-thought": ("nothing",)}  # its reason is the longest


def test_half_of_the_cards_have_a_picture_and_an_answer_is_its_card(site: Site) -> None:
    bare = [replace(GOOD, place=f"bare-{index}", has_picture=False) for index in range(3)]
    drawn = [replace(GOOD, place="drawn"), replace(GOOD, place="drawn", verdict="right", has_picture=False)]
    assert figures_of(site, [*bare, *drawn]).troubles() == [
        "xb-1 fi 360x600: 3 of 4 screens have no picture: bare-0, bare-1, bare-2"
    ]
    assert figures_of(site, [bare[0], *drawn]).troubles() == []


def test_minutes_are_words_choices_and_visits(site: Site) -> None:
    figures = figures_of(site, [replace(GOOD, new_words=50), replace(GOOD, new_words=150, visits=("atlas",))])
    figures.walks[0].choices = 6
    assert figures.minutes == 2 + 1 + 1


def test_options_follow_from_the_pupils_id_so_a_walk_is_the_same_each_time(site: Site) -> None:
    assert site.new_pupil("dk-2-da-360", "fi").viewer.person_id == "dk-2-da-360"


def figures_of(site: Site, screens: list[Screen], *, is_gated: bool = True) -> Figures:
    done = Walk(page=None, site=site, lesson=site.school.lesson("xb-1"), lang="fi", slips=False)  # type: ignore[arg-type]
    done.screens = screens
    return Figures("xb-1", "fi", "360x600", is_gated, [done])


def test_labels_in_drawings_and_the_button_are_no_words_and_what_is_folded_away_is_not_there(
    opened: Callable[..., Page],
) -> None:
    page = opened(viewport=FRAME)
    page.set_content(
        """<main data-card=one data-verdict=right><h1>Two words</h1>
        <svg width=99 height=99><text y=50>Label</text></svg><svg width=20 height=20></svg>
        <fieldset class="art map"><label>A stop</label></fieldset>
        <b aria-hidden=true>4</b><p data-draft-state>Saved 9.41</p>
        <span class=hidden>For readers</span><p hidden>Not yet</p><p>One – and four more</p>
        <details><summary>More</summary><textarea name=folded></textarea>Folded away</details>
        <textarea name=seen></textarea>
        <a class=go data-next href=#>Go on</a></main>"""
    )
    found = page.evaluate(MEASURE)
    assert sum(map(count_words, found["texts"])) == 2 + 4 + 1
    assert (found["card"], found["verdict"], found["boxes"], found["has_picture"]) == ("one", "right", ["seen"], True)
    assert (found["in_view"], found["leads_on"]) == (True, 1)
    assert found["runs_out"] is False
    page.evaluate("document.querySelector('svg text').setAttribute('x', '90')")
    assert page.evaluate(MEASURE)["runs_out"] is True
    page.evaluate("document.querySelector('.go').style = 'position: absolute; top: 590px'")
    assert page.evaluate(MEASURE)["in_view"] is False


def test_whoever_runs_it_reads_why_a_walk_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)  # as careered.web.logs does: to the log
    monkeypatch.setitem(vars(routes), "log_request", vars(routes)["log_request"])
    settings = structlog.get_config()
    drop_log_lines()
    structlog.configure(**settings)
    vars(routes)["log_request"]("1", "GET", "/lessons", 200, "", 1)
    assert capsys.readouterr().err == "", "the table stands alone"
    sys.excepthook(AssertionError, AssertionError("refused at “question”"), None)
    assert "refused at “question”" in capsys.readouterr().err
