"""Bytes to text: UTF-8 only, no control characters. A leading byte order mark (Windows editors) is dropped."""

import re

WIDE_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
FORBIDDEN_CHARACTERS = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class TextDecodeError(ValueError):
    """The bytes cannot be decoded. position: (line, column) from 1. code, sentence: as in Problem."""

    def __init__(self, position: tuple[int, int], code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.position, self.code, self.sentence = position, code, sentence


def decode(content: bytes) -> str:
    """The text of a file. Raises TextDecodeError with the first faulty position."""
    if content.startswith(WIDE_BYTE_ORDER_MARKS):
        raise TextDecodeError((1, 1), "not_utf8", "the file is UTF-16 or UTF-32")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        preceding = content[: error.start].decode("utf-8")
        raise TextDecodeError(_line_and_column(preceding), "not_utf8", "this byte is not UTF-8") from None
    _reject_control_characters(text)
    return text


def _reject_control_characters(text: str) -> None:
    match = FORBIDDEN_CHARACTERS.search(text)
    if match is None:
        return
    position = _line_and_column(text[: match.start()])
    if match[0] == "\0":
        raise TextDecodeError(position, "not_utf8", "there is a zero byte here")
    raise TextDecodeError(position, "control_character", f"there is a control character here (U+{ord(match[0]):04X})")


def _line_and_column(preceding: str) -> tuple[int, int]:
    lines = preceding.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return len(lines), len(lines[-1]) + 1
