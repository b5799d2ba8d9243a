"""Guidance plan of a municipality or a school: each requirement with its legal basis, grade, lessons and figures.

Serves as the Danish plan of guidance activities and as the annex to the Finnish guidance plan; the pack has its title.
"""

from collections.abc import Mapping
from typing import Any

from careered.packs.models import Pack, Requirement
from careered.reports import labels
from careered.reports.table import Cell, Report, ReportTable
from careered.reports.table_text import number_cell, provenance, strip_soft_hyphens
from careered.web.i18n import translations

_HEADINGS = (
    *(labels.GRADE, labels.ACTIVITY, labels.BASIS, labels.CURRICULUM, labels.LESSONS_AND_ACTIVITIES),
    *(labels.SERVICES, labels.FOLLOW_UP, labels.IN_SCOPE, labels.REACHED),
)
_WIDTHS = (1, 3, 2, 2, 4, 3, 3, 1, 1)


def guidance_plan_table(pack: Pack, reports: Mapping[str, Report], lang: str, organisation_name: str) -> ReportTable:
    """One row per requirement, by grade. reports: by requirement id, over all schools of the organisation."""
    gettext = translations(lang).gettext
    title = pack.plan_title.in_language(lang, pack.default_language) if pack.plan_title else gettext(labels.PLAN)
    header_lines = [provenance(pack, lang), gettext(labels.SUPPRESSION_NOTE)]
    rows = [
        [*_requirement_row(requirement, pack, lang), *_reached_cells(reports.get(requirement.id))]
        for requirement in sorted(pack.requirements, key=lambda requirement: requirement.by_grade)
    ]
    return ReportTable(
        lang,
        strip_soft_hyphens(title),
        header_lines,
        [gettext(heading) for heading in _HEADINGS],
        rows,
        [gettext(labels.SCHOOL_FILLS_IN), gettext(labels.SIGNATURE)],
        widths=_WIDTHS,
        subtitle=organisation_name,
    )


def _requirement_row(requirement: Requirement, pack: Pack, lang: str) -> list[Cell]:
    def localized(text: Any) -> str:
        return strip_soft_hyphens(text.in_language(lang, pack.default_language))

    gettext = translations(lang).gettext
    items = [item for code in requirement.items if (item := pack.item(code))]
    item_labels = [localized(item.display) if item.display else item.code for item in items]
    services = [localized(service.name) for key in requirement.services if (service := pack.service(key))]
    basis = gettext(labels.BASIS_LABELS[requirement.basis])
    return [
        requirement.by_grade,
        localized(requirement.title),
        basis,
        "\n".join(item_labels),
        "\n".join(_lesson_and_activity_lines(requirement, pack, lang)),
        "\n".join(services),
        gettext(labels.FOLLOW_UP_TEXT),
    ]


def _lesson_and_activity_lines(requirement: Requirement, pack: Pack, lang: str) -> list[str]:
    """The lessons (with their length in minutes) and the offline activity that complete a requirement."""
    gettext = translations(lang).gettext
    lessons = [lesson for key in getattr(requirement.completion, "all", ()) if (lesson := pack.lesson(key))]
    lines = [
        f"{strip_soft_hyphens(lesson.title.in_language(lang, pack.default_language))} "
        f"({gettext(labels.MINUTES) % {'n': lesson.minutes}})"
        for lesson in lessons
    ]
    activity_id = getattr(requirement.completion, "offline", "")
    activity = next((candidate for candidate in pack.offline_activities if candidate.id == activity_id), None)
    if activity:
        lines.append(strip_soft_hyphens(activity.title.in_language(lang, pack.default_language)))
    return lines or [gettext(labels.IN_SEVERAL_LESSONS)]


def _reached_cells(report: Report | None) -> list[Cell]:
    return (
        [number_cell(report["pupils"]), number_cell(report["reached"])]
        if report
        else [labels.SUPPRESSED, labels.SUPPRESSED]
    )
