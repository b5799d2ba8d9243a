"""The reports of a whole class: which there are, how their files are called, and which formats make sense for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from careered.clock import today
from careered.dashboard.filters import Filters
from careered.i18n_marker import _
from careered.reports import labels
from careered.roster.scope import ClassScope
from careered.web.attachment import file_name
from careered.web.i18n import LANGUAGES, languages_from, translations

CLASS, EVIDENCE, LETTERS, PROPOSAL = "class", "evidence", "letters", "proposal"
FILE_KINDS: Mapping[str, str] = {
    CLASS: _("class"),
    EVIDENCE: _("evidence"),
    LETTERS: _("letters home"),
    PROPOSAL: _("proposal"),
}
PAPERS, TABLES = ("print", "pdf"), ("print", "pdf", "xlsx", "csv")
FORMAT_LABELS: Mapping[str, str] = {"print": _("Print"), "pdf": _("PDF"), "xlsx": _("Excel"), "csv": _("CSV")}

Ways = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ClassReport:
    """A line of the page of reports. file_name: without suffix. ways: format and address, in the reader's language.

    language: its name where there are others; in_languages: each of them with its ways.
    """

    kind: str
    title: str
    about: str
    file_name: str
    ways: Ways
    language: str = ""
    in_languages: Sequence[tuple[str, Ways]] = ()


def class_file_name(scope: ClassScope, kind: str, lang: str) -> str:
    """The name of a class's file, without suffix: class, kind and day."""
    word, day = translations(lang).gettext(FILE_KINDS[kind]), today(scope.pack.timezone).isoformat()
    return file_name(f"{scope.class_info.title} {word} {day}")


def report_url(scope: ClassScope, kind: str, file_format: str, filters: Filters, lang: str) -> str:
    """The address of a report: of the pupils whom the filters show, in their order."""
    chosen = {"what": kind, "as": file_format, "language": lang} if kind in {EVIDENCE, LETTERS} else {"as": file_format}
    chosen |= {"what": kind} if kind == PROPOSAL else {}
    query = urlencode(chosen) + (f"&{filters.query}" if filters.query else "")
    return f"/teacher/class/{scope.class_info.id}/report?{query}"


def class_reports(scope: ClassScope, pupils: int, filters: Filters, lang: str) -> list[ClassReport]:
    """The reports of the class. pupils: how many the filters show; a page for nobody is not offered."""
    gettext, ngettext = translations(lang).gettext, translations(lang).ngettext
    number = {"num": pupils}
    evidence = ngettext("Evidence, %(num)s pupil", "Evidence, %(num)s pupils", pupils) % number
    letters = ngettext("Letters home, %(num)s", "Letters home, %(num)s", pupils) % number
    each = gettext(_("one page per pupil, all in one file"))
    lines = [
        (CLASS, gettext(labels.CLASS_SO_FAR), gettext(_("grid and dates")), TABLES),
        *([(EVIDENCE, evidence, each, PAPERS), (LETTERS, letters, each, PAPERS)] if pupils else []),
    ]
    if scope.pack.marks.proposes:
        about = gettext(_("what is done, and a proposed grade; staff decide"))
        lines.append((PROPOSAL, gettext(labels.PROPOSALS), about, TABLES))

    def ways(kind: str, formats: Sequence[str], language: str) -> Ways:
        return [(one, report_url(scope, kind, one, filters, language)) for one in formats]

    def others(kind: str, formats: Sequence[str]) -> list[tuple[str, Ways]]:
        languages = languages_from(scope.pack.default_language) if kind == LETTERS else []
        return [(name, ways(kind, formats, code)) for code, name in languages if code != lang]

    return [
        ClassReport(
            *(kind, title, about, class_file_name(scope, kind, lang), ways(kind, formats, lang)),
            language=LANGUAGES[lang] if kind == LETTERS else "",
            in_languages=others(kind, formats),
        )
        for kind, title, about, formats in lines
    ]
