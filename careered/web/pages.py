"""Rendering: one Jinja environment a language, templates beside their feature, blocks as htmx fragments."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2_fragments import render_block
from markdown_it import MarkdownIt
from markupsafe import Markup
from nh3 import clean
from starlette.responses import HTMLResponse

from careered.web import static
from careered.web.i18n import LANGUAGES, translations
from careered.web.permissions import Role
from careered.web.viewer import Viewer

HOUSE = Path(__file__).parent.parent
ROOMS = ("web", "lti", "guidance", "lessons", "dashboard", "privacy", "admin", "reports")
_markdown = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Shell:
    """What the frame around every page needs; see base.html.

    session: the secret for forms and headers ("" without a visitor). cookies: whether links may be plain links.
    asks: whether the pages for pupils' questions are the visitor's. back: where who only tries a page goes back to.
    """

    lang: str
    languages: tuple[tuple[str, str], ...]
    session: str = ""
    cookies: bool = True
    here: str = ""
    home: str = ""
    who: str = ""
    preview: bool = False
    platform: str = ""
    platform_origins: str = ""
    platform_admin: bool = False
    asks: bool = False
    back: str = ""


def shell_for(viewer: Viewer | None, lang: str, here: str) -> Shell:
    """The frame for a viewer, or for a stranger."""
    if viewer is None:
        return Shell(lang, (), here=here)
    languages = tuple((code, LANGUAGES[code]) for code in viewer.languages if code in LANGUAGES)
    return Shell(
        lang,
        languages,
        session=viewer.token,
        cookies=viewer.cookies,
        here=here,
        home=viewer.home,
        who=viewer.name,
        preview=viewer.tries,
        back=viewer.home if viewer.tries and viewer.is_staff else "",
        platform=viewer.platform_name,
        platform_admin=viewer.platform_admin,
        asks=viewer.role is Role.PUPIL or viewer.tries,
        platform_origins=" ".join(viewer.origins),
    )


@cache
def environment(lang: str) -> Environment:
    """The templates of all rooms in one language, compiled once."""
    folders = [HOUSE / room / "templates" for room in ROOMS]
    env = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {"static": static.address, "lang": lang}
    env.filters |= {"md": markdown, "t": lambda text: text.in_language(lang)}
    return env


@cache
def markdown(text: str) -> Markup:
    """Pack text as HTML: Markdown without HTML, cleaned once more (second belt)."""
    return Markup(clean(_markdown.render(text)))  # noqa: S704 - cleaned by nh3


def render(
    shell: Shell, template: str, context: Mapping[str, Any], *, block: str = "", status: int = 200
) -> HTMLResponse:
    """A whole page, or one named block of the same template for htmx."""
    env = environment(shell.lang)
    if block:
        return HTMLResponse(render_block(env, template, block, shell=shell, **context), status)
    return HTMLResponse(env.get_template(template).render(shell=shell, **context), status)
