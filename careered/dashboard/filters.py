"""Which pupils the grid shows: read from the address, and written back into it, so that a view can be kept."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from careered.web.request import PageRequest

MAX_SEARCH_LENGTH = 80


@dataclass(frozen=True)
class Filters:
    """Which pupils the grid shows.

    show: an overall state (see `labels.STATE_FILTERS`). group: an id. open: a requirement that is not reached yet.

    search: part of a name. Each is "" where it does not narrow; all that are given must fit.
    """

    show: str = ""
    group: str = ""
    open: str = ""
    search: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address, without the question mark."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    def with_changes(self, **changes: str) -> "Filters":
        """The same with something else."""
        return replace(self, **changes)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beside the state narrows the view."""
        return bool(self.group or self.open or self.search)


def read_filters(req: PageRequest) -> Filters:
    """What the address says; a browser without cookies sends the form instead."""
    values = {name: req.query.get(name) or req.form_value(name) for name in Filters.__dataclass_fields__}
    return Filters(**{name: value[:MAX_SEARCH_LENGTH] for name, value in values.items()})
