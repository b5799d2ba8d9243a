"""A page as a person without JavaScript has it: its words, its forms, and the one thing that leads on."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin

from httpx2 import Response
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.support.strict_html import errors_in


def without_class(address: str) -> str:
    """An address of ours without the class that it names, if that is the last thing in its query."""
    return re.sub(r"[?&]in=[\w-]+(?=#|$)", "", address)


@dataclass(frozen=True)
class Element:
    """An element of a page: what tests ask of one."""

    node: LexborNode

    @property
    def name(self) -> str:
        """The tag's name, in lower case."""
        return str(self.node.tag)

    @cached_property
    def attrs(self) -> dict[str, str]:
        """The attributes; one without a value is empty."""
        return {name: value or "" for name, value in self.node.attributes.items()}

    def query(self, selector: str) -> list["Element"]:
        """Elements in this one by CSS selector."""
        return [Element(node) for node in self.node.css(selector) if node != self.node]

    def to_text(self, separator: str = " ", strip: bool = True) -> str:
        """The words in it: each run without the space around it, or as it stands."""
        return self.node.text(separator=separator, strip=strip)


@dataclass
class Form:
    """A form: where it goes, how, and the fields as they stand."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)

    def values_with(self, **answers: str | list[str]) -> list[tuple[str, str]]:
        """The fields to send, with these answers instead of what stands there."""
        values = [(name, value) for name, value in self.fields if name not in answers]
        for name, answer in answers.items():
            values += [(name, item) for item in ([answer] if isinstance(answer, str) else answer)]
        return values


@dataclass
class Page:
    """One answer of the server, parsed strictly: malformed HTML fails the test."""

    response: Response

    def __post_init__(self) -> None:
        errors = errors_in(self.response.text)
        assert not errors, (str(self.response.url), errors)
        self.document = LexborHTMLParser(self.response.text)

    @property
    def path(self) -> str:
        """Where the page is."""
        return self.response.url.path

    @property
    def lang(self) -> str:
        """The language that the page says it is in."""
        return str(self.only("html").attrs["lang"])

    @property
    def main_text(self) -> str:
        """All words of the main part."""
        return " ".join(self.only("main").to_text().split())

    @property
    def code(self) -> str:
        """The refusal's code in the page, or empty."""
        elements = self.all("[data-code]")
        return str(elements[0].attrs["data-code"]) if elements else ""

    def all(self, selector: str) -> list[Element]:
        """Elements by CSS selector."""
        return [Element(node) for node in self.document.css(selector)]

    def only(self, selector: str) -> Element:
        """The only element of a selector."""
        elements = self.all(selector)
        assert len(elements) == 1, (selector, len(elements), str(self.response.url))
        return elements[0]

    def path_of(self, link: Element) -> str:
        """Where a link leads, without the class that it names."""
        return without_class(str(link.attrs["href"]))

    def form(self, selector: str) -> Form:
        """A form by selector."""
        element = self.only(selector)
        action = urljoin(str(self.response.url), element.attrs.get("action") or "")
        form = Form(action, (element.attrs.get("method") or "get").lower())
        for node in element.query("input, textarea, select"):
            if node.attrs.get("name"):
                _add_field(form, node)
        return form

    @property
    def next_form(self) -> Form:
        """The form that leads on: on a step it carries the attribute itself, on a card its button does."""
        form = self.form("form[data-next], form:has(button[data-next])")
        for button in self.all("button[data-next][name]"):  # a reply that is chosen by pressing it
            form.fields.append((button.attrs["name"], button.attrs.get("value", "")))
        return form

    @property
    def next_control(self) -> Element:
        """The one form or link that leads a pupil on."""
        return self.only("[data-next]")


def _add_field(form: Form, node: Element) -> None:
    if "disabled" in node.attrs:
        return
    name, value = str(node.attrs["name"]), node.attrs.get("value") or ""
    kind = "textarea" if node.name == "textarea" else (node.attrs.get("type") or "text")
    if kind in {"radio", "checkbox"}:
        form.choices.setdefault(name, []).append(value)
        if "checked" in node.attrs:
            form.fields.append((name, value))
        return
    if node.name == "select":
        form.lists[name] = [option.attrs.get("value", "") for option in node.query("option")]
        value = _chosen(node)
    if kind in {"textarea", "text"} and node.name != "select":
        form.texts.append(name)
    form.fields.append((name, node.to_text(strip=False) if kind == "textarea" else value))


def _chosen(select: Element) -> str:
    """The value that a list shows: of the selected option, else of the first."""
    options = select.query("option[selected]") or select.query("option")
    return options[0].attrs.get("value", "") if options else ""
