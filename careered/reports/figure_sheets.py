"""The figures of a school and of an organisation as tables, beside those of an earlier day where there are some."""

from collections.abc import Mapping, Sequence
from typing import Any

from careered.packs.models import Pack
from careered.progress.state_words import HOW
from careered.reports import words
from careered.reports.sheet import Cell, Sheet
from careered.reports.sheets import made, number, short
from careered.reports.snapshots import change, reached_by_key
from careered.web.i18n import translations

Report = dict[str, Any]


def school_sheet(report: Report, pack: Pack, lang: str, then: Report | None = None) -> Sheet:
    """One row a requirement, for all grades and for each: pupils, exempt, reached, in which way, more than then."""
    say = translations(lang).gettext
    titles = (words.REQUIREMENT, words.GRADE, words.IN_SCOPE, words.EXEMPT, words.REACHED)
    head = [*(say(title) for title in titles), *(say(HOW[way]) for way in HOW)]
    head += [say(words.CHANGE)] if then else []
    before = reached_by_key(then)
    rows = [row for part in _parts(report, lang) for row in _rows(part, pack, lang, before if then else None)]
    return Sheet(lang, report["school"]["name"], [made(pack, lang), say(words.FEW)], head, rows)


def _parts(report: Report, lang: str) -> list[tuple[str, Sequence[Report], bool]]:
    """(which grade, its requirements, whether it is all of the school)."""
    say, grades = translations(lang).gettext, report["grades"]
    parts = [(str(one["grade"] or "–"), one["requirements"], False) for one in grades] if len(grades) > 1 else []
    return [(say(words.ALL_GRADES), report["requirements"], True), *parts]


def _rows(
    part: tuple[str, Sequence[Report], bool], pack: Pack, lang: str, before: Mapping[str, int | None] | None
) -> list[list[Cell]]:
    grade, requirements, whole = part
    rows = []
    for one in requirements:
        figures = [number(one[name]) for name in ("pupils", "exempt", "reached")]
        ways = [number(one["by"][way] if one["by"] else None) for way in HOW]
        row: list[Cell] = [short(pack, one["key"], lang), grade, *figures, *ways]
        if before is not None:
            row.append(signed(change(before.get(one["key"]), one["reached"]) if whole else None))
        rows.append(row)
    return rows


def organisation_sheet(report: Report, lang: str, then: Report | None = None) -> Sheet:
    """One row a school, by name; no order by figures."""
    say = translations(lang).gettext
    before = {one["code"]: one["share"] for one in then["schools"]} if then else {}
    rows: list[list[Cell]] = [
        [
            one["name"] or say(words.NO_SCHOOL),
            one["courses"],
            number(one["pupils"]),
            number(one["share"]),
            *([signed(change(before.get(one["code"]), one["share"]))] if then else []),
        ]
        for one in report["schools"]
    ]
    titles = (words.SCHOOL, words.COURSES, words.PUPILS, words.SHARE, *((words.CHANGE,) if then else ()))
    return Sheet(lang, report["organisation"]["name"], [say(words.FEW)], [say(title) for title in titles], rows)


def signed(value: int | None) -> Cell:
    """A change as people write it."""
    return words.HIDDEN if value is None else f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"
