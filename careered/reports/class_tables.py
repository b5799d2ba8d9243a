"""Tables of a class and of a pupil, from the class report: for spreadsheets, print, signature and families."""

from collections.abc import Sequence
from dataclasses import replace

from careered.clock import today
from careered.packs.models import Pack
from careered.progress.labels import STATE_LABELS, method_label
from careered.reports import labels
from careered.reports.class_columns import ReportColumn, class_columns, name_and_done, proposal
from careered.reports.grade_suggestion import (
    nothing_missing_yet,
    suggest_grade,
    suggestion_sentence,
    suggests_each,
)
from careered.reports.table import Cell, Report, ReportTable
from careered.reports.table_text import (
    day_cell,
    provenance,
    requirement_title,
    staff_name,
    strip_soft_hyphens,
)
from careered.web.i18n import translations


def class_table(report: Report, pack: Pack, lang: str, pupil_ids: Sequence[str] | None = None) -> ReportTable:
    """One row per pupil, in the columns of `class_columns`; below the table on paper what many of the class believe.

    pupil_ids: who, in this order; the active ones by default. 24 pupils with nine requirements fit on two pages.
    """
    columns, pupils = class_columns(report, pack, lang), _chosen(report, pupil_ids)
    table = _table(report, pack, lang, columns, pupils)
    notes = _misconception_lines(report, lang) if pupils else []
    return replace(table, title=translations(lang).gettext(labels.CLASS_SO_FAR), notes=notes)


def proposal_table(report: Report, pack: Pack, lang: str, pupil_ids: Sequence[str] | None = None) -> ReportTable:
    """One row per pupil with the proposed grade, as in `class_table`."""
    columns = [*name_and_done(report, lang), *proposal(pack, lang)]
    table = _table(report, pack, lang, columns, _chosen(report, pupil_ids))
    return replace(table, title=translations(lang).gettext(labels.PROPOSALS), is_landscape=False)


def _chosen(report: Report, pupil_ids: Sequence[str] | None) -> list[Report]:
    if pupil_ids is None:
        return [pupil for pupil in report["pupils"] if pupil["status"] == "active"]
    by_id = {pupil["id"]: pupil for pupil in report["pupils"]}
    return [by_id[pupil_id] for pupil_id in pupil_ids]


def _table(
    report: Report,
    pack: Pack,
    lang: str,
    columns: Sequence[ReportColumn],
    pupils: Sequence[Report],
) -> ReportTable:
    gettext = translations(lang).gettext
    about = nothing_missing_yet(pack, lang, today(pack.timezone)) if pupils else gettext(labels.NOBODY)
    return ReportTable(
        lang,
        "",
        [line for line in (provenance(pack, lang), about) if line],
        [column.heading for column in columns],
        [[column.cell(pupil) for column in columns] for pupil in pupils],
        [gettext(labels.SIGNATURE)] if pupils else [],
        print_headings=[column.printed for column in columns],
        subtitle=report["class"]["name"],
    )


def _misconception_lines(report: Report, lang: str) -> list[str]:
    """A heading, what is counted, and a line for each that somebody believes; nothing where there is none.

    Only what enough pupils have answered is told, of the whole class: no filter leads to fewer pupils.
    """
    gettext = translations(lang).gettext
    shown = [entry for entry in report["misconceptions"] if entry["before"] or entry["after"]]
    lines = [strip_soft_hyphens(f"{entry['question']} {entry['text']} – {entry['words']}") for entry in shown]
    return [gettext(labels.MISCONCEPTIONS), gettext(labels.MISCONCEPTIONS_ABOUT), *lines] if lines else []


def pupil_table(report: Report, pupil: Report, pack: Pack, lang: str) -> ReportTable:
    """One row per requirement: curriculum items with their text, state, date, method and evidence."""
    gettext = translations(lang).gettext
    titles = [labels.REQUIREMENT, labels.CURRICULUM, labels.STATE, labels.WHEN, labels.EVIDENCE]
    states, day = [requirement["state"] for requirement in pupil["requirements"]], today(pack.timezone)
    if proposes := suggests_each(pack, states, day):
        titles.append(labels.SUGGESTION)
    suggested = suggestion_sentence(pack, states, lang, day)
    return ReportTable(
        lang,
        staff_name(report, pupil),
        [provenance(pack, lang)],
        [gettext(title) for title in titles],
        [_requirement_row(requirement, pack, lang, proposes) for requirement in pupil["requirements"]],
        [*filter(None, [suggested]), gettext(labels.SIGNATURE)],
        is_landscape=False,
        widths=(3, 8, 2, 2, 4, 2)[: len(titles)],
        subtitle=report["class"]["name"],
    )


def _requirement_row(requirement: Report, pack: Pack, lang: str, proposes: bool) -> list[Cell]:
    gettext = translations(lang).gettext
    texts = [text for code in requirement["codes"] if (text := _item_text(pack, code, lang))]
    state = requirement["state"]
    label = method_label(state, requirement["how"])
    method = gettext(label) if label else ""
    evidence_titles = ", ".join(evidence["title"] for evidence in requirement["evidence"])
    how_known = ": ".join(part for part in (method, evidence_titles) if part)
    cells: list[Cell] = [
        requirement_title(pack, requirement["key"], lang),
        "\n".join(texts),
        gettext(STATE_LABELS[state]),
        day_cell(requirement["when"], pack.timezone),
        how_known,
    ]
    if proposes:
        cells.append(suggest_grade(pack, [state], lang, today(pack.timezone)))
    return cells


def _item_text(pack: Pack, code: str, lang: str) -> str:
    """A curriculum item: display code, title, and its text if the pack has it; "" for an unknown code."""
    item = pack.item(code)
    if item is None:
        return ""
    heading = item.title.in_language(lang, pack.default_language)
    label = item.display.in_language(lang, pack.default_language) if item.display else code
    text = item.text.in_language(lang, pack.default_language) if item.text else ""
    return strip_soft_hyphens(f"{label} {heading}" + (f": {text}" if text else ""))
