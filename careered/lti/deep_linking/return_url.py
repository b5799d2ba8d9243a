"""Check of the return URL: a deep linking response goes only to the registered platform. Pure functions."""

from urllib.parse import urlsplit

from careered.lti import urls
from careered.lti.platform import Registration
from careered.lti.quirks import quirks_of
from careered.web.errors import RequestError


def check_return_url(url: str, registration: Registration) -> None:
    """Raises RequestError return_url_untrusted unless the URL is on one of the platform's own hosts.

    These are the hosts of its registered URLs, those that an administrator added, and for a hosted platform the hosts
    below its domains. Plain http only for a platform on this machine.
    """
    is_local_platform = urls.is_local(registration.token_url)
    host = urlsplit(url).hostname or "" if urls.is_outgoing_allowed(url, allow_loopback=is_local_platform) else ""
    own_hosts = registration.own_hosts | {urlsplit(registration.issuer).hostname}
    if not host or not (host in own_hosts or _is_below_return_domain(host, registration.family)):
        raise RequestError("return_url_untrusted", {"platform": registration.platform_id})


def _is_below_return_domain(host: str, family: str) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in quirks_of(family).return_hosts)
