"""PyLTI1p3 with Flask on careered's present tables, upserts and first page.

What differs is only how the launch gets in: framework, server, LTI library (flask_tool.py).
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from flask import Flask

from bench.contenders.flask_tool import LTI, command, flask_application
from bench.platform import Platform
from bench.server import Contender, careered_environment, peer_environment, prepare_store
from careered.app import build_state
from careered.lessons.home_views import show_home
from careered.lti import platform_store
from careered.lti.platform import Registration
from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.roster.enrol import LaunchIdentity, enrol_from_launch
from careered.settings import Settings
from careered.web.app_state import AppState
from careered.web.permissions import Role
from careered.web.request import PageRequest
from careered.web.sessions import find_viewer, open_session
from careered.web.viewer import Viewer

PACK = "fi-basic-7-9"


def contender(folder: Path, port: int, platform: Platform, database_url: str) -> Contender:
    """The same database, made by the same commands. database_url: of PostgreSQL; "" for a file of SQLite."""
    environment = {**peer_environment(platform), **careered_environment(folder, port, database_url)}
    prepare_store(environment, platform)
    return Contender("peer, present store", command(port, "bench.contenders.pylti1p3_flask"), environment)


class PresentStore:
    """Launches in careered's tables, and careered's first page."""

    def __init__(self, app_state: AppState) -> None:
        self._house = app_state
        with app_state.database.reading() as db:
            self._registration = platform_store.all_platforms(db)[0]
        self._pack = _pack(app_state)

    def keep(self, claims: Any) -> str:
        """See `flask_tool.Store`."""
        known = self._registration
        with self._house.database.transaction() as db:
            arrived = enrol_from_launch(db, _arrival(known, self._pack, claims))
            viewer = _viewer(known, self._pack, claims, arrived.person_id, arrived.class_id)
            return open_session(db, viewer, nonce=claims["nonce"]).token

    def first_page(self, token: str) -> bytes:
        """See `flask_tool.Store`. By careered's own handler and template."""
        with self._house.database.reading() as db:
            viewer = find_viewer(db, token, keeps_cookies=True)
            if viewer is None:
                raise PermissionError("there is no such session")
            req = PageRequest(self._house, db, "GET", "/lessons", {}, {}, {}, viewer, viewer.lang, False)
            return bytes(show_home(req).body)


def _pack(app_state: AppState) -> Pack:
    pack = app_state.get(PackStore).pack_outside(app_state.database, PACK)
    if pack is None:
        raise LookupError("the pack is not loaded")
    return pack


def _arrival(known: Registration, pack: Pack, claims: Any) -> LaunchIdentity:
    context, deployment_id = claims[f"{LTI}context"], claims[f"{LTI}deployment_id"]
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
        lang=claims[f"{LTI}launch_presentation"]["locale"],
        lesson_id="",
        origins=(f"{issuer.scheme}://{issuer.netloc}",),
        languages=pack.languages,
    )


def application() -> Flask:
    """The Flask application that gunicorn serves."""
    return flask_application(PresentStore(build_state(Settings(), httpx2.AsyncClient())), os.environ)
