"""Words without variables stand in a compiled template in the reader's language; all others are translated as ever."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

import pytest
from jinja2 import Environment

from careered.web import rendering
from careered.web.constant_words import TranslatedEnvironment
from careered.web.permissions import Role
from tests.lessons.conftest import aino, school
from tests.lessons.factories import HarbourSchool, Visitor

__all__ = ["aino", "school"]

PUPILS_PAGES = ("/requirements", "/lessons/xh-1", "/lessons/xh-1/xh-1-read", "/about-your-data", "/me")


class Shouting(NullTranslations):
    """A language in which everything is said loudly."""

    def gettext(self, message: str) -> str:
        """The message in capitals; what is filled in later keeps its name."""
        return message.upper().replace("%(NAME)S", "%(name)s")


def template_of(source: str) -> str:
    """What a template draws for Aino, whose name has characters that HTML escapes."""
    environment = TranslatedEnvironment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.translations = Shouting()
    environment.install_gettext_translations(environment.translations, newstyle=True)  # type: ignore[attr-defined]
    return environment.from_string(source).render(name="<Aino>", word="read later")


@pytest.mark.parametrize(
    ("source", "drawn"),
    [
        ('{{ _("Done & sent") }}', "DONE & SENT"),
        ('<a title="{{ _("Go on") }}">', '<a title="GO ON">'),
        ("{% trans %}Go on{% endtrans %}", "GO ON"),
        ('{{ _("100 %% done") }}', "100 % DONE"),
        ('{% set label = _("Go on") %}{{ label ~ name }}', "GO ON&lt;Aino&gt;"),
        ('{{ _("Hello %(name)s", name=name) }}', "HELLO &lt;Aino&gt;"),
        ("{% trans %}Hello {{ name }}{% endtrans %}", "HELLO &lt;Aino&gt;"),
        ("{{ _(word) }}", "READ LATER"),
    ],
)
def test_a_word_is_drawn_as_the_translation_says(source: str, drawn: str) -> None:
    assert template_of(source) == drawn


def test_a_word_without_variables_is_looked_up_once_though_it_is_drawn_often() -> None:
    class Counting(Shouting):
        count = 0

        def gettext(self, message: str) -> str:
            Counting.count += 1
            return super().gettext(message)

    environment = TranslatedEnvironment(extensions=["jinja2.ext.i18n"])
    environment.translations = Counting()
    environment.install_gettext_translations(environment.translations, newstyle=True)  # type: ignore[attr-defined]
    template = environment.from_string('{{ _("Go on") }}')
    assert [template.render() for _ in range(3)] == ["GO ON"] * 3
    assert Counting.count == 1


@contextmanager
def as_ever() -> Iterator[None]:
    """Every word is looked up each time it is drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TranslatedEnvironment, "_parse", Environment._parse)
        rendering.environment.cache_clear()
        yield
    rendering.environment.cache_clear()


def text_of(visitor: Visitor, path: str) -> str:
    """A page, without the id that it gives to one press of its button."""
    answer = visitor.client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r'(name="key" value=)"[\w-]+"', r"\1", answer.text)


@pytest.mark.parametrize("lang", ["sv", "da"])
def test_pages_have_the_same_bytes_as_with_words_that_are_looked_up_each_time(school: HarbourSchool, lang: str) -> None:
    pupil, teacher = school.visitor(lang=lang), school.visitor("t", name="Opo Lehto", role=Role.TEACHER, lang=lang)
    asked = [(pupil, path) for path in PUPILS_PAGES]
    asked += [(teacher, path) for path in ("/desk", f"/teacher/class/{teacher.viewer.class_id}")]
    with as_ever():
        before = [text_of(visitor, path) for visitor, path in asked]
    assert [text_of(visitor, path) for visitor, path in asked] == before


def test_whoever_switches_the_language_reads_no_word_of_the_one_before(aino: Visitor) -> None:
    pages: dict[str, str] = {}
    for lang in ("fi", "en", "fi", "en"):
        assert aino.post("/language", {"language": lang, "back": "/requirements"}).status_code == 303
        page = aino.get("/requirements")
        assert page.lang == lang
        assert pages.setdefault(lang, page.main_text) == page.main_text
    assert pages["fi"] != pages["en"]
