"""What an author of a chat is told: dead ends, circles and what nothing leads to, each at its line."""

from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.check_chats import reached_from
from careered.packs.load import PackReadResult, read_pack_bytes

BAY = Path(__file__).parents[1] / "lessons" / "bay"
LESSON = "lessons/xb-7.yaml"
TEXT = (BAY / LESSON).read_text()
END_OF_WHO = TEXT[TEXT.index("            end:", TEXT.index("- id: who")) : TEXT.index("          - id: later")]


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def read(text: str) -> PackReadResult:
    files = {path.relative_to(BAY).as_posix(): path.read_bytes() for path in BAY.rglob("*.*")}
    return read_pack_bytes({**files, LESSON: text.encode()}, registry())


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_chat_that_leads_to_its_ends_is_in_order() -> None:
    assert read(TEXT).problems == ()


@pytest.mark.parametrize(
    ("old", "new", "at", "code", "words"),
    [
        ("next: search", "next: serch", "next: serch", "unknown_reference", "did you mean “search”"),
        ("next: who", "next: ask", "next: ask", "unknown_reference", "there is no node “ask” in this chat"),
        ("next: who", "next: both", "- id: who", "chat_unreached", "no reply leads to “who”"),
        ("next: later", "next: free_time", 'next: free_time, text: {en: "I would', "chat_loop", "to “free_time”"),
        ("next: later", "next: hello", "next: hello", "chat_loop", "from “free_time” to “hello”"),
        ("next: both", "next: no_name", 'next: no_name, text: {en: "Can', "chat_loop", "from “search” to “no_name”"),
        (END_OF_WHO, "", "- id: who", "chat_dead_end", "neither “choices” nor an “end”"),
        (
            END_OF_WHO,
            f"{END_OF_WHO}            choices: [{{id: a, next: later, text: {{en: A, fi: A}}}}]\n",
            "- id: who",
            "bad_value",
            "has “choices” and an “end”",
        ),
        ("- id: free_time", "- id: no_name #", "no_name #", "duplicate_id", "a second time"),
        ("{id: who, next", "{id: both, next", "both, next: who", "duplicate_id", "a second time"),
        ('line: {en: "Asked whom to call"', 'lien: {en: "Asked whom to call"', "lien:", "unknown_key", "“line”"),
    ],
)
def test_a_fault_in_a_chat_is_told_at_its_line(old: str, new: str, at: str, code: str, words: str) -> None:
    text = changed((old, new))
    result, line = read(text), line_of(text, at)
    found = [problem for problem in result.problems if (problem.line, problem.code) == (line, code)]
    assert found, [str(problem) for problem in result.problems]
    assert words in str(found[0])


@pytest.mark.parametrize(
    "nodes", ["nodes: []", "nodes: talk", "nodes: [1, {id: 2}, {id: a, choices: 3}]", "nodes: {a: b}"]
)
def test_what_is_no_list_of_nodes_is_told_and_breaks_nothing(nodes: str) -> None:
    start = TEXT.index("        nodes:")
    assert read(f"{TEXT[:start]}        {nodes}\n").problems


@pytest.mark.parametrize(
    ("ways", "reached"),
    [
        ({}, set()),
        ({"a": {"b"}, "b": {"c"}}, {"b", "c"}),
        ({"a": {"b"}, "b": {"a"}}, {"a", "b"}),
        ({"a": {"a"}, "c": {"b"}}, {"a"}),
    ],
)
def test_the_ways_of_a_chat_lead_where_they_say(ways: dict[str, set[str]], reached: set[str]) -> None:
    assert reached_from("a", ways) == reached
