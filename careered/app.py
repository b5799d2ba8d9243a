"""The one place where routes, middleware and lifespan meet."""

import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from careered.admin.routes import routes as admin_routes
from careered.clock import now
from careered.dashboard.routes import routes as dashboard_routes
from careered.db.engine import Database
from careered.db.migrate import is_current
from careered.gradebook.columns import ColumnFinder
from careered.guidance.board_routes import routes as board_routes
from careered.guidance.note_routes import routes as feedback_routes
from careered.guidance.pace import Pace
from careered.guidance.question_routes import routes as question_routes
from careered.guidance.routes import routes as service_routes
from careered.guidance.training_routes import routes as training_routes
from careered.lessons.evidence import evidence_of
from careered.lessons.kinds import registry
from careered.lessons.mine.routes import routes as notebook_routes
from careered.lessons.routes import routes as lesson_routes
from careered.lti.connecting.fetch import Fetcher
from careered.lti.jwks import PlatformKeys
from careered.lti.keyring import ensure_key
from careered.lti.messages import Hooks
from careered.lti.notes import Notebook
from careered.lti.routes import routes as lti_routes
from careered.packs.store import Shelf
from careered.privacy.routes import routes as privacy_routes
from careered.progress.evidence import EvidenceReader
from careered.progress.sitting_routes import routes as live_routes
from careered.reports.figure_routes import routes as statistics_routes
from careered.reports.routes import routes as report_routes
from careered.settings import Settings
from careered.web import static
from careered.web.edge import Ask, House
from careered.web.logs import log, set_up, where
from careered.web.metrics import metrics
from careered.web.permissions import Who
from careered.web.refusals import Refused
from careered.web.refused_page import refuse
from careered.web.routes import action, route
from careered.web.sessions import set_language
from careered.worker import Worker

SQLITE_THREADS, POSTGRESQL_THREADS = 1, 6


class HalfSchemaError(RuntimeError):
    """The database's schema is not the one of this code; `careered db upgrade` mends it."""


def create_app(settings: Settings, *, http: httpx2.AsyncClient | None = None, worker: bool | None = None) -> Starlette:
    """The tool as an ASGI application.

    http: for fetching platforms' keys (tests give their own). worker: run the worker in this process; by default
    on SQLite only.
    """
    house = build_house(settings, http or httpx2.AsyncClient(timeout=5))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        stop = threading.Event()
        await house.in_thread(lambda: house.get(Shelf).renew(house.database))
        here = settings.on_sqlite if worker is None else worker
        thread = threading.Thread(target=lambda: Worker(settings, house.database).run(stop), name="careered-worker")
        if here:
            thread.start()
        yield
        stop.set()
        if here:
            thread.join()
        house.threads.shutdown()
        house.database.engine.dispose()

    handlers = {HTTPException: _http_refusal, Exception: _server_error}
    app = Starlette(routes=all_routes(), lifespan=lifespan, exception_handlers=handlers)  # type: ignore[arg-type]
    app.state.house = house
    app.router.redirect_slashes = False  # an address is what it is; a redirect of the framework has no headers of ours
    return app


def build_house(settings: Settings, http: httpx2.AsyncClient) -> House:
    """Database, threads and the rooms' long-lived parts. Refuses to start on a half schema."""
    set_up()
    database = Database(settings.database)
    if not is_current(database):
        raise HalfSchemaError("The database is not up to date. Run: careered db upgrade")
    with database.write() as db:
        ensure_key(db, settings)
    shelf = Shelf(registry())
    count = SQLITE_THREADS if settings.on_sqlite else POSTGRESQL_THREADS
    house = House(settings, database, ThreadPoolExecutor(count, thread_name_prefix="careered-db"))
    house.parts = {
        Shelf: shelf,
        PlatformKeys: PlatformKeys(http, now),
        Notebook: Notebook(database),
        Fetcher: Fetcher(http, allow_loopback=settings.allow_loopback),
        Hooks: Hooks(after_launch=(ColumnFinder(shelf).note,)),
        EvidenceReader: EvidenceReader(evidence_of),
        Pace: Pace(),
    }
    return house


def all_routes() -> list[Route]:
    """The route table: what there is, and who may use it."""
    return [
        route("/healthz", _alive, who=Who.EVERYONE, methods=["GET"]),
        route("/readyz", _ready, who=Who.EVERYONE, methods=["GET"]),
        route("/metrics", metrics, who=Who.EVERYONE, methods=["GET"]),
        route("/static/{digest}/{name}", static.serve, who=Who.EVERYONE, methods=["GET"]),
        action("/language", _language, who=Who.SIGNED_IN),
        *lti_routes(),
        *service_routes(),
        *question_routes(),
        *board_routes(),
        *training_routes(),
        *notebook_routes(),
        *live_routes(),
        *feedback_routes(),
        *lesson_routes(),
        *dashboard_routes(),
        *report_routes(),
        *statistics_routes(),
        *privacy_routes(),
        *admin_routes(),
    ]


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _ready(request: Request) -> Response:
    house: House = request.app.state.house
    current = await house.in_thread(lambda: is_current(house.database))
    return PlainTextResponse("ok" if current else "schema", 200 if current else 503)


def _language(ask: Ask) -> Response:
    """POST /language: another language for this visit; back to the page it came from."""
    wanted, back = ask.field("language"), ask.field("back")
    if wanted in ask.me.languages:
        set_language(ask.db, ask.me.token, wanted)
    here = back if back.startswith("/") and not back.startswith("//") else "/lessons"
    return ask.go(here)


def _http_refusal(request: Request, fault: HTTPException) -> Response:
    return refuse(request, Refused("method_not_allowed" if fault.status_code == 405 else "not_found"))


def _server_error(request: Request, fault: Exception) -> Response:
    log.error("fault", **where(fault))
    return refuse(request, Refused("server_error"))
