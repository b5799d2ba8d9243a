"""What the three pupils leave behind, each with an invented word that is nobody else's, at a minute of their own."""

from dataclasses import dataclass, field

from sqlalchemy import select

from careered.agreements.tables import Agreement
from careered.boards.tables import Post
from careered.db.tables import Table
from careered.feedback.tables import FeedbackNote
from careered.lessons.kinds.reflect import Content as Reflect
from careered.notebook.tables import NotebookEntryRow
from careered.packs.models import Pack
from careered.questions.tables import AnonymousQuestion, Question
from careered.web.session_cookies import COOKIE
from tests.journeys.browser import FrameBrowser
from tests.journeys.scenario import FINLAND, WHOLE_PROGRAMME, Scenario
from tests.support.pages import Page
from tests.support.people import answers_for, step_at

LESSON, CLOSED_STEP, OPEN_STEP, CONFIRMED = "fi-4", "fi-4-reflect", "fi-4-plan", "confirmed:FI-R1"
WORDS = {"Aamunkoi": "07", "Beatanen": "13", "Cirrusmaa": "19"}


@dataclass(frozen=True)
class Victim:
    """A pupil with traces. word: in the name and in all that was written. minute: of the hour in which it was.

    ids: of what is the pupil's, by the name of the form field that says which.
    """

    number: str
    word: str
    minute: str
    person_id: str = ""
    ids: dict[str, str] = field(default_factory=dict)

    def text(self, kind: str) -> str:
        """What the pupil wrote of a kind: "open" and "closed" answers, "agreed", "asked", "posted"."""
        return f"{self.word} wrote {kind}"


def token_of(browser: FrameBrowser) -> str:
    """The token of a browser's session; "" without one."""
    return browser.tool.cookies.get(COOKIE) or ""


def post(browser: FrameBrowser, path: str, **fields: str | list[str]) -> None:
    """Press a button of a page."""
    response = browser.tool.post(path, data={"session": token_of(browser), **fields})
    assert response.status_code < 400, (path, response.status_code, response.headers.get("careered-code"))


def leave_traces(scenario: Scenario, victim: Victim, board_id: str) -> None:
    """Go through a lesson, ask, post and note; then the teacher comments on it."""
    person = scenario.platform.people[victim.number]
    person.name = person.given = person.family = victim.word
    browser, _ = scenario.opens(victim.number, WHOLE_PROGRAMME[FINLAND])
    pack = scenario.pack(FINLAND)
    page = browser.get(f"/lessons/{LESSON}")
    while page.path != f"/lessons/{LESSON}/done":
        page = browser.press_next(page, **_answers(pack, page, victim))
    for way in ("named", "anonymous"):
        post(browser, "/questions/create", text=victim.text("asked"), way=way)
    post(browser, f"/boards/{board_id}/post", text=victim.text("posted"))
    post(browser, "/me/entries/create", text=victim.text("closed"), shelf="plan")
    post(browser, "/lessons/fi-1/alternative", text=victim.text("open"))
    post(browser, "/me/transfer/create-code")


def _answers(pack: Pack, page: Page, victim: Victim) -> dict[str, str | list[str]]:
    step = step_at(pack, page.path)
    form = page.next_form if page.next_control.name != "a" else None
    if step is None or form is None:
        return {}
    is_private = isinstance(step, Reflect) and step.visible_to == "pupil"
    texts = dict.fromkeys(form.texts, victim.text("closed" if is_private else "open"))
    return {name: value for name, value in {**answers_for(step, form), **texts}.items() if name != "share"}


def found(scenario: Scenario, victim: Victim) -> Victim:
    """The pupil with the ids of what was left."""
    person_id = scenario.person_id(victim.number)
    ids = {"pupil": person_id}
    with scenario.school.database.reading() as db:
        owned: dict[str, type[Table]] = {
            "post": Post,
            "question": Question,
            "line": NotebookEntryRow,
            "note": FeedbackNote,
            "agreement": Agreement,
        }
        for name, model in owned.items():
            table = model.__table__
            ids[name] = str(db.execute(select(table.c.id).where(table.c.person_id == person_id)).scalars().first())
        nameless = AnonymousQuestion.__table__
        ids["nameless"] = str(
            db.execute(select(nameless.c.id).where(nameless.c.text == victim.text("asked"))).scalar_one()
        )
    return Victim(victim.number, victim.word, victim.minute, person_id, ids)
