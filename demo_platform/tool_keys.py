"""The public keys of tools, fetched from their key set URLs (SEC 6.3)."""

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from demo_platform.platform_state import PlatformState
from demo_platform.registered_tools import RegisteredTool


def fetch_tool_keys(platform: PlatformState, tool: RegisteredTool) -> KeySet:
    """The tool's key set; ValueError names the kind of failure where it cannot be fetched or read."""
    try:
        return KeySet.import_key_set(platform.http.get(tool.urls.jwks_url).raise_for_status().json())
    except (httpx2.HTTPError, JoseError, ValueError, KeyError) as error:
        raise ValueError(type(error).__name__) from error
