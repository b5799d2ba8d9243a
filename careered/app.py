"""The ASGI application: routes, exception handlers, lifespan and long-lived objects."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from careered.acts.routes import routes as act_routes
from careered.admin.routes import routes as admin_routes
from careered.boards.routes import routes as board_routes
from careered.clock import now
from careered.dashboard.routes import routes as dashboard_routes
from careered.db.engine import POSTGRESQL_THREADS, Database
from careered.db.faults import StorageFault
from careered.db.schema_version import is_current
from careered.desk.routes import routes as desk_routes
from careered.feedback.routes import routes as feedback_routes
from careered.grade_sync.line_item_discovery import LineItemDiscovery
from careered.lessons.evidence_reader import evidence_of
from careered.lessons.kinds import registry
from careered.lessons.routes import routes as lesson_routes
from careered.live.class_head import class_head
from careered.live.routes import routes as live_routes
from careered.lti.connection_log import ConnectionLog
from careered.lti.launch_hooks import LaunchHooks
from careered.lti.network import async_platform_client
from careered.lti.platform_jwks import PlatformKeys
from careered.lti.registration.safe_http import Fetcher
from careered.lti.registration_cache import RegistrationCache
from careered.lti.routes import routes as lti_routes
from careered.lti.tool_key_store import ensure_key
from careered.notebook.routes import routes as notebook_routes
from careered.packs.store import INDEX_REFRESH_SECONDS, PackStore
from careered.privacy.routes import routes as privacy_routes
from careered.progress.evidence import EvidenceReader
from careered.questions.rate_limit import RateLimiter
from careered.questions.routes import routes as question_routes
from careered.reminders.routes import routes as reminder_routes
from careered.reports.routes import routes as report_routes
from careered.services.routes import routes as service_routes
from careered.settings import Settings
from careered.statistics.figures_cache import FiguresCache
from careered.statistics.routes import routes as statistics_routes
from careered.talks.routes import routes as talk_routes
from careered.training.routes import routes as training_routes
from careered.web import people_cache
from careered.web.app_state import AppState
from careered.web.common_views import routes as common_routes
from careered.web.error_page import error_response
from careered.web.errors import RequestError
from careered.web.leaving import routes as leaving_routes
from careered.web.logs import configure_logging, log, where
from careered.web.request import HeadReader
from careered.web.route_table import RouteTable
from careered.web.threads import Threads
from careered.worker import Worker

SQLITE_THREADS = 1
RENEW_SECONDS = INDEX_REFRESH_SECONDS / 4
"""Two of them are less than the time after which a page looks itself for what is current."""


class SchemaNotCurrentError(RuntimeError):
    """The database's schema is not this code's; `careered db upgrade` upgrades it."""


def create_app(settings: Settings, *, http: httpx2.AsyncClient | None = None, worker: bool | None = None) -> Starlette:
    """The tool as an ASGI application.

    http: client for platforms' keys; tests pass their own. worker: whether to run the worker in this process; by
    default on SQLite only.
    """
    app_state = build_state(settings, http or async_platform_client(allow_loopback=settings.allow_loopback))
    handlers = {HTTPException: _http_error, Exception: _server_error}
    lifespan = _lifespan(app_state, runs_worker=settings.is_sqlite if worker is None else worker)
    app = Starlette(routes=all_routes(), lifespan=lifespan, exception_handlers=handlers)  # type: ignore[arg-type]
    app.state.careered = app_state
    app.router.redirect_slashes = False  # the framework's redirects lack the security headers
    app.router.middleware_stack = RouteTable(app.router)
    return app


def _lifespan(app_state: AppState, *, runs_worker: bool) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """What runs while the application does: the worker, and forgetting pages that name people."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        stop = threading.Event()
        await _renew_packs(app_state)
        thread = threading.Thread(target=lambda: run_worker(app_state, stop), name="careered-worker")
        if runs_worker:
            thread.start()
        regular = [asyncio.create_task(work) for work in (people_cache.forget_regularly(), _keep_packs(app_state))]
        yield
        for task in regular:
            task.cancel()
        stop.set()
        if runs_worker:
            thread.join()
        await _shut_down(app_state)

    return lifespan


async def _renew_packs(app_state: AppState) -> None:
    await app_state.in_thread(lambda: app_state.get(PackStore).renew(app_state.database))


async def _keep_packs(app_state: AppState) -> None:
    """Read what another process has loaded, or a command, before a page is asked for that needs it."""
    while True:
        await asyncio.sleep(RENEW_SECONDS)
        packs = app_state.get(PackStore)
        if packs.is_in_use and not packs.is_renewed():
            try:
                await _renew_packs(app_state)
            except StorageFault:
                continue  # the pages say it
            except Exception as fault:
                log.error("packs_not_renewed", **where(fault))


async def _shut_down(app_state: AppState) -> None:
    await app_state.group_commit.shutdown()
    app_state.threads.shutdown()
    app_state.heavy.shutdown()
    app_state.database.engine.dispose()


def run_worker(app_state: AppState, stop: threading.Event) -> None:
    """The worker in this process, until `stop` is set."""
    Worker(app_state.settings, app_state.database, packs=app_state.get(PackStore)).run(stop)


def build_state(settings: Settings, http: httpx2.AsyncClient) -> AppState:
    """The database, threads and the features' singletons. Raises SchemaNotCurrentError."""
    configure_logging()
    database = Database(settings.sqlalchemy_url)
    if not is_current(database):
        database.engine.dispose()
        raise SchemaNotCurrentError("The database is not up to date. Run: careered db upgrade")
    with database.transaction() as db:
        ensure_key(db, settings)
    pack_store = PackStore(registry(), reads_elsewhere=True)
    thread_count = SQLITE_THREADS if settings.is_sqlite else POSTGRESQL_THREADS
    app_state = AppState(settings, database, Threads(thread_count, "careered-db"))
    app_state.singletons = {
        PackStore: pack_store,
        FiguresCache: FiguresCache(pack_store),
        PlatformKeys: PlatformKeys(http, now),
        RegistrationCache: RegistrationCache(),
        ConnectionLog: ConnectionLog(database),
        Fetcher: Fetcher(http, allow_loopback=settings.allow_loopback),
        LaunchHooks: LaunchHooks(after_launch=(LineItemDiscovery(pack_store),)),
        EvidenceReader: EvidenceReader(evidence_of),
        RateLimiter: RateLimiter(),
        HeadReader: HeadReader(class_head),
    }
    return app_state


def all_routes() -> list[Route]:
    """All routes, each with its audience."""
    return [
        *common_routes(),
        *leaving_routes(),
        *lti_routes(),
        *service_routes(),
        *question_routes(),
        *board_routes(),
        *training_routes(),
        *notebook_routes(),
        *live_routes(),
        *feedback_routes(),
        *lesson_routes(),
        *act_routes(),
        *dashboard_routes(),
        *desk_routes(),
        *talk_routes(),
        *reminder_routes(),
        *report_routes(),
        *statistics_routes(),
        *privacy_routes(),
        *admin_routes(),
    ]


def _http_error(request: Request, error: HTTPException) -> Response:
    return error_response(request, RequestError("method_not_allowed" if error.status_code == 405 else "not_found"))


def _server_error(request: Request, error: Exception) -> Response:
    log.error("fault", **where(error))
    return error_response(request, RequestError("server_error"))
