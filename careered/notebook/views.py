"""My page: a picture of what came to be, and folded below it the answers, own entries and chosen services."""

from collections.abc import Sequence

from starlette.responses import Response

from careered.agreements.store import AgreementView, agreements_with
from careered.clock import new_id
from careered.lessons.attempt import current_pupil
from careered.lessons.sequencing import next_lesson
from careered.notebook import entries
from careered.notebook.collect import load_notebook
from careered.notebook.entries import MAX_LENGTH
from careered.notebook.labels import MISSING_TEXT, NOTEBOOK_FULL, OWN_SECTION_LABELS, SECTION_TITLES, TOO_LONG
from careered.notebook.picture import draw, picture_of
from careered.notebook.tiles import service_tile
from careered.services.cards import directory
from careered.web.request import PageRequest
from careered.web.time_format import format_short_date

NOTEBOOK_PATH = "/me"
PLANS_SHOWN = 2


def show_notebook(req: PageRequest) -> Response:
    """GET /me: the notebook. Only the pupil sees it; teachers the picture and the plan where the pupil shows them."""
    return _page(req)


def _page(req: PageRequest, wrong: str = "") -> Response:
    pupil = current_pupil(req)
    notebook = load_notebook(req, pupil)
    picture = picture_of(notebook.scale, pupil.pack.education_map, req.lang, notebook.way)
    req.page_url = NOTEBOOK_PATH
    return req.render(
        "notebook/notebook.html",
        status=422 if wrong else 200,
        is_empty=notebook.is_empty and picture.is_empty,
        drawing=draw(picture, req.lang),
        plan=notebook.plan_lines[:PLANS_SHOWN],
        tiles=[service_tile(service, pupil.pack, req.lang) for service in notebook.services(pupil.pack)],
        first_lesson=next_lesson(pupil.pack, pupil.grade, pupil.progress),
        back_url=req.viewer.home_url,
        sections=[
            (section, req.gettext(title), notebook.section(section)) for section, title in SECTION_TITLES.items()
        ],
        own_entries={section: notebook.own_section(section) for section in entries.SECTIONS},
        section_choices=[(section, req.gettext(title)) for section, title in OWN_SECTION_LABELS.items()],
        services=[card.option for card in directory(pupil.pack, req.lang)],
        chosen_services=notebook.service_ids,
        agreements=[(one, format_short_date(one.agreed_on, req.lang)) for one in _agreements(req)],
        is_shown=req.viewer.class_id in notebook.shown_in,
        key=new_id(),
        shelf=req.form_value("shelf") or entries.PLAN,
        text=req.form_value("text") if wrong else "",
        wrong=req.gettext(wrong) if wrong else "",
        opened="add" if wrong else req.query.get("open", ""),
        longest=MAX_LENGTH,
    )


def _agreements(req: PageRequest) -> Sequence[AgreementView]:
    """What the pupil agreed with staff in any class."""
    key = {"organisation_id": req.viewer.organisation_id, "person_id": req.viewer.person_id}
    return agreements_with(req.db, key) if req.viewer.persists else ()


def show_to_teachers(req: PageRequest) -> Response:
    """POST /me/show: whether this class's teachers and counsellors may see picture and plan (`show=yes`)."""
    viewer = req.viewer
    if viewer.persists:
        stored = entries.entries_of(req.db, *viewer.owner)
        others = {entry.text for entry in stored if entry.section == entries.SHOWN} - {viewer.class_id}
        shown_in = others | ({viewer.class_id} if req.form_value("show") == "yes" else set())
        entries.replace(req.db, *viewer.owner, entries.SHOWN, sorted(shown_in))
    return req.redirect(f"{NOTEBOOK_PATH}?open=shown#shown")


def create_entry(req: PageRequest) -> Response:
    """POST /me/entries/create: create an entry."""
    text, section = req.form_value("text"), req.form_value("shelf")
    if not text.strip() or "\x00" in text or section not in entries.SECTIONS:
        return _page(req, MISSING_TEXT)
    if len(text) > MAX_LENGTH:
        return _page(req, TOO_LONG)
    owner_key = (req.viewer.organisation_id, req.viewer.person_id)
    if req.viewer.persists and not entries.create(req.db, *owner_key, section, text, req.idempotency_key):
        return _page(req, NOTEBOOK_FULL)
    return req.redirect(f"{NOTEBOOK_PATH}?open=answers#answers")


def update_entry(req: PageRequest) -> Response:
    """POST /me/entries/update: change an entry's text; do=delete deletes it."""
    text = "" if req.form_value("do") == "delete" else req.form_value("text")
    if len(text) > MAX_LENGTH or "\x00" in text:
        return _page(req, TOO_LONG)
    if req.viewer.persists:
        entries.update_text(req.db, req.viewer.organisation_id, req.viewer.person_id, req.form_value("line"), text)
    return req.redirect(f"{NOTEBOOK_PATH}?open=answers#answers")


def choose_services(req: PageRequest) -> Response:
    """POST /me/services: choose services."""
    service_ids = [card.id for card in directory(current_pupil(req).pack, req.lang)]
    chosen_ids = [service_id for service_id in service_ids if service_id in req.form.get("service", ())]
    if req.viewer.persists:
        entries.replace(req.db, req.viewer.organisation_id, req.viewer.person_id, entries.SERVICE, chosen_ids)
    return req.redirect(NOTEBOOK_PATH)
