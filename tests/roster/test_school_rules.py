"""Lines of schools as administrators paste them, and the courses that fit."""

import pytest

from careered.roster import school_lines as rules
from careered.roster.school_lines import decoded, read_lines, written
from careered.roster.school_rules import Course, SchoolLine, fits, school_of

LAKE = SchoolLine("0123", "Järvikoulu", ("Järvi*", "JK-*"))
SEA = SchoolLine("0200", "Søskolen", ("*(Sø)",))


def course(title: str = "", label: str = "", code: str = "") -> Course:
    return Course("c", title, label, code, "")


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
    assert read_lines(text) == ([LAKE, SEA], [])


def test_what_was_read_can_be_written_and_read_again() -> None:
    odd = SchoolLine("a;b", 'The "Old" School', ("x;y*",))
    assert read_lines(written([LAKE, SEA, odd])) == ([LAKE, SEA, odd], [])


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("0123", 1, rules.NO_NAME),
        ("0123;", 1, rules.NO_NAME),
        ("0123;A\n;B", 2, rules.NO_CODE),
        ("0123;A\n0123;B", 2, rules.TWICE),
        ("0123;A;X*\n0200;B;X*", 2, rules.PATTERN_TWICE),
        ("0123;" + "A" * 201, 1, rules.TOO_LONG),
        ('0123;"A\n0200;B', 1, rules.UNREADABLE),
        ('0123;"A"x;B', 1, rules.UNREADABLE),
    ],
)
def test_each_wrong_line_is_told_by_its_number(text: str, line: int, message: str) -> None:
    assert [(one.line, one.message) for one in read_lines(text)[1]] == [(line, message)]


def test_a_list_without_end_is_stopped() -> None:
    lines, faults = read_lines("\n".join(f"{n};School {n}" for n in range(2500)))
    assert len(lines) == rules.MOST_LINES
    assert [(one.line, one.message) for one in faults] == [(rules.MOST_LINES + 1, rules.TOO_MANY)]


@pytest.mark.parametrize("content", [b"\x00\x00;\x00", b"\xff\xfe0\x001\x00", b";" * 10_000, b"a;b\x00c", b""])
def test_rubbish_is_told_or_is_only_words_and_breaks_nothing(content: bytes) -> None:
    lines, faults = read_lines(decoded(content))
    assert all("\x00" not in line.name + line.code for line in lines)
    assert len(faults) <= 1


def test_a_file_of_an_older_spreadsheet_keeps_its_letters() -> None:
    assert read_lines(decoded("1;Järvikoulu".encode("cp1252")))[0] == [SchoolLine("1", "Järvikoulu")]
    assert read_lines(decoded("1;Järvikoulu".encode("utf-8-sig")))[0] == [SchoolLine("1", "Järvikoulu")]


@pytest.mark.parametrize(
    ("found", "school"),
    [
        (course("Järvikoulu 8B"), LAKE),
        (course("järvikoulu 8B"), LAKE),
        (course("Opo", "JK-8B"), LAKE),
        (course("Vejledning 9.A (Sø)"), SEA),
        (course("Järvikoulu 8B", code="0200"), SEA),
        (course("Järvikoulu 8B", code="9999"), LAKE),
        (course("Opo 8B"), None),
        (course(), None),
    ],
)
def test_a_course_goes_to_the_school_that_it_names_or_whose_pattern_fits(found: Course, school: SchoolLine) -> None:
    assert school_of(found, [LAKE, SEA]) == school


def test_a_pattern_is_no_regular_expression() -> None:
    assert fits("8.B", "8.B")
    assert not fits("8.B", "8xB")
    assert fits("*" * 50 + "B", "8B")
    assert not fits("(a+)+*" + "x", "a" * 5000)


def test_a_pattern_with_many_stars_takes_no_longer_than_others() -> None:
    assert not fits("*a" * 40 + "*!", "a" * 5000)
    assert fits("*a" * 40 + "*b", "a" * 5000 + "b")


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
    assert fits(pattern, name) is fit
