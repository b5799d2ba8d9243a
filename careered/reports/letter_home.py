"""The letter home: what was done, what comes, what to talk about, and services to look at together. One page.

No answers, no reasons, no exemptions, no grade.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from careered.packs.models import Service
from careered.progress.completion import REACHED_STATES
from careered.reports import labels
from careered.reports.away import coming_away, done_away
from careered.reports.evidence_sheet import when_done
from careered.reports.paper_context import PaperContext
from careered.reports.table import Report
from careered.reports.table_text import requirement_title, strip_soft_hyphens
from careered.web.i18n import LANGUAGES, languages_from, translations
from careered.web.qr import qr
from careered.web.time_format import format_short_date

SERVICE_COUNT = 3


@dataclass(frozen=True)
class LetterService:
    """A service of the country. qr: an SVG of url; qr_label: the same in words; address: the URL as people read it."""

    name: str
    purpose: str
    url: str
    address: str
    qr: str
    qr_label: str


@dataclass(frozen=True)
class LetterHome:
    """The letter in one language. done, coming: (what, when), when "" where the heading says it already.

    greeting: with the whole name; about: with the given name. nothing_…: said where these are empty, else "".
    subtitle: "" where the school is not known, so that the class is named once.
    """

    file_name: str
    lang: str
    title: str
    subtitle: str
    facts: Sequence[tuple[str, str]]
    greeting: str
    about: str
    done_title: str
    done: Sequence[tuple[str, str]]
    nothing_done: str
    coming_title: str
    coming: Sequence[tuple[str, str]]
    nothing_coming: str
    ask_title: str
    questions: Sequence[str]
    services_title: str
    services: Sequence[LetterService]
    contact: str
    regards: str
    sender: str
    languages: str


def letter_home(context: PaperContext, pupil: Report) -> LetterHome:
    """The letter about one pupil of the class."""
    gettext, given_name = context.gettext, {"pupil": context.given_name(pupil)}
    done, coming = _done(context, pupil), _coming(context, pupil)
    subtitle = _subject_and_class(context)
    return LetterHome(
        file_name=context.file_name(labels.FAMILY_FILE, pupil),
        lang=context.lang,
        title=context.school or subtitle,
        subtitle=subtitle if context.school else "",
        facts=[(gettext(labels.DATE), format_short_date(context.day, context.lang))],
        greeting=gettext(labels.FAMILY_GREETING) % {"pupil": pupil["name"]},
        about=f"{gettext(labels.FAMILY_ABOUT) % given_name} {gettext(labels.FAMILY_PRIVACY) % given_name}",
        done_title=gettext(labels.FAMILY_DONE),
        done=done,
        nothing_done="" if done else gettext(labels.NOTHING_YET),
        coming_title=gettext(labels.FAMILY_COMING),
        coming=coming,
        nothing_coming="" if coming else gettext(labels.NOTHING_LEFT),
        ask_title=gettext(labels.FAMILY_ASK),
        questions=[gettext(question) for question in labels.FAMILY_QUESTIONS],
        services_title=gettext(labels.FAMILY_SERVICES),
        services=_services(context),
        contact=gettext(labels.FAMILY_CONTACT),
        regards=gettext(labels.FAMILY_REGARDS),
        sender=context.sender,
        languages=gettext(labels.FAMILY_LANGUAGES) % {"languages": _languages(context)},
    )


def _subject_and_class(context: PaperContext) -> str:
    """The subject and the class's name. Many courses are named after the subject already: it stands there once."""
    name = context.class_name
    for lang in LANGUAGES:
        subject = (translations(lang).gettext(labels.LETTER_SUBTITLE) % {"class_name": ""}).strip(" ,")
        at_an_end = rf"^{re.escape(subject)}\b[\s,:–-]*|[\s,:–-]*\b{re.escape(subject)}$"
        rest = re.sub(at_an_end, "", name, flags=re.IGNORECASE)
        if not rest or (rest == name and subject.casefold() in name.casefold()):
            return name
        name = rest
    return context.gettext(labels.LETTER_SUBTITLE) % {"class_name": name}


def _languages(context: PaperContext) -> str:
    """Their own names, the country's own first."""
    return " · ".join(name for _code, name in languages_from(context.pack.default_language))


def _done(context: PaperContext, pupil: Report) -> list[tuple[str, str]]:
    reached = [one for one in pupil["requirements"] if one["state"] in REACHED_STATES]
    return [*_dated(context, pupil, reached), *done_away(context, pupil)]


def _coming(context: PaperContext, pupil: Report) -> list[tuple[str, str]]:
    not_coming = {*REACHED_STATES, "exempt"}
    coming = [one for one in pupil["requirements"] if one["state"] not in not_coming]
    return [*_dated(context, pupil, coming), *((title, "") for title in coming_away(context, pupil))]


def _dated(context: PaperContext, pupil: Report, requirements: Sequence[Report]) -> list[tuple[str, str]]:
    return [
        (
            requirement_title(context.pack, one["key"], context.lang),
            "" if one["state"] == "not_started" else when_done(context, pupil, one),
        )
        for one in requirements
    ]


def _services(context: PaperContext) -> list[LetterService]:
    """The first active services of the country that have a page."""
    pack, lang = context.pack, context.lang
    with_page = [
        service
        for service in pack.services
        if service.status == "active" and service.url.in_language(lang, pack.default_language)
    ]
    return [_service(context, service) for service in with_page[:SERVICE_COUNT]]


def _service(context: PaperContext, service: Service) -> LetterService:
    language = context.lang, context.pack.default_language
    name, url = strip_soft_hyphens(service.name.in_language(*language)), service.url.in_language(*language) or ""
    return LetterService(
        name=name,
        purpose=strip_soft_hyphens(service.described(*language)),
        url=url,
        address=url.removeprefix("https://").removesuffix("/"),
        qr=qr(url),
        qr_label=context.gettext(labels.QR_LABEL) % {"service": name},
    )
