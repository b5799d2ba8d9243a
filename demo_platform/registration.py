"""What the platform and its first tool know of each other; the same for every profile."""

from dataclasses import dataclass
from urllib.parse import urlsplit

CLIENT_ID = "careered-demo"
DEPLOYMENT_ID = "2"


@dataclass(frozen=True)
class Registration:
    """What a tool must know of this platform (SEC 3.1.2): identifiers and absolute URLs."""

    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    deployment_id: str


def registration(base_url: str) -> Registration:
    """The registration of the first tool at the platform at base_url, which is the issuer too."""
    return Registration(
        issuer=base_url,
        client_id=CLIENT_ID,
        auth_url=f"{base_url}/auth",
        token_url=f"{base_url}/token",
        jwks_url=f"{base_url}/jwks.json",
        deployment_id=DEPLOYMENT_ID,
    )


@dataclass(frozen=True)
class ToolUrls:
    """Where a tool lives. origin: scheme, host and port of its pages, for messages between frames."""

    login_url: str
    launch_url: str
    jwks_url: str
    origin: str


def tool_urls(tool_url: str) -> ToolUrls:
    """The URLs of the first tool, below its base URL."""
    return ToolUrls(f"{tool_url}/lti/login", f"{tool_url}/lti/launch", f"{tool_url}/lti/jwks.json", origin=tool_url)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
