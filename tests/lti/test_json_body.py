"""JSON as platforms send it."""

import json

import pytest

from careered.lti.json_body import NotJson, decode_json
from careered.storable_text import is_storable_id, storable

BODY = {"name": "Åse Ødegård", "n": 1}
TEXT = json.dumps(BODY, ensure_ascii=False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "utf-16", "hex", "no-such", "us-ascii", "\ufffd"])
def test_the_bytes_count_and_not_what_the_header_calls_them(encoding: str, label: str) -> None:
    assert decode_json(TEXT.encode(encoding), f"application/json; charset={label}") == BODY


@pytest.mark.parametrize("content_type", ['text/json; Charset="ISO-8859-1"', "a/b;charset=windows-1252"])
def test_an_old_alphabet_is_read_if_the_header_names_it(content_type: str) -> None:
    assert decode_json(TEXT.encode("latin-1"), content_type) == BODY


def test_one_broken_character_does_not_cost_the_whole_list() -> None:
    assert decode_json(b'[{"name": "A\xff"}, {"name": "B"}]', "application/json") == [
        {"name": "A\ufffd"},
        {"name": "B"},
    ]


@pytest.mark.parametrize("body", [b"<html>", b"{", b"[" * 100_000, b"\x1f\x8b\x08\x00", b"1" * 5_000])
def test_what_is_no_json_says_so(body: bytes) -> None:
    with pytest.raises(NotJson):
        decode_json(body)


@pytest.mark.parametrize("body", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_a_body_that_is_no_json_is_read_as_nothing(body: bytes) -> None:
    assert decode_json(body) is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"name": "A\\ud83d"}', "A\ufffd"),
        (b'{"name": "\\uDE00B"}', "\ufffdB"),
        (b'{"name": "\\ud83d\\ude00"}', "\U0001f600"),
        (b'{"name": "A\xed\xa0\xbd"}', "A\ufffd"),
    ],
)
def test_half_a_character_is_replaced(body: bytes, name: str) -> None:
    assert decode_json(body) == {"name": name}


def test_text_is_made_storable_and_an_id_is_refused() -> None:
    assert storable("a\x00b\ud800c\nd") == "ab\ufffdc\nd"
    assert storable("Åse \U0001f600") == "Åse \U0001f600"
    assert is_storable_id("Åse \U0001f600\n")
    assert not is_storable_id("a\x00")
    assert not is_storable_id("a\ud800")
