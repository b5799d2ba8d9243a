"""What additions mean for pupils when they are laid over a pack or taken off it. See docs/decisions/0020."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.roster.kept_version import keep_version, release_classes
from careered.statistics.due_scores import asks_the_same, schedule_all
from careered.statistics.lowered_pupils import PupilKey, lowered_pupils


@dataclass(frozen=True)
class OverlayChange:
    """The pack that an organisation's classes use, before and after the change."""

    organisation_id: str
    old: Pack
    new: Pack


def lowered_by(db: Connection, change: OverlayChange) -> list[PupilKey]:
    """The pupils of running classes who would have a smaller share done than before."""
    return lowered_pupils(db, change.old, change.new, {}, {}, change.organisation_id)


def hold_lowered_classes(db: Connection, change: OverlayChange, lowered: Iterable[PupilKey]) -> None:
    """Classes in which a figure would be lower stay with the old version until their teacher accepts the new one.

    To be called where the change is carried out. Classes that stayed with what is current again wait for nothing. The
    scores of all others follow.
    lowered: of `lowered_by`.
    """
    for organisation_id, class_id in {key[:2] for key in lowered}:
        keep_version(db, organisation_id, class_id, change.old.version)
    release_classes(db, change.organisation_id, change.new.id, change.new.version)
    if not asks_the_same(change.old, change.new):
        schedule_all(db, change.new.id, lambda _: change.new, change.organisation_id)
