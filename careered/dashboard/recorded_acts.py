"""What staff have recorded about a pupil, as lines of a drawer's history: also what was undone. No HTML here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import RowMapping

from careered.acts.undo import is_undoable
from careered.dashboard.attestation_choices import exemption_reasons
from careered.dashboard.attestation_labels import COLLEAGUE, KIND_LABELS, YOU
from careered.progress.acts import OFFLINE
from careered.progress.class_progress import evidence_title
from careered.roster.scope import ClassScope
from careered.web.request import PageRequest
from careered.web.time_format import format_days, format_recent, format_short_date


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened. what: in words; more: by whom or for what; act: of staff, which can be undone.

    undone: by whom and when it was undone, "" while it holds. decides: whether it confirms or exempts.
    """

    what: str
    when: str
    more: str = ""
    act: str = ""
    undone: str = ""
    decides: bool = False


@dataclass(frozen=True)
class RecordedActs:
    """Words about acts of a class (rows of `load_recorded`) for one reader."""

    req: PageRequest
    scope: ClassScope

    def entry(self, act: RowMapping) -> HistoryEntry:
        """An act in the history: what was done away from the screen with its name and days."""
        label, title = KIND_LABELS[act["kind"]], evidence_title(self.scope.pack, act["target_id"], self.req.lang)
        what = title if act["kind"] == OFFLINE else self.req.gettext(label)
        more = " · ".join(filter(None, (self._days(act), self._by_and_why(act))))
        is_undone = bool(act["undone_at"])
        return HistoryEntry(
            what,
            self._time(act["created_at"]),
            more,
            act=act["act_id"] if is_undoable(act) else "",
            undone=self._undone(act) if is_undone else "",
            decides=act["kind"] != OFFLINE,
        )

    def decided(self, kind: str, requirement_id: str, recorded: Sequence[RowMapping]) -> str:
        """By whom a requirement is confirmed or exempt, and why. recorded: what holds, the oldest first."""
        decisions = [one for one in recorded if (one["kind"], one["target_id"]) == (kind, requirement_id)]
        return self._by_and_why(decisions[-1]) if decisions else ""

    def _by_and_why(self, act: RowMapping) -> str:
        """By whom, and the reason of an exemption."""
        reason = dict(exemption_reasons(self.scope.pack, self.req.lang)).get(act["reason"], "")
        return " · ".join(filter(None, (self._who(act, "author"), reason)))

    def _undone(self, act: RowMapping) -> str:
        by_and_when = {"who": self._who(act, "undone_by"), "when": self._time(act["undone_at"])}
        return self.req.gettext("undone by %(who)s, %(when)s") % by_and_when

    def _who(self, act: RowMapping, role: str) -> str:
        """role: "author" or "undone_by"."""
        is_mine = act[f"{role}_person_id"] == self.req.viewer.person_id
        return self.req.gettext(YOU) if is_mine else act[f"{role}_name"] or self.req.gettext(COLLEAGUE)

    def _days(self, act: RowMapping) -> str:
        """The first and the last day, "" where none was given."""
        days = filter(None, (act["activity_date"], act["activity_end_date"]))
        return format_days(format_short_date(date.fromisoformat(day), self.req.lang) for day in days)

    def _time(self, at: datetime) -> str:
        return format_recent(at, self.req.lang, self.scope.pack.timezone, short=True)
