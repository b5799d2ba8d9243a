"""Titles and names as they are shown."""

import pytest

from careered.lti.claim_values import clean_text, read_id, read_title
from tests.lti.school import verified_launch

SPANS = (
    '<span lang="fi" class="multilang">Opinto-ohjaus</span> <span lang="sv" class="multilang">Elevhandledning</span>'
)
MLANG = "8B {mlang fi}Opinto-ohjaus{mlang}{mlang sv,da}Elevhandledning{mlang}{mlang other}Guidance{mlang} 2026"


@pytest.mark.parametrize(
    ("title", "locale", "shown"),
    [
        (SPANS, "sv-FI", "Elevhandledning"),
        (SPANS, "fi", "Opinto-ohjaus"),
        (SPANS, "en", "Opinto-ohjaus"),
        (f"8B: {SPANS} (2026)", "sv_fi", "8B: Elevhandledning (2026)"),
        (SPANS.replace("lang=", "LANG=").replace('"', "'"), "SV", "Elevhandledning"),
        ("<lang lang=fi>Yksi</lang><lang lang=sv>Ett</lang>", "sv", "Ett"),
        (MLANG, "fi", "8B Opinto-ohjaus 2026"),
        (MLANG, "da", "8B Elevhandledning 2026"),
        (MLANG, "en", "8B Guidance 2026"),
        (MLANG, "", "8B Guidance 2026"),
        ('<span class="multilang" lang="fi">Opinto-ohj', "fi", "Opinto-ohj"),
        ("{mlang fi}Opinto-ohj", "sv", "Opinto-ohj"),
        ("{mlang fi}A{mlang} ja {mlang fi}B{mlang}{mlang sv}C{mlang}", "sv", "A ja C"),
        ("Slang and language", "fi", "Slang and language"),
        ("a < b", "fi", "a < b"),
        ('<span lang="fi" class="multilang">' + "x" * 300 + "</span>", "fi", "x" * 255),
    ],
)
def test_a_title_in_several_languages_is_shown_in_one(title: str, locale: str, shown: str) -> None:
    assert read_title(title, locale) == shown


@pytest.mark.parametrize("part", ['<span lang="', "{mlang fi,", '<span class="multilang" lang="fi"'])
def test_a_title_without_end_holds_nobody_up(part: str) -> None:
    title = read_title("8B " + part * 60_000, "fi")
    assert title
    assert title.startswith("8B")


def test_the_course_and_the_activity_are_named_in_the_language_of_the_launch() -> None:
    launch = verified_launch(
        context={"id": "1", "title": SPANS, "label": MLANG},
        resource_link={"id": "2", "title": SPANS},
        launch_presentation={"locale": "sv"},
    )
    assert launch.context is not None
    assert (launch.context.title, launch.resource_link.title) == ("Elevhandledning", "Elevhandledning")
    assert launch.context.label == "8B Elevhandledning 2026"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("$Context.title", None),
        ("\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT MARK}", None),
        ("\N{SOFT HYPHEN} \N{HANGUL FILLER}\N{COMBINING ACUTE ACCENT}", None),
        ("\N{ZERO WIDTH SPACE}Aino", "\N{ZERO WIDTH SPACE}Aino"),
        ("$Person.name.given $Person.name.family", None),
        ("$vnd.Canvas.course.name", None),
        ("8B $CourseSection.label", "8B"),
        ("$com.instructure.Observee.name", None),
        ("$100 for the trip", "$100 for the trip"),
        ("$5.50", "$5.50"),
        ("Cash $ Carry", "Cash $ Carry"),
        ("US$Bank.com", "US$Bank.com"),
    ],
)
def test_a_variable_that_nobody_resolved_is_not_shown(value: str, shown: str | None) -> None:
    assert clean_text(value) == shown
    launch = verified_launch(name=value, context={"id": "1", "title": value}, resource_link={"id": "2", "title": value})
    assert launch.context is not None
    assert (launch.name, launch.context.title, launch.resource_link.title) == (shown, shown, shown)


@pytest.mark.parametrize(
    ("value", "read"), [(7, "7"), (7.0, "7"), ("7", "7"), (7.5, None), (True, None), (1e300, None)]
)
def test_an_id_may_be_a_whole_number(value: object, read: str | None) -> None:
    assert read_id(value) == read


def test_spaces_around_what_people_typed_do_not_count() -> None:
    launch = verified_launch(custom={" careered_grade": " 8\n", "careered_lesson ": "\tfi-2 ", "x": "$User.id"})
    assert launch.custom == {"careered_grade": "8", "careered_lesson": "fi-2"}


def test_half_a_character_in_a_name_locks_nobody_out() -> None:
    assert verified_launch(name="Aino \ud83d").name == "Aino \ufffd"
