"""The way back from a page that is over to the platform's course: to where the activity was opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select
from starlette.requests import Request

from careered.web.request_headers import header
from careered.web.sessions import have_tokens
from careered.web.tables import SessionRow

_table = SessionRow.__table__


@dataclass(frozen=True)
class WayBack:
    """The platform that a session was opened from. url: of its course, "" if it named none. Both "" if unknown."""

    platform: str = ""
    url: str = ""


def find_way_back(db: Connection, tokens: Sequence[str]) -> WayBack:
    """Where whoever has these tokens came from; of a session that is over too, as long as it is stored."""
    columns = select(_table.c.platform_name, _table.c.return_url)
    row = db.execute(columns.where(have_tokens(tokens)).order_by(_table.c.created_at.desc()).limit(1)).first()
    return WayBack(*row) if row else WayBack()


def url_for_page(request: Request, way_back: WayBack) -> str:
    """The platform's address where the page fills a tab; "" in a frame, which would show the platform in itself.

    Browsers that do not say what they load (Safari before 16.4) get none.
    """
    return way_back.url if header(request, "sec-fetch-dest") == "document" else ""
