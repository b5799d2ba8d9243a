"""URLs: which are ours, which may be called, and how to add a path or a query and keep the rest.

What a launch's URLs begin with, scheme and host, is the same at every launch: it is looked at once, and kept without
the path and query behind it, which may hold secrets.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote, urlencode, urljoin, urlsplit

MAX_URL_LENGTH = 2048
LAUNCH_PATHS = ("/lti/launch", "/lessons", "/teacher/class")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_BEGINNING = re.compile(r"[^/?#]*(?://[^/?#]*)?")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # outside of it: 64:ff9b::/96 (NAT64), ::a.b.c.d, local addresses
_TUNNELS = (
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
)  # 6to4 and Teredo carry an IPv4 address, also a local one
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")


@dataclass(frozen=True)
class _Beginning:
    """What a usable web URL begins with. origin: scheme://host, with the port if it is not the default."""

    scheme: str
    host: str
    origin: str
    is_local: bool


def _beginning_of(url: str) -> _Beginning | None:
    """Scheme and host of a usable web URL: http(s), a plain host, a valid port, no credentials; else None."""
    if not (url.isascii() and url.isprintable()) or " " in url or "\\" in url:  # parsers disagree about the rest
        return None
    return _read_beginning(_BEGINNING.match(url)[0])  # type: ignore[index]  # it matches nothing, too


@lru_cache(maxsize=1024)
def _read_beginning(text: str) -> _Beginning | None:
    try:
        parts = urlsplit(text)
        usable = parts.scheme in _DEFAULT_PORTS and parts.port != 0
    except ValueError:
        return None
    host = parts.hostname or ""
    if not usable or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    origin = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"
    return _Beginning(parts.scheme, host, origin, _is_local_host(host))


def origin_of(url: str) -> str:
    """scheme://host, with the port if it is not the default. Empty for anything but a usable web URL."""
    beginning = _beginning_of(url)
    return beginning.origin if beginning else ""


def host_of(url: str) -> str:
    """The host name, in lower case. Empty for anything but a usable web URL."""
    beginning = _beginning_of(url)
    return beginning.host if beginning else ""


def usable_url(value: object) -> str | None:
    """A web URL of usable length; whether it may be called is checked by client.py."""
    usable = isinstance(value, str) and len(value) <= MAX_URL_LENGTH and origin_of(value)
    return str(value) if usable else None


def is_tool_url(base_url: str, url: str) -> bool:
    """Whether a launch may open this URL: our origin, and one of LAUNCH_PATHS or below.

    Our bare origin counts too: administrators often enter it as "tool URL".
    """
    origin = origin_of(url)
    if not origin or origin != origin_of(base_url):
        return False
    path = unquote(urlsplit(url).path)
    return path in {"", "/"} or (
        ".." not in path and any(path == prefix or path.startswith(f"{prefix}/") for prefix in LAUNCH_PATHS)
    )


def absolute(base_url: str, reference: str) -> str:
    """A reference resolved against a URL (RFC 3986 5); "" if it cannot be."""
    try:
        return urljoin(base_url, reference)
    except ValueError:
        return ""


def with_path(url: str, suffix: str) -> str:
    """Append to the path and keep the query: .../lineitem?type_id=1 -> .../lineitem/scores?type_id=1 (AGS 3.4)."""
    parts = urlsplit(url)
    return parts._replace(path=parts.path.rstrip("/") + suffix).geturl()


def with_query(url: str, **parameters: str) -> str:
    """Add parameters; an existing query stays unchanged."""
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(parameters)) if part)
    return parts._replace(query=query).geturl()


def is_outgoing_allowed(url: str, allow_loopback: bool) -> bool:
    """Whether this tool may call a URL: https to a public host.

    allow_loopback: also this machine and private networks, with http too. Host names are not resolved.
    """
    beginning = _beginning_of(url)
    if beginning is None:
        return False
    return allow_loopback if beginning.is_local else beginning.scheme == "https"


def is_local(url: str) -> bool:
    """Whether a URL names this machine or a literal address of a private network."""
    beginning = _beginning_of(url)
    return beginning is not None and beginning.is_local


def _is_local_host(host: str) -> bool:
    host = host.rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    if not (":" in host or _NUMERIC_LABEL.fullmatch(host.rpartition(".")[2])):
        return False
    try:
        return not _is_public_ip(ip_address(host))
    except ValueError:  # 127.1, 0x7f000001, 2130706433: spellings of an address that evade checks
        return True


def is_host(text: str) -> bool:
    """Whether a text is a host name and nothing else."""
    beginning = _beginning_of(f"https://{text}")
    return beginning is not None and beginning.host == text.lower() and "." in text and len(text) <= 253


def is_public(address: str) -> bool:
    """Whether a literal IP address, to which a name resolves, is public."""
    return _is_public_ip(ip_address(address.partition("%")[0]))


def _is_public_ip(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return _is_public_ip(address.ipv4_mapped)
    if isinstance(address, IPv6Address) and (
        address not in _GLOBAL_UNICAST or any(address in network for network in _TUNNELS)
    ):
        return False
    return address.is_global and not address.is_multicast
