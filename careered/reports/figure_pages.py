"""The administrator's pages about figures: all schools, one school, and freezing a day to compare with later."""

from datetime import date
from typing import Any

from starlette.responses import Response

from careered.packs.models import Pack
from careered.packs.store import Shelf, versions
from careered.reports import snapshots
from careered.reports.figure_sheets import organisation_sheet, school_sheet
from careered.reports.pages import as_file
from careered.reports.plan_sheet import plan_sheet
from careered.reports.school_report import organisation_report
from careered.reports.sheets import plain
from careered.roster.organisations import provider
from careered.web.edge import Ask
from careered.web.refusals import Refused
from careered.web.time_format import format_date

Report = dict[str, Any]


def show_figures(ask: Ask) -> Response:
    """GET /admin/figures: every school beside the last frozen day. as: a file. day: those of a frozen day."""
    told, then = _told(ask), _before(ask)
    sheet = organisation_sheet(told["organisation"], ask.lang, then["organisation"] if then else None)
    if "as" in ask.query:
        return as_file(sheet, ask.query["as"])
    known = snapshots.days(ask.db, ask.me.organisation_id)
    return ask.render(
        "reports/figures.html",
        sheet=sheet,
        codes=[one["code"] for one in told["organisation"]["schools"]],
        detailed={one["school"]["code"] for one in told["schools"]},
        days=[(day, _words(ask, day)) for day in known],
        then=_words(ask, then["day"]) if then else "",
        plans=_plans(ask, told),
        day=_day(ask),
        of=_words(ask, _day(ask)) if _day(ask) else "",
    )


def show_school(ask: Ask) -> Response:
    """GET /admin/figures/{code}: one school, by requirement and grade."""
    told, then = _told(ask), _before(ask)
    report = snapshots.school_in(told, ask.path["code"])
    pack = _pack(ask, report) if report else None
    if report is None or pack is None:
        raise Refused("not_found")
    sheet = school_sheet(report, pack, ask.lang, snapshots.school_in(then, ask.path["code"]) if then else None)
    if "as" in ask.query:
        return as_file(sheet, ask.query["as"])
    return ask.render("reports/school.html", sheet=sheet, then=_words(ask, then["day"]) if then else "", day=_day(ask))


def _plans(ask: Ask, told: Report) -> list[tuple[str, str]]:
    """The packs that there can be a plan for, with their titles: those in use; before anybody has come, all."""
    shelf, used = ask.house.get(Shelf), [one["id"] for one in told["organisation"]["packs"]]
    keys = used or sorted({str(row["pack_id"]) for row in versions(ask.db) if row["current"]})
    packs = [pack for key in keys if (pack := shelf.pack(ask.db, key))]
    return [(pack.id, plain(pack.title.in_language(ask.lang, pack.default_language))) for pack in packs]


def plan(ask: Ask) -> Response:
    """GET /admin/plan/{pack}?as=html|pdf|xlsx|csv: the plan of guidance of a pack, with the figures of this moment."""
    mine = ask.me.organisation_id
    shelf, name = ask.house.get(Shelf), provider(ask.db, mine).name
    pack = shelf.local(ask.db, mine, ask.path["pack"])
    if pack is None:
        raise Refused("not_found")
    packs = organisation_report(ask.db, shelf, mine, name)["packs"]
    known: Report = next((one for one in packs if one["id"] == pack.id), {"requirements": []})
    figures = {one["key"]: one for one in known["requirements"]}
    return as_file(plan_sheet(pack, figures, ask.lang, name), ask.query.get("as", "html"))


def freeze(ask: Ask) -> Response:
    """POST /admin/figures/freeze: today's figures stay as they are told now; once a day."""
    snapshots.freeze(ask.db, ask.me.organisation_id, _now(ask))
    return ask.go("/admin/figures")


def _day(ask: Ask) -> str:
    return ask.query.get("day", "")


def _told(ask: Ask) -> Report:
    """The figures that are asked for: of a frozen day, else of this moment."""
    found = snapshots.of_day(ask.db, ask.me.organisation_id, _day(ask)) if _day(ask) else _now(ask)
    if found is None:
        raise Refused("not_found")
    return found


def _now(ask: Ask) -> Report:
    mine = ask.me.organisation_id
    return snapshots.figures_now(ask.db, ask.house.get(Shelf), mine, provider(ask.db, mine).name)


def _before(ask: Ask) -> Report | None:
    """The frozen figures to compare with: the newest ones before the shown day."""
    known = [day for day in snapshots.days(ask.db, ask.me.organisation_id) if not _day(ask) or day < _day(ask)]
    found = snapshots.of_day(ask.db, ask.me.organisation_id, known[0]) if known else None
    return {**found, "day": known[0]} if found else None


def _pack(ask: Ask, report: Report) -> Pack | None:
    """The pack as it was on that day, else as it is."""
    shelf, known = ask.house.get(Shelf), report["pack"]
    then = shelf.pack(ask.db, known["id"], known["version"])
    return shelf.local(ask.db, ask.me.organisation_id, known["id"]) if then is None or not _day(ask) else then


def _words(ask: Ask, day: str) -> str:
    return format_date(date.fromisoformat(day), ask.lang)
