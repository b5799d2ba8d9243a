"""The usual way from an address to its route: a look into a table, not at each of the routes before it.

Who asks for what is not there, or by another method, goes the framework's way behind it, which answers 404 and 405.
"""

from collections.abc import Mapping, Sequence

from starlette.routing import Match, Route, Router
from starlette.types import Receive, Scope, Send

Shape = tuple[int, str, str | None]
"""The number of segments, the first, and the last; None for a last one that is a parameter."""


class RouteTable:
    """Instead of a router's loop over all its routes: the first that matches among those of the address's shape.

    A parameter stands for exactly one segment, and never for the first; other routes raise ValueError.
    """

    def __init__(self, router: Router) -> None:
        self._router = router
        self._by_shape = _by_shape([route for route in router.routes if isinstance(route, Route)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """An ASGI application."""
        for route in self._candidates(scope["path"]) if scope["type"] == "http" else ():
            match, found = route.matches(scope)
            if match is Match.FULL:
                scope.update(router=self._router, route=route, **found)
                return await route.handle(scope, receive, send)
        return await self._router.app(scope, receive, send)

    def _candidates(self, path: str) -> Sequence[Route]:
        segments = path.split("/")
        count, first, last = len(segments), segments[:2][-1], segments[-1]
        return self._by_shape.get((count, first, last)) or self._by_shape.get((count, first, None), ())


def _by_shape(routes: Sequence[Route]) -> Mapping[Shape, Sequence[Route]]:
    """Under each shape, in their order, also the routes whose last segment is a parameter."""
    shapes = [_shape(route.path) for route in routes]
    return {
        shape: [route for route, own in zip(routes, shapes, strict=True) if own in (shape, (*shape[:2], None))]
        for shape in shapes
    }


def _shape(path: str) -> Shape:
    segments = path.split("/")
    if "{" in segments[1] or ":path}" in path:
        raise ValueError(f"{path}: the first segment is fixed, and a parameter is one segment")
    return len(segments), segments[1], None if "{" in segments[-1] else segments[-1]
