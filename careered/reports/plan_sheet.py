"""The plan of guidance that a municipality or a school can use: what is done, by which rule, when, how, for how many.

For the Danish plan of guidance activities and the annex to the Finnish guidance plan: the pack says what it is called.
"""

from collections.abc import Mapping
from typing import Any

from careered.packs.models import Pack, Requirement
from careered.reports import words
from careered.reports.sheet import Cell, Sheet
from careered.reports.sheets import made, number, plain
from careered.web.i18n import translations

Report = dict[str, Any]


def plan_sheet(pack: Pack, figures: Mapping[str, Report], lang: str, name: str) -> Sheet:
    """One row a requirement, by grade. figures: its report over all schools, by key. name: of the organisation."""
    say = translations(lang).gettext
    titles = (words.GRADE, words.ACTIVITY, words.BASIS, words.CURRICULUM, words.PREPARED, words.SERVICES)
    head = [say(title) for title in (*titles, words.FOLLOWED, words.IN_SCOPE, words.REACHED)]
    ordered = sorted(pack.requirements, key=lambda one: one.by_grade)
    rows = [[*_row(one, pack, lang), *_reached(figures.get(one.id))] for one in ordered]
    title = pack.plan_title.in_language(lang, pack.default_language) if pack.plan_title else say(words.PLAN)
    above = [name, made(pack, lang), say(words.FEW)] if name else [made(pack, lang), say(words.FEW)]
    widths = (1, 3, 2, 2, 4, 3, 3, 1, 1)
    return Sheet(lang, plain(title), above, head, rows, [say(words.TO_FILL_IN), say(words.SIGNATURE)], widths=widths)


def _row(one: Requirement, pack: Pack, lang: str) -> list[Cell]:
    def told(text: Any) -> str:
        return plain(text.in_language(lang, pack.default_language))

    say = translations(lang).gettext
    paragraphs = [item for code in one.items if (item := pack.item(code))]
    codes = [told(item.display) if item.display else item.code for item in paragraphs]
    services = [told(found.name) for key in one.services if (found := pack.service(key))]
    basis = say(words.BASES[one.basis])
    return [
        one.by_grade,
        told(one.title),
        basis,
        "\n".join(codes),
        "\n".join(_ways(one, pack, lang)),
        "\n".join(services),
        say(words.FOLLOWED_BY),
    ]


def _ways(one: Requirement, pack: Pack, lang: str) -> list[str]:
    """The lessons and activities that meet a requirement, with their length."""
    say = translations(lang).gettext
    wanted = [lesson for key in getattr(one.completion, "all", ()) if (lesson := pack.lesson(key))]
    lines = [
        f"{plain(lesson.title.in_language(lang, pack.default_language))} ({say(words.MINUTES) % {'n': lesson.minutes}})"
        for lesson in wanted
    ]
    away = getattr(one.completion, "offline", "")
    found = next((each for each in pack.offline_activities if each.id == away), None)
    if found:
        lines.append(plain(found.title.in_language(lang, pack.default_language)))
    return lines or [say(words.ALONG_THE_WAY)]


def _reached(report: Report | None) -> list[Cell]:
    return [number(report["pupils"]), number(report["reached"])] if report else [words.HIDDEN, words.HIDDEN]
