"""Days of the year, words that run out, the shorter way and how hard texts are: what an author is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.dates import school_year
from careered.packs.load import read_pack_bytes
from careered.packs.readability import ReadabilityScore, lix, readability_scores, readability_summary
from careered.packs.release_review import expiring_parts, unverified_facts
from tests.packs.conftest import Change, Files
from tests.packs.test_compare import Kinds
from tests.support.short_lessons import short_files

CONTENT = Path(__file__).parents[2] / "content"
LESSON = "lessons/xn-1.yaml"
DATE = "dates:\n  - id: call\n    title: {en: Call, nn: Kall}\n    service: paths\n    years: {YEARS}\n"
READ = '"2026-2027": {from: 2027-02-01, to: 2027-03-01, verified: {how: read, on: 2026-11-01}, source: law}'


def dates(years: str) -> bytes:
    return DATE.replace("YEARS", years).encode()


@pytest.mark.parametrize(("day", "year"), [(date(2026, 7, 31), "2025-2026"), (date(2026, 8, 1), "2026-2027")])
def test_a_school_year_begins_on_the_day_after_the_last_one(day: date, year: str) -> None:
    assert school_year(day, "07-31") == year


@pytest.mark.parametrize(
    ("years", "code"),
    [
        (READ, None),
        (READ.replace("2026-2027", "2026-2028"), "bad_value"),
        (READ.replace("2026-2027", "2026"), "bad_value"),
        (READ.replace("to: 2027-03-01", "to: 2027-01-01"), "wrong_type"),
        (READ.replace("source: law", "source: nothing"), "unknown_reference"),
    ],
)
def test_days_of_a_year_are_checked(years: str, code: str | None, problems_with_file: Change) -> None:
    assert [problem.code for problem in problems_with_file("dates.yaml", dates(years))] == ([code] if code else [])


def test_a_step_can_only_show_days_that_there_are(problems_after_change: Change, problems_with_file: Change) -> None:
    (problem,) = problems_after_change(LESSON, "    minutes: 10\n", "    minutes: 10\n    dates: [call]\n")
    assert (problem.code, problem.line) == ("unknown_reference", 21)
    assert problems_with_file("dates.yaml", dates("")) == []


@pytest.mark.parametrize(
    ("years", "doubt"),
    [
        ("", "are missing"),
        (READ.replace("how: read, on: 2026-11-01", "how: memory"), "were entered from memory"),
        (READ, ""),
    ],
)
def test_the_list_before_release_names_days_that_nobody_has_read(
    years: str, doubt: str, files: Files, kinds: Kinds
) -> None:
    pack = read_pack_bytes({**files, "dates.yaml": dates(years)}, kinds).pack
    assert pack
    found = [one.sentence() for one in unverified_facts(pack, date(2026, 11, 24))]
    facts = [sentence for sentence in found if sentence.startswith("date call")]
    assert len(facts) == bool(doubt)
    assert all(doubt in fact for fact in facts)


@pytest.mark.parametrize(("day", "word"), [("2026-10-01", "was"), ("2026-12-24", "is"), ("2027-12-24", "")])
def test_words_that_run_out_are_told_beforehand(day: str, word: str, files: Files, kinds: Kinds) -> None:
    text = files[LESSON].decode().replace("    minutes: 10\n", f"    minutes: 10\n    valid_to: {day}\n")
    pack = read_pack_bytes({**files, LESSON: text.encode()}, kinds).pack
    assert pack
    expected = [f"xn-1-look {word} correct until {day}: rewrite it"] if word else []
    assert [one.sentence() for one in expiring_parts(pack, date(2026, 11, 24))] == expected


def test_the_shorter_way_has_steps_of_its_own_lesson(problems_after_change: Change) -> None:
    (problem,) = problems_after_change(LESSON, "status: full\n", "status: full\ncatch_up: [xn-1-say, xn-2-say]\n")
    assert (problem.code, problem.line, problem.column) == ("unknown_reference", 8, 22)


def test_lix_is_words_a_sentence_and_the_share_of_long_words() -> None:
    assert lix("One two three. Four five six.") == 3
    assert lix("Wonderful understanding") == 2 + 100
    assert lix("**Bold** [link](https://example.org/averylongaddress). Done.") == 2
    assert lix("") == 0


def test_an_author_sees_which_texts_are_hard_and_have_no_easier_words(files: Files, kinds: Kinds) -> None:
    hard = " ".join(["Extraordinarily complicated administrative terminology"] * 8) + "."
    text = files[LESSON].decode().replace("There are services.", hard)
    pack = read_pack_bytes({**files, LESSON: text.encode()}, kinds).pack
    assert pack
    assert readability_scores(pack) == [ReadabilityScore("xn-1/xn-1-say, words", "en", 132, has_easy_version=False)]
    assert readability_summary(readability_scores(pack), "en").endswith("1 above 40, 1 of them with no easy version")
    assert readability_summary(readability_scores(pack), "nn") == "nn: no text of 25 words or more"


def test_who_was_absent_is_asked_what_was_understood_too() -> None:
    files = short_files(CONTENT / "finland")
    name = "lessons/fi-5.yaml"
    lesson = json.loads(files[name]) | {"catch_up": ["fi-5-read"]}
    (problem,) = read_pack_bytes({**files, name: json.dumps(lesson).encode()}, registry()).problems
    assert problem.code == "catch_up_without_check"
    assert "fi-5-check" in str(problem)
