"""A platform on a standing clock, and a stand-in for the tool."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from demo_platform.app import create_demo_platform
from demo_platform.platform import DemoPlatform
from tests.demo_platform.stand_in import LMS, TOOL, Clock, StandIn

# What a real Moodle sent lies beside some checkouts. Where it does not, the other tests stand alone.
CAPTURES = Path(__file__).parents[3] / "shared" / "moodle"
collect_ignore = [] if CAPTURES.is_dir() else ["test_captures.py", "test_replay.py"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lms(clock: Clock) -> Starlette:
    return create_demo_platform(LMS, TOOL, now=clock)


@pytest.fixture
def platform(lms: Starlette) -> DemoPlatform:
    demo_platform: DemoPlatform = lms.state.platform
    return demo_platform


@pytest.fixture
def client(lms: Starlette) -> TestClient:
    return TestClient(lms, base_url=LMS, follow_redirects=False)


@pytest.fixture
def tool(client: TestClient, platform: DemoPlatform, clock: Clock) -> StandIn:
    return StandIn(client, platform, clock)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else the one that Playwright brings."""
    executable = os.environ.get("CAREERED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    path = {"executable_path": executable} if executable else {}
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {**browser_type_launch_args, **path, "args": ["--no-sandbox"] if as_root else []}
