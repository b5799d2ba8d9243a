"""A real Chromium before the demo as a newcomer starts it: `careered demo` in a process of its own."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect
from typer.testing import CliRunner

from careered.cli.main import app
from tests.browser.looks import EVERYTHING, PHONE
from tests.crash.processes import ROOT, free_port

CHROMIUM = os.environ.get("CAREERED_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parent / "axe.min.js"
TROUBLES = """async (search) => {
  const feet = document.querySelectorAll(".bar, .bar-act, .begin, .talked");
  const bars = [...feet].filter((bar) => getComputedStyle(bar).position === "sticky");
  for (const bar of bars) bar.style.position = "static"; // what lies under one comes out when somebody scrolls
  const { violations } = await axe.run(document, search);
  for (const bar of bars) bar.style.position = "";
  return violations.filter(({ impact }) => ["serious", "critical", "moderate"].includes(impact))
    .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map((node) => node.target)}`);
}"""
"""What axe finds, in words: the rest of its answer is long, and stays in the page."""
PATIENCE = 60_000
"""Milliseconds for what must come: a busy machine is slow, and no test is about speed."""
expect.set_options(timeout=PATIENCE)
NOT_NEEDED = (
    # Two pages of the address bar, built anew for every window that opens: 1.2 CPU s each, and nobody types there.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,"
    # A new frame host for each page of the same site: a third of what going to a page takes, and no page can tell.
    "RenderDocument,"
    # Chromium heeds the last list only, so what Playwright leaves out stands here too (1.65, chromiumSwitches).
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "TcpPortRandomizationWin,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium where there is one, else Playwright's own. Third-party cookies are blocked.

    The tool's frame shares the platform's process: in one of its own, a tap now and then goes to the page around it.
    """
    arguments = ["--test-third-party-cookie-phaseout", "--disable-background-networking", "--disable-component-update"]
    arguments.append("--disable-site-isolation-trials")
    arguments.append(f"--disable-features={NOT_NEEDED}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to run as root otherwise
    path = {"executable_path": CHROMIUM} if CHROMIUM else {}
    return {**browser_type_launch_args, **path, "args": arguments}


class Demo:
    """The running demo: the school platform on 127.0.0.1, the tool on localhost, so two sites."""

    def __init__(self, folder: Path) -> None:
        tool, lms = free_port(), free_port()
        self.tool, self.lms = f"http://localhost:{tool}", f"http://127.0.0.1:{lms}"
        self._folder = folder
        command = [sys.executable, "-m", "careered", "demo", "--port", str(tool), "--lms-port", str(lms)]
        environment = os.environ | {"CAREERED_ALLOW_LOOPBACK": "1"}
        self._log = (folder / "demo.log").open("wb")
        self._process = subprocess.Popen(
            [*command, "--data", str(folder)], cwd=ROOT, env=environment, stdout=self._log, stderr=self._log
        )
        self._wait()

    def _wait(self) -> None:
        """Until both sites answer: on a busy machine that takes as long as it takes, unless the process has ended."""
        with httpx2.Client(timeout=2, verify=False) as client:
            while self._process.poll() is None:
                try:
                    if all(client.get(url).status_code for url in (f"{self.tool}/healthz", self.lms)):
                        return
                except httpx2.HTTPError:
                    time.sleep(0.1)
        raise AssertionError((self._folder / "demo.log").read_text())

    def control(self, **fields: str) -> None:
        """Switch profile or faults of the platform."""
        assert httpx2.post(f"{self.lms}/control", data=fields).status_code < 400

    def command(self, *arguments: str) -> str:
        """What a command says that the operator types on the server: in this process, where it need not start."""
        environment = {
            "CAREERED_ALLOW_LOOPBACK": "1",
            "CAREERED_BASE_URL": self.tool,
            "CAREERED_DATA_DIR": str(self._folder),
            "CAREERED_DATABASE_URL": f"sqlite:///{self._folder / 'demo.sqlite3'}",
        }
        done = CliRunner().invoke(app, arguments, env=environment)
        assert done.exit_code == 0, done.output
        return done.stdout

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()


@pytest.fixture
def opened(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Opens a new browser profile with one page; it knows axe where the test asks for it."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": PHONE, "locale": "fi-FI", **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if "axe" in request.fixturenames and options.get("java_script_enabled", True):
            context.add_init_script(path=AXE)  # once a frame: 650 kB, which are not sent to each page anew
        return context.new_page()

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="wait")
        context.unroute_all(behavior="wait")  # a request that is still under way ends before its answer is thrown away
        context.close()


@pytest.fixture(scope="session")
def cookieless_profile(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser whose owner has forbidden every cookie, as an old Safari does in frames."""
    folder = tmp_path_factory.mktemp("cookieless")
    preferences = folder / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text('{"profile": {"default_content_setting_values": {"cookies": 2}}}')
    context = browser_type.launch_persistent_context(folder, **browser_type_launch_args, viewport=PHONE)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def cookieless(cookieless_profile: BrowserContext) -> Iterator[Page]:
    """A page of its own in the browser that keeps no cookie."""
    yield cookieless_profile.new_page()
    cookieless_profile.unroute_all(behavior="wait")
    for page in cookieless_profile.pages[1:]:  # the first is the browser's own
        page.close()


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """Runs axe-core in a page or frame; what it finds serious, critical or moderate, in words."""

    def run(frame: Any, search: dict[str, Any] = EVERYTHING) -> list[str]:
        return list(frame.evaluate(TROUBLES, search))

    return run
