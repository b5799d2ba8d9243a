"""Acts as people read them: what, about whom, by whom, when, undone or not. No HTML here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from careered.acts.labels import COLLEAGUE, DESK_REASONS, SENTENCES, YOU
from careered.acts.undo import is_undoable
from careered.clock import now
from careered.progress.acts import DESK_KINDS, TALKED, UNDO_PERIOD, load_act, load_acts
from careered.progress.class_progress import evidence_title
from careered.progress.joined import list_joined
from careered.roster.members import Members, load_members, person_names
from careered.roster.names import member_names, sort_key
from careered.roster.scope import ClassScope
from careered.web.i18n import translations
from careered.web.permissions import Data, sees_in_course
from careered.web.request import PageRequest
from careered.web.time_format import format_date, format_days, format_recent

PAGE_LENGTH = 40
"""Acts on a page of the log."""


@dataclass(frozen=True)
class ActView:
    """An act, in the reader's language. what: with its days. people: one name, or how many pupils; "" for a class.

    pupils: id and name of each who is a pupil now, in the order of the names. undone_by, undone_when: "" while it
    holds. last_at: when it was done, or undone.
    """

    id: str
    kind: str
    what: str
    people: str
    pupils: Sequence[tuple[str, str]]
    who: str
    when: str
    undone_by: str
    undone_when: str
    last_at: datetime
    can_be_undone: bool

    @property
    def summary(self) -> str:
        """What it was and about whom."""
        return ", ".join(filter(None, (self.what, self.people)))


@dataclass(frozen=True)
class LogPage:
    """A page of the log, the newest acts first. newer, older: numbers of the pages beside it, 0 for none."""

    acts: Sequence[ActView]
    newer: int
    older: int


@dataclass(frozen=True)
class JoinView:
    """Two accounts that were joined: name of the earlier one, and the pupil who goes on."""

    earlier: str
    pupil_id: str
    pupil: str
    who: str
    when: str


@dataclass(frozen=True)
class ActReader:
    """Reads acts of a class for one request."""

    req: PageRequest
    scope: ClassScope

    def log(self, person_id: str = "") -> list[ActView]:
        """The class's acts of the last UNDO_PERIOD, the newest first. person_id: only those about this pupil."""
        return self._views(self._logged(person_id))

    def page(self, number: int) -> LogPage:
        """A page of the log. number: from 1; one that there is none of is the last one."""
        logged = self._logged()
        last = max(1, -(-len(logged) // PAGE_LENGTH))
        number = min(max(1, number), last)
        acts = self._views(logged[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH])
        return LogPage(acts, number - 1, number + 1 if number < last else 0)

    def joins(self) -> list[JoinView]:
        """The accounts that were joined in the last UNDO_PERIOD, the newest first."""
        rows = [row for row in list_joined(self.req.db, self.scope) if row["joined_at"] > now() - UNDO_PERIOD]
        names = self._names(self._members()) if rows else {}
        staff = person_names(self.req.db, self.scope.key[0], {row["author_person_id"] for row in rows})
        return [
            JoinView(
                names.get(row["earlier_person_id"], "–"),
                row["person_id"],
                names.get(row["person_id"], "–"),
                self._who(row["author_person_id"], staff),
                self._when(row["joined_at"]),
            )
            for row in reversed(rows)
        ]

    def _logged(self, person_id: str = "") -> list[list[RowMapping]]:
        """The rows of each act that is in the log."""
        by_act: dict[str, list[RowMapping]] = {}
        for row in filter(self._is_shown, load_acts(self.req.db, *self.scope.key, now() - UNDO_PERIOD, person_id)):
            by_act.setdefault(row["act_id"], []).append(row)
        return list(by_act.values())

    def one(self, act_id: str) -> ActView | None:
        """An act of the class by its id, None where there is none that the viewer may know of."""
        rows = list(filter(self._is_shown, load_act(self.req.db, *self.scope.key, act_id)))
        return self._views([rows])[0] if rows else None

    def _is_shown(self, row: RowMapping) -> bool:
        """Whether the viewer may know of it: that somebody has talked with a pupil is guidance."""
        return row["kind"] != TALKED or sees_in_course(self.req.viewer.role, Data.GUIDANCE)

    def _views(self, found: Sequence[Sequence[RowMapping]]) -> list[ActView]:
        if not found:
            return []
        members = self._members()
        names, pupil_ids = self._names(members), {pupil.id for pupil in members.pupils}
        staff_ids = {
            row[name] for rows in found for row in rows for name in ("author_person_id", "undone_by_person_id")
        }
        staff = person_names(self.req.db, self.scope.key[0], staff_ids)
        return [self._view(rows, names, pupil_ids, staff) for rows in found]

    def _members(self) -> Members:
        return load_members(self.req.db, *self.scope.key)

    def _names(self, members: Members) -> dict[str, str]:
        return member_names(members, self.req.state.settings.secret, self.scope.class_info.id, self.req.lang)

    def _view(
        self,
        rows: Sequence[RowMapping],
        names: Mapping[str, str],
        pupil_ids: Collection[str],
        staff: Mapping[str, str],
    ) -> ActView:
        first, ids = rows[0], [row["person_id"] for row in rows if row["person_id"] in names]
        undone = sorted((row["undone_at"], row["undone_by_person_id"]) for row in rows if row["undone_at"])
        undone_at, undone_by = undone[-1] if len(undone) == len(rows) else (None, "")
        return ActView(
            id=first["act_id"],
            kind=first["kind"],
            what=self._what(first),
            people=self._people([names[person_id] for person_id in ids]),
            pupils=self._sorted([(id_, names[id_]) for id_ in ids if id_ in pupil_ids]),
            who=self._who(first["author_person_id"], staff),
            when=self._when(first["created_at"]),
            undone_by=self._who(undone_by, staff) if undone_at else "",
            undone_when=self._when(undone_at) if undone_at else "",
            last_at=undone_at or first["created_at"],
            can_be_undone=any(map(is_undoable, rows)),
        )

    def _sorted(self, pupils: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted(pupils, key=lambda one: sort_key(one[1], self.req.lang))

    def _what(self, row: RowMapping) -> str:
        """What an act was, with the days of it."""
        gettext, label = self.req.gettext, DESK_REASONS.get(row["reason"], "")
        target = gettext(label) if row["kind"] in DESK_KINDS else self._title(row["target_id"])
        names = ("activity_date", "activity_end_date")
        days = [format_date(date.fromisoformat(row[name]), self.req.lang) for name in names if row[name]]
        sentence = SENTENCES[row["kind"]]
        return " ".join((gettext(sentence) % {"what": target}, format_days(days))).strip()

    def _people(self, names: Sequence[str]) -> str:
        if len(names) == 1:
            return names[0]
        ngettext = translations(self.req.lang).ngettext
        return ngettext("%(num)s pupil", "%(num)s pupils", len(names)) % {"num": len(names)} if names else ""

    def _title(self, target_id: str) -> str:
        pack = self.scope.pack
        requirement = pack.requirement(target_id)
        if requirement:
            return requirement.title.in_language(self.req.lang, pack.default_language)
        return evidence_title(pack, target_id, self.req.lang) if target_id else ""

    def _who(self, person_id: str, staff: Mapping[str, str]) -> str:
        if person_id == self.req.viewer.person_id:
            return self.req.gettext(YOU)
        return staff.get(person_id) or self.req.gettext(COLLEAGUE)

    def _when(self, moment: datetime) -> str:
        return format_recent(moment, self.req.lang, self.scope.pack.timezone)
