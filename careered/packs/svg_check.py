"""What a picture of a pack may hold: shapes and colours, nothing that runs, moves or is fetched.

Allowed is what is listed. A document type is refused where it begins, so entities are never expanded.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from careered.packs.text_decoding import TextDecodeError, decode

MAX_PICTURE_BYTES = 4096
VIEW_BOX = ("0", "0", "320", "200")
_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
_HOLDERS = ("svg", "g", "defs", "symbol", "use", "clipPath", "mask", "style")
_GRADIENTS = ("linearGradient", "radialGradient", "stop")
ELEMENTS = frozenset((*_SHAPES, *_HOLDERS, *_GRADIENTS))
_NAMESPACE = "http://www.w3.org/2000/svg"
_STYLE = f"{_NAMESPACE} style"
_DARK_GROUND = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)\s*\{[^{}]+\{[^{}]*fill\s*:")
_FETCHES = re.compile(
    r"(?:url|src|image|image-set|cross-fade|element)\s*\((?![\s\"']*#)|[a-z]+://|(?:java|vb)script:|data:"
)
_OTHER_RULES = re.compile(r"@(?!media\b)")


@dataclass(frozen=True)
class Fault:
    """One fault of a picture: where (line and column from 1), the code of a problem, and its sentence."""

    position: tuple[int, int]
    code: str
    sentence: str


class _DoctypeError(Exception):
    """The document declares a type, which may hold entities."""


def picture_faults(content: bytes) -> list[Fault]:
    """All faults of an SVG file, in the order of the file; empty for a good one."""
    if len(content) > MAX_PICTURE_BYTES:
        sentence = f"the picture has {len(content)} bytes, of at most {MAX_PICTURE_BYTES}"
        return [Fault((1, 1), "picture_too_large", sentence)]
    try:
        text = decode(content)
    except TextDecodeError as error:
        return [Fault(error.position, error.code, error.sentence)]
    return _parse(text)


def _parse(text: str) -> list[Fault]:
    reader = _PictureReader()
    try:
        reader.parser.Parse(text.encode(), True)
    except (expat.ExpatError, _DoctypeError) as error:
        reason = "it declares a document type" if isinstance(error, _DoctypeError) else expat.ErrorString(error.code)
        reader.report("picture_syntax", f"this is not SVG: {reason}")
        return reader.faults
    if not _DARK_GROUND.search(reader.style.lower()):
        sentence = "the picture has no ground of its own for the dark"
        reader.faults.append(Fault((1, 1), "picture_without_dark", sentence))
    return reader.faults


class _PictureReader:
    """Handles the parser's events. faults: found so far. style: the text of all style elements read so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.style = ""
        self._open_elements: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction

    def report(self, code: str, sentence: str) -> None:
        """A fault where the parser is."""
        position = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        self.faults.append(Fault(position, code, sentence))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        for code, sentence in _element_faults(name, attributes, is_root=not self._open_elements):
            self.report(code, sentence)
        self._open_elements.append(name)

    def _text(self, data: str) -> None:
        if self._open_elements[-1:] == [_STYLE]:
            self.style += data
        elif data.strip():
            self.report("picture_unsafe", "there is text in the picture")

    def _end(self, name: str) -> None:
        self._open_elements.pop()
        if name == _STYLE:
            for code, sentence in _css_faults(self.style, "its style"):
                self.report(code, sentence)

    def _doctype(self, *_declaration: object) -> None:
        raise _DoctypeError

    def _instruction(self, target: str, _data: str) -> None:
        self.report("picture_unsafe", f"a picture has no instruction “{target}”")


def _element_faults(name: str, attributes: Mapping[str, str], *, is_root: bool) -> Iterator[tuple[str, str]]:
    namespace, _, local = name.rpartition(" ")
    if namespace != _NAMESPACE or local not in ELEMENTS or (is_root and local != "svg"):
        yield "picture_unsafe", f"a picture has no “{local}”"
    for attribute, value in attributes.items():
        yield from _attribute_faults(attribute, value)
    if is_root and tuple(attributes.get("viewBox", "").replace(",", " ").split()) != VIEW_BOX:
        yield "picture_view_box", f"the viewBox is “{attributes.get('viewBox', '')}”"


def _attribute_faults(name: str, value: str) -> Iterator[tuple[str, str]]:
    local = name.rpartition(" ")[2].lower()
    if local.startswith("on"):
        yield "picture_unsafe", f"“{local}” runs a script"
    elif " " in name:
        yield "picture_unsafe", f"“{local}” belongs to another namespace and may refer to something outside the picture"
    elif local in ("href", "src") and not value.strip().startswith("#"):
        yield "picture_unsafe", f"“{local}” refers to something outside the picture"
    else:
        yield from _css_faults(value, f"“{local}”")


def _css_faults(css: str, where: str) -> Iterator[tuple[str, str]]:
    """Of a style element or an attribute's value. An escape could hide any of the words. where: begins the sentence."""
    plain = css.lower()
    if "\\" in plain or _OTHER_RULES.search(plain) or _FETCHES.search(plain):
        yield "picture_unsafe", f"{where} refers to something outside the picture, or hides what it does"
