"""What an author may not write in YAML, each told with its code at its line and column."""

from collections.abc import Mapping

import pytest

from careered.packs.load import read_pack_bytes
from careered.packs.models import StepContent
from careered.packs.read_yaml import read_yaml
from careered.packs.tree_builder import MAX_DEPTH

TITLE = 'title: {en: "Guidance, grades 7–9", nn: "Rettleiing, 7.–9. steg"}'
BOMB = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a, *a]\n" for n in range(9))


def _positions(content: bytes) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in read_yaml("pack.yaml", content).problems]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (b"", ["1:1 pack_empty"]),
        (b"# only a remark\n", ["1:1 pack_empty"]),
        (b"---\n", ["1:1 pack_empty"]),
        (b"a: 1\n---\nb: 2\n", ["2:1 pack_many_documents"]),
        (b"---\n---\n", ["2:1 pack_many_documents"]),
        (b"only words", ["1:1 wrong_type"]),
        (b"- a\n- b\n", ["1:1 wrong_type"]),
        (b"a: 1\nb: 2\na: 3\n", ["3:1 duplicate_key"]),
        (b"a: {b: 1, c: {d: 1, d: 2}}", ["1:21 duplicate_key"]),
        (b"a: &x 1\nb: *x\n", ["1:4 pack_alias_limit", "2:4 pack_alias_limit"]),
        (b"a: &x {b: 1}\n", ["1:4 pack_alias_limit"]),
        (b"a: 1\nb: {<<: {c: 2}}\n", ["2:5 merge_key"]),
        (b"a: !!python/object/apply:os.system [ls]\n", ["1:4 pack_tag_forbidden"]),
        (b"a: !!str 1\n", ["1:4 pack_tag_forbidden"]),
        (b"a: ! 1\n", ["1:4 pack_tag_forbidden"]),
        (b"%YAML 1.1\n---\na: 1\n", ["1:1 directive_forbidden"]),
        (b"a: 1\n7: b\n", ["2:1 non_text_key"]),
        (b"true: b\n", ["1:1 non_text_key"]),
        (b"~: b\n", ["1:1 non_text_key"]),
        (b"? [a, {b: c}]\n: d\ne: f\n", ["1:3 non_text_key"]),
        (b"a: 1\n\tb: 2\n", ["2:1 yaml_syntax"]),
        (b"a: b: c\n", ["1:5 yaml_syntax"]),
        (b"a: [1, 2\n", ["2:1 yaml_syntax"]),
        ("a: ä\nb: å".encode("latin-1"), ["1:4 not_utf8"]),
        ("ø: ä\nb: ".encode() + b"\xc3", ["2:4 not_utf8"]),
        ("a: b".encode("utf-16"), ["1:1 not_utf8"]),
        (b"a: 1\nb: x\0y\n", ["2:5 not_utf8"]),
        (b"a: x\x07\n", ["1:5 control_character"]),
        (b'a: "\\0"\n', ["1:4 control_character"]),
        (b'a: 1\n"\\ud800": 2\n', ["2:1 control_character"]),
        (b"a: " + b"[" * 5000, ["1:43 too_deep"]),
    ],
)
def test_an_author_is_told_what_yaml_a_pack_does_not_take(content: bytes, places: list[str]) -> None:
    assert _positions(content) == places


def test_forty_levels_are_read() -> None:
    inner = MAX_DEPTH - 1
    tree = read_yaml("pack.yaml", b"a: " + b"[" * inner + b"]" * inner)
    assert tree.problems == []


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2026-08-01", "2026-08-01"),
        ("1_000", "1_000"),
        ("12", 12),
        ("-3", -3),
        ("0o17", 15),
        ("0x1F", 31),
        ("007", 7),
        ("1.10", 1.1),
        ("5e-1", 0.5),
        (".5", 0.5),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ('"12"', "12"),
        ("'null'", "null"),
        ("9" * 5000, "9" * 5000),
        (".inf", ".inf"),
    ],
)
def test_plain_words_mean_what_yaml_1_2_says(word: str, value: object) -> None:
    assert read_yaml("pack.yaml", f"a: {word}\n".encode()).value == {"a": value}


def test_an_alias_bomb_is_only_a_list_of_problems() -> None:
    codes = {problem.code for problem in read_yaml("pack.yaml", BOMB.encode()).problems}
    assert codes == {"pack_alias_limit"}


def test_of_two_equal_keys_the_first_counts_and_the_line_of_it_is_named() -> None:
    tree = read_yaml("pack.yaml", b"a: {b: 1}\na: {c: [2]}\nd: 3\n")
    assert tree.value == {"a": {"b": 1}, "d": 3}
    assert tree.problems[0].sentence == "“a” appears a second time (first on line 1)"


def test_a_key_of_a_megabyte_or_with_line_breaks_still_makes_one_short_line() -> None:
    key = '"' + "x" * 400 + '\\n\\u202e"'
    words = str(read_yaml("pack.yaml", f"{key}: 1\n{key}: 2\n".encode()).problems[0])
    assert words.isprintable()
    assert len(words) < 400


@pytest.mark.parametrize("mark", ["&a ", "!!str ", "<<: {}, ", "? [x]\n : y\n , "])
def test_what_lies_under_a_fault_is_not_blamed_again(
    mark: str, files: dict[str, bytes], kinds: Mapping[str, type[StepContent]]
) -> None:
    files["pack.yaml"] = files["pack.yaml"].replace(TITLE.encode(), TITLE.replace("{", "{" + mark, 1).encode())
    assert len(read_pack_bytes(files, kinds).problems) == 1


@pytest.mark.parametrize("value", ["!!int 45", "!minutes 45", "*x"])
def test_a_value_with_a_tag_or_an_alias_is_one_problem(
    value: str, files: dict[str, bytes], kinds: Mapping[str, type[StepContent]]
) -> None:
    name = "lessons/xn-1.yaml"
    files[name] = files[name].replace(b"minutes: 45", f"minutes: {value}".encode())
    problems = read_pack_bytes(files, kinds).problems
    assert [(problem.file, problem.line, problem.column) for problem in problems] == [(name, 5, 10)]
