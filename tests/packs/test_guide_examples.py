"""An author in a third country writes lessons from docs/packs.md alone."""

from pathlib import Path

import pytest
import yaml

from careered.lessons.activities import card_models
from careered.lessons.kinds import registry
from careered.packs.lessons import models_of_cards
from careered.packs.load import read_pack
from careered.packs.review_answers import answer_warnings
from tests.lessons.factories import harbour_school
from tests.support.card_player import does_lesson
from tests.support.databases import fresh
from tests.support.guide import GUIDE, examples, write_pack_of_the_guide


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("third") / "iceland"
    write_pack_of_the_guide(folder)
    return folder


def test_the_guides_examples_make_a_lesson_without_a_problem_or_a_warning(folder: Path) -> None:
    result = read_pack(folder, registry())
    assert result.problems == ()
    assert answer_warnings(result.files) == ()


def test_every_activity_has_an_example_with_a_picture() -> None:
    kinds = {card["kind"] for example in examples() for card in yaml.safe_load(example)}
    assert kinds == set(models_of_cards(card_models()))
    for kind in kinds:
        assert (
            f"](screenshots/card-{kind}.png)" in GUIDE.read_text()
            or f'"screenshots/card-{kind}.png"' in GUIDE.read_text()
        )
        assert (GUIDE.parent / "screenshots" / f"card-{kind}.png").stat().st_size < 60_000


@pytest.mark.parametrize(("slips", "address"), [(False, ""), (True, "https://portal.example/")])
def test_a_pupil_of_a_third_country_does_it_all_without_a_script(slips: bool, address: str, tmp_path: Path) -> None:
    write_pack_of_the_guide(tmp_path / "iceland", address)
    with fresh("sqlite", tmp_path) as url, harbour_school(url, tmp_path / "iceland") as school:
        seen = does_lesson(school.visitor(grade=9), "is-1", slips=slips)
        kinds = {card.kind for card in school.lesson("is-1").steps}
        assert kinds > {"map", "chat", "spot", "post"}
        answered = {page.partition(" ")[0] for page in seen if page.partition(" ")[2] in {"told", "right", "kept"}}
        assert answered == {card.id for card in school.lesson("is-1").steps if card.kind != "cards"}
        assert (seen[1], seen[-1]) == ("routes", "done")
