"""Words without variables stand in a compiled template in the reader's language; all others are translated as ever."""

from gettext import NullTranslations

import pytest

from careered.web.constant_words import TranslatedEnvironment


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
