"""PyLTI1p3 with Flask on gunicorn (sync, one worker), on careered's own tables, upserts and first page.

What differs is only how the launch gets in: framework, server, LTI library. Whatever can be chosen is chosen in its
favour: registration, state and nonce in memory, keys cached, no log line.
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import requests
from flask import Flask, redirect, request
from pylti1p3.contrib.flask.launch_data_storage.cache import FlaskCacheDataStorage
from pylti1p3.contrib.flask.message_launch import FlaskMessageLaunch
from pylti1p3.contrib.flask.oidc_login import FlaskOIDCLogin
from pylti1p3.contrib.flask.request import FlaskRequest
from pylti1p3.tool_config.dict import ToolConfDict
from werkzeug.wrappers import Response

from bench.platform import Platform
from bench.server import Contender, careered_environment, prepare_store
from careered.app import build_state
from careered.clock import now
from careered.db.upsert import insert_if_new
from careered.lessons.home_views import show_home
from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.lti.tables import UsedNonce
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.enrol import LaunchIdentity, enrol_from_launch
from careered.settings import Settings
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.sessions import COOKIE, SESSION_TTL, cookie_header, find_viewer, open_session
from careered.web.viewer import Viewer

_LTI = "https://purl.imsglobal.org/spec/lti/claim/"
_NONCE_KEY = ("organisation_id", "platform_id", "nonce")


def contender(folder: Path, port: int, platform: Platform) -> Contender:
    """The same database, made by the same commands."""
    environment = careered_environment(folder, port)
    prepare_store(environment, platform)
    gunicorn = [sys.executable, "-m", "gunicorn", "--worker-class", "sync", "--workers", "1", "--log-level", "warning"]
    command = [*gunicorn, "--bind", f"127.0.0.1:{port}", "bench.contenders.pylti1p3_flask:application()"]
    return Contender("PyLTI1p3 + Flask", command, environment)


class Memory:
    """The cache that PyLTI1p3 asks for, as cheap as it can be."""

    def __init__(self) -> None:
        self._kept: dict[str, object] = {}

    def get(self, key: str) -> object:
        """The value, or None."""
        return self._kept.get(key)

    def set(self, key: str, value: object, _seconds: int | None = None) -> None:
        """Keep a value; a bench does not live long enough for anything to run out."""
        self._kept[key] = value


class Tool:
    """The three doors: login, launch, first page."""

    def __init__(self, app_state: AppState) -> None:
        self._house = app_state
        with app_state.database.reading() as db:
            self._registration = platform_store.all_platforms(db)[0]
            self._pack = _pack(app_state, db, self._registration)
        self._lti = ToolConfDict({self._registration.issuer: [_configuration(self._registration)]})
        self._storage = FlaskCacheDataStorage(Memory())  # type: ignore[no-untyped-call]
        self._http = requests.Session()

    def login(self) -> Response:
        """Login initiation."""
        asked = FlaskOIDCLogin(FlaskRequest(), self._lti, launch_data_storage=self._storage)  # type: ignore[no-untyped-call]
        answer: Response = asked.redirect(request.form["target_link_uri"])
        return answer

    def launch(self) -> Response:
        """Verify, then nonce, person, class, enrolment and session in one transaction."""
        message = FlaskMessageLaunch(  # type: ignore[no-untyped-call]
            FlaskRequest(),  # type: ignore[no-untyped-call]
            self._lti,
            launch_data_storage=self._storage,
            requests_session=self._http,
        )
        message.set_public_key_caching(self._storage)
        token = self._store(message.get_launch_data())
        answer = redirect("/lessons", 303)
        answer.headers.add("Set-Cookie", cookie_header(COOKIE, token, max_age=int(SESSION_TTL.total_seconds())))
        return answer

    def _store(self, claims: Any) -> str:
        known = self._registration
        row = {"organisation_id": known.organisation_id, "platform_id": known.platform_id, "nonce": claims["nonce"]}
        with self._house.database.transaction() as db:
            if not insert_if_new(db, UsedNonce.__table__, {**row, "used_at": now()}, key=_NONCE_KEY):
                raise PermissionError("this nonce has been used")
            arrived = enrol_from_launch(db, _arrival(known, self._pack, claims))
            viewer = _viewer(known, self._pack, claims, arrived.person_id, arrived.class_id)
            return open_session(db, viewer).token

    def lessons(self) -> bytes:
        """The first page, by careered's own handler and template."""
        with self._house.database.reading() as db:
            viewer = find_viewer(db, request.cookies.get(COOKIE, ""), keeps_cookies=True)
            if viewer is None:
                raise PermissionError("there is no such session")
            req = PageRequest(self._house, db, "GET", "/lessons", {}, {}, {}, viewer, viewer.lang, False)
            return bytes(show_home(req).body)


def _pack(app_state: AppState, db: Any, known: Registration) -> Pack:
    pack = app_state.get(PackStore).pack_of_country(db, known.country)
    if pack is None:
        raise LookupError("the pack is not loaded")
    return pack


def _configuration(known: Registration) -> Any:
    return {
        "default": True,
        "client_id": known.client_id,
        "auth_login_url": known.auth_url,
        "auth_token_url": known.token_url,
        "key_set_url": known.jwks_url,
        "deployment_ids": sorted(known.deployments),
    }


def _arrival(known: Registration, pack: Pack, claims: Any) -> LaunchIdentity:
    context, deployment_id = claims[f"{_LTI}context"], claims[f"{_LTI}deployment_id"]
    return LaunchIdentity(
        class_key=known.class_key(deployment_id, context["id"]),
        person_key=known.person_key(deployment_id, claims["sub"]),
        platform_name=known.name,
        name=claims.get("name", ""),
        role=Role.PUPIL.value,
        class_title=context["title"],
        pack_id=pack.id,
        grade=None,
    )


def _viewer(known: Registration, pack: Pack, claims: Any, person_id: str, class_id: str) -> Viewer:
    issuer = urlsplit(claims["iss"])
    return Viewer(
        token="",
        keeps_cookies=True,
        organisation_id=known.organisation_id,
        platform_id=known.platform_id,
        platform_name=known.name,
        person_id=person_id,
        class_id=class_id,
        role=Role.PUPIL,
        persists=True,
        name=claims.get("name", ""),
        lang=claims[f"{_LTI}launch_presentation"]["locale"],
        lesson_id="",
        origins=(f"{issuer.scheme}://{issuer.netloc}",),
        languages=pack.languages,
    )


def application() -> Flask:
    """The Flask application that gunicorn serves."""
    tool = Tool(build_state(Settings(), httpx2.AsyncClient()))
    app = Flask("bench")
    app.add_url_rule("/lti/login", view_func=tool.login, methods=["POST"])
    app.add_url_rule("/lti/launch", view_func=tool.launch, methods=["POST"])
    app.add_url_rule("/lessons", view_func=tool.lessons, methods=["GET"])
    return app
