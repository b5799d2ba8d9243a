"""Schools as CSV as administrators paste it, and the classes that match."""

import pytest

from careered.roster import school_csv
from careered.roster.school_csv import decode_text, format_school_rows, parse_school_rows
from careered.roster.school_matching import ClassRecord, SchoolRow, match_school, matches

LAKE = SchoolRow("0123", "Järvikoulu", ("Järvi*", "JK-*"))
SEA = SchoolRow("0200", "Søskolen", ("*(Sø)",))


def class_record(title: str = "", label: str = "", code: str = "") -> ClassRecord:
    return ClassRecord("c", title, label, code, "")


@pytest.mark.parametrize(
    "text",
    [
        "0123;Järvikoulu;Järvi*;JK-*\n0200;Søskolen;*(Sø)",
        "0123\tJärvikoulu\tJärvi*\tJK-*\r\n0200\tSøskolen\t*(Sø)\r\n",
        "0123,Järvikoulu,Järvi*,JK-*\n\n0200,Søskolen,*(Sø),,\n",
        "Koodi;Koulu;Kurssit\n0123;Järvikoulu;Järvi*;JK-*\n 0200 ;  Søskolen;*(Sø)\n",
    ],
)
def test_lines_are_read_as_spreadsheets_write_them(text: str) -> None:
    assert parse_school_rows(text) == ([LAKE, SEA], [])


def test_what_was_read_can_be_written_and_read_again() -> None:
    odd = SchoolRow("a;b", 'The "Old" School', ("x;y*",))
    assert parse_school_rows(format_school_rows([LAKE, SEA, odd])) == ([LAKE, SEA, odd], [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("0123", 1, school_csv.NO_NAME),
        ("0123;", 1, school_csv.NO_NAME),
        ("0123;A\n;B", 2, school_csv.NO_CODE),
        ("0123;A\n0123;B", 2, school_csv.DUPLICATE_CODE),
        ("0123;A;X*\n0200;B;X*", 2, school_csv.DUPLICATE_PATTERN),
        ("0123;" + "A" * 201, 1, school_csv.TOO_LONG),
        ('0123;"A\n0200;B', 1, school_csv.UNREADABLE),
        ('0123;"A"x;B', 1, school_csv.UNREADABLE),
    ],
)
def test_each_error_names_its_line(text: str, line: int, message: str) -> None:
    assert [(error.line, error.message) for error in parse_school_rows(text)[1]] == [(line, message)]


def test_a_list_without_end_is_stopped() -> None:
    rows, errors = parse_school_rows("\n".join(f"{n};School {n}" for n in range(2500)))
    assert len(rows) == school_csv.MAX_ROWS
    assert [(error.line, error.message) for error in errors] == [(school_csv.MAX_ROWS + 1, school_csv.TOO_MANY_ROWS)]


@pytest.mark.parametrize("content", [b"\x00\x00;\x00", b"\xff\xfe0\x001\x00", b";" * 10_000, b"a;b\x00c", b""])
def test_rubbish_gives_an_error_or_plain_text_and_breaks_nothing(content: bytes) -> None:
    rows, errors = parse_school_rows(decode_text(content))
    assert all("\x00" not in row.name + row.code for row in rows)
    assert len(errors) <= 1


def test_a_file_of_an_older_spreadsheet_keeps_its_letters() -> None:
    assert parse_school_rows(decode_text("1;Järvikoulu".encode("cp1252")))[0] == [SchoolRow("1", "Järvikoulu")]
    assert parse_school_rows(decode_text("1;Järvikoulu".encode("utf-8-sig")))[0] == [SchoolRow("1", "Järvikoulu")]


@pytest.mark.parametrize(
    ("record", "school"),
    [
        (class_record("Järvikoulu 8B"), LAKE),
        (class_record("järvikoulu 8B"), LAKE),
        (class_record("Opo", "JK-8B"), LAKE),
        (class_record("Vejledning 9.A (Sø)"), SEA),
        (class_record("Järvikoulu 8B", code="0200"), SEA),
        (class_record("Järvikoulu 8B", code="9999"), LAKE),
        (class_record("Opo 8B"), None),
        (class_record(), None),
    ],
)
def test_a_course_goes_to_the_school_that_it_names_or_whose_pattern_fits(
    record: ClassRecord, school: SchoolRow
) -> None:
    assert match_school(record, [LAKE, SEA]) == school


def test_a_pattern_is_no_regular_expression() -> None:
    assert matches("8.B", "8.B")
    assert not matches("8.B", "8xB")
    assert matches("*" * 50 + "B", "8B")
    assert not matches("(a+)+*" + "x", "a" * 5000)


def test_a_pattern_with_many_stars_takes_no_longer_than_others() -> None:
    assert not matches("*a" * 40 + "*!", "a" * 5000)
    assert matches("*a" * 40 + "*b", "a" * 5000 + "b")


@pytest.mark.parametrize(
    ("pattern", "name", "fit"),
    [
        ("aa*aa", "aaa", False),
        ("aa*aa", "aaaa", True),
        ("*a*a", "a", False),
        ("*8*b*", "Opo 8 - B", True),
        ("b*8*", "Opo 8 - B", False),
        ("a*bc", "abxbc", True),
    ],
)
def test_the_parts_of_a_pattern_stand_one_after_another(pattern: str, name: str, fit: bool) -> None:
    assert matches(pattern, name) is fit
