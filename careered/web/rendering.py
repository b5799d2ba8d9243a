"""Rendering: one Jinja environment per language, templates beside their feature, blocks as htmx fragments."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from markupsafe import Markup
from nh3 import clean
from starlette.responses import HTMLResponse

from careered.web import static
from careered.web.addresses import address_in
from careered.web.constant_words import TranslatedEnvironment
from careered.web.i18n import LANGUAGES, translations
from careered.web.permissions import Role
from careered.web.viewer import Viewer

PACKAGE_DIR = Path(__file__).parent.parent
TEMPLATE_PACKAGES = (
    "web",
    "lti",
    "services",
    "boards",
    "questions",
    "training",
    "feedback",
    "live",
    "lessons",
    "notebook",
    "acts",
    "dashboard",
    "desk",
    "talks",
    "reminders",
    "privacy",
    "admin",
    "reports",
    "statistics",
)
_INNER_QUOTES = str.maketrans("“”", "‘’")
"""For a text that a template puts in quotes of its own."""


class Shell(NamedTuple):
    """What the layout of every page needs; see base.html.

    session_token: for forms and headers; "" without a session. keeps_cookies: whether links may be plain links.
    has_no_role: whether the platform gave the viewer none in the course, as to whoever leads a school.
    can_ask: whether the viewer may ask questions. back_url: the way back from a preview; "" if there is none.
    opened_for: what every link names, so that it leads into the same class. reads_easy: in easy language.
    """

    lang: str
    languages: tuple[tuple[str, str], ...]
    session_token: str = ""
    keeps_cookies: bool = True
    page_url: str = ""
    home_url: str = ""
    viewer_name: str = ""
    is_preview: bool = False
    platform_name: str = ""
    platform_origins: str = ""
    is_platform_admin: bool = False
    has_no_role: bool = False
    can_ask: bool = False
    back_url: str = ""
    opened_for: str = ""
    reads_easy: bool = False

    def link(self, href: str) -> str:
        """A link's address, with the class that this page belongs to."""
        return address_in(href, self.opened_for)


def page_shell(viewer: Viewer | None, lang: str, page_url: str) -> Shell:
    """The layout's values for a viewer, or for a request without a session."""
    if viewer is None:
        return Shell(lang, (), page_url=page_url)
    languages = tuple((code, LANGUAGES[code]) for code in viewer.languages if code in LANGUAGES)
    return Shell(
        lang,
        languages,
        session_token=viewer.token,
        keeps_cookies=viewer.keeps_cookies,
        page_url=page_url,
        home_url=viewer.home_url,
        viewer_name=viewer.name,
        is_preview=viewer.is_preview,
        back_url=viewer.home_url if viewer.is_preview and viewer.is_staff else "",
        platform_name=viewer.platform_name,
        is_platform_admin=viewer.is_platform_admin,
        has_no_role=viewer.role is Role.GUEST,
        can_ask=viewer.role is Role.PUPIL or viewer.is_preview,
        platform_origins=" ".join(viewer.origins),
        opened_for=viewer.opened_for,
        reads_easy=viewer.reads_easy,
    )


@cache
def environment(lang: str) -> Environment:
    """The templates of all features in one language, compiled once."""
    template_dirs = [PACKAGE_DIR / package / "templates" for package in TEMPLATE_PACKAGES]
    template_dirs.append(static.ACTIVITIES_DIR)
    environment = TranslatedEnvironment(
        loader=FileSystemLoader(template_dirs),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.translations = translations(lang)
    environment.install_gettext_translations(environment.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"static": static.static_url, "lang": lang}
    environment.filters |= {
        "md": markdown,
        "clip": clip,
        "t": lambda text: text.in_language(lang),
        "inner_quotes": lambda text: text.translate(_INNER_QUOTES),
    }
    return environment


def clip(text: str, length: int) -> str:
    """At most `length` characters, cut between words; what was cut is one ellipsis, with no full stop before it."""
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    return (kept if text[length - 1].isspace() else kept.rsplit(" ", 1)[0]).rstrip(" .,;:…") + "…"


@cache
def _renderer() -> Callable[[str], str]:
    from markdown_it import (
        MarkdownIt,
    )  # 74 modules: with a process's first text; the worker and most commands draw none

    return MarkdownIt("commonmark", {"html": False}).render


@cache
def markdown(text: str) -> Markup:
    """Pack text as HTML: Markdown without raw HTML, sanitised again as a second defence."""
    return Markup(clean(_renderer()(text)))  # noqa: S704 - cleaned by nh3


def draw(shell: Shell, template: str, context: Mapping[str, Any]) -> str:
    """A template's text."""
    return environment(shell.lang).get_template(template).render(shell=shell, **context)


def module(shell: Shell, template: str, context: Mapping[str, Any]) -> Any:
    """A template as `{% import … with context %}` gives it: its macros are attributes."""
    return environment(shell.lang).get_template(template).make_module({"shell": shell, **context})


def render(
    shell: Shell, template: str, context: Mapping[str, Any], *, block: str = "", status: int = 200
) -> HTMLResponse:
    """A whole page, or one named block of the same template for htmx."""
    if block:
        text = render_block(environment(shell.lang), template, block, shell=shell, **context)
        return HTMLResponse(text, status)
    return HTMLResponse(draw(shell, template, context), status)
