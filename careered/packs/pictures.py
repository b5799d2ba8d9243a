"""Pictures of a pack: `pictures/<name>.svg`, small, and only drawing: no script, no address outside."""

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from careered.packs.problems import Problem, make_problem

PICTURE_FILE = re.compile(r"pictures/([A-Za-z0-9][A-Za-z0-9._-]{0,63})\.svg")
MAX_PICTURE_BYTES = 4096
ELEMENTS = frozenset(
    {
        *("svg", "g", "defs", "use", "symbol", "title", "desc", "style", "clipPath", "mask"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop"),
    }
)
_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#)|expression\(|javascript:", re.IGNORECASE)
_NAMESPACE = "xmlns"


def picture_names(files: Mapping[str, bytes]) -> frozenset[str]:
    """The names of a pack's pictures, as lessons call them."""
    return frozenset(match[1] for name in files if (match := PICTURE_FILE.fullmatch(name)))


def picture_texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """The pictures by name, as SVG."""
    return {match[1]: files[name].decode() for name in files if (match := PICTURE_FILE.fullmatch(name))}


def picture_problems(file: str, content: bytes) -> list[Problem]:
    """What is wrong with a picture, with line and column. file: its name in the problems."""
    if len(content) > MAX_PICTURE_BYTES:
        sentence = f"the picture has {len(content)} bytes, of at most {MAX_PICTURE_BYTES}"
        return [make_problem(file, (1, 1), "picture_too_large", sentence)]
    if b"<!doctype" in content.lower():
        return [make_problem(file, (1, 1), "picture_unsafe", "a picture has no document type")]
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as error:
        position, sentence = (error.lineno, error.offset + 1), f"this is not SVG: {expat.ErrorString(error.code)}"
        return [make_problem(file, position, "picture_syntax", sentence)]
    return [make_problem(file, position, code, sentence) for position, code, sentence in reader.faults]


class _Reader:
    """Reads one SVG by events; nothing is fetched, no entity is declared."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.faults: list[tuple[tuple[int, int], str, str]] = []
        self.depth = 0
        self.parser.StartElementHandler = self._on_start
        self.parser.EndElementHandler = self._on_end
        self.parser.CharacterDataHandler = self._on_text
        self.parser.StartDoctypeDeclHandler = lambda *_: self._add("picture_unsafe", "a picture has no document type")
        self.parser.ProcessingInstructionHandler = lambda *_: self._add(
            "picture_unsafe", "a picture has no instructions"
        )

    def _add(self, code: str, sentence: str) -> None:
        position = (self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        self.faults.append((position, code, sentence))

    def _on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth == 1 and name != "svg":
            self._add("picture_syntax", f"the picture begins with “{name}”, not with “svg”")
        elif name not in ELEMENTS:
            self._add("picture_unsafe", f"a picture has no “{name}”")
        for sentence in _attribute_faults(attributes):
            self._add("picture_unsafe", sentence)

    def _on_end(self, _name: str) -> None:
        self.depth -= 1

    def _on_instruction(self, target: str, _data: str) -> None:
        self._add("picture_unsafe", f"a picture has no instruction “{target}”")

    def _on_text(self, text: str) -> None:
        if _OUTSIDE.search(text):
            self._add("picture_unsafe", "its style names something outside the picture")


def _attribute_faults(attributes: Mapping[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        is_link = name.rpartition(":")[2] == "href"
        if name.startswith("on"):
            yield f"“{name}” runs a script"
        elif (is_link and not value.startswith("#")) or (not name.startswith(_NAMESPACE) and _OUTSIDE.search(value)):
            yield f"“{name}” names something outside the picture"
