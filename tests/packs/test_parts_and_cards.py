"""What an author of a lesson with parts is told: every problem with its file, line and what mends it."""

from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.json_schema import pack_schemas
from careered.packs.load import PackReadResult, read_pack_bytes
from careered.packs.pictures import picture_problems

BAY = Path(__file__).parents[1] / "lessons" / "bay"
LESSON = "lessons/xb-1.yaml"


def bay(*changes: tuple[str, str], name: str = LESSON) -> PackReadResult:
    """The pack after changes to a file; each old text stands there at least once, the first one is replaced."""
    files = {path.relative_to(BAY).as_posix(): path.read_bytes() for path in BAY.rglob("*.*")}
    text = files[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return read_pack_bytes({**files, name: text.encode()}, registry())


def test_a_lesson_of_parts_is_read_with_its_cards_in_order() -> None:
    pack = bay().pack
    assert pack
    lesson, steps = pack.lesson("xb-1"), pack.lesson("xb-2")
    assert lesson
    assert steps
    assert [[card.id for card in part.cards] for part in lesson.parts] == [
        ["routes", "before", "claim"],
        ["doors", "now"],
    ]
    assert [card.id for card in lesson.steps] == ["routes", "before", "claim", "doors", "now"]
    assert (steps.parts, [step.kind for step in steps.steps]) == ((), ["read"])


@pytest.mark.parametrize(
    ("old", "new", "at", "code", "words"),
    [
        ("kind: choose", "kind: chose", "kind: chose", "unknown_kind", "did you mean “choose”"),
        ("kind: cards", "kind: read", "kind: read", "unknown_kind", "there is no activity “read”"),
        ("id: before", "id: routes #", "id: routes #", "duplicate_id", "first in line 15"),
        ("id: before", "id: done", "id: done", "reserved_id", "address"),
        ("compares: before", "compares: befor", "compares:", "unknown_reference", "did you mean “before”"),
        ("compares: before", "compares: now", "compares:", "unknown_reference", "no earlier card"),
        ("file: doors", "file: door", "file: door", "unknown_reference", "did you mean “doors”"),
        ("file: claim", "file: claims", "file: claims", "unknown_reference", "there is no picture “claims”"),
        ('reason: {en: "Good. ', 'raeson: {en: "Good. ', "raeson", "unknown_key", "did you mean “reason”"),
        ("right: true", "right: false", "- id: claim", "bad_value", "none that is right"),
        ("right: false", "right: true", "- id: claim", "bad_value", "several: true"),
        ("fixed_order: true", "version: 2", "version: 2", "out_of_range", "newer"),
        ("fixed_order: true", "picture: {file: doors}", "picture: {file: doors}", "missing_key", "alt"),
        ("fixed_order: true", "fixed_ordre: true", "fixed_ordre", "unknown_key", "did you mean “fixed_order”"),
        ("compares: before\n", "several: false\n", "- id: now", "bad_value", "compares"),
        ("kind: choose", "kind: choose\n        teaches: [XB-H]", "teaches:", "unknown_reference", "no item “XB-H”"),
        ("kind: choose", "kind: choose\n        practises: XB-H", "practises:", "unknown_reference", "no item “XB-H”"),
        ("kind: cards", "kind: cards\n        teaches: [XB-G]", "teaches:", "bad_value", "asks nothing"),
    ],
)
def test_a_fault_in_a_card_is_told_at_its_line(old: str, new: str, at: str, code: str, words: str) -> None:
    result, line = bay((old, new)), line_of(at, (old, new))
    found = [problem for problem in result.problems if (problem.line, problem.code) == (line, code)]
    assert found, [str(problem) for problem in result.problems]
    assert words in str(found[0])


def test_a_meter_is_about_an_earlier_card() -> None:
    (problem,) = bay(("of: tips", "of: tip"), name="lessons/xb-6.yaml").problems
    assert problem.code == "unknown_reference"
    assert "there is no earlier card “tip”" in str(problem)


def test_an_option_without_a_reason_is_told_at_its_line() -> None:
    change = ('reason: {en: "That is usual.', 'missed: {en: "That is usual.')
    (problem,) = bay(change).problems
    assert (problem.line, problem.code) == (line_of("- id: none", change), "no_reason")
    assert "“none” has no “reason”" in problem.sentence


def line_of(words: str, change: tuple[str, str]) -> int:
    """The line in the changed lesson on which these words stand first."""
    text = (BAY / LESSON).read_text().replace(*change, 1)
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("pack.yaml", "pack_format: 2", "pack_format: 1", "parts_in_old_format"),
        ("pack.yaml", "pack_format: 2", "pack_format: 3", "unknown_word"),
        (
            LESSON,
            "parts:\n",
            "steps: [{id: s, kind: read, title: {en: S, fi: S}, body: {en: S, fi: S}}]\nparts:\n",
            "steps_and_parts",
        ),
        (LESSON, "status: full", "status: outline", "outline_with_steps"),
        (LESSON, "catch_up: [claim]", "catch_up: [clam]", "unknown_reference"),
        (LESSON, "parts:\n", "parts:\n  - {title: {en: Empty, fi: Tyhjä}}\n", "part_without_cards"),
        ("requirements.yaml", "any_of_type: choose, count: 2", "any_of_type: choose, count: 9", "unmet_requirement"),
        ("requirements.yaml", "any_of_type: choose", "any_of_type: chose", "unknown_kind"),
        ("requirements.yaml", "any_of_type: choose", "any_of_type: [cards, chose]", "unknown_kind"),
        ("requirements.yaml", "any_of_type: choose, count: 2", "any_of_type: [choose], count: 9", "unmet_requirement"),
    ],
)
def test_what_does_not_fit_together_is_told(name: str, old: str, new: str, code: str) -> None:
    assert code in [problem.code for problem in bay((old, new), name=name).problems]


def test_an_editor_gets_a_schema_with_every_activity() -> None:
    schema = pack_schemas(registry())["lesson"]
    assert {"steps", "parts"} <= schema["properties"].keys()
    assert "Part" in schema["$defs"]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">\n{}</svg>'


@pytest.mark.parametrize(
    ("inside", "code", "words"),
    [
        ("<script>1</script>", "picture_unsafe", "no “script”"),
        ("<foreignObject/>", "picture_unsafe", "no “foreignObject”"),
        ('<image href="https://elsewhere.example/a.png"/>', "picture_unsafe", "no “image”"),
        ('<use href="https://elsewhere.example/a.svg#a"/>', "picture_unsafe", "“href” refers to something outside"),
        ('<path onclick="a()" d="M0 0"/>', "picture_unsafe", "“onclick” runs a script"),
        (
            '<path fill="url(https://a.example/a)" d="M0"/>',
            "picture_unsafe",
            "“fill” refers to something outside",
        ),
        ("<style>@import 'a.css';</style>", "picture_unsafe", "its style refers to something outside"),
        ("<style>.a{fill:url(data:a)}</style>", "picture_unsafe", "its style refers to something outside"),
        ("<path>", "picture_syntax", "not SVG"),
        ("<?xml-stylesheet href='a.css'?>", "picture_unsafe", "no instruction"),
        ('<path d="' + "M0 0" * 1100 + '"/>', "picture_too_large", "of at most 4096"),
    ],
)
def test_a_picture_only_draws(inside: str, code: str, words: str) -> None:
    problems = picture_problems("pictures/a.svg", SVG.format(inside).encode())
    assert [problem.code for problem in problems][:1] == [code]
    assert words in problems[0].sentence
    assert problems[0].line == (1 if code == "picture_too_large" else 2)


@pytest.mark.parametrize("content", ["<html/>", "", "no", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("&a;")])
def test_what_is_no_picture_is_refused(content: str) -> None:
    assert picture_problems("pictures/a.svg", content.encode())


def test_a_picture_that_draws_is_in_order_and_part_of_the_pack() -> None:
    dark = "@media(prefers-color-scheme:dark){.g{fill:#000}}"
    inside = f'<style>.g{{fill:#fff}}{dark}</style><path id="p" class="g" d="M0 0"/><use href="#p"/>'
    assert picture_problems("pictures/a.svg", SVG.format(inside).encode()) == []
    result = bay()
    assert result.pack
    assert result.pack.pictures.keys() >= {"claim", "doors", "routes"}
    assert "pictures/claim.svg" in result.files
