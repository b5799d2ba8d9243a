"""The tools registered at this platform: the one that it starts with, and those that registered themselves."""

from dataclasses import dataclass, field

from demo_platform.registration import CLIENT_ID, DEPLOYMENT_ID, ToolUrls


@dataclass
class RegisteredTool:
    """A tool at this platform. status: "active", or "pending" until an administrator activates it.

    redirect_uris: compared byte for byte with what a login asks for. scopes: what it may request tokens for; None
    means everything. custom: parameters of each of its launches. deep_linking_url: "" where it offers no deep linking.
    """

    client_id: str
    deployment_id: str
    name: str
    urls: ToolUrls
    redirect_uris: tuple[str, ...]
    status: str = "active"
    scopes: frozenset[str] | None = None
    custom: dict[str, str] = field(default_factory=dict)
    deep_linking_url: str = ""

    def may(self, scope: str) -> bool:
        """Whether the tool may request a scope."""
        return self.scopes is None or scope in self.scopes


def first_tool(urls: ToolUrls) -> RegisteredTool:
    """The tool that the platform starts with."""
    return RegisteredTool(
        CLIENT_ID,
        DEPLOYMENT_ID,
        "careered",
        urls,
        (urls.launch_url,),
        custom={"careered_context_history": "$Context.id.history"},
        deep_linking_url=urls.launch_url,
    )
