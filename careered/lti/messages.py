"""Where each launch message leads: one function a message, all inside the launch's transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.lti import arrival, data_privacy, review
from careered.lti.claims import Launch
from careered.lti.deeplink.arrive import receive as deep_linking
from careered.lti.registration import Registration
from careered.web.edge import House
from careered.web.viewer import Viewer


@dataclass(frozen=True)
class Landed:
    """An open session, and the page where the visit begins."""

    viewer: Viewer
    path: str


AfterLaunch = Callable[[Connection, Registration, Launch, arrival.Visit], None]


@dataclass(frozen=True)
class Hooks:
    """What other rooms do in the launch's transaction; wired by the app, for they stand above this room."""

    after_launch: tuple[AfterLaunch, ...] = ()


Landing = Callable[[Connection, House, Registration, Launch], Landed]


def land(db: Connection, house: House, registration: Registration, found: Launch) -> Landed:
    """Let somebody in. Only messages that `verify` lets through get here."""
    return _LANDINGS[found.message_type](db, house, registration, found)


def _resource_link(db: Connection, house: House, registration: Registration, found: Launch) -> Landed:
    visit = arrival.receive(db, house, registration, found)
    for after in house.get(Hooks).after_launch:
        after(db, registration, found, visit)
    return Landed(visit.viewer, arrival.lands_on(visit))


def _review(db: Connection, house: House, registration: Registration, found: Launch) -> Landed:
    return Landed(*review.receive(db, house, registration, found))


def _deep_linking(db: Connection, house: House, registration: Registration, found: Launch) -> Landed:
    return Landed(*deep_linking(db, house, registration, found))


def _data_privacy(db: Connection, house: House, registration: Registration, found: Launch) -> Landed:
    return Landed(data_privacy.receive(db, registration, found), "/privacy")


_LANDINGS: Mapping[str, Landing] = {
    "LtiResourceLinkRequest": _resource_link,
    "LtiDeepLinkingRequest": _deep_linking,
    "LtiSubmissionReviewRequest": _review,
    "DataPrivacyLaunchRequest": _data_privacy,
}
