"""What packages above this one do in a launch's transaction; set by the app."""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from careered.db.prefetch import Prefetch, Row
from careered.lti.claims import Launch
from careered.lti.launch_session import LaunchSession
from careered.lti.platform import Registration


class LaunchHook(Protocol):
    """Something to do at each launch of an activity."""

    @property
    def prefetches(self) -> tuple[Prefetch, ...]:
        """What `is_settled` reads, by the ids of organisation, class and person."""

    def on_launch(self, db: Connection, registration: Registration, launch: Launch, session: LaunchSession) -> None:
        """Do it."""

    def is_settled(self, launch: Launch, session: LaunchSession, row: Row) -> bool:
        """Whether `on_launch` would change nothing. row: with `prefetches`. In doubt it is not."""


@dataclass(frozen=True)
class LaunchHooks:
    """All hooks, in their order."""

    after_launch: tuple[LaunchHook, ...] = ()
