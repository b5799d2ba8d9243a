"""The primary dies; its address leads to a standby, which reads only, and is promoted later. careered runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text, update
from starlette.testclient import TestClient

from careered.app import create_app
from careered.clock import now
from careered.db.reply_limit import LimitedConnection
from careered.settings import Settings
from careered.web.sessions import TOUCH_INTERVAL
from careered.web.tables import SessionRow
from careered.worker import Worker
from tests.lessons.factories import TOOL, HarbourSchool, Visitor, harbour_school, offline_client
from tests.support.databases import END_OTHER_CONNECTIONS, fresh_as_shipped
from tests.support.pages import Page
from tests.support.standby import Standby, standby_of
from tests.web.test_postgresql_in_trouble import BEGUN, hands_in
from tests.web.test_when_storage_fails import LONG_TEXT, database_of, is_kept_and_said


@pytest.fixture
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HarbourSchool]:
    folder = tmp_path_factory.mktemp("primary")
    with fresh_as_shipped("postgresql", folder) as url, harbour_school(url) as school:
        yield school


@pytest.fixture
def standby(school: HarbourSchool) -> Iterator[Standby]:
    url = school.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with standby_of(url) as standby:
        yield standby


@contextmanager
def failed_over(school: HarbourSchool, standby: Standby) -> Iterator[None]:
    """The connections break, and new ones lead to the standby, as where a name's address is changed."""
    standby.catches_up()
    really = LimitedConnection.connect

    def leads_elsewhere(*arguments: Any, **names: Any) -> Any:
        return really(*arguments, **names | {"host": str(standby.folder)})

    with school.database.reading() as db:
        db.execute(text(END_OTHER_CONNECTIONS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LimitedConnection, "connect", leads_elsewhere)
        yield


def long_unseen(school: HarbourSchool) -> None:
    """Whoever comes now would have it noted."""
    with school.database.transaction() as db:
        db.execute(update(SessionRow.__table__).values(seen_at=now() - 2 * TOUCH_INTERVAL))


def test_texts_are_kept_until_the_standby_is_promoted(school: HarbourSchool, standby: Standby) -> None:
    aino: Visitor = school.visitor(lang="fi")
    aino.completes(*BEGUN)
    long_unseen(school)
    with failed_over(school, standby):
        assert aino.get("/lessons").response.status_code == 200
        assert aino.client.get("/readyz").status_code == 200
        is_kept_and_said(hands_in(aino), "storage_full")
        draft = Page(aino.draft("xh-1-reflect", 0, {"choice": "curious", "text": LONG_TEXT})).response
        assert (draft.status_code, draft.headers["careered-code"]) == (503, "storage_full")
        starts(aino, standby)
        standby.promote()
        assert hands_in(aino).response.status_code == 303
        with database_of(school).reading() as db:
            done = text("SELECT count(*) FROM event WHERE kind = 'step_done' AND step_id = 'xh-1-reflect'")
            assert db.execute(done).scalar() == 1
    assert school.events("step_done", step_id="xh-1-reflect") == 0  # the former primary has nothing of it


def starts(aino: Visitor, standby: Standby) -> None:
    """careered starts on the standby, shows pages there, and its worker goes on."""
    settings = Settings(base_url=TOOL, database_url=standby.url, secret_key="for tests " * 5)
    app = create_app(settings, http=offline_client(), worker=False)
    with TestClient(app, base_url=TOOL, cookies=dict(aino.client.cookies)) as client:
        assert client.get("/lessons").status_code == 200
        Worker(settings, app.state.careered.database).run_once()
