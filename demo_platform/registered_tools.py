"""The tools that this platform knows: the one it was set up with, and those that registered themselves."""

from dataclasses import dataclass, field

from demo_platform.registration import CLIENT_ID, DEPLOYMENT_ID, Tool

DEEP_LINKING = "LtiDeepLinkingRequest"


@dataclass
class KnownTool:
    """A tool at this platform. status: "active", or "pending" until an administrator activates it.

    scopes: what it may ask tokens for; None means everything. custom: values that come with each of its launches.
    """

    client_id: str
    deployment_id: str
    name: str
    addresses: Tool
    redirect_uris: tuple[str, ...]
    status: str = "active"
    scopes: frozenset[str] | None = None
    custom: dict[str, str] = field(default_factory=dict)
    deep_linking_url: str = ""

    def may(self, scope: str) -> bool:
        """Whether the tool may have a scope."""
        return self.scopes is None or scope in self.scopes


def first_tool(addresses: Tool) -> KnownTool:
    """The tool that the platform was set up with."""
    return KnownTool(
        CLIENT_ID,
        DEPLOYMENT_ID,
        "careered",
        addresses,
        (addresses.launch_url,),
        custom={"careered_context_history": "$Context.id.history"},
        deep_linking_url=addresses.launch_url,
    )
