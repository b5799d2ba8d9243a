"""A small school by the sea: the real tool with an invented pack, and people who came in without a platform."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from httpx2 import Response
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from careered.app import create_app
from careered.db.engine import Database
from careered.lessons.kinds import registry
from careered.packs import version_store
from careered.packs.load import read_pack
from careered.packs.models import Lesson, Pack
from careered.progress.tables import Answer, Event
from careered.roster.enrol import enrol_from_launch
from careered.settings import Settings
from careered.web.permissions import Role
from careered.web.session_cookies import COOKIE
from careered.web.sessions import open_session
from careered.web.viewer import Viewer
from tests.support.enrolment import launch_identity
from tests.support.pages import Form, Page

TOOL = "https://careered.test"
EACH_DATABASE = pytest.mark.parametrize("school", ["sqlite", "postgresql"], indirect=True)
HARBOUR_PACK = Path(__file__).parent / "harbour"
BAY_PACK = Path(__file__).parent / "bay"
CORRECT_ANSWERS: dict[str, str] = {"question_q1": "b", "question_q2": "a", "question_q3": "b"}
GOOD_ANSWERS: dict[str, dict[str, Any]] = {
    "xh-1-read": {},
    "xh-1-visit": {"task_a": "sailor, diver", "task_b": ["work"], "task_c": ""},
    "xh-1-source": {"compare": "a video", "criterion_who": "yes", "criterion_when": "no", "conclusion": "differ"},
    "xh-1-check": dict(CORRECT_ANSWERS),
    "xh-1-reflect": {"choice": "curious", "text": "only mine"},
    "xh-1-contact": {"first": "room"},
    "xh-1-plan": {"item_routes": "sailor", "item_person": ""},
    "xh-2-reflect": {"text": "When do you start?"},
    "xh-2-read": {},
    "xh-3-read": {},
}


@dataclass
class HarbourSchool:
    """The tool, its database, and the pack."""

    app: Starlette
    database: Database
    pack: Pack

    def visitor(self, sub: str = "1", *, cookies: bool = True, **changes: Any) -> "Visitor":
        """Somebody who came in; a pupil of 8 S called Aino Aalto, unless changed."""
        with self.database.transaction() as db:
            viewer = open_session(db, self._viewer_for(db, sub, **changes))
        client = TestClient(self.app, base_url=TOOL, follow_redirects=False)
        if cookies:
            client.cookies.set(COOKIE, viewer.token)
        return Visitor(self, client, viewer)

    def _viewer_for(self, db: Any, sub: str, *, grade: int | None = 8, course: str = "c", **changes: Any) -> Viewer:
        role = changes.get("role", Role.PUPIL)
        name = changes.get("name", "Aino Aalto")
        enrolment = enrol_from_launch(
            db,
            launch_identity("p", sub, course, name=name, role=role.value, title="8 S", pack=self.pack.id, grade=grade),
        )
        default_viewer = Viewer(
            token="",
            keeps_cookies=True,
            organisation_id="town",
            platform_id="p",
            platform_name="Moodle",
            person_id=enrolment.person_id,
            class_id=enrolment.class_id,
            role=role,
            persists=role is not Role.GUEST,
            name=name,
            lang="en",
            lesson_id="",
            origins=(),
            languages=("en", "fi"),
        )
        return replace(default_viewer, **changes)

    def lesson(self, lesson_id: str = "xh-1") -> Lesson:
        """A lesson of the pack."""
        lesson = self.pack.lesson(lesson_id)
        assert lesson is not None
        return lesson

    def count(self, table: Any, **values: str) -> int:
        """How many rows of a table have these values."""
        columns = table.__table__.c
        conditions = [columns[name] == value for name, value in values.items()]
        with self.database.reading() as db:
            return int(db.execute(select(func.count()).select_from(table.__table__).where(*conditions)).scalar_one())

    def events(self, kind: str, **values: str) -> int:
        """How many facts of a kind there are."""
        return self.count(Event, kind=kind, **values)

    def stored_answer(self, step_id: str) -> dict[str, Any] | None:
        """What is kept of a step: its columns."""
        table = Answer.__table__
        with self.database.reading() as db:
            row = db.execute(select(table).where(table.c.step_id == step_id)).mappings().one_or_none()
        return dict(row) if row else None


@dataclass
class Visitor:
    """A person with a browser, in a visit."""

    school: HarbourSchool
    client: TestClient
    viewer: Viewer
    visited_urls: list[str] = field(default_factory=list)

    def get(self, path: str) -> Page:
        """Go to a page: by a link, or by a form that carries the session where no cookie is kept."""
        if self.client.cookies:
            return Page(self.follow(self.client.get(path)))
        return Page(self.follow(self.client.post(path, data={"session": self.viewer.token})))

    def follow(self, response: Response) -> Response:
        """Follow redirects as browsers do."""
        while response.status_code in {303, 307}:
            address = response.headers["location"]
            self.visited_urls.append(address)
            if response.status_code == 303:
                response = self.client.get(address)
            else:
                headers = {"content-type": response.request.headers["content-type"]}
                response = self.client.post(address, content=response.request.content, headers=headers)
        return response

    def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> Response:
        """Send fields; the bare answer of the server."""
        return self.client.post(path, data={"session": self.viewer.token, **(fields or {})}, headers=headers)

    def hand_in(self, step_id: str, fields: dict[str, Any] | None = None) -> Response:
        """Hand in a step, by default with good answers; the bare answer."""
        lesson_id = step_id.rsplit("-", 1)[0]
        return self.post(f"/lessons/{lesson_id}/steps/{step_id}", GOOD_ANSWERS[step_id] if fields is None else fields)

    def answer(
        self, card_id: str, choice: str | list[str] = "", *, lesson: str = "xb-1", fields: dict[str, Any] | None = None
    ) -> Page:
        """Answer a card by its page's own form, as a browser without JavaScript does; where that leads.

        choice: of a question. fields: what other activities post.
        """
        form = self.get(f"/lessons/{lesson}/{card_id}").form("main form.play")
        return self.submit(form, fields or ({"choice": choice} if choice else {}))

    def draft(self, step_id: str, revision: int | str, fields: dict[str, Any]) -> Response:
        """What the page sends while somebody types."""
        lesson_id = step_id.rsplit("-", 1)[0]
        return self.post(f"/lessons/{lesson_id}/steps/{step_id}/draft", {**fields, "revision": str(revision)})

    def submit(self, form: Form, fields: dict[str, Any]) -> Page:
        """Fill in a form that a page shows, send it, and follow where it leads."""
        data: dict[str, list[str]] = {}
        for name, value in form.values_with(**fields):
            data.setdefault(name, []).append(value)
        return Page(self.follow(self.client.post(form.action, data=data)))

    def follow_next(self, page: Page, fields: dict[str, Any] | None = None) -> Page:
        """Press the one thing that leads on."""
        if page.next_control.name == "a":
            return self.get(str(page.next_control.attrs["href"]))
        return self.submit(page.next_form, fields or {})

    def completes(self, *step_ids: str) -> None:
        """Do steps well."""
        for step_id in step_ids:
            assert self.hand_in(step_id).status_code == 303, step_id

    def walks_through(self, page: Page, answers: dict[str, dict[str, Any]] = GOOD_ANSWERS) -> list[str]:
        """Press what leads on until it leads to a page seen before; where it led."""
        paths = [page.path]
        for _ in range(40):
            step_id = page.path.rsplit("/", 1)[-1]
            has_fields = page.all("main form[data-next] [name]:not([type=hidden])")
            page = self.follow_next(page, answers.get(step_id) if has_fields else None)
            assert page.response.status_code == 200, (page.path, page.main_text)
            if page.path in paths and page.path == "/lessons":
                return paths
            paths.append(page.path)
        raise AssertionError(paths)


def texts_of(nodes: Sequence[Any]) -> list[str]:
    """The words of elements."""
    return [" ".join(node.to_text().split()) for node in nodes]


def offline_client() -> httpx2.AsyncClient:
    """A client for an app that asks no platform; making one with real certificates takes 0.05 CPU s."""

    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no platform in this test", request=request)

    return httpx2.AsyncClient(transport=httpx2.MockTransport(refuse))


@contextmanager
def harbour_school(database_url: str, folder: Path = HARBOUR_PACK) -> Iterator[HarbourSchool]:
    """The school, open."""
    settings = Settings(base_url=TOOL, database_url=database_url, secret_key="for tests only: forty characters or more")
    database = Database(settings.sqlalchemy_url)
    result = read_pack(folder, registry())
    pack = result.pack
    assert pack is not None
    with database.transaction() as db:
        version_store.save_pack(db, result.files, pack)
    app = create_app(settings, http=offline_client(), worker=False)
    with TestClient(app, base_url=TOOL):
        yield HarbourSchool(app, database, pack)
    app.state.careered.database.engine.dispose()
    database.engine.dispose()
