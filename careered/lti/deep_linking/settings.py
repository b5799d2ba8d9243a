"""Deep linking settings (DL 2.0, 4.4), read tolerantly."""

from collections.abc import Mapping
from dataclasses import dataclass

RESOURCE_LINK_TYPE = "ltiResourceLink"


@dataclass(frozen=True)
class DeepLinkingSettings:
    """What the platform accepts. data: returned unchanged in the response; None if the platform sent none.

    accepts_line_items: whether items may declare line items; only an explicit false forbids them.
    """

    return_url: str
    data: object
    accepts_links: bool
    accepts_multiple: bool
    accepts_line_items: bool


def read_settings(raw_settings: Mapping[str, object]) -> DeepLinkingSettings:
    """The settings of the claim; defaults for what is missing."""
    accept_types = raw_settings.get("accept_types")
    return DeepLinkingSettings(
        return_url=str(raw_settings.get("deep_link_return_url") or ""),
        data=raw_settings.get("data"),
        accepts_links=RESOURCE_LINK_TYPE in accept_types if isinstance(accept_types, list) else False,
        accepts_multiple=_boolean(raw_settings.get("accept_multiple"), True),
        accepts_line_items=_boolean(raw_settings.get("accept_lineitem"), True),
    )


def _boolean(value: object, default: bool) -> bool:
    """A boolean; some platforms send it as a string."""
    if isinstance(value, str):
        return value.strip().lower() != "false"
    return value if isinstance(value, bool) else default
