"""A class and a pupil as tables, made from the very data of the JSON: for spreadsheets, to print, to sign, for home."""

from typing import Any

from careered.packs.models import Pack
from careered.progress.state_words import HOW, STATES
from careered.reports import words
from careered.reports.proposal import REACHED, proposal
from careered.reports.sheet import Cell, Sheet
from careered.reports.sheets import day, made, plain, short, title
from careered.web.i18n import translations

Report = dict[str, Any]


def class_sheet(report: Report, pack: Pack, lang: str) -> Sheet:
    """One row a pupil, two columns a requirement (state, since when), how many are done and what that proposes.

    On paper state and day stand in one cell: 24 pupils with nine requirements fit on two sheets.
    """
    say, keys = translations(lang).gettext, _keys(report)
    pupils = [one for one in report["pupils"] if one["status"] == "active"]
    first = [say(words.PUPIL), say(words.DONE)]
    last = [say(words.PROPOSAL)] if pack.marks.proposes else []
    twice = [name for key in keys for name in (short(pack, key, lang), _since(pack, key, lang))]
    rows = [[*_begins(one), *_apart(one, lang), *_proposed(one, pack, lang)] for one in pupils]
    heads = [f"{short(pack, key, lang)}\n{_codes(pack, key, lang)}" for key in keys]
    printed = [[*_begins(one), *_joined(one, lang), *_proposed(one, pack, lang)] for one in pupils]
    above, name = [made(pack, lang)], report["class"]["name"]
    paper = Sheet(lang, name, above, [*first, *heads, *last], printed, [say(words.SIGNATURE)])
    return Sheet(lang, name, above, [*first, *twice, *last], rows, paper=paper)


def _keys(report: Report) -> list[str]:
    return [one["key"] for one in report["pupils"][0]["requirements"]] if report["pupils"] else []


def _since(pack: Pack, key: str, lang: str) -> str:
    return translations(lang).gettext(words.SINCE) % {"requirement": short(pack, key, lang)}


def _states(pupil: Report) -> list[str]:
    return [each["state"] for each in pupil["requirements"]]


def _begins(pupil: Report) -> list[Cell]:
    counted = [state for state in _states(pupil) if state != "exempt"]
    return [pupil["name"], f"{sum(state in REACHED for state in counted)} / {max(len(counted), 1)}"]


def _proposed(pupil: Report, pack: Pack, lang: str) -> list[Cell]:
    return [proposal(pack, _states(pupil), lang)] if pack.marks.proposes else []


def _apart(pupil: Report, lang: str) -> list[Cell]:
    say = translations(lang).gettext
    return [cell for each in pupil["requirements"] for cell in (say(STATES[each["state"]]), day(each["when"], lang))]


def _joined(pupil: Report, lang: str) -> list[Cell]:
    """State, how we know where it was not in the lessons, and the day, under each other."""
    say = translations(lang).gettext
    return [
        "\n".join(
            part
            for part in (
                say(STATES[each["state"]]) + (f" ({say(words.AWAY)})" if each["how"] == "offline" else ""),
                day(each["when"], lang),
            )
            if part
        )
        for each in pupil["requirements"]
    ]


def person_sheet(report: Report, pupil: Report, pack: Pack, lang: str) -> Sheet:
    """One row a requirement: the curriculum's paragraphs with their text, the state, since when, and how we know."""
    say = translations(lang).gettext
    each = pack.marks.proposes is not None and pack.marks.proposes.each
    titles = (words.REQUIREMENT, words.CURRICULUM, words.STATE, words.WHEN, words.HOW_KNOWN)
    head = [say(one) for one in titles] + ([say(words.PROPOSAL)] if each else [])
    rows = [
        [*_requirement_row(one, pack, lang), *([proposal(pack, [one["state"]], lang)] if each else [])]
        for one in pupil["requirements"]
    ]
    whole = proposal(pack, _states(pupil), lang)
    lines = [report["class"]["name"], made(pack, lang)]
    below = [*([say(words.PROPOSES) % {"mark": whole}] if whole else []), say(words.SIGNATURE)]
    return Sheet(lang, pupil["name"], lines, head, rows, below, landscape=False, widths=(3, 8, 2, 2, 4, 2)[: len(head)])


def _requirement_row(one: Report, pack: Pack, lang: str) -> list[Cell]:
    say = translations(lang).gettext
    texts = [text for code in one["codes"] if (text := _paragraph(pack, code, lang))]
    how = say(HOW[one["how"]]) if one["how"] in HOW else ""
    proof = ", ".join(each["title"] for each in one["evidence"])
    known = ": ".join(part for part in (how, proof) if part)
    state = say(STATES[one["state"]])
    return [title(pack, one["key"], lang), "\n".join(texts), state, day(one["when"], lang), known]


def home_sheet(report: Report, pupil: Report, pack: Pack, lang: str) -> Sheet:
    """For the guardians: what the pupil has got to know and what comes. No answers, no reasons, no proposals."""
    say = translations(lang).gettext
    rows: list[list[Cell]] = [
        [title(pack, one["key"], lang), say(words.AT_HOME[one["state"]]), day(one["when"], lang)]
        for one in pupil["requirements"]
        if one["state"] != "exempt"
    ]
    head = [say(one) for one in (words.REQUIREMENT, words.STATE, words.WHEN)]
    lines = [report["class"]["name"], say(words.HOME_ABOUT), say(words.HOME_PRIVATE)]
    return Sheet(
        lang, pupil["name"], lines, head, rows, [say(words.HOME_SERVICES), *_services(pack, lang)], landscape=False
    )


def _services(pack: Pack, lang: str) -> list[str]:
    """The national services with their addresses: they are for families too."""
    there = [one for one in pack.services if one.status == "active"]
    named = [(one.name, one.url.in_language(lang, pack.default_language)) for one in there]
    return [f"{plain(name.in_language(lang, pack.default_language))}: {url}" for name, url in named if url]


def _paragraph(pack: Pack, code: str, lang: str) -> str:
    """A paragraph's code as people say it, its heading, and its text where the pack has it."""
    item = pack.item(code)
    if item is None:
        return ""
    heading = item.title.in_language(lang, pack.default_language)
    shown = item.display.in_language(lang, pack.default_language) if item.display else code
    text = item.text.in_language(lang, pack.default_language) if item.text else ""
    return plain(f"{shown} {heading}" + (f": {text}" if text else ""))


def _codes(pack: Pack, key: str, lang: str) -> str:
    """The codes of the paragraphs that ask for a requirement."""
    found = pack.requirement(key)
    items = [pack.item(code) for code in found.items] if found else []
    return " · ".join(
        item.display.in_language(lang, pack.default_language) if item.display else item.code for item in items if item
    )
