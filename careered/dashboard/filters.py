"""What the grid shows: read from the query string and written back into it, so that a view can be bookmarked."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from careered.dashboard.labels import ORDERS, STATE_FILTERS
from careered.web.request import PageRequest

MAX_SEARCH_LENGTH = 80


@dataclass(frozen=True)
class Filters:
    """Which pupils the grid shows, and in which order: those who match every filter that is not "".

    show: how far with the term's share (see `labels.STATE_FILTERS`). group: a group's id. open: the id of a requirement
    that is not reached yet. search: part of a name. sort: see `labels.ORDERS`, with a "-" before it for the reverse.
    """

    show: str = ""
    group: str = ""
    open: str = ""
    search: str = ""
    sort: str = ""

    @property
    def query(self) -> str:
        """The query string, without the question mark."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    def with_changes(self, **changes: str) -> "Filters":
        """A copy with some filters replaced."""
        return replace(self, **changes)

    def sorted_by(self, order: str) -> "Filters":
        """The same pupils in another order; in its reverse where it is this order already."""
        return self.with_changes(sort=f"-{order}" if self.sort == order else order)

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter other than `show` is set."""
        return bool(self.group or self.open or self.search)


NONE, _NAMES = Filters(), frozenset(Filters.__dataclass_fields__)


def read_filters(req: PageRequest) -> Filters:
    """The filters of the query string, or of the form that a browser without cookies posts: "" for one there is not."""
    if not (req.form or _NAMES & req.query.keys()):
        return NONE
    values = {name: req.query.get(name) or req.form_value(name) for name in _NAMES}
    known = {"show": STATE_FILTERS, "sort": ORDERS}
    return Filters(
        **{name: value[:MAX_SEARCH_LENGTH] for name, value in values.items() if value in known.get(name, (value,))}
    )
