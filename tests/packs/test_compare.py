"""What an author is told about a new version of a pack, in words."""

from collections.abc import Callable, Mapping

import pytest

from careered.packs.compare import compare
from careered.packs.compare_text import CHANGE_SENTENCES, describe_changes
from careered.packs.load import PackReadResult, read_pack_bytes
from careered.packs.models import Pack, StepContent
from tests.packs.conftest import Files

Kinds = Mapping[str, type[StepContent]]
Describe = Callable[..., list[str]]


@pytest.fixture
def old(northland: PackReadResult) -> Pack:
    assert northland.pack
    return northland.pack


@pytest.fixture
def sentences_after(old: Pack, files: Files, kinds: Kinds) -> Describe:
    """What is said about the pack with some words replaced in some files."""

    def tell(*changes: tuple[str, str, str], lang: str = "en") -> list[str]:
        for name, before, after in changes:
            assert before in files[name].decode(), before
            files[name] = files[name].decode().replace(before, after).encode()
        result = read_pack_bytes(files, kinds)
        assert result.pack, result.problems
        return describe_changes(compare(old, result.pack), lang, "nn")

    return tell


def test_the_same_pack_changes_nothing(old: Pack) -> None:
    assert compare(old, old) == ()


def test_a_remark_for_authors_is_nothing_that_anybody_notices(sentences_after: Describe) -> None:
    assert sentences_after(("pack.yaml", "no number in this subject", "no number, anywhere")) == []


def test_a_new_language_is_one_change_and_not_a_thousand(old: Pack, files: Files, kinds: Kinds) -> None:
    def without(pack: Pack) -> Pack:
        return pack.model_copy(update={"languages": ("nn",)})

    (added,) = compare(without(old), old)
    assert describe_changes([added], "en") == ["New languages: en"]
    (removed,) = compare(old, without(old))
    assert describe_changes([removed], "en") == ["Removed languages: en"]


def test_other_words_of_a_step_are_told_with_the_lesson(sentences_after: Describe, old: Pack) -> None:
    lesson = old.lessons[0]
    step = lesson.steps[0]
    words = step.title.in_language("en")
    sentences = sentences_after((f"lessons/{lesson.id}.yaml", words, words + " again"))
    assert sentences == [f"Changed steps in {lesson.title.in_language('en')}: 1"]


def test_a_reader_gets_the_sentences_in_her_language(sentences_after: Describe, old: Pack) -> None:
    lesson = old.lessons[0]
    minutes = f"minutes: {lesson.minutes}"
    (found,) = sentences_after((f"lessons/{lesson.id}.yaml", minutes, "minutes: 59"), lang="fi")
    assert "59" in found
    assert "minuuttia" in found


def test_what_goes_and_what_comes_is_named(sentences_after: Describe, old: Pack) -> None:
    service = old.services[0]
    same = f"id: {service.id}\n"
    changes = [(name, service.id, "another-place") for name in ("services.yaml", "requirements.yaml")]
    changes += [
        (f"lessons/{other_lesson.id}.yaml", service.id, "another-place")
        for other_lesson in old.lessons
        if named(other_lesson, service.id)
    ]
    sentences = sentences_after(*changes)
    name = service.name.in_language("en", "nn")
    assert f"New service: {name}" in sentences, same
    assert f"Removed service: {name}" in sentences


def named(lesson: object, service_id: str) -> bool:
    return service_id in repr(lesson)


def test_every_change_has_its_sentence() -> None:
    parts = {code.split("_")[0] for code in CHANGE_SENTENCES}
    assert parts == {"language", "requirement", "lesson", "service", "item"}
    assert all("%(" in sentence for sentence in CHANGE_SENTENCES.values())
