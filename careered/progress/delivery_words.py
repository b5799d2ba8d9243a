"""The delivery ledger in words: where a mark is on its way to the platform's gradebook. Never an error for a pupil.

`words_for_delivery` gives the state (an interface: the class report) and a message id with `%(platform)s` in it.
"""

from collections.abc import Mapping
from typing import Any, Protocol


class Row(Protocol):
    """A delivery as read from the database: columns by name."""

    def __getitem__(self, name: str, /) -> Any: ...


def _(message: str) -> str:
    """Marks a message for extraction."""
    return message


WORDS: Mapping[str, str] = {
    "waiting": _("On its way to %(platform)s. It is sent by itself."),
    "delivered": _("In %(platform)s."),
    "retrying": _("%(platform)s did not answer. It is sent again by itself."),
    "newer_in_platform": _("%(platform)s has a newer mark, given by a teacher. It stays as it is."),
    "not_in_course": _("%(platform)s says that the pupil is not in the course. It is tried again twice a day."),
    "column_gone": _("The column is gone from %(platform)s. Open the activity again and it gets a new one."),
    "refused": _("%(platform)s does not take the mark. It is tried again twice a day."),
}


def words_for_delivery(row: Row) -> tuple[str, str]:
    """The state of a delivery (a row of `progress.read.deliveries`) and the message id that says it."""
    if row["sent"] == row["wanted"] and row["sent_maximum"] == row["maximum"]:
        return "delivered", WORDS["delivered"]
    state = row["state"] if row["state"] in WORDS and row["state"] != "delivered" else "waiting"
    return state, WORDS[state]
