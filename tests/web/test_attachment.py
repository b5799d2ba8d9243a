"""Files that people take along are named after what is in them."""

import pytest

from careered.web.attachment import attachment, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("8B Opo", "8B Opo"),
        ("Studie-\nog  erhverv 9/A", "Studie- og erhverv 9-A"),
        ('a\\b:c*d?e"f<g>h|i', "a-b-c-d-e-f-g-h-i"),
        ("oppi\u00admis\u200epolku", "oppimispolku"),
        ("../../etc", "etc"),
        ("x" * 300, f"{'x' * 49}…{'x' * 30}"),
        (
            "9D Uravalinta ja ammatinvalinnanohjaus, lukuvuosi 2026–2027 selvitykset 2026-11-30",
            "9D Uravalinta ja ammatinvalinnanohjaus, lukuvuosi…26–2027 selvitykset 2026-11-30",
        ),
        ("", "careered"),
        (" . ", "careered"),
        ("\r\nSet-Cookie: a", "Set-Cookie, a"),
        ("Liite: verkkopalvelut 2026-11-30", "Liite, verkkopalvelut 2026-11-30"),
    ],
)
def test_a_title_becomes_a_name_that_every_computer_takes(title: str, name: str) -> None:
    assert file_name(title) == name


@pytest.mark.parametrize(
    ("title", "ascii_name", "whole_name"),
    [("Aino Mäkelä", "Aino Makela", "Aino%20M%C3%A4kel%C3%A4"), ("Жук", "careered", "%D0%96%D1%83%D0%BA")],
)
def test_names_of_any_letters_are_kept_and_old_browsers_get_plain_ones(
    title: str, ascii_name: str, whole_name: str
) -> None:
    header = attachment(b"", title, "pdf").headers["content-disposition"]
    assert header == f"attachment; filename=\"{ascii_name}.pdf\"; filename*=UTF-8''{whole_name}.pdf"


@pytest.mark.parametrize("length", range(70, 90))
def test_a_name_that_was_shortened_is_one_that_old_browsers_can_read_too(length: int) -> None:
    header = attachment(b"", "9B å" + "x" * length, "pdf").headers["content-disposition"]
    assert header.startswith('attachment; filename="9B ax')
    assert header.isascii()
