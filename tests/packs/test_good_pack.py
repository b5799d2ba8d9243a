"""A good pack becomes frozen models that say what teachers and pupils need to know."""

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path

import pytest
from pydantic import ValidationError

from careered.packs.load import PackReadResult, read_pack, read_pack_bytes
from careered.packs.models import (
    LessonsCompletion,
    LocalizedText,
    OfflineAndLessonsCompletion,
    OfflineCompletion,
    Pack,
    StepContent,
    StepsCompletion,
)


@pytest.fixture
def pack(northland: PackReadResult) -> Pack:
    assert northland.problems == ()
    assert northland.pack is not None
    return northland.pack


def test_a_good_pack_says_what_it_is(pack: Pack) -> None:
    assert (pack.id, pack.version, pack.country) == ("northland-7-9", "1.0.0", "XN")
    assert (pack.languages, pack.default_language) == (("en", "nn"), "nn")
    assert (pack.valid_from, pack.valid_to) == (date(2026, 8, 1), None)
    assert (pack.ages.youngest, pack.ages.oldest) == (13, 16)
    assert pack.covers.in_language("nn") == "Tenester, ikkje utplassering."


def test_parts_are_found_by_their_ids_and_unknown_ids_find_nothing(pack: Pack) -> None:
    found = [pack.lesson("xn-2"), pack.requirement("XN-R1"), pack.service("paths"), pack.item("XN-G1")]
    assert [part.title.in_language("en") if part and hasattr(part, "title") else "" for part in found] == [
        "Paths",
        "Introduced to Paths",
        "",
        "Finds information",
    ]
    assert [pack.lesson("x"), pack.requirement("x"), pack.service("x"), pack.item("x")] == [None] * 4


def test_each_requirement_knows_how_it_is_completed(pack: Pack) -> None:
    assert [requirement.completion for requirement in pack.requirements] == [
        LessonsCompletion(type="lessons", all=("xn-2",), min_check=0.6),
        StepsCompletion(type="steps", any_of_type=("look",), count=1, teacher_may_confirm=False),
        OfflineAndLessonsCompletion(type="offline_and_lessons", offline="xn-days", all=("xn-10",)),
        OfflineCompletion(type="offline", offline="xn-days"),
    ]


@pytest.mark.parametrize(
    ("grade", "keys"),
    [
        (7, ["XN-R4"]),
        (8, ["XN-R1", "XN-R4"]),
        (9, ["XN-R1", "XN-R2", "XN-R3", "XN-R4"]),
        (None, ["XN-R1", "XN-R2", "XN-R3", "XN-R4"]),
    ],
)
def test_a_grade_has_what_is_due_by_its_end(pack: Pack, grade: int | None, keys: list[str]) -> None:
    assert [requirement.id for requirement in pack.requirements_for(grade)] == keys


def test_lessons_stand_in_natural_order_and_an_outline_cannot_be_played(pack: Pack) -> None:
    assert [lesson.id for lesson in pack.lessons] == ["xn-1", "xn-2", "xn-10"]
    assert [lesson.id for lesson in pack.playable_lessons()] == ["xn-1", "xn-2"]


def test_steps_are_what_their_kinds_make_of_them(pack: Pack, kinds: Mapping[str, type[StepContent]]) -> None:
    lesson = pack.lesson("xn-1")
    assert lesson is not None
    assert [type(step) for step in lesson.steps] == [kinds["say"], kinds["look"]]
    assert lesson.step("xn-1-look") == lesson.steps[1]
    assert lesson.step("xn-9") is None
    assert lesson.steps[1].model_dump()["tasks"][1]["prompt"] == {"en": "For whom?", "nn": "For kven?"}


def test_a_channel_knows_its_hours(pack: Pack) -> None:
    service = pack.service("paths")
    assert service is not None
    web, phone = service.channels
    assert web.hours == "always"
    assert phone.hours is not None
    assert [(span.days, span.opens, span.closes) for span in phone.hours if not isinstance(span, str)] == [
        (("mon", "tue"), time(9), time(15, 30))
    ]


def test_a_service_without_an_address_has_none_in_any_language(pack: Pack) -> None:
    paths, local = pack.services
    assert paths.url.in_language("en") == "https://paths.example.org/en"
    assert paths.url.in_language("fr", "nn") == "https://paths.example.org/"
    assert local.url.in_language("en", "nn") is None


def test_words_fall_back_to_the_given_language_and_then_to_the_first() -> None:
    text = LocalizedText({"nn": "Hei", "en": "Hello"})
    assert text.in_language("en") == "Hello"
    assert text.in_language("fr", "en") == "Hello"
    assert text.in_language("fr") == "Hei"
    assert text.languages == ("nn", "en")
    assert len({text, LocalizedText({"nn": "Hei", "en": "Hello"}), LocalizedText({"nn": "Hei"})}) == 2


def test_nobody_changes_a_pack_that_is_read(pack: Pack) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        pack.id = "other"


def test_a_folder_and_its_bytes_are_the_same_pack(
    pack: Pack, kinds: Mapping[str, type[StepContent]], files: dict[str, bytes]
) -> None:
    folder = read_pack(Path(__file__).parent / "northland", kinds)
    assert folder == PackReadResult(pack, (), files)
    changed = read_pack_bytes({**files, "sources.yaml": files["sources.yaml"] + b"# seen\n"}, kinds).pack
    assert changed is not None
    assert changed.content_hash != pack.content_hash


def test_windows_line_ends_and_a_byte_order_mark_do_not_hinder(
    pack: Pack, kinds: Mapping[str, type[StepContent]], files: dict[str, bytes]
) -> None:
    windows = {name: content.replace(b"\n", b"\r\n") for name, content in files.items()}
    assert read_pack_bytes(windows, kinds) == PackReadResult(pack, (), windows)
    marked = {**files, "pack.yaml": b"\xef\xbb\xbf" + files["pack.yaml"]}
    assert read_pack_bytes(marked, kinds).problems == ()
