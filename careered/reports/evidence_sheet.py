"""A pupil's evidence sheet, one page to sign: what was done, when, and how it is known. No texts of the pupil."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from careered.progress.completion import REACHED_STATES
from careered.progress.labels import STATE_LABELS, method_label
from careered.reports import labels
from careered.reports.away import activity_title, shown_away
from careered.reports.grade_suggestion import (
    awaited_word,
    end_of_school_year,
    suggest_grade,
    suggestion_sentence,
    suggests_each,
)
from careered.reports.paper_context import PaperContext
from careered.reports.state_tile import state_tile
from careered.reports.table import Report
from careered.reports.table_text import format_short_day, item_codes, requirement_title, strip_soft_hyphens
from careered.web.time_format import format_short_date

NOTHING = "–"
"""What stands where there is nothing to say."""


@dataclass(frozen=True)
class EvidenceRow:
    """A requirement or an activity. tile: an SVG; state: the same as a word. note: paragraphs of the curriculum.

    cells: what the pupil did, when, how it is known and, in some countries, the proposed grade.
    """

    tile: str
    state: str
    title: str
    note: str
    cells: Sequence[str]


@dataclass(frozen=True)
class EvidenceSheet:
    """The page. facts: label and value; headings: of title and cells; away: what was done away from the screen."""

    file_name: str
    lang: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    figure: str
    proposal: str
    headings: Sequence[str]
    rows: Sequence[EvidenceRow]
    away_title: str
    away: Sequence[EvidenceRow]
    note: str
    signature: str


def evidence_sheet(context: PaperContext, pupil: Report) -> EvidenceSheet:
    """The sheet of one pupil of the class."""
    gettext, states = context.gettext, [requirement["state"] for requirement in pupil["requirements"]]
    proposes, sender = suggests_each(context.pack, states, context.day), {"name": context.sender}
    return EvidenceSheet(
        file_name=context.file_name(labels.EVIDENCE_FILE, pupil),
        lang=context.lang,
        title=gettext(labels.SHEET_TITLE),
        subtitle=" · ".join(filter(None, (context.staff_name(pupil), context.class_name, context.school))),
        facts=_facts(context),
        figure=_figure(context, states),
        proposal=suggestion_sentence(context.pack, states, context.lang, context.day),
        headings=_headings(context, proposes),
        rows=[_requirement_row(context, pupil, requirement, proposes) for requirement in pupil["requirements"]],
        away_title=gettext(labels.AWAY),
        away=[_away_row(context, pupil, activity, proposes) for activity in shown_away(context, pupil)],
        note=gettext(labels.SHEET_NOTE),
        signature=gettext(labels.SIGNED_BY) % sender if context.sender else gettext(labels.SIGN_HERE),
    )


def _facts(context: PaperContext) -> list[tuple[str, str]]:
    ends = end_of_school_year(context.pack, context.day).year
    facts = {
        labels.PRINTED: format_short_date(context.day, context.lang),
        labels.SCHOOL_YEAR: f"{ends - 1}–{ends}",
        labels.VERSION: f"{context.pack.id} {context.pack.version}",
    }
    return [(context.gettext(label), value) for label, value in facts.items()]


def _figure(context: PaperContext, states: Iterable[str]) -> str:
    counted = [state for state in states if state != "exempt"]
    figures = {"done": sum(state in REACHED_STATES for state in counted), "total": len(counted)}
    return context.gettext(labels.DONE_OF) % figures


def _headings(context: PaperContext, proposes: bool) -> list[str]:
    names = [labels.REQUIREMENT, labels.DID, labels.WHEN_DONE, labels.EVIDENCE]
    return [context.gettext(name) for name in (*names, *([labels.SUGGESTION] if proposes else []))]


def _requirement_row(context: PaperContext, pupil: Report, requirement: Report, proposes: bool) -> EvidenceRow:
    state = requirement["state"]
    grade = suggest_grade(context.pack, [state], context.lang, context.day)
    return EvidenceRow(
        tile=state_tile(state),
        state=context.gettext(STATE_LABELS[state]),
        title=requirement_title(context.pack, requirement["key"], context.lang),
        note=strip_soft_hyphens(item_codes(context.pack, requirement["key"], context.lang)),
        cells=[
            "; ".join(one["title"] for one in requirement["evidence"]) or NOTHING,
            when_done(context, pupil, requirement),
            _how_known(context, pupil, requirement),
            *([grade or NOTHING] if proposes else []),
        ],
    )


def when_done(context: PaperContext, pupil: Report, requirement: Report) -> str:
    """The day on which it was done, else since when the state holds; in the year a word for what is not reached yet."""
    if requirement["state"] in REACHED_STATES and (day := context.event_day(pupil, requirement)):
        return format_short_date(day, context.lang)
    if requirement["state"] in {"not_started", "in_progress"}:
        return awaited_word(context.pack, requirement["state"], context.lang, context.day)
    return format_short_day(requirement["when"], context.lang, context.pack.timezone) or NOTHING


def _how_known(context: PaperContext, pupil: Report, requirement: Report) -> str:
    state = requirement["state"]
    if state == "exempt":
        return context.gettext(STATE_LABELS[state])
    label, by = method_label(state, requirement["how"]), context.who_recorded(pupil, requirement["key"])
    # What was done in the lessons was not done by who confirmed it.
    words = labels.CONFIRMED_BY if requirement["how"] == "lesson" else labels.RECORDED_BY
    return _with_name(context, label, by, words) if label else NOTHING


def _with_name(context: PaperContext, label: str, name: str, words: str = labels.RECORDED_BY) -> str:
    how = context.gettext(label)
    return context.gettext(words) % {"how": how, "name": name} if name else how


def _away_row(context: PaperContext, pupil: Report, activity: Report, proposes: bool) -> EvidenceRow:
    days = activity["days"].get(pupil["id"], "")
    state = "confirmed" if days else "not_started"
    how = _with_name(context, labels.RECORDED, context.who_recorded(pupil, activity["key"])) if days else NOTHING
    return EvidenceRow(
        tile=state_tile(state),
        state=context.gettext(STATE_LABELS[state]),
        title=activity_title(context.pack, activity["key"], context.lang),
        note="",
        cells=[
            context.day_count(pupil, activity) or NOTHING,
            days or awaited_word(context.pack, state, context.lang, context.day),
            how,
            *([NOTHING] if proposes else []),
        ],
    )
