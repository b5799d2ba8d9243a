"""What a tool must know to be connected with this platform; the same for every profile."""

from dataclasses import dataclass

CLIENT_ID = "careered-demo"
DEPLOYMENT_ID = "2"


@dataclass(frozen=True)
class Registration:
    """The tool's registration at this platform (SEC 3.1.2): identifiers and absolute addresses."""

    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    deployment_id: str


def registration(base_url: str) -> Registration:
    """The registration that a platform at this address has for the tool; the issuer is the address itself."""
    return Registration(
        issuer=base_url,
        client_id=CLIENT_ID,
        auth_url=f"{base_url}/auth",
        token_url=f"{base_url}/token",
        jwks_url=f"{base_url}/jwks.json",
        deployment_id=DEPLOYMENT_ID,
    )


@dataclass(frozen=True)
class Tool:
    """Where the tool lives. The platform compares launch_url byte for byte with the redirect_uri it is asked for."""

    login_url: str
    launch_url: str
    jwks_url: str
    origin: str


def tool_at(tool_url: str) -> Tool:
    """The tool's addresses below its base address."""
    return Tool(f"{tool_url}/lti/login", f"{tool_url}/lti/launch", f"{tool_url}/lti/jwks.json", origin=tool_url)
