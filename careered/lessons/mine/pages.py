"""The pupil's own page: what was found, judged and planned in the lessons, and lines of one's own."""

from starlette.responses import Response

from careered.clock import new_id
from careered.guidance import kept
from careered.guidance.kept import LONGEST
from careered.guidance.service_cards import directory
from careered.lessons.mine.gather import mine_of
from careered.lessons.mine.words import FULL, NO_WORDS, OWN_SHELVES, SHELVES, TOO_LONG
from careered.lessons.pupil import pupil_of
from careered.web.edge import Ask

HERE = "/me"


def show_mine(ask: Ask) -> Response:
    """GET /me: the page. Nobody else sees it as a page; staff see answers as each lesson says."""
    return _page(ask)


def _page(ask: Ask, wrong: str = "") -> Response:
    pupil = pupil_of(ask)
    mine = mine_of(ask, pupil)
    ask.here = HERE
    return ask.render(
        "mine/me.html",
        status=422 if wrong else 200,
        shelves=[(shelf, ask.translate(word), mine.on(shelf)) for shelf, word in SHELVES.items()],
        own={shelf: mine.own_on(shelf) for shelf in kept.SHELVES},
        own_shelves=[(shelf, ask.translate(word)) for shelf, word in OWN_SHELVES.items()],
        services=[card.option for card in directory(pupil.pack, ask.lang)],
        chosen=mine.chosen,
        key=new_id(),
        shelf=ask.field("shelf") or kept.PLAN,
        text=ask.field("text") if wrong else "",
        wrong=ask.translate(wrong) if wrong else "",
        longest=LONGEST,
    )


def add(ask: Ask) -> Response:
    """POST /me/add: one more line of one's own."""
    text, shelf = ask.field("text"), ask.field("shelf")
    if not text.strip() or "\x00" in text or shelf not in kept.SHELVES:
        return _page(ask, NO_WORDS)
    if len(text) > LONGEST:
        return _page(ask, TOO_LONG)
    me = (ask.me.organisation_id, ask.me.person_id)
    if ask.me.saves and not kept.add(ask.db, *me, shelf, text, ask.press):
        return _page(ask, FULL)
    return ask.go(HERE)


def change(ask: Ask) -> Response:
    """POST /me/change: other words for a line of one's own; the other button takes it away."""
    text = "" if ask.field("do") == "delete" else ask.field("text")
    if len(text) > LONGEST or "\x00" in text:
        return _page(ask, TOO_LONG)
    if ask.me.saves:
        kept.change(ask.db, ask.me.organisation_id, ask.me.person_id, ask.field("line"), text)
    return ask.go(HERE)


def choose_services(ask: Ask) -> Response:
    """POST /me/services: the services that one keeps."""
    known = [card.id for card in directory(pupil_of(ask).pack, ask.lang)]
    wanted = [one for one in known if one in ask.form.get("service", ())]
    if ask.me.saves:
        kept.keep_services(ask.db, ask.me.organisation_id, ask.me.person_id, wanted)
    return ask.go(HERE)
