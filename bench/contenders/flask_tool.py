"""PyLTI1p3 with Flask, as its documentation sets it up: login and launch in front of a store of ours.

Whatever can be chosen is chosen in its favour: registration, state and nonce in memory, keys cached, no log line.
"""

import sys
from collections.abc import Mapping
from typing import Any, Protocol

import requests
from flask import Flask, redirect, request
from pylti1p3.contrib.flask.launch_data_storage.cache import FlaskCacheDataStorage
from pylti1p3.contrib.flask.message_launch import FlaskMessageLaunch
from pylti1p3.contrib.flask.oidc_login import FlaskOIDCLogin
from pylti1p3.contrib.flask.request import FlaskRequest
from pylti1p3.tool_config.dict import ToolConfDict
from werkzeug.wrappers import Response

from bench.platform import CLIENT_ID, DEPLOYMENT

COOKIE = "__Host-careered"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"


class Store(Protocol):
    """Where a launch is kept."""

    def keep(self, claims: Any) -> str:
        """Nonce, person, class, enrolment and session in one transaction. Returns the session's secret."""

    def first_page(self, token: str) -> bytes:
        """The page of a session."""


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

    def __init__(self, store: Store, platform: Mapping[str, str]) -> None:
        self._store = store
        self._lti = ToolConfDict({platform["BENCH_ISSUER"]: [_configuration(platform)]})
        self._storage = FlaskCacheDataStorage(Memory())  # type: ignore[no-untyped-call]
        self._http = requests.Session()

    def login(self) -> Response:
        """Login initiation."""
        asked = FlaskOIDCLogin(FlaskRequest(), self._lti, launch_data_storage=self._storage)  # type: ignore[no-untyped-call]
        answer: Response = asked.redirect(request.form["target_link_uri"])
        return answer

    def launch(self) -> Response:
        """Verify, keep, and send on."""
        message = FlaskMessageLaunch(  # type: ignore[no-untyped-call]
            FlaskRequest(),  # type: ignore[no-untyped-call]
            self._lti,
            launch_data_storage=self._storage,
            requests_session=self._http,
        )
        message.set_public_key_caching(self._storage)
        token = self._store.keep(message.get_launch_data())
        answer = redirect("/lessons", 303)
        cookie = f"{COOKIE}={token}; Max-Age=28800; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"
        answer.headers.add("Set-Cookie", cookie)
        return answer

    def lessons(self) -> bytes:
        """The first page."""
        return self._store.first_page(request.cookies.get(COOKIE, ""))


def command(port: int, module: str) -> list[str]:
    """gunicorn, one sync worker, for a module with an `application`."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--worker-class", "sync", "--workers", "1", "--log-level", "warning"]
    return [*gunicorn, "--bind", f"127.0.0.1:{port}", f"{module}:application()"]


def flask_application(store: Store, environment: Mapping[str, str]) -> Flask:
    """The Flask application in front of a store."""
    tool = Tool(store, environment)
    app = Flask("bench")
    app.add_url_rule("/lti/login", view_func=tool.login, methods=["POST"])
    app.add_url_rule("/lti/launch", view_func=tool.launch, methods=["POST"])
    app.add_url_rule("/lessons", view_func=tool.lessons, methods=["GET"])
    return app


def _configuration(platform: Mapping[str, str]) -> Any:
    return {
        "default": True,
        "client_id": CLIENT_ID,
        "auth_login_url": platform["BENCH_AUTH_URL"],
        "auth_token_url": platform["BENCH_TOKEN_URL"],
        "key_set_url": platform["BENCH_JWKS_URL"],
        "deployment_ids": [DEPLOYMENT],
    }
