"""A pack is read once a process, by its content; what was checked before is read by a quicker parser."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careered.lessons.kinds import registry
from careered.packs import load
from careered.packs.load import read_checked_bytes, read_pack, read_pack_bytes
from careered.packs.models import StepContent
from careered.packs.read_yaml import read_checked_yaml, read_yaml
from tests.packs.conftest import Files

ROOT = Path(__file__).parents[2]
PACKS = sorted(path.parent for place in ("content", "tests") for path in (ROOT / place).rglob("pack.yaml"))
ODD = st.text(st.sampled_from(list("ab01 :,-?&*!|>%@#'\"[]{}\n\t~<.é\x85\u2028\U0001f600")), max_size=30)


@pytest.fixture
def with_cache(monkeypatch: pytest.MonkeyPatch, without_cache: None) -> None:
    """Read packs are cached, as in the product."""
    monkeypatch.setattr(load, "_read_cached", lru_cache(maxsize=load.CACHE_SIZE)(load._read_cached))


def test_in_these_tests_nothing_is_kept(files: Files, kinds: Mapping[str, type[StepContent]]) -> None:
    assert not hasattr(load._read_cached, "cache_info")
    assert read_pack_bytes(files, kinds).pack is not read_pack_bytes(files, kinds).pack


@pytest.mark.usefixtures("with_cache")
def test_the_same_content_is_read_once(files: Files, kinds: Mapping[str, type[StepContent]]) -> None:
    first = read_pack_bytes(files, kinds)
    assert first.pack is not None
    assert read_pack_bytes(dict(reversed(files.items())), kinds) is first
    assert read_checked_bytes(files, kinds).pack == first.pack


@pytest.mark.usefixtures("with_cache")
def test_other_content_of_the_same_version_is_read_anew(files: Files, kinds: Mapping[str, type[StepContent]]) -> None:
    before = read_pack_bytes(files, kinds).pack
    changed = {**files, "pack.yaml": files["pack.yaml"].replace(b"grades 7", b"the grades 7")}
    after = read_pack_bytes(changed, kinds).pack
    assert before is not None
    assert after is not None
    assert before.version == after.version
    assert before.title != after.title


@pytest.mark.usefixtures("with_cache")
def test_with_other_step_kinds_or_in_another_folder_it_is_read_anew(
    files: Files, kinds: Mapping[str, type[StepContent]], tmp_path: Path
) -> None:
    assert read_pack_bytes(files, kinds).pack is not None
    assert read_pack_bytes(files, {}).pack is None
    broken = {**files, "services.yaml": b"services: 7"}
    for name in ("north", "south"):
        for file, content in broken.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert f"{name}/services.yaml" in {problem.file for problem in read_pack(tmp_path / name, kinds).problems}


@pytest.mark.usefixtures("with_cache")
def test_no_more_packs_are_kept_than_are_meant_to_be(files: Files, kinds: Mapping[str, type[StepContent]]) -> None:
    for number in range(load.CACHE_SIZE + 3):
        read_pack_bytes({**files, "pack.yaml": f"a: {number}".encode()}, kinds)
    assert load._read_cached.cache_info().currsize == load.CACHE_SIZE


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_the_quick_parser_sees_every_pack_as_the_strict_one_does(
    folder: Path, kinds: Mapping[str, type[StepContent]]
) -> None:
    files = read_pack(folder, registry()).files
    assert files
    for name, content in files.items():
        assert read_checked_yaml(name, content) == read_yaml(name, content)
    for known in (kinds, registry()):
        quick, strict = read_checked_bytes(files, known), read_pack_bytes(files, known)
        assert (quick.pack, quick.problems) == (strict.pack, strict.problems)


@settings(max_examples=300, deadline=None)
@given(content=ODD.map("a: {}".format) | ODD.map("a: >\n {}".format) | ODD.map("a: [b, {}]".format))
def test_what_was_found_good_the_quick_parser_never_reads_as_anything_else(content: str) -> None:
    strict = read_yaml("pack.yaml", content.encode())
    if not strict.problems:
        assert read_checked_yaml("pack.yaml", content.encode()) == strict


@pytest.mark.parametrize("content", [b"a:\t1\n", b"a: 1\n?\tb\n", b"- a\n-\tb\n", b"a:\n  b:\tc\n"])
def test_a_tab_where_an_author_may_not_write_one_is_no_more_allowed_the_second_time(content: bytes) -> None:
    assert read_yaml("pack.yaml", content).problems
    assert read_checked_yaml("pack.yaml", content).problems
