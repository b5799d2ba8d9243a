"""What an author is warned of: reasons said twice, and right options that a pupil can tell without reading."""

import json
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from typer.testing import CliRunner

from careered.cli import app
from careered.packs.problems import Problem
from careered.packs.review_answers import answer_warnings
from tests.packs.test_parts_and_cards import BAY, LESSON, bay


def warnings(*changes: tuple[str, str]) -> list[Problem]:
    result = bay(*changes)
    assert result.problems == ()
    return list(answer_warnings(result.files))


def lesson(*questions: tuple[str, str], before: str = "Tervetuloa mukaan") -> dict[str, bytes]:
    """A lesson with a card to read, and questions with a right and a wrong option each, in this order in the file."""
    cards: list[dict[str, object]] = [{"id": "read", "kind": "cards", "title": {"fi": "Lue"}, "text": {"fi": before}}]
    for number, (right, wrong) in enumerate(questions):
        is_first = number % 2 == 0
        options = [
            {"id": "r", "right": True, "text": {"fi": right}},
            {"id": "w", "right": False, "text": {"fi": wrong}},
        ]
        card: dict[str, object] = {"id": f"q{number}", "kind": "choose", "title": {"fi": "Kuka?"}}
        cards.append({**card, "options": options if is_first else options[::-1]})
    return {"lessons/x-1.yaml": yaml.safe_dump({"parts": [{"cards": cards}]}, allow_unicode=True).encode()}


def codes(files: dict[str, bytes]) -> list[str]:
    return [warning.code for warning in answer_warnings(files)]


def test_a_pack_in_which_every_answer_has_its_own_reason_has_no_warning() -> None:
    assert warnings() == []


@pytest.mark.parametrize(
    "said", ["Hyvä. Nyt näet, minne muualle sama reitti vie.", "hyvä, nyt näet minne muualle SAMA reitti vie!"]
)
def test_the_same_reason_for_two_answers_is_told_at_the_second(said: str) -> None:
    (warning,) = warnings(("Hyvä alku. Tänään voit verrata niitä.", said))
    assert (warning.file, warning.code) == (LESSON, "same_reason")
    lines = (BAY / LESSON).read_text().splitlines()
    assert "A good start" in lines[warning.line - 1]
    earlier = next(number for number, line in enumerate(lines, 1) if "minne muualle" in line)
    assert f"line {earlier};" in str(warning)


def test_right_options_that_are_longer_than_chance_would_make_them_are_told_with_their_places() -> None:
    long, short = "Siihen vaikuttaa moni asia yhtä aikaa", "Ei mikään"
    files = lesson(*[(long, short)] * 4)
    warning = next(warning for warning in answer_warnings(files) if warning.code == "right_is_longest")
    assert "(fi) in 4 of 4 questions, by chance in 2: x-1.yaml:" in warning.sentence
    for fair in ([(long, short), (short, long)] * 4, [(long, long)] * 8, [(long, short)]):
        assert "right_is_longest" not in codes(lesson(*fair))


def test_right_options_that_stand_first_more_often_than_by_chance_are_told() -> None:
    files = lesson(*[("kyllä", "einii")] * 8)
    assert codes(files) == []
    text = files["lessons/x-1.yaml"].decode().replace("right: false", "right: X")
    first = yaml.safe_load(text)
    for card in first["parts"][0]["cards"][1:]:
        card["options"].sort(key=lambda option: option["id"])
    always = yaml.safe_dump(first).replace("right: X", "right: false").encode()
    assert codes({"lessons/x-1.yaml": always}) == ["right_is_first"]


@pytest.mark.parametrize(
    ("before", "right", "is_told"),
    [
        ("Opinto-ohjaaja kertoo hakemisesta.", "Opinto-ohjaaja kertoo", True),
        ("Opinto-ohjaajalta kysytään, ja hän kertoo.", "Opinto-ohjaaja kertoo", True),
        ("Koulussa kerrotaan siitä.", "Opinto-ohjaaja kertoo", False),
        ("Kertoo kertoo kertoo.", "Opinto-ohjaaja kertoo", False),
    ],
)
def test_an_answer_that_the_card_before_gives_away_is_told(before: str, right: str, is_told: bool) -> None:
    assert codes(lesson((right, "Terveydenhoitaja kertoo siitä"), before=before)) == (
        ["answer_told_before"] if is_told else []
    )


def test_what_all_options_say_gives_nothing_away_nor_does_a_card_further_back() -> None:
    assert (
        codes(lesson(("Koulusta pyydetään apua", "Koulusta pyydetään rahaa"), before="Koulusta pyydetään apua")) == []
    )
    between = [
        ("Tätä kysytään usein", "Tätä kysytään harvoin"),
        ("Opinto-ohjaaja kertoo", "Terveydenhoitaja kertoo asiasta"),
    ]
    assert codes(lesson(*between, before="Opinto-ohjaaja kertoo.")) == []


def test_the_questions_of_steps_are_looked_at_too() -> None:
    options = [{"id": "a", "text": {"en": "Yes"}}, {"id": "b", "correct": True, "text": {"en": "Only if one asks"}}]
    steps = [
        {"id": "s", "kind": "check", "questions": [{"id": f"q{number}", "options": options} for number in range(8)]}
    ]
    assert codes({"lessons/x-1.yaml": json.dumps({"steps": steps}).encode()}) == ["right_is_longest"]


def test_the_command_warns_at_the_line_and_the_pack_is_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "bay"
    copytree(BAY, folder)
    lesson_file = folder / LESSON
    said = ("Hyvä alku. Tänään voit verrata niitä.", "Hyvä. Nyt näet, minne muualle sama reitti vie.")
    text = lesson_file.read_text().replace(*said)
    lesson_file.write_text(text)
    first, second = (number for number, line in enumerate(text.splitlines(), start=1) if said[1] in line)
    output = CliRunner().invoke(app, ["packs", "check", str(folder)])
    assert output.exit_code == 0
    assert f"  warning: bay/lessons/xb-1.yaml:{second}:21: same_reason: " in output.stdout
    assert f"the same is said to the answer in line {first};" in output.stdout
