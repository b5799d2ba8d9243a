"""A pack's pictures: shapes with words beside them, and nothing in them that runs, moves or is fetched."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from careered.lessons.kinds import registry
from careered.packs.archive import unpack
from careered.packs.load import PackReadResult, read_checked_bytes, read_pack, read_pack_bytes
from careered.packs.models import Pack, StepContent
from careered.packs.overlay import read_overlay_bytes
from careered.packs.svg_check import MAX_PICTURE_BYTES, picture_faults
from tests.packs.conftest import Files
from tests.support.additions import additions

Kinds = Mapping[str, type[StepContent]]
STYLE = "<style>.g{fill:#fff}@media(prefers-color-scheme:dark){.g{fill:#000}}</style>"
GOOD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">\n{STYLE}\n<path class="g" d="M0 0h9"/>\n</svg>\n'
)
WORDS = 'pictures:\n  - id: boat\n    alt: {nn: "Ein båt", en: "A boat"}\n    origin: own\n'
CONTENT = Path(__file__).parents[2] / "content"


def with_line(line: str) -> str:
    """The good picture with one more line, the fourth."""
    return GOOD.replace("\n</svg>", f"\n{line}\n</svg>")


BAD: dict[str, tuple[str, str]] = {
    "a script": (with_line("<script>1</script>"), "picture_unsafe"),
    "a SCRIPT": (with_line("<SCRIPT/>"), "picture_unsafe"),
    "a script by another name": (
        GOOD.replace("</svg>", '<x:script xmlns:x="http://www.w3.org/2000/svg"/></svg>'),
        "picture_unsafe",
    ),
    "a script of HTML": (with_line('<script xmlns="http://www.w3.org/1999/xhtml"/>'), "picture_unsafe"),
    "a part of another page": (with_line("<foreignObject/>"), "picture_unsafe"),
    "an event": (with_line('<g onload="x()"/>'), "picture_unsafe"),
    "an event in capitals": (with_line('<g ONCLICK="x()"/>'), "picture_unsafe"),
    "an event of the whole": (GOOD.replace("viewBox", 'onload="x()" viewBox'), "picture_unsafe"),
    "movement": (with_line('<animate attributeName="x"/>'), "picture_unsafe"),
    "a change of an address": (with_line('<set attributeName="href" to="https://x.fi"/>'), "picture_unsafe"),
    "a photograph": (with_line('<image href="https://example.org/a.png"/>'), "picture_unsafe"),
    "a link": (with_line('<a href="https://example.org"/>'), "picture_unsafe"),
    "words": (with_line("<text>Hei</text>"), "picture_unsafe"),
    "words in a shape": (with_line("<g>Hei</g>"), "picture_unsafe"),
    "a style sheet from elsewhere": (f'<?xml-stylesheet href="a.css"?>{GOOD}', "picture_unsafe"),
    "a shape from elsewhere": (with_line('<use href="https://example.org/a.svg#a"/>'), "picture_unsafe"),
    "a shape of another file": (with_line('<use href="doors.svg#a"/>'), "picture_unsafe"),
    "a shape in the address itself": (with_line('<use href="data:image/svg+xml,x"/>'), "picture_unsafe"),
    "an old kind of link": (
        with_line('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://example.org/#a"/>'),
        "picture_unsafe",
    ),
    "a base elsewhere": (with_line('<g xml:base="https://example.org/"/>'), "picture_unsafe"),
    "a fill from elsewhere": (with_line('<path fill="url(https://example.org/#a)"/>'), "picture_unsafe"),
    "a fill by a relative address": (with_line('<path fill="URL( a.svg#a )"/>'), "picture_unsafe"),
    "a style that fetches": (with_line('<path style="fill:url(//example.org/a)"/>'), "picture_unsafe"),
    "an imported style": (GOOD.replace("<style>", '<style>@import "a.css";'), "picture_unsafe"),
    "an import in capitals": (GOOD.replace("<style>", "<style>@IMPORT 'a.css';"), "picture_unsafe"),
    "an import behind a string": (GOOD.replace("<style>", '<style>a{b:"/*"}@import "*/";'), "picture_unsafe"),
    "an import in disguise": (GOOD.replace("<style>", '<style>@\\69mport "a.css";'), "picture_unsafe"),
    "an import as raw text": (with_line("<style><![CDATA[@import 'a';]]></style>"), "picture_unsafe"),
    "a font": (GOOD.replace("<style>", "<style>@font-face{src:local(x)}"), "picture_unsafe"),
    "entities": (f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>{GOOD}', "picture_syntax"),
    "an entity of another file": (f'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>{GOOD}', "picture_syntax"),
    "a document type elsewhere": (f'<!DOCTYPE svg SYSTEM "https://example.org/a.dtd">{GOOD}', "picture_syntax"),
    "an entity that nobody knows": (with_line("&nbsp;"), "picture_syntax"),
    "no end": (GOOD.replace("</svg>", ""), "picture_syntax"),
    "nothing": ("", "picture_syntax"),
    "a page": (
        GOOD.replace("svg", "html").replace("http://www.w3.org/2000/html", "http://www.w3.org/1999/xhtml"),
        "picture_unsafe",
    ),
    "no namespace": (GOOD.replace(' xmlns="http://www.w3.org/2000/svg"', ""), "picture_unsafe"),
    "another size": (GOOD.replace("320 200", "200 320"), "picture_view_box"),
    "no size": (GOOD.replace(' viewBox="0 0 320 200"', ' width="320" height="200"'), "picture_view_box"),
    "no dark": (GOOD.replace("(prefers-color-scheme:dark)", "(prefers-color-scheme:light)"), "picture_without_dark"),
    "a dark without a ground": (GOOD.replace("{.g{fill:#000}}", "{.g{opacity:1}}"), "picture_without_dark"),
    "no style": (GOOD.replace(STYLE, ""), "picture_without_dark"),
    "a byte that is zero": (with_line("\0"), "not_utf8"),
    "too many points": (with_line(f"<!--{'x' * MAX_PICTURE_BYTES}-->"), "picture_too_large"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_picture_that_holds_more_than_shapes_is_refused(name: str) -> None:
    svg, code = BAD[name]
    assert code in [fault.code for fault in picture_faults(svg.encode())]


@pytest.mark.parametrize(
    "svg",
    [
        GOOD,
        "\ufeff" + GOOD,
        f'<?xml version="1.0" encoding="UTF-16"?>{GOOD}',
        GOOD.replace("0 0 320 200", " 0,0, 320,200 "),
        GOOD.replace("(prefers-color-scheme:dark)", " ( prefers-color-scheme : dark ) "),
        with_line('<use href="#a"/>'),
        with_line('<path fill="url(#a)" mask="url( \'#a\' )" transform="translate(1 2)"/>'),
        with_line('<svg x="1" viewBox="0 0 9 9"/>'),
        with_line("<!-- a boat -->"),
        GOOD.replace("\n", "\r\n"),
    ],
)
def test_a_picture_of_shapes_alone_is_good(svg: str) -> None:
    assert picture_faults(svg.encode()) == []


def test_a_picture_in_another_encoding_is_refused_whatever_it_says_of_itself() -> None:
    for encoding in ("utf-16", "utf-16-le", "latin-1", "utf-7"):
        content = GOOD.replace("\n<", "\nå<", 1).encode(encoding)
        assert picture_faults(content), encoding


def test_a_fault_is_told_at_its_line_and_column() -> None:
    faults = picture_faults(with_line('  <g onload="x()"/>').encode())
    assert [(fault.position, fault.code) for fault in faults] == [((4, 3), "picture_unsafe")]


def read(files: Files, kinds: Kinds, more: Mapping[str, str]) -> PackReadResult:
    return read_pack_bytes({**files, **{name: text.encode() for name, text in more.items()}}, kinds)


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"pictures/boat.svg": with_line("<script/>")}, "pictures/boat.svg:4 picture_unsafe"),
        ({"pictures/ship.svg": GOOD}, "pictures/ship.svg:1 picture_without_alt"),
        ({"pictures.yaml": WORDS + WORDS[10:].replace("boat", "ship")}, "pictures.yaml:5 picture_missing"),
        ({"pictures.yaml": WORDS.replace(', en: "A boat"', "")}, "pictures.yaml:3 missing_language"),
        ({"pictures.yaml": WORDS.replace("A boat", " ")}, "pictures.yaml:3 empty_text"),
        ({"pictures.yaml": WORDS.replace("origin: own", "licence: MIT")}, "pictures.yaml:2 missing_key"),
        ({"pictures.yaml": WORDS.replace("own", "a set\n    licence: CC-BY-SA-4.0")}, "pictures.yaml:5 unknown_word"),
        ({"pictures.yaml": WORDS + WORDS[10:]}, "pictures.yaml:5 duplicate_id"),
        ({"pictures/a b.svg": GOOD}, "pictures/a b.svg:1 unknown_file"),
        ({"pictures/boat.png": GOOD}, "pictures/boat.png:1 unknown_file"),
        ({"pictures/old/boat.svg": GOOD}, "pictures/old/boat.svg:1 unknown_file"),
    ],
)
def test_an_author_hears_of_each_fault_at_its_file_and_line(
    more: Mapping[str, str], problem: str, files: Files, kinds: Kinds
) -> None:
    result = read(files, kinds, {"pictures.yaml": WORDS, "pictures/boat.svg": GOOD, **more})
    assert result.pack is None
    assert [f"{found.file}:{found.line} {found.code}" for found in result.problems] == [problem]


def with_boat(files: Files, kinds: Kinds) -> tuple[Files, Pack]:
    result = read(files, kinds, {"pictures.yaml": WORDS, "pictures/boat.svg": GOOD})
    assert result.pack, result.problems
    return dict(result.files), result.pack


def test_a_pack_knows_its_pictures_by_name_with_words_in_each_language(files: Files, kinds: Kinds) -> None:
    stored, pack = with_boat(files, kinds)
    assert pack.pictures == {"boat": GOOD}
    assert [(entry.id, entry.alt.in_language("en")) for entry in pack.picture_entries] == [("boat", "A boat")]
    assert read_checked_bytes(stored, kinds).pack == pack, "as the database gives it back"


def test_a_changed_picture_is_another_content(files: Files, kinds: Kinds) -> None:
    stored, pack = with_boat(files, kinds)
    changed = read_pack_bytes({**stored, "pictures/boat.svg": with_line("<g/>").encode()}, kinds).pack
    windows = read_pack_bytes({**stored, "pictures/boat.svg": GOOD.replace("\n", "\r\n").encode()}, kinds).pack
    assert changed
    assert windows
    assert changed.content_hash != pack.content_hash == windows.content_hash


@pytest.mark.parametrize("is_flat", [False, True])
def test_pictures_come_with_a_zip_and_with_single_files(is_flat: bool, files: Files, kinds: Kinds) -> None:
    sent = {**with_boat(files, kinds)[0], "dates.yaml": b"dates: []\n"}
    named = {name.rpartition("/")[2] if is_flat else f"north/{name}": content for name, content in sent.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in named.items():
            archive.writestr(name, content)
    for upload in ([("north.zip", buffer.getvalue())], list(named.items())):
        unpacked, problems = unpack(upload)
        assert problems == []
        assert set(unpacked) == set(sent)
        assert read_pack_bytes(unpacked, kinds).pack


def test_a_municipality_does_not_bring_pictures() -> None:
    nation = read_pack(CONTENT / "finland", registry()).pack
    result = read_overlay_bytes({**additions(), "pictures/boat.svg": GOOD.encode()}, nation, registry())
    assert [(problem.file, problem.code) for problem in result.problems] == [("pictures/boat.svg", "unknown_file")]


@pytest.mark.parametrize("country", ["finland", "denmark"])
def test_each_picture_of_a_nation_has_words_of_its_own(country: str) -> None:
    pack = read_pack(CONTENT / country, registry()).pack
    assert pack
    assert len(pack.picture_entries) == len(pack.pictures) == len(list((CONTENT / country / "pictures").iterdir()))
    for language in pack.languages:
        words = [entry.alt.in_language(language) for entry in pack.picture_entries]
        assert len(set(words)) == len(words)
        assert max(map(len, words)) <= 125, "a screen reader stops to breathe"
