"""What is asked: each route with real ids in its address and a plausible form, at the pupils' place and one's own."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.routing import Route

from careered.app import all_routes
from careered.web import static
from tests.access.answers import ANSWERED
from tests.access.forms import fields_of
from tests.access.neighbours import OVERLAY, OVERLAY_DRAFT, PACK_DRAFT
from tests.access.town import Town
from tests.access.traces import CLOSED_STEP, LESSON, OPEN_STEP, Victim
from tests.access.visitors import Visitor
from tests.journeys.scenario import FINLAND

ACTIONS = {route.path for route in all_routes() if route.methods == {"POST"}}
PLAIN: Mapping[str, str] = {}
FRAGMENT: Mapping[str, str] = {"hx-request": "true", "hx-request-type": "partial"}


@dataclass(frozen=True)
class Cell:
    """One request. is_own: the address names what is the visitor's own. number: whose ids it has, of the three."""

    path: str
    method: str
    address: str
    number: int
    is_own: bool
    fields: Mapping[str, str | list[str]]
    headers: Mapping[str, str]

    def is_answered(self, visitor: Visitor) -> bool:
        """Whether the table says so."""
        group = ANSWERED[self.path]
        if self.is_own:
            return visitor in group.own
        return visitor in group.by and (self.number == 0 or not group.only_first)

    def may_change(self, visitor: Visitor) -> bool:
        """Whether what is stored about the three may be another afterwards."""
        return self.is_answered(visitor) and not self.is_own and visitor in ANSWERED[self.path].acts

    def __str__(self) -> str:
        return f"{self.method} {self.path}{' (own)' if self.is_own else ''} of {self.number}"


def cells(town: Town, visitor: Visitor, routes: list[Route]) -> Iterator[Cell]:
    """All that a visitor asks: pages as pages, as fragments and by POST, and each action with the ids of each pupil.

    On PostgreSQL less: each page once, and each action with the ids of the first. Only the statements are others there.
    """
    in_full = town.rehearsal.is_sqlite
    for route, (number, victim) in itertools.product(routes, enumerate(town.victims)):
        asked = itertools.product(addresses(town, visitor, route.path, victim), _ways(route, in_full=in_full))
        for (address, is_own), (method, headers) in asked:
            if number == 0 or victim.person_id in address or (in_full and route.path in ACTIONS):
                for fields in fields_of(route.path, town, victim):
                    yield Cell(route.path, method, address, number, is_own, fields, headers)


def _ways(route: Route, *, in_full: bool) -> list[tuple[str, Mapping[str, str]]]:
    """The methods of a route, each with the headers to send."""
    methods = [(method, PLAIN) for method in ("GET", "POST") if method in (route.methods or ())]
    if not in_full:
        return methods[:1]
    return [*methods, ("GET", FRAGMENT)] if "GET" in (route.methods or ()) else methods


def addresses(town: Town, visitor: Visitor, path: str, victim: Victim) -> Iterator[tuple[str, bool]]:
    """The addresses of a route, each with whether all that it names is the visitor's own and not the pupils'."""
    names = re.findall(r"{(\w+)}", path)
    choices = [_values(town, visitor, path, name, victim) for name in names]
    for values in itertools.product(*choices):
        address = re.sub(r"{\w+}", "%s", path) % tuple(value for value, _ in values)
        owned = [is_own for _, is_own in values if is_own is not None]
        yield address, bool(owned) and all(owned)


def _values(town: Town, visitor: Visitor, path: str, name: str, victim: Victim) -> list[tuple[str, bool | None]]:
    """What may stand in an address, each with whether it is the visitor's own; None for what is everybody's."""
    place = town.places[visitor]
    if name == "board":
        return _theirs_and_own(town.here.board_id, place.board_id)
    if name == "id" and path.startswith(("/teacher/class", "/desk/class")):
        return _theirs_and_own(town.here.class_id, place.class_id)
    if name == "id" and path.startswith("/admin/platforms"):
        is_village = visitor is Visitor.ADMINISTRATOR_OF_OTHER_ORGANISATION
        return _theirs_and_own(town.platform_ids["town"], town.platform_ids["village"] if is_village else "")
    if name == "id" and path.startswith(("/admin/people", "/admin/leaders")):
        return [(town.here.person_id, False)]
    if name == "id" and path.startswith("/admin/packs"):
        return [(town.scenario.pack(FINLAND).id, None)]
    if name == "id":
        return [(victim.person_id, False)]
    if name == "hash":
        return [(_draft_or_overlay(path), False)]
    return [(value, None) for value in _shared_values(town, name)]


def _draft_or_overlay(path: str) -> str:
    if path.endswith("/remove"):
        return OVERLAY
    return PACK_DRAFT if "/uploads/" in path else OVERLAY_DRAFT


def _theirs_and_own(theirs: str, own: str) -> list[tuple[str, bool | None]]:
    return [(theirs, False), *([(own, True)] if own not in {"", theirs} else [])]


def _shared_values(town: Town, name: str) -> list[str]:
    pack, asset = town.scenario.pack(FINLAND), static.static_url(next(iter(static.assets())))
    shared = {
        "lesson": [LESSON],
        "column": ["FI-R3"],
        "step": [OPEN_STEP, CLOSED_STEP],
        "pack": [pack.id],
        "version": [pack.version],
        "family": ["moodle"],
        "lang": ["fi"],
        "code": ["-"],
        "digest": [asset.split("/")[2]],
        "name": [asset.split("/")[3]],
    }
    return shared[name]
