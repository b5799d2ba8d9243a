"""What can be marked in a class, and why somebody may be exempt: by the pack, in the reader's language."""

from dataclasses import dataclass

from careered.dashboard.marking_words import REASONS
from careered.packs.models import Pack
from careered.progress import marking
from careered.roster.scope import Course
from careered.web.i18n import translations


@dataclass(frozen=True)
class Choice:
    """Something that can be marked: `value` is "kind:subject"."""

    value: str
    label: str


def choices(course: Course, kind: str, lang: str) -> list[Choice]:
    """What can be marked in this way, by the pack and the class's grade."""
    pack = course.pack
    if kind == marking.OFFLINE:
        return [
            Choice(f"{kind}:{one.id}", one.title.in_language(lang, pack.default_language))
            for one in pack.offline_activities
        ]
    found = [
        one
        for one in pack.requirements_for(course.room.grade)
        if kind == marking.EXEMPT or one.completion.teacher_may_confirm
    ]
    return [Choice(f"{kind}:{one.id}", one.title.in_language(lang, pack.default_language)) for one in found]


def reasons(pack: Pack, lang: str) -> list[tuple[str, str]]:
    """Why somebody may be exempt: what holds everywhere, and what the pack names."""
    say = translations(lang).gettext
    named = {code for one in pack.requirements for code in one.exempt}
    own = [
        (one.id, one.title.in_language(lang, pack.default_language))
        for one in pack.exemption_reasons
        if one.id in named
    ]
    return [*own, *((code, say(word)) for code, word in REASONS.items())]
