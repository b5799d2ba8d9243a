"""A platform that nobody knows yet: what its name leads to, what it answers, and what it was asked."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2

from careered.lti.registration.safe_http import Fetcher

URL = "https://school.example/openid-configuration"
PUBLIC_IPV4, PUBLIC_IPV6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
Answer = httpx2.Response | httpx2.HTTPError | Callable[[], Awaitable[httpx2.Response]]


class UnregisteredPlatform:
    """Answers with `answer`; its names lead to `addresses`, and to the next list when they are asked again."""

    def __init__(self, answer: Answer, *addresses: list[str]) -> None:
        self.answer, self.addresses = answer, list(addresses or [[PUBLIC_IPV4]])
        self.requests: list[httpx2.Request] = []

    async def _names(self, _host: str) -> list[str]:
        return self.addresses.pop(0) if len(self.addresses) > 1 else self.addresses[0]

    async def _handle(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        if isinstance(self.answer, httpx2.HTTPError):
            raise self.answer
        return self.answer if isinstance(self.answer, httpx2.Response) else await self.answer()

    def _fetcher(self, allow_loopback: bool) -> Fetcher:
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(self._handle))
        return Fetcher(client, allow_loopback=allow_loopback, resolver=self._names)

    def get(self, url: str = URL, bearer: str = "", *, allow_loopback: bool = False) -> dict[str, object]:
        """Fetch a document from it."""
        return asyncio.run(self._fetcher(allow_loopback).get(url, bearer))

    def post(self, document: dict[str, object], bearer: str = "") -> dict[str, object]:
        """Post a document to it."""
        return asyncio.run(self._fetcher(allow_loopback=False).post(URL, bearer, document))

    def check(self, *addresses: str) -> None:
        """Check addresses without calling them."""
        asyncio.run(self._fetcher(allow_loopback=False).check_urls(*addresses))


def configuration(**changes: object) -> dict[str, object]:
    """What a plain platform says of itself, with changes; None leaves one out."""
    about = {
        "product_family_code": "moodle",
        "messages_supported": [{"type": "LtiResourceLinkRequest"}, {"type": "LtiDeepLinkingRequest"}],
        "variables": ["Context.id", "Context.id.history"],
    }
    usual: dict[str, object] = {
        "issuer": "https://school.example",
        "authorization_endpoint": "https://school.example/auth",
        "token_endpoint": "https://school.example/token",
        "jwks_uri": "https://school.example/jwks",
        "registration_endpoint": "https://school.example/register",
        "scopes_supported": ["https://purl.imsglobal.org/spec/lti-ags/scope/score", "openid"],
        "https://purl.imsglobal.org/spec/lti-platform-configuration": about,
    }
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}
