"""Tables of a class and of a pupil, from the class report: for spreadsheets, print, signature and families."""

from collections.abc import Callable

from careered.clock import today
from careered.packs.models import Pack
from careered.progress.completion import REACHED_STATES
from careered.progress.labels import METHOD_LABELS, STATE_LABELS
from careered.reports import labels
from careered.reports.grade_suggestion import suggest_grade
from careered.reports.table import Cell, Report, ReportTable
from careered.reports.table_text import (
    format_day,
    format_narrow_day,
    provenance,
    requirement_title,
    short_requirement_title,
    strip_soft_hyphens,
)
from careered.web.i18n import translations


def class_table(report: Report, pack: Pack, lang: str) -> ReportTable:
    """One row per active pupil: number done, state and date of each requirement, days offline, suggested grade.

    In print, state and date share a cell: 24 pupils with nine requirements fit on two pages. Below it stands what many
    of the class believe.
    """
    gettext, requirement_ids = translations(lang).gettext, _requirement_ids(report)
    pupils = [pupil for pupil in report["pupils"] if pupil["status"] == "active"]
    leading = [gettext(labels.PUPIL), gettext(labels.DONE)]
    offline_headings = [strip_soft_hyphens(activity["title"]) for activity in report.get("offline", ())]
    trailing = [*offline_headings, *([gettext(labels.SUGGESTION)] if pack.marks.proposes else [])]
    state_headings = [
        heading
        for requirement_id in requirement_ids
        for heading in (short_requirement_title(pack, requirement_id, lang), _since_heading(pack, requirement_id, lang))
    ]
    rows = [
        [*_leading_cells(pupil), *_state_and_day_cells(pupil, pack, lang), *_trailing_cells(report, pupil, pack, lang)]
        for pupil in pupils
    ]
    print_headings = [
        f"{short_requirement_title(pack, requirement_id, lang)}\n{_item_codes(pack, requirement_id, lang)}"
        for requirement_id in requirement_ids
    ]
    print_rows = [
        [*_leading_cells(pupil), *_combined_cells(pupil, pack, lang), *_trailing_cells(report, pupil, pack, lang)]
        for pupil in pupils
    ]
    header_lines, class_name = [provenance(pack, lang)], report["class"]["name"]
    footer_lines = [*_misconception_lines(report, lang), gettext(labels.SIGNATURE)]
    print_layout = ReportTable(
        lang, class_name, header_lines, [*leading, *print_headings, *trailing], print_rows, footer_lines
    )
    return ReportTable(
        lang, class_name, header_lines, [*leading, *state_headings, *trailing], rows, print_layout=print_layout
    )


def _misconception_lines(report: Report, lang: str) -> list[str]:
    """A heading and a line for each that enough pupils have answered; nothing where there is none."""
    shown = [entry for entry in report["misconceptions"] if entry["pupils"] is not None]
    lines = [strip_soft_hyphens(f"{entry['question']} {entry['text']}: {entry['words']}") for entry in shown]
    return [translations(lang).gettext(labels.MISCONCEPTIONS), *lines] if lines else []


def _requirement_ids(report: Report) -> list[str]:
    return [requirement["key"] for requirement in report["pupils"][0]["requirements"]] if report["pupils"] else []


def _since_heading(pack: Pack, key: str, lang: str) -> str:
    return translations(lang).gettext(labels.SINCE) % {"requirement": short_requirement_title(pack, key, lang)}


def _state_values(pupil: Report) -> list[str]:
    return [requirement["state"] for requirement in pupil["requirements"]]


def _leading_cells(pupil: Report) -> list[Cell]:
    counted = [state for state in _state_values(pupil) if state != "exempt"]
    return [pupil["name"], f"{sum(state in REACHED_STATES for state in counted)} / {max(len(counted), 1)}"]


def _trailing_cells(report: Report, pupil: Report, pack: Pack, lang: str) -> list[Cell]:
    """The days away from the screen, then the suggested grade."""
    days = [activity["days"].get(pupil["id"], "") for activity in report.get("offline", ())]
    return [*days, *_suggestion_cells(pupil, pack, lang)]


def _suggestion_cells(pupil: Report, pack: Pack, lang: str) -> list[Cell]:
    return [suggest_grade(pack, _state_values(pupil), lang, today(pack.timezone))] if pack.marks.proposes else []


def _state_label(requirement: Report, gettext: Callable[[str], str]) -> str:
    message_id = STATE_LABELS[requirement["state"]]
    return gettext(message_id)


def _state_and_day_cells(pupil: Report, pack: Pack, lang: str) -> list[Cell]:
    gettext = translations(lang).gettext
    return [
        cell
        for requirement in pupil["requirements"]
        for cell in (_state_label(requirement, gettext), format_day(requirement["when"], lang, pack.timezone))
    ]


def _combined_cells(pupil: Report, pack: Pack, lang: str) -> list[Cell]:
    """State (with the method if offline) above the date."""
    gettext = translations(lang).gettext
    return [
        "\n".join(
            part
            for part in (
                _state_label(requirement, gettext)
                + (f" ({gettext(labels.OFFLINE)})" if requirement["how"] == "offline" else ""),
                format_narrow_day(requirement["when"], lang, pack.timezone),
            )
            if part
        )
        for requirement in pupil["requirements"]
    ]


def pupil_table(report: Report, pupil: Report, pack: Pack, lang: str) -> ReportTable:
    """One row per requirement: curriculum items with their text, state, date, method and evidence."""
    gettext = translations(lang).gettext
    per_requirement = pack.marks.proposes is not None and pack.marks.proposes.each
    titles = (labels.REQUIREMENT, labels.CURRICULUM, labels.STATE, labels.WHEN, labels.EVIDENCE)
    headings = [gettext(heading) for heading in titles] + ([gettext(labels.SUGGESTION)] if per_requirement else [])
    rows = [
        [
            *_requirement_row(requirement, pack, lang),
            *([suggest_grade(pack, [requirement["state"]], lang, today(pack.timezone))] if per_requirement else []),
        ]
        for requirement in pupil["requirements"]
    ]
    overall = suggest_grade(pack, _state_values(pupil), lang, today(pack.timezone))
    header_lines = [report["class"]["name"], provenance(pack, lang)]
    footer_lines = [
        *([gettext(labels.SUGGESTED_GRADE) % {"mark": overall}] if overall else []),
        gettext(labels.SIGNATURE),
    ]
    return ReportTable(
        lang,
        pupil["name"],
        header_lines,
        headings,
        rows,
        footer_lines,
        is_landscape=False,
        widths=(3, 8, 2, 2, 4, 2)[: len(headings)],
    )


def _requirement_row(requirement: Report, pack: Pack, lang: str) -> list[Cell]:
    gettext = translations(lang).gettext
    texts = [text for code in requirement["codes"] if (text := _item_text(pack, code, lang))]
    method_label = METHOD_LABELS.get(requirement["how"])
    method = gettext(method_label) if method_label else ""
    evidence_titles = ", ".join(evidence["title"] for evidence in requirement["evidence"])
    how_known = ": ".join(part for part in (method, evidence_titles) if part)
    state = _state_label(requirement, gettext)
    return [
        requirement_title(pack, requirement["key"], lang),
        "\n".join(texts),
        state,
        format_day(requirement["when"], lang, pack.timezone),
        how_known,
    ]


def _item_text(pack: Pack, code: str, lang: str) -> str:
    """A curriculum item: display code, title, and its text if the pack has it; "" for an unknown code."""
    item = pack.item(code)
    if item is None:
        return ""
    heading = item.title.in_language(lang, pack.default_language)
    label = item.display.in_language(lang, pack.default_language) if item.display else code
    text = item.text.in_language(lang, pack.default_language) if item.text else ""
    return strip_soft_hyphens(f"{label} {heading}" + (f": {text}" if text else ""))


def _item_codes(pack: Pack, key: str, lang: str) -> str:
    """The display codes of a requirement's curriculum items."""
    requirement = pack.requirement(key)
    items = [pack.item(code) for code in requirement.items] if requirement else []
    return " · ".join(
        item.display.in_language(lang, pack.default_language) if item.display else item.code for item in items if item
    )
