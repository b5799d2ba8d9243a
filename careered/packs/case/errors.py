"""Faults of an imported document: location, code, sentence and hint. Codes are stable."""

from dataclasses import dataclass

from careered.packs.problems import MAX_SENTENCE_LENGTH

MAX_FAULTS = 50
HINTS = {
    "file_unreadable": "give the name of a file that can be read",
    "file_too_large": "export a part of it; a document holds at most 16 MB",
    "not_utf8": "save the file as UTF-8",
    "not_json": "give a JSON file, as the other system exported it",
    "too_deep": "export it again; no such document is nested so deeply",
    "duplicate_key": "keep one of the two",
    "control_character": "remove the character",
    "missing_key": "add it; the specification requires it",
    "wrong_type": "write a value of the right type",
    "bad_value": "correct the value",
    "unknown_key": "remove it, or move it into “extensions”",
    "unknown_word": "use one of the words of the specification, or ext: and a word of your own",
    "no_items": "export the framework together with its items",
    "no_language": "give the language with --lang",
    "duplicate_language": "give one document for each language",
    "duplicate_identifier": "give each its own identifier",
    "duplicate_code": "give each item its own humanCodingScheme",
    "not_linked": "link them by exactMatchOf, or give their items the same humanCodingScheme",
    "cycle": "remove one of the isChildOf associations in the loop",
    "bad_extension": "remove the “careered” extension, or export the document again",
    "framework_too_large": "import a part of it; framework.yaml holds at most 1 MB",
    "pack_problem": "run careered packs check on the folder first",
    "nothing_to_fill": "save the response for the pack's subject; see the pack's codes and external ids, and --stage",
}
"""The hint of every code."""


@dataclass(frozen=True)
class Fault:
    """One thing to fix. location: a path in the document such as `CFItems[3].fullStatement`, or line and column."""

    file: str
    location: str
    code: str
    sentence: str

    def __str__(self) -> str:
        position = f"{self.file}: {self.location}" if self.location else self.file
        return one_line(f"{position}: {self.code}: {self.sentence}; {HINTS[self.code]}")


class ImportRejected(Exception):
    """The document is rejected. faults: the reasons, at most MAX_FAULTS."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults[:MAX_FAULTS])))
        self.faults = faults[:MAX_FAULTS]


def one_line(text: str) -> str:
    """Untrusted text as one line of limited length, without line breaks, control or direction characters."""
    short = text if len(text) <= 2 * MAX_SENTENCE_LENGTH else f"{text[: 2 * MAX_SENTENCE_LENGTH - 1]}…"
    return "".join(character if character.isprintable() else " " for character in short)


def excerpt(value: object) -> str:
    """A value shortened for a sentence; of a list or object, its type."""
    text = str(value) if isinstance(value, str | int | float) else type(value).__name__
    return text if len(text) <= 60 else f"{text[:59]}…"
