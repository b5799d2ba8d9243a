"""Bytes to text: UTF-8 only, no control characters. A byte order mark in front (Windows editors) is dropped."""

import re

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Undecodable(ValueError):
    """The bytes are not a text we read. `at` is (line, column) from 1; `code` and `sentence` as in Problem."""

    def __init__(self, at: tuple[int, int], code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.at, self.code, self.sentence = at, code, sentence


def decode(content: bytes) -> str:
    """The text of a file, or Undecodable with the first place that hinders it."""
    if content.startswith(WIDE_MARKS):
        raise Undecodable((1, 1), "not_utf8", "the file is UTF-16 or UTF-32")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise Undecodable(_place(before), "not_utf8", "this byte is not UTF-8") from None
    _refuse_control_characters(text)
    return text


def _refuse_control_characters(text: str) -> None:
    found = FORBIDDEN.search(text)
    if found is None:
        return
    at = _place(text[: found.start()])
    if found[0] == "\0":
        raise Undecodable(at, "not_utf8", "there is a zero byte here")
    raise Undecodable(at, "control_character", f"there is a control character here (U+{ord(found[0]):04X})")


def _place(before: str) -> tuple[int, int]:
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
