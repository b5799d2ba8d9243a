"""What takes long is made beside the pages: nobody waits for somebody else's document."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from httpx2 import Response

from careered.notebook import card_views
from careered.web import heavy_work
from careered.web.pdf import render_pdf
from careered.web.permissions import Role
from tests.dashboard.factories import Classroom, class_8b, valley_app_state
from tests.lessons.factories import HarbourSchool, Visitor, harbour_school
from tests.support.databases import fresh
from tests.support.pages import Page
from tests.training.test_training import goes_through

CARD = "/me/card/file"


@pytest.fixture
def school(database_url: str) -> Iterator[HarbourSchool]:
    with harbour_school(database_url) as school:
        yield school


class SlowPrinter:
    """Makes the card's PDF when it is let go; says when it has begun, and in which threads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go, self.threads = threading.Semaphore(0), threading.Event(), set[str]()
        self._really = render_pdf
        monkeypatch.setattr(card_views, "render_pdf", self._render)

    def _render(self, *arguments: Any) -> bytes:
        self.threads.add(threading.current_thread().name)
        self.begun.release()
        assert self.go.wait(60)
        return self._really(*arguments)

    @contextmanager
    def busy_for(self, *pupils: Visitor) -> Iterator[list[Future[Response]]]:
        """Within, these pupils' cards are being made; afterwards they have come."""
        with ThreadPoolExecutor(len(pupils)) as room:
            pressed = [room.submit(asks_for_card, pupil) for pupil in pupils]
            for _ in pupils[: heavy_work.THREADS]:
                assert self.begun.acquire(timeout=60)
            try:
                yield pressed
            finally:
                self.go.set()


def asks_for_card(pupil: Visitor) -> Response:
    return pupil.post(CARD, {"as": "pdf-a6"})


def test_pages_and_answers_do_not_wait_for_a_document(school: HarbourSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    aino, printer = school.visitor(), SlowPrinter(monkeypatch)
    with printer.busy_for(aino) as (pressed,):
        database = school.app.state.careered.database
        of_reader = 1 if database.is_sqlite else 0
        assert database.engine.pool.checkedout() == database.kept.idle + of_reader
        assert aino.get("/lessons").response.status_code == 200
        aino.completes("xh-1-read")
        assert school.visitor("2").get("/me/card").response.status_code == 200
    assert pressed.result().content.startswith(b"%PDF")
    assert {name.rsplit("_", 1)[0] for name in printer.threads} == {"careered-heavy"}


def test_a_second_press_is_told_to_wait_and_may_come_again(
    school: HarbourSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    aino, printer = school.visitor(), SlowPrinter(monkeypatch)
    with printer.busy_for(aino) as (pressed,):
        for again in (aino, school.visitor()):  # in this browser, and in another
            page = Page(asks_for_card(again))
            assert (page.response.status_code, page.code) == (429, "still_working")
            assert int(page.response.headers["retry-after"]) > 0
            assert "Wait until it has finished" in page.main_text
            assert "Send it again" in page.main_text
    assert pressed.result().status_code == 200
    assert asks_for_card(aino).content.startswith(b"%PDF")


def test_somebody_elses_document_does_not_count(school: HarbourSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    pupils, printer = [school.visitor(str(number)) for number in range(4)], SlowPrinter(monkeypatch)
    with printer.busy_for(*pupils) as pressed:
        pass
    assert [answer.result().status_code for answer in pressed] == [200] * 4


def test_the_page_can_ask_whether_a_file_is_being_made(school: HarbourSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    aino, other, printer = school.visitor(lang="fi"), school.visitor("2"), SlowPrinter(monkeypatch)
    assert aino.client.get("/working").status_code == 204
    with printer.busy_for(aino):
        assert aino.client.get("/working").text == "Tiedostoasi tehdään. Se on valmis hetken kuluttua."
        assert other.client.get("/working").status_code == 204
    assert aino.client.get("/working").status_code == 204


def test_a_document_that_fails_is_a_fault_and_the_next_one_is_made(
    school: HarbourSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    aino = school.visitor()
    with monkeypatch.context() as broken:
        broken.setattr(card_views, "render_pdf", lambda *_: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            asks_for_card(aino)
    assert asks_for_card(aino).status_code == 200


def test_who_has_waited_too_long_is_told_to_come_again(school: HarbourSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy_work, "QUEUE_TIMEOUT_SECONDS", -1.0)
    page = Page(asks_for_card(school.visitor()))
    assert (page.response.status_code, page.code) == (503, "storage_busy")
    assert int(page.response.headers["retry-after"]) > 0


@pytest.fixture
def heavy_runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was run in the heavy pool: whose."""
    runs: list[str] = []
    really = heavy_work.HeavyPool.run_for

    async def noted(self: heavy_work.HeavyPool, owner: heavy_work.Owner, work: Callable[[], Any]) -> Any:
        runs.append(owner[1])
        return await really(self, owner, work)

    monkeypatch.setattr(heavy_work.HeavyPool, "run_for", noted)
    return runs


@pytest.mark.parametrize("file_format", ["html", "xlsx", "csv", "pdf"])
@pytest.mark.parametrize("path", ["class/{class}", "pupil/{pupil}"])
def test_reports_are_made_beside_the_pages(
    path: str, file_format: str, tmp_path_factory: pytest.TempPathFactory, heavy_runs: list[str]
) -> None:
    with fresh("sqlite", tmp_path_factory.mktemp("reports")) as url, valley_app_state(url) as app_state:
        room: Classroom = class_8b(app_state)
        place = path.replace("{class}", room.id).replace("{pupil}", room.people["Aino Mäkelä"])
        answer = room.browser_of("Opo Lehto").get(f"/teacher/{place}/report?as={file_format}")
        assert answer.headers["content-disposition"].startswith("attachment")
        assert heavy_runs == [room.people["Opo Lehto"]]


@pytest.mark.parametrize("file_format", ["pdf-a6", "pdf-a5", "html"])
def test_cards_are_made_beside_the_pages(
    file_format: str, tmp_path_factory: pytest.TempPathFactory, heavy_runs: list[str]
) -> None:
    with fresh("sqlite", tmp_path_factory.mktemp("cards")) as url, harbour_school(url) as school:
        aino = school.visitor()
        assert aino.post(CARD, {"as": file_format}).headers["content-disposition"].startswith("attachment")
        assert heavy_runs == [aino.viewer.person_id]


def test_the_certificate_is_made_beside_the_pages(
    tmp_path_factory: pytest.TempPathFactory, heavy_runs: list[str]
) -> None:
    with fresh("sqlite", tmp_path_factory.mktemp("certificate")) as url, harbour_school(url) as school:
        teacher = school.visitor("t", role=Role.TEACHER)
        goes_through(teacher)
        answer = teacher.client.get("/teacher/training/certificate")
        assert answer.headers["content-type"] == "application/pdf"
        assert heavy_runs == [teacher.viewer.person_id]
