"""What a platform wants to have chosen (DL 2.0, 3.4): its settings, read tolerantly. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass

RESOURCE_LINK_TYPE = "ltiResourceLink"


@dataclass(frozen=True)
class DeepLinkingSettings:
    """A platform's wish. data goes back letter for letter; None where the platform gave none.

    columns: whether items may bring gradebook columns; only an explicit "no" forbids them.
    """

    return_url: str
    data: object
    accepts_links: bool
    accepts_multiple: bool
    accepts_line_items: bool


def read_settings(raw_settings: Mapping[str, object]) -> DeepLinkingSettings:
    """The wish of the settings as they came."""
    accept_types = raw_settings.get("accept_types")
    return DeepLinkingSettings(
        return_url=str(raw_settings.get("deep_link_return_url") or ""),
        data=raw_settings.get("data"),
        accepts_links=RESOURCE_LINK_TYPE in accept_types if isinstance(accept_types, list) else False,
        accepts_multiple=_boolean(raw_settings.get("accept_multiple"), True),
        accepts_line_items=_boolean(raw_settings.get("accept_lineitem"), True),
    )


def _boolean(value: object, default: bool) -> bool:
    """A truth value; some platforms send it as a word."""
    if isinstance(value, str):
        return value.strip().lower() != "false"
    return value if isinstance(value, bool) else default
