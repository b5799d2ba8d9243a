"""The self-check of a school: for its staff, from their class; for administrators every school's, side by side."""

from collections.abc import Mapping

from starlette.responses import Response

from careered.clock import now
from careered.reports import provision
from careered.reports.words import TERMS
from careered.roster.schools import school_of_class, schools_of
from careered.roster.scope import Course, own_course
from careered.web.edge import Ask


def show_provision(ask: Ask) -> Response:
    """GET /teacher/class/{id}/provision: ten questions, with what was said last; an answer stays until it changes."""
    course, term = own_course(ask), provision.term_of(now().date())
    known = provision.checks(ask.db, ask.me.organisation_id, _school(ask, course))
    before = next(((name, told) for name, told in known.items() if name < term), None)
    said = known.get(term) or (before[1] if before else {})
    return ask.render(
        "reports/provision.html",
        room=course.room,
        term=term_words(ask, term),
        before=term_words(ask, before[0]) if before else "",
        lines=[_line(ask, key, said, before[1] if before else {}) for key in provision.QUESTIONS],
        answers=[(code, ask.translate(word)) for code, word in provision.ANSWERS.items()],
        kept=term in known,
    )


def keep_provision(ask: Ask) -> Response:
    """POST /teacher/class/{id}/provision/keep."""
    answers = {key: ask.field(key) for key in provision.QUESTIONS}
    provision.keep(ask.db, ask.me.organisation_id, _school(ask, own_course(ask)), answers)
    return ask.go(f"/teacher/class/{ask.me.class_id}/provision")


def show_all(ask: Ask) -> Response:
    """GET /admin/provision: what each school said last, by name; nothing is added up and nobody is ranked."""
    mine = ask.me.organisation_id
    rows = []
    for school in schools_of(ask.db, mine):
        known = provision.checks(ask.db, mine, school.id)
        term = next(iter(known), "")
        told = known.get(term, {})
        cells = [ask.translate(provision.ANSWERS[told[key]]) if key in told else "–" for key in provision.QUESTIONS]
        rows.append((school.name, term_words(ask, term) if term else "–", cells))
    return ask.render("reports/all_provision.html", questions=list(provision.QUESTIONS.values()), rows=rows)


def term_words(ask: Ask, term: str) -> str:
    """A term as people say it."""
    year, half = term.split("-")
    return ask.translate(TERMS[half]) % {"year": year}


def _line(ask: Ask, key: str, said: Mapping[str, str], before: Mapping[str, str]) -> tuple[str, str, str, str]:
    """(key, question, what is ticked, what was said the term before)."""
    then = before.get(key, "")
    was = ask.translate(provision.ANSWERS[then]) if then in provision.ANSWERS else ""
    return key, ask.translate(provision.QUESTIONS[key]), said.get(key, ""), was


def _school(ask: Ask, course: Course) -> str:
    """The school of the viewer's class; a class of no school speaks for the organisation."""
    return school_of_class(ask.db, course.room.organisation_id, course.room.id)
