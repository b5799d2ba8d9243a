"""What a change of grades does to pupils' figures, counted before it is carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from careered.packs.models import Pack
from careered.packs.store import PackStore
from careered.progress.lowered import active_pupil_ids, lowered_in_class
from careered.roster.year_rollover import GradeChange


@dataclass(frozen=True)
class ChangeImpact:
    """One class's change: its active pupils, and those of whom a smaller share than before would be done."""

    change: GradeChange
    pupils: int
    lowered: int

    @property
    def waits(self) -> bool:
        """Whether the class stays as it is until one of its teachers agrees."""
        return bool(self.lowered) and not self.change.ends_class


def change_impacts(
    db: Connection,
    pack_store: PackStore,
    organisation_id: str,
    changes: Sequence[GradeChange],
    packs: Mapping[str, Pack],
) -> list[ChangeImpact]:
    """The impact of each change, by the version that its class has. packs: the current ones, by id."""
    return [
        _impact(db, organisation_id, change, pack_store.version_or_current(db, packs[one.pack_id], one.kept_version))
        for change in changes
        for one in [change.year_class]
    ]


def _impact(db: Connection, organisation_id: str, change: GradeChange, pack: Pack) -> ChangeImpact:
    class_id, before, after = change.year_class.id, (pack, change.year_class.grade), (pack, change.new_grade)
    pupils = len(active_pupil_ids(db, organisation_id, class_id))
    lowered = [] if change.ends_class else lowered_in_class(db, organisation_id, class_id, before, after)
    return ChangeImpact(change, pupils, len(lowered))
