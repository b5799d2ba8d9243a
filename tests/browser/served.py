"""An application on a port, in a thread of the test's own process."""

import threading
from typing import Self

import uvicorn
from playwright.sync_api import Page
from starlette.types import ASGIApp

from careered.web.session_cookies import COOKIE
from tests.crash.processes import free_port


class Served:
    """The application at `url`, as long as the block lasts."""

    def __init__(self, app: ASGIApp) -> None:
        port = free_port()
        self.url = f"http://localhost:{port}"
        self.server = uvicorn.Server(uvicorn.Config(app, port=port, lifespan="off", log_level="error"))
        self._thread = threading.Thread(target=self.server.run)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self.server.started:
            self._thread.join(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self._thread.join()

    def knows(self, page: Page, token: str) -> None:
        """From now on the page's browser has the cookie of this session."""
        cookie = {"name": COOKIE, "value": token, "url": self.url.replace("http:", "https:"), "secure": True}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
