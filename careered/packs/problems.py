"""Problems in a pack: position, code, sentence and hint. In English only: the readers are pack authors.

The codes are stable: other programs and the documentation for pack authors rely on them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

MAX_SENTENCE_LENGTH = 300
HINTS = {
    # the folder
    "not_a_folder": "give the folder that holds pack.yaml",
    "missing_file": "add it, even if it lists nothing yet",
    "unknown_file": "rename or remove it; lessons are lessons/<id>.yaml",
    "unsafe_path": "keep every file inside the pack's folder, with plain relative names",
    "duplicate_file": "keep one of the two",
    "symlink": "put the file itself there instead of a link",
    "zip_unsafe": "make a plain zip of the pack's folder and nothing else",
    "unreadable": "check the file's permissions",
    "file_too_large": "split it; a file holds at most 1 MB",
    "too_many_files": "a pack holds at most 500 files",
    "pack_too_large": "a pack holds at most 4 MB",
    # the text of a file
    "not_utf8": "save the file as UTF-8",
    "control_character": "remove the character; write new lines as new lines",
    "yaml_syntax": "correct the YAML here; put texts with “: ”, “#” or quotes in quotes or a block",
    "pack_empty": "fill the file or remove it",
    "pack_many_documents": "keep one document in a file: remove the line “---”",
    "directive_forbidden": "remove the line that begins with “%”",
    "duplicate_key": "keep one of the two",
    "pack_alias_limit": "write the content out in every place; packs use no & and *",
    "merge_key": "write the keys out; packs use no “<<”",
    "pack_tag_forbidden": "remove the word that begins with “!”",
    "non_text_key": "put the key in quotes",
    "too_deep": "use at most 40 levels",
    # keys and values
    "unknown_key": "remove it or correct its name",
    "missing_key": "add it",
    "wrong_type": "write a value of the right type",
    "empty_text": "write the text or remove the key",
    "empty_list": "name at least one",
    "out_of_range": "choose a value inside the limits",
    "unknown_word": "use one of the words that are known here",
    "bad_value": "correct the value",
    "bad_id": "use letters, digits, “-”, “_” and “.” only",
    "bad_language": "use a code such as “sv” or “en”",
    "bad_version": "write three numbers in quotes, such as “1.0.0”",
    "bad_country": "use the two capital letters of ISO 3166",
    "bad_url": "give a public address that begins with https://",
    "unknown_timezone": "use a name such as “Europe/Oslo”",
    # languages
    "missing_language": "add the text in every language of the pack",
    "unknown_language": "remove it, or add the language to “languages” in pack.yaml",
    # consistency across files
    "duplicate_id": "give each its own id; an id that pupils have met never changes its meaning",
    "reserved_id": "choose another id",
    "unknown_reference": "correct the id, or add what it names",
    "unknown_kind": "use a step kind that careered knows",
    "unknown_grade": "use one of the pack's grades, or add it to “grades” in pack.yaml",
    "pack_cycle": "remove one of the lessons in this loop from “requires”",
    "unmet_requirement": "add steps of that kind, or lower the count",
    "impossible_requirement": "write the lesson's steps, name another lesson, or let staff confirm it",
    "lesson_without_requirement": "name the requirement that the lesson serves, or remove the lesson",
    "lesson_file_name": "name the file after the lesson's id",
    "lesson_without_steps": "write the steps, or set status: outline",
    "catch_up_without_check": "add the step to “catch_up”",
    "outline_with_steps": "set status: full, or remove the steps",
    "steps_and_parts": "keep one of the two: parts with cards are the newer form",
    "parts_in_old_format": "set pack_format: 2 in pack.yaml",
    "part_without_cards": "write its cards, or remove the part",
    "picture_syntax": "draw it again, or save it as plain SVG",
    "picture_unsafe": "leave it out: a picture may contain only drawing, and nothing from elsewhere",
    "picture_too_large": "simplify the drawing: fewer points, one decimal place",
    "picture_view_box": 'draw it in viewBox="0 0 320 200"',
    "picture_without_dark": "give the ground a second fill in @media(prefers-color-scheme:dark)",
    "picture_without_alt": "describe it there in every language of the pack",
    "picture_missing": "add the file, or remove the entry",
    "map_unreached": "add a way to it, or remove it",
    "map_overlap": "keep the middles of two nodes 50 apart, side by side or one above the other",
    "too_many_words": "say it in fewer words",
    "chat_dead_end": "add replies, or an “end” with “text” and “line”",
    "chat_unreached": "let a reply lead to it, or remove it",
    "chat_loop": "lead to another node: a chat must end, whatever the pupil replies",
    "no_reason": "write what a pupil is told who gives this answer",
    "service_without_page": "name another service, or give it a “url”",
    # warnings (review_answers.py, coverage.py, avoided_terms.py): a pack with them can be loaded
    "same_reason": "give each answer a reason that fits only that answer",
    "right_is_first": "put some of the right ones later in the list",
    "right_is_longest": "shorten the right ones, or make wrong ones as long",
    "avoided_term": "see docs/glossary.md",
    "objective_not_taught": "name it in “teaches” of the card that teaches it, or write that card",
    "answer_told_before": "ask first and explain afterwards, or word one of the two differently",
}
"""The default hint of every code; a problem may have a more exact one."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to fix. file: relative name, after the pack folder's name. line, column: from 1."""

    file: str
    line: int
    column: int
    code: str
    sentence: str
    hint: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code}: {self.sentence}; {self.hint}"


def make_problem(file: str, position: tuple[int, int], code: str, sentence: str, hint: str = "") -> Problem:
    """A problem at (line, column). hint: the default of the code where it is empty."""
    return Problem(_one_line(file), *position, code, _one_line(sentence), _one_line(hint) or HINTS[code])


def _one_line(text: str) -> str:
    """Untrusted text as one line of limited length, without line breaks, control or direction characters."""
    short = text if len(text) <= MAX_SENTENCE_LENGTH else f"{text[: MAX_SENTENCE_LENGTH - 1]}…"
    return "".join(character if character.isprintable() else " " for character in short)


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by file, line and column, without duplicates."""
    return tuple(sorted(set(problems)))
