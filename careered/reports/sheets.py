"""The reports as tables: a class, a pupil, a school, an organisation. Made from the very data of the JSON."""

from datetime import datetime
from typing import Any

from careered.clock import now
from careered.packs.models import Pack
from careered.reports import words
from careered.reports.sheet import Cell, Sheet
from careered.web.i18n import day_words, translations

Report = dict[str, Any]


def class_sheet(report: Report, pack: Pack, lang: str) -> Sheet:
    """One row a pupil, two columns a requirement (state, since when), and how many are done."""
    say = translations(lang).gettext
    keys = [one["key"] for one in report["pupils"][0]["requirements"]] if report["pupils"] else []
    titles = [_short(pack, key, lang) for key in keys]
    head = [say(words.PUPIL), say(words.DONE)]
    for title in titles:
        head += [title, say(words.SINCE) % {"requirement": title}]
    rows = [_pupil_row(one, lang) for one in report["pupils"] if one["status"] == "active"]
    return Sheet(lang, report["class"]["name"], [_made(pack, lang)], head, rows)


def _pupil_row(one: Report, lang: str) -> list[Cell]:
    say, states = translations(lang).gettext, [each["state"] for each in one["requirements"]]
    counted = [state for state in states if state != "exempt"]
    row: list[Cell] = [
        one["name"],
        f"{sum(state in {'done', 'confirmed'} for state in counted)} / {max(len(counted), 1)}",
    ]
    for each in one["requirements"]:
        row += [say(words.STATES[each["state"]]), day(each["when"], lang)]
    return row


def person_sheet(report: Report, pupil: Report, pack: Pack, lang: str) -> Sheet:
    """One row a requirement: the curriculum's paragraphs, the state, since when, and how we know."""
    say = translations(lang).gettext
    titles = (words.REQUIREMENT, words.CURRICULUM, words.STATE, words.WHEN, words.HOW_KNOWN)
    rows = [_requirement_row(one, pack, lang) for one in pupil["requirements"]]
    above = [report["class"]["name"], _made(pack, lang)]
    return Sheet(lang, pupil["name"], above, [say(title) for title in titles], rows, [say(words.SIGNATURE)])


def _requirement_row(one: Report, pack: Pack, lang: str) -> list[Cell]:
    say, found = translations(lang).gettext, pack.requirement(one["key"])
    title = found.title.in_language(lang, pack.default_language) if found else one["key"]
    paragraphs = [text for code in one["codes"] if (text := _paragraph(pack, code, lang))]
    how = say(words.HOW[one["how"]]) if one["how"] in words.HOW else ""
    proof = ", ".join(each["title"] for each in one["evidence"])
    known = ": ".join(part for part in (how, proof) if part)
    return [_plain(title), "; ".join(paragraphs), say(words.STATES[one["state"]]), day(one["when"], lang), known]


def _paragraph(pack: Pack, code: str, lang: str) -> str:
    item = pack.item(code)
    if item is None:
        return ""
    shown = item.display.in_language(lang, pack.default_language) if item.display else code
    return f"{shown} {item.title.in_language(lang, pack.default_language)}"


def school_sheet(report: Report, pack: Pack, lang: str) -> Sheet:
    """One row a requirement: how many pupils it is for, how many are exempt, how many have reached it."""
    say = translations(lang).gettext
    rows = [
        [_short(pack, one["key"], lang), *(_number(one[name]) for name in ("pupils", "exempt", "reached"))]
        for one in report["requirements"]
    ]
    head = [say(title) for title in (words.REQUIREMENT, words.IN_SCOPE, words.EXEMPT, words.REACHED)]
    return Sheet(lang, report["school"]["name"], [_made(pack, lang), say(words.FEW)], head, rows)


def organisation_sheet(report: Report, lang: str) -> Sheet:
    """One row a school, by name; no order by figures."""
    say = translations(lang).gettext
    rows = [
        [one["name"] or say(words.NO_SCHOOL), one["courses"], _number(one["pupils"]), _number(one["share"])]
        for one in report["schools"]
    ]
    head = [say(title) for title in (words.SCHOOL, words.COURSES, words.PUPILS, words.SHARE)]
    return Sheet(lang, report["organisation"]["name"], [say(words.FEW)], head, rows)


def _number(value: int | None) -> Cell:
    return words.HIDDEN if value is None else value


def day(moment: str | None, lang: str) -> str:
    """A moment of a report as a day in words; empty for none."""
    return day_words(datetime.fromisoformat(moment).date(), lang) if moment else ""


def _short(pack: Pack, key: str, lang: str) -> str:
    found = pack.requirement(key)
    text = (found.short or found.title) if found else None
    return _plain(text.in_language(lang, pack.default_language)) if text else key


def _plain(text: str) -> str:
    """Without soft hyphens: they are for narrow pages, not for files."""
    return text.replace("\u00ad", "")


def _made(pack: Pack, lang: str) -> str:
    facts = {"day": day_words(now().date(), lang), "pack": pack.id, "version": pack.version}
    return translations(lang).gettext(words.MADE) % facts
