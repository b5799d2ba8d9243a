"""What an answer shows about a pupil, and what a visitor may see of them by the product's own table of permissions."""

import re

from httpx2 import Response

from careered.web.permissions import PUPIL_DATA, Data, DataScope, data_scopes
from tests.access.traces import Victim
from tests.access.visitors import STANDING, Visitor
from tests.journeys.scenario import done_of_total
from tests.support.pages import Page

KINDS = {
    "open": Data.ANSWERS,
    "closed": Data.PRIVATE,
    "agreed": Data.GUIDANCE,
    "asked": Data.QUESTIONS,
    "posted": Data.POSTS,
}


def data_shown(response: Response, victim: Victim) -> set[Data]:
    """The kinds of data about a pupil that a response shows."""
    text, path = response.text, response.url.path
    shown = {data for kind, data in KINDS.items() if victim.text(kind) in text}
    if re.search(rf"{victim.word}(?! wrote)", text):
        shown.add(Data.NAMES)
    if re.search(rf"(?<!\d)\d\d[.:]{victim.minute}(?!\d)", text):
        shown.add(Data.STATUSES)
    if victim.word in text and (path.endswith("/gradebook") or '"score_delivery"' in text):
        shown.add(Data.SCORES)
    return shown


def own_data_shown(response: Response) -> set[Data]:
    """What a page tells without a name and a moment: it is about the one who looks."""
    shown = {Data.SCORES} if 'id="mark"' in response.text else set()
    is_figure = response.url.path == "/requirements" and response.status_code == 200 and "<main" in response.text
    return shown | ({Data.STATUSES} if is_figure and done_of_total(Page(response))[0] else set())


def data_allowed(visitor: Visitor, *, of_first: bool) -> set[Data]:
    """The kinds of data that a visitor may see of the first of the three, or of another one."""
    standing = STANDING[visitor]
    reach = {DataScope.COURSE: standing.in_class}
    reach |= dict.fromkeys((DataScope.OWN, DataScope.NAMED), standing.named and of_first)
    role = standing.role
    return {data for data in PUPIL_DATA if role and any(reach.get(scope) for scope in data_scopes(role, data))}
