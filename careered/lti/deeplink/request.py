"""What a platform wants to have chosen (DL 2.0, 3.4): its settings, read tolerantly. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

LINK = "ltiResourceLink"


@dataclass(frozen=True)
class Wish:
    """A platform's wish. data goes back letter for letter; None where the platform gave none.

    columns: whether items may bring gradebook columns; only an explicit "no" forbids them.
    """

    return_url: str
    data: object
    takes_links: bool
    several: bool
    columns: bool


def read_wish(settings: Mapping[str, object]) -> Wish:
    """The wish of the settings as they came."""
    types = settings.get("accept_types")
    return Wish(
        return_url=str(settings.get("deep_link_return_url") or ""),
        data=settings.get("data"),
        takes_links=LINK in types if isinstance(types, list) else False,
        several=_flag(settings.get("accept_multiple"), True),
        columns=_flag(settings.get("accept_lineitem"), True),
    )


def _flag(value: object, otherwise: bool) -> bool:
    """A truth value; some platforms send it as a word."""
    if isinstance(value, str):
        return value.strip().lower() != "false"
    return value if isinstance(value, bool) else otherwise
