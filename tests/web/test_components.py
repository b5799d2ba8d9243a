"""The components of macros.html, base.html and refusal.html, rendered as pages do."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from careered.web.rendering import Shell, clip, environment

TEMPLATES = Path(__file__).parent.parent.parent / "careered" / "web" / "templates"
WITH_COOKIE = Shell(
    "en", (("en", "English"), ("fi", "Suomi")), session_token="s3cret", page_url="/lessons", home_url="/lessons"
)
WITHOUT_COOKIE = Shell("en", (), session_token="s3cret", keeps_cookies=False, home_url="/lessons")
NO_VIEWER = Shell("en", ())


def render_source(source: str, shell: Shell = NO_VIEWER, **values: object) -> str:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {"static": lambda name: f"/static/{name}", "lang": "en"}
    return env.from_string('{% import "macros.html" as ui %}' + source).render(shell=shell, **values)


@pytest.mark.parametrize("name", ["base.html", "macros.html", "refusal.html"])
def test_no_other_room_can_put_its_own_frame_around_our_pages(name: str) -> None:
    assert environment("en").get_template(name).filename == str(TEMPLATES / name)


def test_a_pupil_with_a_cookie_gets_plain_links() -> None:
    page = render_source('{{ ui.go(shell, "/lessons/a", "Go on", kind="primary", next=True) }}', WITH_COOKIE)
    assert '<a class="button primary" href="/lessons/a" data-next>' in page
    assert "s3cret" not in page


def test_a_pupil_whose_browser_keeps_no_cookie_still_gets_on() -> None:
    page = render_source('{{ ui.go(shell, "/lessons/a", "Go on", next=True) }}', WITHOUT_COOKIE)
    assert '<form class="go" method="post" action="/lessons/a" data-next>' in page
    assert '<input type="hidden" name="session" value="s3cret">' in page


@pytest.mark.parametrize(
    "typed", ["\nbegins with a new line", "</textarea><script>", 'a "quote" & é 🦊', "%(name)s {{ 1 }}"]
)
def test_what_a_pupil_typed_comes_back_as_it_was(typed: str) -> None:
    page = render_source('{{ ui.text_field("a", "a", "Why?", value=typed, multiline=True) }}', typed=typed)
    inside = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, flags=re.DOTALL)
    assert inside
    unescape = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&amp;": "&"}
    assert re.sub("|".join(unescape), lambda found: unescape[found[0]], inside[1]) == typed


def test_a_mistake_is_named_beside_its_field_and_led_to_from_the_top() -> None:
    page = render_source(
        '{{ ui.errors_summary([("a", "Write.")]) }}{{ ui.text_field("a", "a", "Why?", error="Write.") }}'
    )
    assert 'role="alert"' in page
    assert '<a href="#a">Write.</a>' in page
    assert 'aria-describedby="a-error"' in page
    assert 'id="a-error"' in page
    assert 'aria-invalid="true"' in page


def test_an_error_list_leads_to_the_first_of_the_choices() -> None:
    choices = '{{ ui.choices("feel", "How?", [("x", "So"), ("y", "Thus")], "y", error="Choose.") }}'
    page = " ".join(render_source(choices).split())
    assert '<input type="radio" id="feel" name="feel" value="x" aria-invalid="true"' in page
    assert 'id="feel-y" name="feel" value="y" checked' in page


def test_a_right_answer_is_told_in_words_not_only_by_colour() -> None:
    options = [{"value": "1", "label": "A", "state": "right", "note": "Because."}, {"value": "2", "label": "B"}]
    page = render_source('{{ ui.choices("q", "Who?", options, "2") }}', options=options)
    assert page.count("data-correct") == 1
    assert "<b>Right.</b> Because." in page


def test_every_state_has_its_own_drawing_and_its_word() -> None:
    kinds = ["not_started", "in_progress", "done", "confirmed", "exempt"]
    shown = [render_source('{{ ui.state(kind, "word") }}', kind=kind) for kind in kinds]
    assert all("<span>word</span>" in one for one in shown)
    assert len({re.sub(r'class="state \w+"', "", one) for one in shown}) == len(kinds)


def test_a_way_out_says_that_it_opens_a_new_tab_and_tells_the_service_nothing() -> None:
    page = render_source('{{ ui.external_button("/x", "Open it", visit="find") }}')
    assert 'target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer" data-visit="find"' in page
    assert "opens in a new tab" in page


def test_a_stranger_sees_a_whole_page_with_the_code_and_without_ways_that_are_closed() -> None:
    page = render_source(
        '{% extends "refusal.html" %}',
        title="Open this from your learning platform",
        next_step="Go back.",
        code="session_missing",
        words="",
        action=None,
        kept=None,
    )
    assert '<main id="main" tabindex="-1" data-code="session_missing">' in page
    assert "hx-headers" not in page
    assert "/about-your-data" not in page
    assert 'name="language"' not in page


def test_a_visitor_can_change_the_language_and_is_told_when_nothing_is_saved() -> None:
    shell = Shell(
        "en", WITH_COOKIE.languages, session_token="s'\"<", page_url="/x", viewer_name="Aino <b>", is_preview=True
    )
    page = render_source('{% extends "base.html" %}', shell)
    assert '<input type="hidden" name="back" value="/x">' in page
    assert 'value="en" lang="en" aria-current="true"' in page
    assert "<bdi>Aino &lt;b&gt;</bdi>" in page
    assert "nothing is saved" in page
    assert r"""hx-headers:inherited='{"X-Careered-Session": "s\u0027\"\u003c"}'""" in page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I went there. Then I came home.", "I went there…"),
        ("I went there today, and home", "I went there…"),
        ("Short enough here", "Short enough here"),
    ],
)
def test_a_long_text_is_cut_between_words_with_one_ellipsis_and_no_full_stop(said: str, shown: str) -> None:
    assert clip(said, 17) == shown
