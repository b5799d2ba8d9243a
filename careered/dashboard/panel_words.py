"""What the panel of an act says of the chosen pupils, with whom each is about: a panel counts anew. No HTML here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from careered.progress.acts import CONFIRMED, EXEMPT, OFFLINE
from careered.web.i18n import translations


@dataclass(frozen=True)
class CountedWords:
    """A sentence about pupils. ids: theirs. one, many: what is said of one and of more, with "#" for the number."""

    ids: Sequence[str]
    one: str
    many: str

    def __str__(self) -> str:
        """The sentence about all of them."""
        return self.one if len(self.ids) == 1 else self.many.replace("#", str(len(self.ids)))


_Ids = Sequence[str]
_Counter = Callable[[str, str, _Ids], CountedWords]


def counter(lang: str) -> _Counter:
    """What makes a sentence of its English for one and for more pupils, and of their ids."""
    words = translations(lang).ngettext

    def counted(one: str, many: str, ids: _Ids) -> CountedWords:
        return CountedWords(ids, words(one, many, 1) % {"num": 1}, words(one, many, 2) % {"num": "#"})

    return counted


def _confirmed(ngettext: _Counter, changed: _Ids, already: _Ids, without: _Ids, to_do: _Ids) -> list[CountedWords]:
    """What is confirmed though it is not done is said before, so that nobody is confirmed by mistake."""
    left_out = ngettext("%(num)s already has it and is left out.", "%(num)s already have it and are left out.", already)
    unfinished = ngettext("%(num)s of them is not done yet.", "%(num)s of them are not done yet.", to_do)
    return _told(_applies(ngettext, changed), left_out, _exempt(ngettext, without), unfinished)


def _recorded(ngettext: _Counter, changed: _Ids, already: _Ids, _without: _Ids, _to_do: _Ids) -> list[CountedWords]:
    """A visit can be another one."""
    another = ngettext(
        "%(num)s already has one. This will be recorded as another one, unless it is on the same day.",
        "%(num)s already have one. This will be recorded as another one, unless it is on the same day.",
        already,
    )
    return _told(_applies(ngettext, changed), another)


def _exempted(ngettext: _Counter, changed: _Ids, already: _Ids, without: _Ids, _to_do: _Ids) -> list[CountedWords]:
    """Who has done it keeps it: exempt, it would no longer count for them."""
    done = ngettext("%(num)s has done it and is left out.", "%(num)s have done it and are left out.", without)
    return _told(_applies(ngettext, changed), _exempt(ngettext, already), done)


def _applies(ngettext: _Counter, ids: _Ids) -> CountedWords:
    return ngettext("This applies to %(num)s pupil.", "This applies to %(num)s pupils.", ids)


def _exempt(ngettext: _Counter, ids: _Ids) -> CountedWords:
    return ngettext("%(num)s is exempt and is left out.", "%(num)s are exempt and are left out.", ids)


def _told(applies: CountedWords, *others: CountedWords) -> list[CountedWords]:
    """Whom it applies to is said in any case, what else there is only of somebody."""
    return [applies, *(words for words in others if words.ids)]


SENTENCES: Mapping[str, Callable[[_Counter, _Ids, _Ids, _Ids, _Ids], list[CountedWords]]] = {
    CONFIRMED: _confirmed,
    OFFLINE: _recorded,
    EXEMPT: _exempted,
}
"""By kind of act, what is said of whom a choice changes, who has it already, is passed over, and has not done it."""
